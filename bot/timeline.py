"""Programme dates and rooms → what is due when, for which room.

Strategy: every date becomes instants in UTC here, once, and nothing behind this module counts in local time.

* A deadline (or an end) is told at each lead time before it. Lead times count in elapsed time, so a clock change
  between a reminder and its deadline leaves the countdown true.
* An opening, an announcement and a beginning are told when they happen.
* A period is context for people who ask; what must be done by its end stands as a deadline of its own.
* A day without an hour is told at nine in the morning of the room's zone; as a deadline it ends with that day in the
  programme's zone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.catalogue.model import Catalogue, Kind, Milestone, Programme
from bot.config import RoomSettings

MORNING = time(9)
"""When a room hears of a day without an hour, in the room's zone."""

NEWS_FOR = timedelta(days=2)
"""How long an opening, an announcement or a beginning is worth telling."""

TOLD_AHEAD = frozenset({Kind.DEADLINE, Kind.ENDS})
TOLD_AT_THE_MOMENT = frozenset({Kind.OPENS, Kind.ANNOUNCED, Kind.BEGINS})

_LEAD_UNITS = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing to say in one room at one instant.

    Attributes:
        key: stable identity out of programme, milestone, lead time and room; never depends on the date itself.
        room: the configured name of the room.
        due: when to say it; aware, UTC.
        expires: from when on it is no longer true or useful; aware, UTC, after `due`.
        programme: whose date it is.
        milestone: the date it tells.
        lead: how long before a deadline, whole days where the deadline is a day; None for what is told as it happens.
        zone: the room's zone.
    """

    key: str
    room: str
    due: datetime
    expires: datetime
    programme: Programme
    milestone: Milestone
    lead: timedelta | None
    zone: ZoneInfo

    @property
    def subject(self) -> str:
        """What it is about, the same for all rooms and lead times."""
        return f"{self.programme.id}/{self.milestone.key}"

    @property
    def when(self) -> datetime | date:
        """The date it tells: an instant in UTC, or a day."""
        return date_of(self.milestone)


def reminders(catalogue: Catalogue, rooms: Iterable[RoomSettings]) -> list[Reminder]:
    """Everything that is ever due in these rooms, past and future, in the order it is due.

    A room without a programme, or with one that the catalogue lacks, gets nothing.
    """
    found = {
        reminder.key: reminder
        for room in rooms
        if (programme := catalogue.programme(room.programme))
        for reminder in _of_room(programme, room)
    }
    return sorted(found.values(), key=lambda reminder: (reminder.due, reminder.key))


def date_of(milestone: Milestone) -> datetime | date:
    """The date that counts: an instant in UTC or a day; of a deadline that is written as a period, its end."""
    if milestone.kind in TOLD_AHEAD and milestone.end:
        return milestone.end.astimezone(UTC) if isinstance(milestone.end, datetime) else milestone.end
    return milestone.when


def over_at(when: datetime | date, zone: ZoneInfo) -> datetime:
    """The instant (UTC) at which a date is over: itself, or the end of the day in that zone."""
    if isinstance(when, datetime):
        return when.astimezone(UTC)
    # Midnight inside a clock change: the earlier offset (fold=0) is the one under which the day ends.
    return datetime.combine(when + timedelta(days=1), time(), tzinfo=zone).astimezone(UTC)


def _of_room(programme: Programme, room: RoomSettings) -> Iterator[Reminder]:
    """What the room hears of the programme; what would be due only when it is over is left out."""
    for milestone in programme.milestones:
        if not set(milestone.audience) & set(room.audience):
            continue
        expires = _expiry(programme, milestone)
        for lead, due in _instants(milestone, room):
            if due < expires:
                key = "/".join((programme.id, milestone.key, _written(lead), room.room))
                yield Reminder(key, room.room, due, expires, programme, milestone, lead, room.tz)


def _instants(milestone: Milestone, room: RoomSettings) -> Iterator[tuple[timedelta | None, datetime]]:
    """Lead times with the instants (UTC) at which they are told."""
    when = date_of(milestone)
    if milestone.kind in TOLD_AT_THE_MOMENT:
        yield None, when if isinstance(when, datetime) else _morning(when, room.tz)
    elif milestone.kind in TOLD_AHEAD and isinstance(when, datetime):
        yield from ((lead, when - lead) for lead in set(room.lead_times))
    elif milestone.kind in TOLD_AHEAD:
        # A lead of hours before a day without an hour can only mean the day itself.
        for days in {lead.days for lead in room.lead_times}:
            yield timedelta(days), _morning(when - timedelta(days), room.tz)


def _expiry(programme: Programme, milestone: Milestone) -> datetime:
    """A deadline expires with itself; an opening at the latest with the deadline that follows it."""
    zone = ZoneInfo(programme.zone)
    over = over_at(date_of(milestone), zone)
    if milestone.kind in TOLD_AHEAD:
        return over
    stale = over + NEWS_FOR
    if milestone.kind is not Kind.OPENS:
        return stale
    ends = (over_at(date_of(other), zone) for other in programme.milestones if other.kind in TOLD_AHEAD)
    return min([stale, *(end for end in ends if end > over)])


def _morning(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, MORNING, tzinfo=zone).astimezone(UTC)


def _written(lead: timedelta | None) -> str:
    """A lead time in its largest whole unit, the same for '24 h' and '1 d': 'now', '7d', '36h', '5s'."""
    if lead is None:
        return "now"
    seconds = int(lead.total_seconds())
    unit, size = next((unit, size) for unit, size in _LEAD_UNITS if seconds % size == 0)
    return f"{seconds // size}{unit}"
