"""What the files of a catalogue say of one another: ids, an organisation's programme, newer editions of a page."""

from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

from bot.catalogue.marks import Marked, Problem
from bot.catalogue.rules import Rule, exists
from bot.catalogue.wording import quoted

Files = Mapping[str, Marked]
"""Files by their path, as faults name them."""


def ids_of(files: Files) -> frozenset[str]:
    """Ids as written and as the files' names have them, so that one mistake is told once."""
    return frozenset(_id(name, marked) for name, marked in files.items()) | {_stem(name) for name in files}


def id_rules(files: Files) -> dict[str, Rule]:
    """For each file the rule that its id is its own, and the file's name."""
    first: dict[str, str] = {}
    for name, marked in files.items():
        first.setdefault(_id(name, marked), name)
    return {name: _id_rule(_stem(name), name, first) for name in files}


def page_rule(pages: Files, seasons: Files) -> Rule:
    """The rule that an organisation's file names a programme and a newer edition that exist."""
    organisations, programmes = ids_of(pages), ids_of(seasons)
    newer = {_id(name, marked): _newer(marked.value) for name, marked in pages.items()}

    def rule(value: Mapping[str, Any]) -> Iterator[Problem]:
        yield from exists(value.get("programme"), ("programme",), programmes, "programme")
        place = ("page", "superseded_by")
        yield from exists(_newer(value), place, organisations, "organisation file")
        if _comes_back(value.get("id"), newer):
            yield Problem(place, "the editions supersede one another in a circle; the newest names none")

    return rule


def _id_rule(stem: str, name: str, first: Mapping[str, str]) -> Rule:
    def rule(value: Mapping[str, Any]) -> Iterator[Problem]:
        own = value.get("id")
        if not isinstance(own, str):
            return
        if first[own] != name:
            yield Problem(("id",), f"{quoted(own)} is already the id of {first[own]}; each file has its own")
        elif own != stem:
            yield Problem(("id",), f"{quoted(own)} is not the file's name; write '{stem}' or rename the file")

    return rule


def _comes_back(own: object, newer: Mapping[str, str | None]) -> bool:
    """Whether the newer editions of a page lead back to it."""
    passed: set[str] = set()
    now = newer.get(own) if isinstance(own, str) else None
    while now is not None and now != own and now not in passed:
        passed.add(now)
        now = newer.get(now)
    return now is not None and now == own


def _stem(name: str) -> str:
    return PurePath(name).stem


def _id(name: str, marked: Marked) -> str:
    own = marked.value.get("id") if isinstance(marked.value, dict) else None
    return own if isinstance(own, str) else _stem(name)


def _newer(value: object) -> str | None:
    page = value.get("page") if isinstance(value, dict) else None
    newer = page.get("superseded_by") if isinstance(page, dict) else None
    return newer if isinstance(newer, str) else None
