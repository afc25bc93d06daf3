"""Catalogue files → the catalogue, or every fault of every file at once. Pure: `bot.files` reads them.

Reading order: wording → marks (with scalars and syntax) → faults → rules (with moments) → references → here.
"""

from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel

from bot.catalogue.faults import checked
from bot.catalogue.marks import Marked, Problem
from bot.catalogue.model import Catalogue, Organisation, Programme
from bot.catalogue.references import Files, id_rules, ids_of, page_rule
from bot.catalogue.rules import Rule, organisation_rules, programme_rules
from bot.catalogue.wording import Loc, dotted
from bot.errors import Fault

S = TypeVar("S", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Parsed(Generic[S]):
    """A file's shape beside all that is wrong with the file; the shape is None when anything is."""

    shape: S | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class ParsedCatalogue:
    """A catalogue beside all that is wrong with its files.

    Attributes:
        catalogue: None when there are faults.
        faults: of all files.
        organisations: ids of all organisation files, faulty ones too, so that others may name them.
        programmes: ids of all programme files, likewise.
    """

    catalogue: Catalogue | None
    faults: tuple[Fault, ...]
    organisations: frozenset[str] = frozenset()
    programmes: frozenset[str] = frozenset()


def parse(shape: type[S], name: str, marked: Marked, *rules: Rule) -> Parsed[S]:
    """One file.

    Args:
        shape: what the file ought to hold.
        name: the file as faults name it.
        marked: its values, from `read_marked`.
        rules: what must be true beyond the shape. Of several problems at one place the first one is told.
    """
    problems = list(marked.problems)
    found = None
    if marked.whole:
        found, wrong = checked(shape, marked)
        ruled = (
            (problem for rule in rules for problem in rule(marked.value)) if isinstance(marked.value, dict) else ()
        )
        first: dict[Loc, Problem] = {}
        for problem in (*ruled, *wrong):
            if not _is_spoilt(problem.loc, marked):
                first.setdefault(problem.loc, problem)
        problems += first.values()
    return Parsed(None if problems else found, tuple(_fault(name, marked, problem) for problem in problems))


def parse_catalogue(pages: Files, seasons: Files) -> ParsedCatalogue:
    """All files of a catalogue.

    Args:
        pages: the organisation files by their paths, as faults name them.
        seasons: the programme files, likewise.
    """
    own = {**id_rules(pages), **id_rules(seasons)}
    named = page_rule(pages, seasons)
    organisations = [parse(Organisation, name, pages[name], own[name], named, organisation_rules) for name in pages]
    programmes = [parse(Programme, name, seasons[name], own[name], programme_rules) for name in seasons]
    faults = [fault for page in organisations for fault in page.faults]
    faults += [fault for season in programmes for fault in season.faults]
    catalogue = Catalogue(
        organisations=tuple(sorted((o.shape for o in organisations if o.shape), key=lambda shape: shape.id)),
        programmes=tuple(sorted((p.shape for p in programmes if p.shape), key=lambda shape: shape.id)),
    )
    return ParsedCatalogue(None if faults else catalogue, tuple(faults), ids_of(pages), ids_of(seasons))


def _fault(name: str, marked: Marked, problem: Problem) -> Fault:
    line = problem.line or marked.line(problem.loc)
    return Fault(f"{name}:{line}" if line else name, dotted(problem.loc), problem.what)


def _is_spoilt(loc: Loc, marked: Marked) -> bool:
    return any(loc[:size] in marked.spoilt for size in range(len(loc) + 1))
