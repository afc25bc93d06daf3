"""Times for people: a date with its hour in UTC and in the room's zone, and how long until then.

A day without an hour stays a day. Month and day names are English whatever the system's locale.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))
_UTC_NAMES = frozenset({"UTC", "Etc/UTC"})


def moment(when: datetime | date, zone: ZoneInfo) -> str:
    """A date as people read it.

    Args:
        when: an aware datetime, or a day without an hour.
        zone: the room's zone, shown in brackets where it is not UTC itself.

    Returns:
        'Tue 31 March 2026, 18:00 UTC (20:00 in Europe/Bucharest)', or 'Tue 31 March 2026' for a day. The zone's own
        day is named where it differs.
    """
    if not isinstance(when, datetime):
        return day(when)
    utc, local = when.astimezone(UTC), when.astimezone(zone)
    told = f"{day(utc)}, {_clock(utc)} UTC"
    if str(zone) in _UTC_NAMES:
        return told
    other_day = f"{_short_day(local)}, " if local.date() != utc.date() else ""
    return f"{told} ({other_day}{_clock(local)} in {zone})"


def short_day(when: date) -> str:
    """'31 Mar', of a date or of a datetime in its own zone."""
    return f"{when.day} {_MONTHS[when.month - 1][:3]}"


def until(when: datetime | date, now: datetime) -> str:
    """How far away something is.

    Args:
        when: an aware datetime, or a day without an hour.
        now: aware; days are counted from its own calendar date, so give it in the zone that is meant.

    Returns:
        'in 2 days 3 hours', 'in 5 seconds', 'now', '3 hours ago'; for a day 'today', 'tomorrow', 'in 7 days',
        'yesterday', '3 days ago'.
    """
    if not isinstance(when, datetime):
        return _until_day((when - now.date()).days)
    away = span(when - now)
    if away == "0 seconds":
        return "now"
    return f"in {away}" if when > now else f"{away} ago"


def span(length: timedelta) -> str:
    """A length of time in its two largest units, rounded to the smaller one; the sign is dropped.

    '2 days 3 hours', '7 days', '1 minute 30 seconds', '0 seconds'.
    """
    seconds = abs(length.total_seconds())
    for (_, size), (_, finer) in pairwise(_UNITS):
        rounded = int(seconds / finer + 0.5) * finer
        if rounded >= size:
            return _in_two_units(rounded)
    return _count(int(seconds + 0.5), "second")


def day(when: date) -> str:
    """'Tue 31 March 2026', of a date or of a datetime in its own zone."""
    return f"{_short_day(when)} {when.year}"


def _short_day(when: date) -> str:
    return f"{_DAYS[when.weekday()]} {when.day} {_MONTHS[when.month - 1]}"


def _clock(when: datetime) -> str:
    """The hour and minute; seconds only where there are some."""
    return f"{when:%H:%M:%S}" if when.second else f"{when:%H:%M}"


def _until_day(days: int) -> str:
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(days)
    return near or (f"in {days} days" if days > 0 else f"{-days} days ago")


def _in_two_units(seconds: int) -> str:
    parts = []
    for name, size in _UNITS:
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(_count(count, name))
    return " ".join(parts)


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
