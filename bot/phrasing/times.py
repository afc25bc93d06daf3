"""Times for people: a date with its hour in UTC and in the room's zone, and how long until then.

A day without an hour stays a day. Names of months and days are those of the language that is spoken, whatever the
system's locale.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.phrasing import foreign_days
from bot.tongue import ENGLISH, _, ngettext, npgettext, spoken

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
    told = _("{day}, {time} UTC").format(day=day(utc), time=_clock(utc))
    if str(zone) in _UTC_NAMES:
        return told
    here = _clock(local)
    if local.date() != utc.date():
        here = _("{day}, {time}").format(day=_weekday(local), time=here)
    return _("{utc} ({time} in {zone})").format(utc=told, time=here, zone=zone)


def short_day(when: date) -> str:
    """'31 Mar', of a date or of a datetime in its own zone."""
    if spoken() != ENGLISH:
        return foreign_days.short(when)
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
    if not (away := _away(when - now)):
        return _("now")
    return _ahead(away) if when > now else _ago(away)


def long_ago(length: timedelta) -> str:
    """'3 hours ago', 'now'."""
    away = _away(length)
    return _ago(away) if away else _("now")


def span(length: timedelta) -> str:
    """A length of time in its two largest units, rounded to the smaller one; the sign is dropped.

    '2 days 3 hours', '7 days', '1 minute 30 seconds', '0 seconds'.
    """
    return " ".join(_LONG[unit](number) for unit, number in _parts(length)) or _LONG["second"](0)


def day(when: date) -> str:
    """'Tue 31 March 2026', of a date or of a datetime in its own zone."""
    return f"{_weekday(when)} {when.year}" if spoken() == ENGLISH else foreign_days.day(when)


def _weekday(when: date) -> str:
    if spoken() != ENGLISH:
        return foreign_days.weekday(when)
    return f"{_DAYS[when.weekday()]} {when.day} {_MONTHS[when.month - 1]}"


def _clock(when: datetime) -> str:
    """The hour and minute; seconds only where there are some."""
    return f"{when:%H:%M:%S}" if when.second else f"{when:%H:%M}"


def _until_day(days: int) -> str:
    match days:
        case 0:
            return _("today")
        case 1:
            return _("tomorrow")
        case -1:
            return _("yesterday")
    return _ahead(_AWAY["day"](days)) if days > 0 else _ago(_AWAY["day"](-days))


def _away(length: timedelta) -> str:
    """A length of time as it stands in 'in …' and '… ago'; empty for none."""
    return " ".join(_AWAY[unit](number) for unit, number in _parts(length))


def _ahead(away: str) -> str:
    return _("in {time}").format(time=away)


def _ago(away: str) -> str:
    return _("{time} ago").format(time=away)


def _parts(length: timedelta) -> list[tuple[str, int]]:
    """Its two largest units with how many, rounded to the smaller one; what is none is left out."""
    seconds = abs(length.total_seconds())
    rounded = int(seconds + 0.5)
    for (_unit, size), (_finer, finer) in pairwise(_UNITS):
        if (coarse := int(seconds / finer + 0.5) * finer) >= size:
            rounded = coarse
            break
    parts = []
    for unit, size in _UNITS:
        number, rounded = divmod(rounded, size)
        parts.append((unit, number))
    return [(unit, number) for unit, number in parts if number]


_LONG = {
    "day": lambda n: ngettext("{n} day", "{n} days", n).format(n=n),
    "hour": lambda n: ngettext("{n} hour", "{n} hours", n).format(n=n),
    "minute": lambda n: ngettext("{n} minute", "{n} minutes", n).format(n=n),
    "second": lambda n: ngettext("{n} second", "{n} seconds", n).format(n=n),
}
"""How long: '2 days'."""

_AWAY = {
    "day": lambda n: npgettext("in … or … ago", "{n} day", "{n} days", n).format(n=n),
    "hour": lambda n: npgettext("in … or … ago", "{n} hour", "{n} hours", n).format(n=n),
    "minute": lambda n: npgettext("in … or … ago", "{n} minute", "{n} minutes", n).format(n=n),
    "second": lambda n: npgettext("in … or … ago", "{n} second", "{n} seconds", n).format(n=n),
}
"""How far away, as it stands in 'in {time}' and '{time} ago'; other languages decline it."""
