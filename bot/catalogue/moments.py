"""The rules for days and instants: an hour has its zone, a period does not end before it begins."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from bot.catalogue.marks import Problem
from bot.catalogue.wording import Loc, quoted, suggestion

_DAY = re.compile(r"(19|20|21)\d\d-\d\d-\d\d")
_INSTANT = re.compile(r"(19|20|21)\d\d-\d\d-\d\d[Tt ]\d\d:\d\d.*")
_YEARS_OFF = 1
_WHOLE_DAY = timedelta(days=1, microseconds=-1)


def moment_of(text: object) -> date | datetime | None:
    """'2026-03-31' → a day, '2026-03-31T18:00:00Z' → an instant (naive where no zone is named), else None."""
    try:
        if isinstance(text, str) and _DAY.fullmatch(text):
            return date.fromisoformat(text)
        if isinstance(text, str) and _INSTANT.fullmatch(text):
            return datetime.fromisoformat(text.replace("t", "T"))
    except ValueError:
        pass
    return None


def one_of(row: Mapping[str, Any], loc: Loc, keys: tuple[str, ...]) -> Iterator[Problem]:
    """That a date is given in exactly one way."""
    given = [key for key in keys if row.get(key) is not None]
    choice = ", ".join(f"'{key}'" for key in keys[:-1]) + f" or '{keys[-1]}'"
    if not given:
        yield Problem(loc, f"there is no date; give one of {choice}")
    elif len(given) > 1:
        both = " and ".join(f"'{key}'" for key in given)
        yield Problem(loc, f"there are {both}; give only one of {choice}")


def moments(row: Mapping[str, Any], loc: Loc) -> Iterator[Problem]:
    """That days are days and instants name their zone."""
    for key in ("at", "day", "from", "to", "verified"):
        if isinstance(text := row.get(key), str) and (wrong := _wrong_moment(key, text)):
            yield Problem((*loc, key), wrong)


def in_order(row: Mapping[str, Any], loc: Loc, zone: object) -> Iterator[Problem]:
    """That a period does not end before it begins; a day is meant in the zone, at the end it is meant whole."""
    home = ZoneInfo(zone if isinstance(zone, str) and zone in _zones() else "UTC")
    begin, end = moment_of(row.get("from")), moment_of(row.get("to"))
    if begin and end and _instant(end, home, _WHOLE_DAY) < _instant(begin, home, timedelta()):
        yield Problem((*loc, "to"), f"the period ends ({row['to']}) before it begins ({row['from']})")


def in_season(row: Mapping[str, Any], loc: Loc, year: object) -> Iterator[Problem]:
    """That a date lies near the programme's year."""
    for key in ("at", "day", "from", "to"):
        moment = moment_of(row.get(key))
        if moment and isinstance(year, int) and abs(moment.year - year) > _YEARS_OFF:
            yield Problem(
                (*loc, key), f"{quoted(row[key])} is far from {year}, the programme's year; mend one of them"
            )


def zone_rule(zone: object, loc: Loc) -> Iterator[Problem]:
    """That a zone exists."""
    if isinstance(zone, str) and zone not in _zones():
        right = suggestion(zone, _zones()) or "; write it as 'UTC' or 'America/Los_Angeles'"
        yield Problem(loc, f"{quoted(zone)} is no IANA time zone{right}")


@cache
def _zones() -> frozenset[str]:
    """All IANA zones; listing them is slow, and they do not change while we run."""
    return frozenset(available_timezones())


def _wrong_moment(key: str, text: str) -> str | None:
    moment = moment_of(text)
    instant = isinstance(moment, datetime)
    if moment is None:
        right = {"at": "an instant such as '2026-03-31T18:00:00Z'"}.get(key, "a day such as '2026-03-31'")
        return f"found {quoted(text)}, where {right} is meant"
    if key == "at" and not instant:
        return f"{quoted(text)} names no hour; write it under 'day', or add hour and zone: '{text}T18:00:00Z'"
    if key in {"day", "verified"} and instant:
        return f"{quoted(text)} names an hour, where a day is meant; write '{text[:10]}', or an instant under 'at'"
    if isinstance(moment, datetime) and moment.tzinfo is None:
        return (
            f"{quoted(text)} names no zone; write '{moment.isoformat()}Z' if it is UTC, else its offset, as '+02:00'"
        )
    return None


def _instant(moment: date | datetime, zone: ZoneInfo, length: timedelta) -> datetime:
    if isinstance(moment, datetime):
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return datetime.combine(moment, time(), zone) + length
