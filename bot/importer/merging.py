"""A page that was imported before, imported again: what changed on the page is taken over, what people wrote is kept; pure.

Three readings meet: the file as it is, what the page said last time, what it says now. Where the page says what it said,
the file stays; where the file still says what the page said, it follows the page; where both changed, the file stays and
the disagreement is told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.catalogue.model import Organisation
from bot.catalogue.wording import Loc, dotted
from bot.importer.alignment import aligned

GONE = "The page no longer lists this idea."
"""The note of an idea that is on the page no more; the idea stays, so that questions about it find an answer."""

_MEMBERS = {
    "aliases",
    "keywords",
    "languages",
    "languages_optional",
    "links",
    "mentors",
    "places",
    "suggested_by",
    "synonyms",
}
"""Lists whose items stand for themselves: what the page adds or drops is added or dropped one by one."""

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Merged:
    """What came out.

    Attributes:
        organisation: the file as it should be now.
        remembered: what the page says now, with the file's ids and keys; the third reading of the next time.
        kept: where a hand edit and a change of the page disagree, as sentences.
    """

    organisation: Organisation
    remembered: Organisation
    kept: tuple[str, ...]


def merged(file: Organisation, last: Organisation | None, page: Organisation) -> Merged:
    """The file, brought up to what the page says now.

    Ids, keys and everything that only people write (aliases, keywords, notes, their own summaries) stay. Ideas which
    people took out of the file stay out. Ideas that are gone from the page become withdrawn.

    Args:
        file: as it is, hand edits and all.
        last: what the page said when it was imported last (`Merged.remembered`); None where nobody remembers. Then the
            file only gains what it lacks.
        page: what the page says now.
    """
    before = aligned(last, file) if last else None
    now = aligned(page, before, file) if before else aligned(page, file)
    mine, current = _plain(file), _plain(now)
    then: Plain = _plain(before) if before else {"ideas": {}, "people": {}}
    current["id"] = then["id"] = mine["id"]
    current["ideas"] |= {key: _gone(idea) for key, idea in then["ideas"].items() if key not in current["ideas"]}
    named = {key for idea in current["ideas"].values() for key in _named(idea)}
    current["people"] |= {key: then["people"][key] for key in named - current["people"].keys()}
    merging = _Merging([])
    result = merging.mapping(mine, then, current, ())
    result["ideas"] = _in_order(result["ideas"], list(mine["ideas"]), list(current["ideas"]))
    result["people"] = _needed(result, mine, then, current)
    return Merged(_shape(result), _shape(current), tuple(merging.kept))


@dataclass(frozen=True, slots=True)
class _Merging:
    """Merges value by value and collects what was kept against the page."""

    kept: list[str]

    def mapping(self, mine: Plain, then: Plain, now: Plain, loc: Loc) -> Plain:
        keys = dict.fromkeys((*mine, *now))
        found = {key: self.value(mine.get(key), then.get(key), now.get(key), (*loc, key)) for key in keys}
        return {key: value for key, value in found.items() if value is not None}

    def value(self, mine: Any, then: Any, now: Any, loc: Loc) -> Any:
        if now == then or mine == now:
            return mine
        if mine == then:
            return now
        if isinstance(mine, dict) and isinstance(now, dict):
            return self.mapping(mine, then or {}, now, loc)
        if loc[-1] in _MEMBERS and isinstance(mine, list):
            return _members(mine, then or [], now or []) or None
        if not (mine is None and len(loc) == len(("ideas", "id"))):
            self.kept.append(_disagreement(now, loc))
        return mine


def _members(mine: Sequence[Any], then: Sequence[Any], now: Sequence[Any]) -> list[Any]:
    stayed = [each for each in mine if each not in then or each in now]
    return stayed + [each for each in now if each not in then and each not in mine]


def _disagreement(now: Any, loc: Loc) -> str:
    said = f"now says '{now}'" if isinstance(now, str | int) else "says something else now" if now else "drops it"
    return f"{dotted(loc)}: the page {said}; what was written by hand is kept"


def _gone(idea: Plain) -> Plain:
    return idea if "status" in idea else idea | {"status": "withdrawn", "note": GONE}


def _in_order(ideas: Plain, mine: Sequence[str], now: Sequence[str]) -> Plain:
    """The file's order, with each new idea behind the one that it follows on the page."""
    order = [key for key in mine if key in ideas]
    for at, key in enumerate(now):
        if key in ideas and key not in order:
            behind = next((order.index(each) + 1 for each in reversed(now[:at]) if each in order), 0)
            order.insert(behind, key)
    return {key: ideas[key] for key in order}


def _named(row: Plain) -> list[str]:
    """The keys of the people whom an idea, or the page, names."""
    return [*row.get("mentors", ()), *row.get("suggested_by", ())]


def _needed(result: Plain, mine: Plain, then: Plain, now: Plain) -> Plain:
    """The people: without those whom the page dropped and nothing names, with everybody who is named."""
    used = {key for row in (result, *result["ideas"].values()) for key in _named(row)}
    people: Plain = dict(result.get("people", {}))
    for key in list(people):
        if key not in used and key in then["people"] and key not in now["people"]:
            del people[key]
    for key in sorted(used - people.keys()):
        people[key] = next(each["people"][key] for each in (mine, now, then) if key in each["people"])
    return people


def _plain(page: Organisation) -> Plain:
    """As files have it, but with the ideas by their ids."""
    value = page.model_dump(mode="json", exclude_defaults=True, by_alias=True)
    ideas = {idea["id"]: idea for idea in value.get("ideas", ())}
    return value | {"ideas": ideas, "people": value.get("people", {})}


def _shape(value: Mapping[str, Any]) -> Organisation:
    return Organisation.model_validate({**value, "ideas": list(value["ideas"].values())})
