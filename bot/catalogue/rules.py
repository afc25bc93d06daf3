"""What must be true of a file beyond the shape of each value: named things exist, ids are single, dates make sense.

The rules read plain values and not shapes, so that a file that has other faults too hears of all of them at once.
Whatever is of a wrong type is passed over here: the shapes tell of it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from bot.catalogue.marks import Problem
from bot.catalogue.moments import in_order, in_season, moments, one_of, zone_rule
from bot.catalogue.wording import Loc, dotted, quoted, suggestion

Rule = Callable[[Mapping[str, Any]], Iterable[Problem]]
"""A file's values → what is wrong with them."""


def organisation_rules(value: Mapping[str, Any]) -> Iterator[Problem]:
    """What is wrong with an organisation's file by itself."""
    yield from _single(value, "ideas", "id")
    yield from _people(value)
    yield from _mentors(value)
    for loc, page_date in _rows(value, "dates"):
        yield from one_of(page_date, loc, ("at", "day"))
        yield from moments(page_date, loc)


def programme_rules(value: Mapping[str, Any]) -> Iterator[Problem]:
    """What is wrong with a programme's file by itself."""
    yield from _single(value, "milestones", "key")
    yield from moments(value, ())
    yield from zone_rule(value.get("zone"), ("zone",))
    for loc, milestone in _rows(value, "milestones"):
        yield from one_of(milestone, loc, ("at", "day", "from"))
        if "to" in milestone and "from" not in milestone:
            yield Problem((*loc, "to"), "an end without a beginning; give 'from' too")
        yield from moments(milestone, loc)
        yield from in_order(milestone, loc, value.get("zone"))
        yield from in_season(milestone, loc, value.get("year"))


def room_rules(organisations: Collection[str], programmes: Collection[str]) -> Rule:
    """The rule that the configuration's rooms name only what the catalogue has."""

    def rule(value: Mapping[str, Any]) -> Iterator[Problem]:
        yield from _single(value, "rooms", "room")
        for loc, room in _rows(value, "rooms"):
            yield from exists(room.get("programme"), (*loc, "programme"), programmes, "programme")
            for at, name in _words(room.get("organisations")):
                yield from exists(name, (*loc, "organisations", at), organisations, "organisation file")

    return rule


def verb_rules(verbs: Collection[str]) -> Rule:
    """The rule that the configuration's rooms keep only commands for their moderators that there are."""

    def rule(value: Mapping[str, Any]) -> Iterator[Problem]:
        for loc, room in _rows(value, "rooms"):
            for at, verb in _words(room.get("moderators_only")):
                yield from exists(verb, (*loc, "moderators_only", at), verbs, "command")

    return rule


def exists(key: object, loc: Loc, known: Collection[str], what: str) -> Iterator[Problem]:
    """That something which is named exists; `what` says what it is, such as 'programme'."""
    if isinstance(key, str) and key not in known:
        yield Problem(loc, f"there is no {what} {quoted(key)}{suggestion(key, known)}")


def _rows(value: Mapping[str, Any], key: str) -> Iterator[tuple[Loc, Mapping[str, Any]]]:
    """The mappings in the list under a key, each with its place."""
    rows = value.get(key)
    for at, row in enumerate(rows if isinstance(rows, list) else ()):
        if isinstance(row, dict):
            yield (key, at), row


def _words(value: object) -> Iterator[tuple[int, str]]:
    """The texts in a list, each with its position."""
    return ((at, word) for at, word in enumerate(value if isinstance(value, list) else ()) if isinstance(word, str))


def _single(value: Mapping[str, Any], key: str, name: str) -> Iterator[Problem]:
    """That no two items of a list go by one name."""
    seen: dict[str, Loc] = {}
    for loc, row in _rows(value, key):
        called = row.get(name)
        if isinstance(called, str) and (first := seen.setdefault(called, loc)) != loc:
            yield Problem((*loc, name), f"{quoted(called)} is already the {name} of {dotted(first)}; choose another")


def _people(value: Mapping[str, Any]) -> Iterator[Problem]:
    people, contact = value.get("people"), value.get("contact")
    hidden = isinstance(contact, dict) and contact.get("emails") is False
    for key, person in people.items() if isinstance(people, dict) else ():
        if not isinstance(person, dict) or any(person.get(name) for name in ("name", "nicks")):
            continue
        if not person.get("email"):
            yield Problem(("people", key), "nobody can be called by this; give a 'name', 'email' or 'nicks'")
        elif hidden and not person.get("inferred_name"):
            yield Problem(
                ("people", key), "called by an address alone, which 'contact.emails' keeps from being shown"
            )


def _mentors(value: Mapping[str, Any]) -> Iterator[Problem]:
    people = value.get("people")
    known = people if isinstance(people, dict) else {}
    places: list[tuple[Loc, Mapping[str, Any], str]] = [((), value, "mentors")]
    places += [(loc, idea, key) for loc, idea in _rows(value, "ideas") for key in ("mentors", "suggested_by")]
    for loc, row, key in places:
        for at, name in _words(row.get(key)):
            if name not in known:
                yield Problem((*loc, key, at), f"{quoted(name)} is no key of 'people'{suggestion(name, known)}")
