"""What people asked for: reminders, a time zone, a room as they want it; who keeps it stands behind a protocol."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.absence import Absence
from bot.counts import Figures
from bot.settings.chosen import Setting
from bot.settings.room import RoomSettings

MOST = 25
"""How many reminders may stand for one person."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The date of a programme that a reminder hangs on, and moves with.

    Attributes:
        programme: the programme's id.
        milestone: the milestone's key.
        lead: how long before it, in elapsed time; zero for the date itself.
    """

    programme: str
    milestone: str
    lead: timedelta


@dataclass(frozen=True, slots=True)
class Promise:
    """A reminder that a person asked for. All instants are aware and in UTC.

    Attributes:
        key: identifies it for ever; follows from the message or reaction that asked for it, so that a request which is
            read twice makes one promise.
        owner: the person's Matrix address.
        number: by which its owner names it; from 1, never used again for this owner.
        room: the id of the room it is said in.
        direct: whether that is a conversation of two; elsewhere the owner is mentioned.
        text: what to say, in the owner's words; empty where the date itself says it.
        due: when to say it; of an anchored one, when that was at the time of asking.
        zone: IANA name of the zone in which its owner reads times.
        made: when it was asked for.
        anchor: the date it hangs on, if it hangs on one.
        confirmed: the id of the message that confirmed it; empty until that was sent.
        closed: when it was dropped by its owner; None while it stands.
    """

    key: str
    owner: str
    number: int
    room: str
    direct: bool
    text: str
    due: datetime
    zone: str
    made: datetime
    anchor: Anchor | None = None
    confirmed: str = ""
    closed: datetime | None = None

    def stands(self, now: datetime) -> bool:
        """Whether it is still to be said."""
        return self.closed is None and now < self.due


@dataclass(frozen=True, slots=True)
class Person:
    """What is kept of a person who asked for something.

    Attributes:
        user_id: their Matrix address.
        zone: IANA name of their zone; None where they never said.
    """

    user_id: str
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """A room that wants no reminders for a while.

    Attributes:
        room: the configured name of the room, or its id.
        by: who paused it.
        since: aware, UTC.
        until: aware, UTC; None for until somebody resumes.
    """

    room: str
    by: str
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of an asker and of the room they ask in.

    Attributes:
        person: the asker.
        promises: theirs that stand: not dropped and not yet said, by number.
        number: the next number that is free.
        pause: of the room; None where it is not paused.
        skipped: keys of reminders that are left out, in any room.
        settings: what was set in the room.
        configured: what the configuration says of the room; None where it says nothing.
        absences: mentors who are away or full now, of any page.
        figures: tells what was counted lately of the room's pages; None where nothing is counted.
    """

    person: Person
    promises: tuple[Promise, ...] = ()
    number: int = 1
    pause: Pause | None = None
    skipped: frozenset[str] = frozenset()
    settings: tuple[Setting, ...] = ()
    configured: RoomSettings | None = None
    absences: tuple[Absence, ...] = ()
    figures: Callable[[], Figures] | None = None


class PersonalRecords(Protocol):
    """Where people's wishes, rooms' pauses and settings are written down. Every method may raise `StorageError`."""

    async def people(self) -> Sequence[Person]:
        """Everybody who asked for something."""

    async def save_person(self, person: Person) -> None:
        """Write over what stood under this address."""

    async def promises(self) -> Sequence[Promise]:
        """All promises, the earliest made first, with those that were dropped (their numbers are taken)."""

    async def save_promises(self, promises: Sequence[Promise]) -> None:
        """Write all of them or none, each over what stood under its key."""

    async def pauses(self) -> Sequence[Pause]:
        """The rooms that are paused."""

    async def save_pause(self, pause: Pause) -> None:
        """Write over what stood under this room."""

    async def forget_pause(self, room: str) -> None:
        """The room is no longer paused."""

    async def settings(self) -> Sequence[Setting]:
        """What was set in rooms, the earliest first."""

    async def save_setting(self, setting: Setting) -> None:
        """Write over what stood under this room and name."""

    async def forget_setting(self, room: str, name: str) -> None:
        """This is no longer set in the room."""

    async def move_room(self, old: str, new: str) -> None:
        """The pause and the settings of a room are those of another one now."""
