"""Programme dates and rooms → what is due when, for which room.

Strategy: every date becomes instants in UTC here, once, and nothing behind this module counts in local time.

* A deadline (or an end) is told at each lead time before it. Lead times count in elapsed time, so a clock change
  between a reminder and its deadline leaves the countdown true.
* An opening, an announcement and a beginning are told when they happen, and ahead where the room wants notice.
* A period is context for people who ask; what must be done by its end stands as a deadline of its own.
* A day without an hour is told at nine in the morning of the room's zone; as a deadline it ends with that day in the
  programme's zone.
* What falls into the room's quiet hours waits until they end, if at least half of the time that it would have left is
  left then; otherwise it comes shortly before they begin. So it is never late for its deadline. News cannot come
  before it happens: if it would be stale in the morning, it is told at once.
* Of two lead times of one date that end up at the same instant, the shorter one stays.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.catalogue.model import Catalogue, Kind, Milestone, Programme
from bot.config import RoomSettings
from bot.quiet import QuietHours
from bot.tongue import ENGLISH

MORNING = time(9)
"""When a room hears of a day without an hour, in the room's zone."""

NEWS_FOR = timedelta(days=2)
"""How long an opening, an announcement or a beginning is worth telling."""

BEFORE_QUIET = timedelta(minutes=15)
"""How long before the quiet hours that is told which cannot wait for their end."""

TOLD_AHEAD = frozenset({Kind.DEADLINE, Kind.ENDS})

Moment = tuple[timedelta | None, datetime, datetime]
"""A lead time (None as it happens), when it is due, and from when on that is stale."""

_LEAD_UNITS = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing to say in one room at one instant.

    Attributes:
        key: stable identity out of programme, milestone, lead time and room; never depends on the date itself.
        room: the configured name of the room.
        due: when to say it; aware, UTC, outside the room's quiet hours.
        expires: from when on it is no longer true or useful; aware, UTC, after `due`.
        programme: whose date it is.
        milestone: the date it tells.
        lead: how long before its date, in elapsed time, or in whole days where the date is a day; None for what is
            told as it happens. Quiet hours move `due`, not the lead.
        zone: the room's zone, in which its words show times beside UTC.
        language: that of its fixed words.
    """

    key: str
    room: str
    due: datetime
    expires: datetime
    programme: Programme
    milestone: Milestone
    lead: timedelta | None
    zone: ZoneInfo
    language: str = ENGLISH

    @property
    def subject(self) -> str:
        """What it is about, the same for all rooms and lead times."""
        return f"{self.programme.id}/{self.milestone.key}"

    @property
    def name(self) -> str:
        """What the date is called."""
        return self.milestone.name

    @property
    def when(self) -> datetime | date:
        """The date it tells: an instant in UTC, or a day."""
        return date_of(self.milestone)

    @property
    def mentions(self) -> tuple[str, ...]:
        """Nobody is pinged."""
        return ()

    @property
    def promised(self) -> bool:
        """A room is never told what had passed when it was first planned."""
        return False


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


def ahead(catalogue: Catalogue, room: RoomSettings, now: datetime) -> list[Reminder]:
    """What is to come in one room, the soonest first."""
    return [each for each in reminders(catalogue, [room]) if each.due > now]


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
        told = {}
        for lead, due, expires in sorted(_moments(programme, milestone, room), key=_longest_lead_first):
            if due < expires:
                at = _spoken_at(due, expires, room.quiet, room.tz, ahead=lead is not None)
                key = "/".join((programme.id, milestone.key, _written(lead), room.room))
                told[at] = Reminder(key, room.room, at, expires, programme, milestone, lead, room.tz, room.language)
        yield from told.values()


def _moments(programme: Programme, milestone: Milestone, room: RoomSettings) -> Iterator[Moment]:
    """When the milestone is told if no hour is quiet; a lead of hours before a day can only mean a whole day."""
    when = date_of(milestone)
    if milestone.kind is Kind.PERIOD:
        return
    ends = milestone.kind in TOLD_AHEAD
    happens = when if isinstance(when, datetime) else morning(when, room.tz)
    expires = _expiry(programme, milestone)
    if not ends:
        yield None, happens, expires
    for lead in _leads(milestone.kind, room):
        if isinstance(when, datetime):
            yield lead, when - lead, expires if ends else happens
        elif ends or lead.days:
            days = timedelta(lead.days)
            yield days, morning(when - days, room.tz), expires if ends else happens


def _leads(kind: Kind, room: RoomSettings) -> Sequence[timedelta]:
    """How long ahead the room hears of dates of this kind; never of a period."""
    leads = {
        Kind.DEADLINE: room.lead_times,
        Kind.ENDS: room.notice.ends,
        Kind.OPENS: room.notice.opens,
        Kind.ANNOUNCED: room.notice.announced,
        Kind.BEGINS: room.notice.begins,
    }
    return leads[kind]


def _longest_lead_first(moment: Moment) -> timedelta:
    return -(moment[0] or timedelta())


def _spoken_at(
    due: datetime, expires: datetime, quiet: QuietHours | None, zone: ZoneInfo, *, ahead: bool
) -> datetime:
    """When to say what is due at an instant, outside the quiet hours (all in UTC)."""
    spell = quiet.around(due, zone) if quiet else None
    if not spell:
        return due
    begins, ends = spell
    if ahead:
        return ends if expires - ends >= (expires - due) / 2 else begins - BEFORE_QUIET
    return ends if ends < expires else due


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


def morning(day: date, zone: ZoneInfo) -> datetime:
    """When a day without an hour is told: at nine by the clock of the zone; in UTC."""
    return datetime.combine(day, MORNING, tzinfo=zone).astimezone(UTC)


def _written(lead: timedelta | None) -> str:
    """A lead time in its largest whole unit, the same for '24 h' and '1 d': 'now', '7d', '36h', '5s'."""
    if lead is None:
        return "now"
    seconds = int(lead.total_seconds())
    unit, size = next((unit, size) for unit, size in _LEAD_UNITS if seconds % size == 0)
    return f"{seconds // size}{unit}"
