"""Time zones as people name them: "UTC", "UTC+2", "Europe/Berlin", "new york"; never "CET", which means too much."""

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from rapidfuzz.distance import OSA

from bot.catalogue.wording import quoted
from bot.errors import UserError

AMBIGUOUS = frozenset(
    (
        "acst act adt aedt aest akdt akst art ast awst bst brt cat cdt cest cet cst eat edt eest eet est gst hdt hkt hst ict"
        " ist jst kst mdt mest met mez mesz msd msk mst ndt npt nst nzdt nzst pdt pht pkt pst sast sgt sst wast wat west wet"
        " wib wit wita cct ct et mt pt"
    ).split()
)
"""Short names that several zones share, or that hold for half of the year only."""

WORDS = frozenset("act art cat eat met mt wat west wet wit".split())
"""Those of them which are words or other things in small letters."""

OFFERED = 3
"""How many zones are offered where none is known by a name."""

_LONGEST_OFFSET = timedelta(hours=14)
_NAMED_OFFSET = re.compile(r"(?:utc|gmt)[+-]\d{1,2}(?::?\d\d)?|[+-]\d\d:\d\d")
_OFFSET = re.compile(r"(?:utc|gmt)?([+-])(\d{1,2})(?::?(\d\d))?")
_MONTHS = [datetime(year, month, 1) for year in (2000, 2020) for month in (1, 4, 7, 10)]  # noqa: DTZ001 (local times)
_UNIVERSAL = frozenset({"utc", "gmt", "z", "zulu"})
_AREAS = frozenset(
    "africa america antarctica arctic asia atlantic australia etc europe indian pacific".split(),
)


def is_zone(typed: str) -> bool:
    """Whether a word behind an hour names a zone, or tries to."""
    word = typed.casefold()
    if word in _UNIVERSAL or _NAMED_OFFSET.fullmatch(word):
        return True
    if word in AMBIGUOUS:
        return typed.isupper() or word not in WORDS
    area, slash, _ = word.partition("/")
    return bool(slash) and (area in _AREAS or word in _names())


def zone_of(typed: str) -> tzinfo:
    """The zone that a word behind an hour names.

    Raises:
        UserError: there is no such zone, or there are several.
    """
    word = typed.casefold()
    if word in _UNIVERSAL:
        return UTC
    if offset := _OFFSET.fullmatch(word):
        return _offset(word, offset)
    if word in AMBIGUOUS:
        raise UserError(_ambiguous(word))
    if name := _names().get(word):
        return ZoneInfo(name)
    raise UserError(_unknown(typed))


def zone_named(words: str) -> str:
    """The IANA name of the zone that somebody wants to be theirs, by its name or by its city.

    Raises:
        UserError: there is no such zone, or there are several; it offers what may be meant.
    """
    name = "_".join(words.casefold().split())
    if name in _UNIVERSAL:
        return "UTC"
    places = _cities().get(name, ())
    if places and len({_rules(place) for place in places}) == 1:
        return places[-1]
    if places:
        raise UserError(f"There are several zones called {quoted(words)}: {', '.join(places)}. Name one of them.")
    if name in AMBIGUOUS:
        raise UserError(_ambiguous(name))
    if offset := _OFFSET.fullmatch(name):
        raise UserError(_without_seasons(name, offset))
    if found := _names().get(name):
        return found
    raise UserError(_unknown(words))


def _offset(word: str, found: re.Match[str]) -> tzinfo:
    length = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    if length > _LONGEST_OFFSET or int(found[3] or 0) > 59:
        raise UserError(f"No place is as far from UTC as {quoted(word.upper())}; write it as 'UTC+2' or 'UTC-3:30'.")
    return timezone(-length if found[1] == "-" else length)


def _ambiguous(word: str) -> str:
    meant = "a place, such as 'Europe/Berlin' or 'America/New_York', or use UTC"
    return f"'{word.upper()}' is not the same everywhere, or not all year; name {meant}."


def _unknown(words: str) -> str:
    meant = _near("_".join(words.casefold().split()))
    hint = f"did you mean {' or '.join(meant)}?" if meant else "name one such as Europe/Berlin or America/New_York."
    return f"I know no time zone {quoted(words)}; {hint}"


def _near(name: str) -> list[str]:
    """The zones whose name or city is nearest, if it is near enough: a slip in three letters."""
    known = _cities() if "/" not in name else {small: (full,) for small, full in _names().items()}
    slips = len(name) // 3
    distances = {each: OSA.distance(name, each, score_cutoff=slips) for each in known}
    least = min(distances.values())
    nearest = [each for each, distance in distances.items() if distance == least] if least <= slips else []
    return [known[each][-1] for each in nearest][:OFFERED]


def _without_seasons(word: str, found: re.Match[str]) -> str:
    hours, minutes = int(found[2]), int(found[3] or 0)
    fixed = f"etc/gmt{'-' if found[1] == '+' else '+'}{hours}"
    exact = f"; if you mean it all year, {_names()[fixed]}" if not minutes and fixed in _names() else ""
    return f"{quoted(word.upper())} knows no summer time. Name a place, such as Europe/Berlin{exact}."


def _rules(name: str) -> tuple[timedelta | None, ...]:
    """The offsets of a zone, by which to see that two names mean the same."""
    return tuple(ZoneInfo(name).utcoffset(month) for month in _MONTHS)


@cache
def _names() -> Mapping[str, str]:
    """IANA names by the same in small letters; listing them is slow, and they do not change while we run."""
    return {name.casefold(): name for name in sorted(available_timezones() - {"Factory", "localtime"})}


@cache
def _cities() -> Mapping[str, tuple[str, ...]]:
    """IANA names by the last part, such as 'new_york'."""
    found: dict[str, list[str]] = defaultdict(list)
    for small, name in _names().items():
        area, _, city = small.rpartition("/")
        if area and not area.startswith("etc"):
            found[city].append(name)
    return {city: tuple(names) for city, names in found.items()}
