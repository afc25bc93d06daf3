"""What a page says beyond its ideas: whose it is, whom to ask, how to apply, when."""

import re
from collections.abc import Iterator, Sequence

from bot.importer.blocks import Pair
from bot.importer.fields import Entry, Field, lines_of
from bot.importer.findings import FoundDate, FoundLink, PageFacts
from bot.importer.labels import Kind
from bot.importer.outline import Section
from bot.importer.people import Mentor, people_in
from bot.importer.records import Found, page_wide

_YEAR = re.compile(r"(?<!\d)(20[0-3]\d)(?!\d)")
_CONTACT = re.compile(
    r"\b(?:contacts?|find us|get in touch|communicat\w*|mailing lists?|where to (?:ask|find)|chat|reach us"
    r"|talk to us)\b",
    re.IGNORECASE,
)
_APPLY = re.compile(
    r"\b(?:appl(?:y|ying|ication)|how to (?:participate|take part|join)|submit a proposal|recommended steps)\b",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY = re.compile(
    rf"(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd"
    rf"|th)?\s+{_MONTH})(?:,?\s+20\d\d)?(?:\s+\d{{1,2}}:\d\d(?:\s*UTC)?)?"
    r"|\b20\d\d-\d\d-\d\d\b"
)
_SPAN = re.compile(rf"({_DAY.pattern})(?:\s*(?:-|\u2013|—|to|until)\s*({_DAY.pattern}))?")
_PUBLIC = ("http://", "https://", "mailto:")
_MOST = 12


def facts_of(found: Found, fronts: Sequence[Pair], *, asked: bool) -> PageFacts:
    """The facts of a page.

    Args:
        found: its records and sections.
        fronts: its front matter.
        asked: whether any idea has a mentor field of its own; if so, none is page-wide.
    """
    used = {id(b) for r in found.records for b in r.blocks}
    around = [s for s in found.sections if not any(id(b) in used for b in s.blocks)]
    front_title = next((p.values[0].plain for p in fronts if p.label.lower() == "title" and p.values), None)
    title = front_title or next((s.title for s in found.sections[1:]), None)
    year = _YEAR.search(
        " ".join([title or "", *(" ".join(e.text.plain for e in lines_of(s.blocks))[:2000] for s in around[:3])])
    )
    return PageFacts(
        title=title,
        year=int(year[1]) if year else None,
        mentors=() if asked else _mentors(page_wide(found.shared, Kind.MENTOR)),
        contacts=tuple(_contacts(around))[:_MOST],
        apply=tuple(_steps(around))[:_MOST],
        dates=tuple(_dates(around))[: _MOST * 2],
    )


def _mentors(fields: Sequence[Field]) -> tuple[Mentor, ...]:
    """People of a page-wide list: a table or items, never a sentence."""
    found: list[Mentor] = []
    for field in fields:
        entries = [e for e in field.entries if e.item] or ([] if field.sticky else field.entries)
        found.extend(p for p in people_in(entries) if p.email or p.nicks or p.matrix)
    return tuple(found)


def _contacts(sections: Sequence[Section]) -> Iterator[FoundLink]:
    seen: set[str] = set()
    for section in sections:
        if _CONTACT.search(section.title):
            for entry in lines_of(section.blocks):
                for words, target in entry.text.links:
                    if target.startswith(_PUBLIC) and target not in seen:
                        seen.add(target)
                        yield FoundLink(" ".join(words.split()) or target, target)


def _steps(sections: Sequence[Section]) -> Iterator[str]:
    for section in sections:
        if _APPLY.search(section.title):
            yield from (" ".join(entry.text.plain.split()) for entry in lines_of(section.blocks) if entry.item)


def _dates(sections: Sequence[Section]) -> Iterator[FoundDate]:
    """Items and rows that state a day."""
    for section in sections:
        for entry in lines_of(section.blocks):
            if entry.item and (found := _SPAN.search(entry.text.plain)):
                yield _dated(entry, found)


def _dated(entry: Entry, found: re.Match[str]) -> FoundDate:
    rest = (entry.text.plain[: found.start()] + entry.text.plain[found.end() :]).strip(" -\u2013—:,;.()")
    return FoundDate(" ".join(rest.split())[:200], found[0], entry.line)
