"""What a good admin would notice in files that have no fault: forgotten template text, ideas without a mentor, dead ends.

A fault stops the bot; a remark does not. The rules stand in `text_rules` and `page_rules` of this folder.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.catalogue.anchors import Anchors
from bot.catalogue.marks import Marked
from bot.catalogue.model import Catalogue
from bot.catalogue.page_rules import PAGE_RULES
from bot.catalogue.references import Files
from bot.catalogue.remarkable import Notice, Severity
from bot.catalogue.text_rules import ADDRESS_RULES, ONLINE_RULES, TEXT_RULES
from bot.catalogue.wording import Loc, dotted
from bot.errors import Fault

FAULT = "fault"
"""The name under which faults stand among remarks."""

_ADDRESSES = {("url",), ("address",), ("source",)}


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing worth a look.

    Attributes:
        where: `file:line` (lines from 1), or `file` where no line can be named.
        field: dotted path of the field, such as `ideas[3].mentors`; empty for the file as a whole.
        rule: the name of the rule, by which it can be left out.
        what: what was found and what would be right, as one sentence without a full stop.
        severity: how much it matters.
    """

    where: str
    field: str
    rule: str
    what: str
    severity: Severity

    @property
    def place(self) -> tuple[str, int]:
        """File and line, by which remarks are put in order."""
        return Fault(self.where, self.field, self.what).place

    def __str__(self) -> str:
        """`file:line: field: what [rule]`."""
        return f"{Fault(self.where, self.field, self.what)} [{self.rule}]"


RULES: Mapping[str, Severity] = {
    rule.name: rule.severity for rule in (*TEXT_RULES, *ADDRESS_RULES, *PAGE_RULES, *ONLINE_RULES)
}
"""Every rule by name, with its severity."""


def remarks(
    catalogue: Catalogue,
    pages: Files,
    seasons: Files,
    *,
    anchors: Anchors | None = None,
    ignored: Collection[str] = (),
) -> tuple[Remark, ...]:
    """All remarks, in the order of files and lines.

    Args:
        catalogue: the files' shapes; they have no fault.
        pages: the organisation files by their paths.
        seasons: the programme files, likewise.
        anchors: what was found on pages that were looked at; of other pages neither link nor anchor is called dead.
        ignored: names of rules to leave out.
    """
    found = [
        Remark(_where(name, marked, loc), dotted(loc), rule, what, RULES[rule])
        for name, marked, (loc, rule, what) in _notices(catalogue, pages, seasons, anchors or {})
        if rule not in ignored
    ]
    return tuple(sorted(found, key=lambda remark: (remark.place, remark.field, remark.rule)))


def addresses_in(files: Files) -> frozenset[str]:
    """Every address of a page that files name, as they write it; places in texts are not looked at."""
    texts = (row for marked in files.values() for row in _texts(marked.value, ()))
    return frozenset(
        text for loc, text in texts if loc[-1:] in _ADDRESSES and text.startswith(("http://", "https://"))
    )


def as_remarks(faults: Iterable[Fault]) -> tuple[Remark, ...]:
    """Faults as remarks, so that one list can tell of both."""
    return tuple(Remark(fault.where, fault.field, FAULT, fault.what, Severity.ERROR) for fault in faults)


def _notices(
    catalogue: Catalogue, pages: Files, seasons: Files, anchors: Anchors
) -> Iterator[tuple[str, Marked, tuple[Loc, str, str]]]:
    for name, marked in (*pages.items(), *seasons.items()):
        for notice in _of_texts(marked, anchors):
            yield name, marked, notice
    for name, marked in pages.items():
        page = catalogue.organisation(marked.value.get("id") if isinstance(marked.value, dict) else None)
        for rule in PAGE_RULES if page else ():
            for loc, what in rule.look(page, catalogue.programme(page.programme)) if page else ():
                yield name, marked, (loc, rule.name, what)


def _of_texts(marked: Marked, anchors: Anchors) -> Iterator[tuple[Loc, str, str]]:
    for loc, text in _texts(marked.value, ()):
        is_address = loc[-1:] in _ADDRESSES
        for rule in ADDRESS_RULES if is_address else TEXT_RULES:
            if what := rule.look(loc, text):
                yield loc, rule.name, what
        for online in ONLINE_RULES if is_address else ():
            if what := online.look(text, anchors):
                yield loc, online.name, what


def _texts(value: object, loc: Loc) -> Iterator[Notice]:
    """Every text of a file with its place."""
    match value:
        case str():
            yield loc, value
        case list():
            for at, item in enumerate(value):
                yield from _texts(item, (*loc, at))
        case dict():
            for key, item in value.items():
                yield from _texts(item, (*loc, key))


def _where(name: str, marked: Marked, loc: Loc) -> str:
    line = marked.line(loc)
    return f"{name}:{line}" if line else name
