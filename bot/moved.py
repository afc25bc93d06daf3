"""Rooms that follow a programme, and what they are told when one of its dates moves. Values only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.catalogue.model import Catalogue, Milestone, Programme
from bot.config import RoomSettings
from bot.quiet import QuietHours
from bot.tongue import ENGLISH


@dataclass(frozen=True, slots=True)
class Follower:
    """A room that follows a programme.

    Attributes:
        room: the configured name.
        programme: as the catalogue has it now.
        zone: the room's.
        quiet: when it is left in peace.
        language: in which it is spoken to.
    """

    room: str
    programme: Programme
    zone: ZoneInfo
    quiet: QuietHours | None = None
    language: str = ENGLISH


@dataclass(frozen=True, slots=True)
class Moved:
    """That a date is another one than the room was told.

    Attributes:
        key: of its own for each move, so that a date which moves to and fro is told each time.
        room: the configured name of the room.
        due: when to say it: when it was noticed, or after the quiet hours; aware, UTC.
        expires: when both dates are over; aware, UTC.
        programme: whose date it is.
        subject: that of the reminders of this date.
        name: the milestone's name; as it was told last where the programme no longer has it.
        milestone: the date as it is now; None where the programme no longer has it.
        was: the date that the room was told last; None where that was that there is none.
        zone: the room's.
        language: that of its fixed words.
    """

    key: str
    room: str
    due: datetime
    expires: datetime
    programme: Programme
    subject: str
    name: str
    milestone: Milestone | None
    when: datetime | date | None
    was: datetime | date | None
    zone: ZoneInfo
    language: str = ENGLISH

    @property
    def mentions(self) -> tuple[str, ...]:
        """Nobody is pinged."""
        return ()

    @property
    def promised(self) -> bool:
        """It is due as soon as it is noticed, so never in time."""
        return True


def followers(catalogue: Catalogue, rooms: Iterable[RoomSettings]) -> list[Follower]:
    """The rooms which follow a programme that the catalogue has."""
    return [
        Follower(room.room, programme, room.tz, room.quiet, room.language)
        for room in rooms
        if (programme := catalogue.programme(room.programme))
    ]
