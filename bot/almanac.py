"""A programme's dates as a calendar file (RFC 5545) for calendar programs.

Strategy: an event's identity follows from programme and milestone, never from the date, and its sequence and stamp
from the day the date was last checked. So a file that is taken in again moves the events that are there.

* An instant is an event in UTC without length; calendar programs show it in the zone of their owner.
* A day, and a period of which one end is a day, is an event of whole days; its end is the day after the last (3.6.1).
"""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vText

from bot import __version__
from bot.catalogue.model import Audience, Kind, Milestone, Programme
from bot.phrasing.deadlines import trusted
from bot.phrasing.times import moment
from bot.timeline import TOLD_AHEAD, date_of

ALARMS = (timedelta(days=2), timedelta(hours=3))
"""How long before a deadline at an hour a calendar rings."""

EVE = timedelta(hours=15)
"""How long before a day's beginning a calendar rings: at nine in the morning of the day before."""

FIRST_DAY = date(2005, 1, 1)
"""Sequence numbers count days from here, the year of the first such programme."""

_UTC = ZoneInfo("UTC")


def calendar(programme: Programme, audience: Collection[Audience] = ()) -> bytes:
    """The calendar file: UTF-8, lines of at most 75 octets that end with CRLF.

    Args:
        programme: whose dates.
        audience: only dates of these; empty for all.
    """
    file = Calendar()
    file.add("prodid", f"-//Mentorix//Mentorix {__version__}//EN")
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("x-wr-calname", f"{programme.short} {programme.year}")
    for milestone in programme.milestones:
        if not audience or set(audience) & set(milestone.audience):
            file.add_component(_event(programme, milestone))
    written: bytes = file.to_ical()
    return written


def _event(programme: Programme, milestone: Milestone) -> Event:
    checked = milestone.verified or programme.verified
    stamp = datetime.combine(checked, time(), tzinfo=UTC)
    event = Event()
    event.add("uid", f"{programme.id}.{milestone.key}@mentorix")
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("sequence", max((checked - FIRST_DAY).days, 0))
    event.add("summary", f"{programme.short} {programme.year}: {milestone.name}")
    event.add("description", _description(programme, milestone))
    event.add("url", str(programme.url))
    event.add("categories", [milestone.kind.value, *(each.value for each in milestone.audience)])
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    start, end = _extent(programme, milestone)
    event.add("dtstart", start)
    if end is not None:
        event.add("dtend", end)
    for lead in _alarms(milestone, start):
        event.add_component(_alarm(milestone.name, lead))
    return event


def _extent(programme: Programme, milestone: Milestone) -> tuple[datetime | date, datetime | date | None]:
    """Beginning and end, both instants in UTC or both days; no end for a single instant."""
    if milestone.kind is not Kind.PERIOD or milestone.end is None:
        when = date_of(milestone)
        return (when, None) if isinstance(when, datetime) else (when, when + timedelta(days=1))
    start, end = milestone.when, milestone.end
    if isinstance(start, datetime) and isinstance(end, datetime):
        return start, end.astimezone(UTC)
    zone = ZoneInfo(programme.zone)
    return _day(start, zone), _day(end, zone) + timedelta(days=1)


def _day(when: datetime | date, zone: ZoneInfo) -> date:
    """The day itself, or the one in which an instant lies in the programme's zone."""
    return when.astimezone(zone).date() if isinstance(when, datetime) else when


def _alarms(milestone: Milestone, start: datetime | date) -> tuple[timedelta, ...]:
    """How long before the event's beginning its alarms ring; a period rings never."""
    if milestone.kind is Kind.PERIOD:
        return ()
    if not isinstance(start, datetime):
        return (EVE,)
    return ALARMS if milestone.kind in TOLD_AHEAD else (timedelta(),)


def _alarm(name: str, lead: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", name)
    alarm.add("trigger", -lead)
    return alarm


def _description(programme: Programme, milestone: Milestone) -> vText:
    """The date in words, its note, and how far it can be trusted."""
    when = moment(date_of(milestone), _UTC)
    until = f" to {moment(milestone.end, _UTC)}" if milestone.kind is Kind.PERIOD and milestone.end else ""
    rows = (f"{milestone.name}: {when}{until}", milestone.note, f"{trusted(programme)}: {programme.url}")
    return vText("\n".join(filter(None, rows)))
