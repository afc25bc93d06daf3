"""How the values of settings are written: a duration, a zone, quiet hours, a prefix, the name of a room."""

import re
from datetime import time, timedelta
from functools import cache
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, Field

from bot.catalogue.wording import suggestion
from bot.quiet import LONGEST as LONGEST_QUIET
from bot.quiet import QuietHours

_UNITS = {"s": 1, "m": 60, "min": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_LONG = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800}
_UNITS |= _LONG | {f"{unit}s": seconds for unit, seconds in _LONG.items()}
_DURATION = re.compile(rf"^\s*(\d+)\s*({'|'.join(_UNITS)})\s*$")

_HOURS = re.compile(r"\s*([01]?\d|2[0-3]):([0-5]\d)\s*(?:-|to)\s*([01]?\d|2[0-3]):([0-5]\d)\s*")

# No sign that clients take for their own: '/' begins a command, '@' and '#' a mention, '>' a quotation, '*' and '`' markup.
_PREFIX = re.compile(r"[!?.,;:$%+=~^|-]{1,3}|[^\W\d_]\w{0,9}[!:,]?")

LONGEST_DURATION = timedelta(days=3_660)


def _duration(value: object) -> object:
    """'7 d', '3 h', '15 min', '90 s' → timedelta."""
    if isinstance(value, timedelta):
        return value
    found = _DURATION.match(value) if isinstance(value, str) else None
    if not found:
        raise ValueError("not a duration; write it with its unit, such as '7 d', '3 h', '15 min' or '30 s'")
    seconds = int(found[1]) * _UNITS[found[2]]
    if not seconds:
        raise ValueError("no length of time; at least '1 s'")
    if seconds > LONGEST_DURATION.total_seconds():
        raise ValueError("too long; '3660 d' is the longest")
    return timedelta(seconds=seconds)


def _quiet(value: object) -> object:
    """'22:00-07:00' → QuietHours."""
    if value is None or isinstance(value, QuietHours):
        return value
    found = _HOURS.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise ValueError("no part of the day; write when it begins and when it ends, as '22:00-07:00'")
    hours = QuietHours(time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4])))
    if not timedelta() < hours.length <= LONGEST_QUIET:
        raise ValueError("no part of the day that leaves time to speak; at most 20 hours, as '22:00-07:00'")
    return hours


@cache
def _zones() -> frozenset[str]:
    """All IANA zones; listing them takes milliseconds, which many rooms would wait for, each by itself."""
    return frozenset(available_timezones())


def _zone(value: str) -> str:
    if value not in _zones():
        meant = suggestion(value, _zones()) or "; write it as 'Europe/Berlin' or 'UTC'"
        raise ValueError(f"not an IANA time zone{meant}")
    return value


def _prefix(value: str) -> str:
    if not _PREFIX.fullmatch(value):
        raise ValueError(
            "no prefix; write one to three of the signs ! ? . , ; : $ % + = ~ ^ | -, or a word of up to ten letters"
        )
    return value


Duration = Annotated[timedelta, BeforeValidator(_duration)]
Quiet = Annotated[QuietHours | None, BeforeValidator(_quiet)]
Zone = Annotated[str, AfterValidator(_zone)]
Prefix = Annotated[str, AfterValidator(_prefix)]
RoomName = Annotated[str, Field(pattern=r"^(#[^:\s]+:\S+|![^\s]+)$", max_length=255)]
