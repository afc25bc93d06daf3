"""What a person asked for → when it is due, by the dates as they are now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.catalogue.model import Catalogue, Milestone, Programme
from bot.personal import Anchor, Promise
from bot.timeline import NEWS_FOR, date_of, morning, over_at
from bot.tongue import ENGLISH

KEPT_FOR = timedelta(days=14)
"""How long after its time a reminder without a date is still worth saying."""

OWN = "personal/"
"""What the ledger's keys of people's own reminders begin with."""


@dataclass(frozen=True, slots=True)
class Personal:
    """A reminder for one person.

    Attributes:
        promise: what was asked for.
        due: when to say it; aware, UTC.
        expires: from when on it is no longer useful; aware, UTC.
        programme: whose date it hangs on; None where it hangs on none, or the catalogue has lost the programme.
        milestone: the date it hangs on; None where it hangs on none, or the programme no longer has it.
        language: that of its fixed words.
    """

    promise: Promise
    due: datetime
    expires: datetime
    programme: Programme | None = None
    milestone: Milestone | None = None
    language: str = ENGLISH

    @property
    def key(self) -> str:
        """Follows from the promise."""
        return key_of(self.promise)

    @property
    def room(self) -> str:
        """The id of the room."""
        return self.promise.room

    @property
    def subject(self) -> str:
        """Of its own: no other reminder takes its place."""
        return f"{OWN}{self.promise.number}/{self.promise.owner}"[:200]

    @property
    def name(self) -> str:
        """Nothing of the catalogue's; the words are the owner's."""
        return ""

    @property
    def when(self) -> datetime | date:
        """The date it hangs on, else when it is due."""
        return date_of(self.milestone) if self.milestone else self.due

    @property
    def mentions(self) -> tuple[str, ...]:
        """Its owner, but not in a conversation of two."""
        return () if self.promise.direct else (self.promise.owner,)

    @property
    def promised(self) -> bool:
        """It was asked for, so it comes late rather than never."""
        return True

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which its owner reads times."""
        return ZoneInfo(self.promise.zone)


def key_of(promise: Promise) -> str:
    """Under which the ledger knows a promise."""
    return f"{OWN}{promise.key}"


def personals(promises: Iterable[Promise], catalogue: Catalogue) -> list[Personal]:
    """The reminders that were promised and not dropped."""
    return [personal(promise, catalogue) for promise in promises if promise.closed is None]


def personal(promise: Promise, catalogue: Catalogue) -> Personal:
    """The reminder that a promise means now.

    One that hangs on a date follows it, and is never due before it was asked for. Where the date is gone, it is due
    when it was at the time of asking, to say that.
    """
    anchor = promise.anchor
    programme = catalogue.programme(anchor.programme) if anchor else None
    milestone = _milestone(programme, anchor)
    if not (anchor and programme and milestone):
        return Personal(promise, promise.due, promise.due + KEPT_FOR, programme)
    due = max(due_before(milestone, anchor.lead, ZoneInfo(promise.zone)), promise.made)
    over = over_at(date_of(milestone), ZoneInfo(programme.zone))
    return Personal(promise, due, over if due < over else due + NEWS_FOR, programme, milestone)


def due_before(milestone: Milestone, lead: timedelta, zone: ZoneInfo) -> datetime:
    """When something is due that hangs on a date.

    Args:
        milestone: the date.
        lead: how long before it; before a day without an hour, whole days count.
        zone: where a day is told at nine in the morning.

    Returns:
        Aware, UTC.
    """
    when = date_of(milestone)
    return when - lead if isinstance(when, datetime) else morning(when - timedelta(lead.days), zone)


def _milestone(programme: Programme | None, anchor: Anchor | None) -> Milestone | None:
    if not (programme and anchor):
        return None
    return next((each for each in programme.milestones if each.key == anchor.milestone), None)
