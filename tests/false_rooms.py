"""Rooms, a homeserver with a short memory, a ledger and a process that dies: all false, for models of the delivery."""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.delivery.ledger import Entry, Ledger, Standing
from bot.errors import MatrixError, Refused, StorageError
from bot.markup import Markup
from bot.matrix.herald import CLOCKS_DIFFER

REMEMBERED = timedelta(hours=24)
"""How long the false homeserver remembers a transaction id, as Synapse does."""


class Killed(BaseException):
    """The process is gone from here on."""


@dataclass(frozen=True)
class Heard:
    """A message in a room, as everybody there sees it, at a true time; and what the bot's clock showed then."""

    at: datetime
    by_clock: datetime
    room: str
    key: str
    plain: str
    mentions: tuple[str, ...]


@dataclass
class World:
    """What is true, whatever the bot believes.

    Attributes:
        now: the true time.
        wrong: how far the bot's clock is ahead.
        seconds: elapsed time without suspensions, as a monotonic clock shows it.
        rooms: everything that was ever posted.
        faults: what befalls the next sends: 'refused', 'lost before' or 'lost after' they reached the room; '' for none.
        readable: whether rooms' histories can be read.
        away_until: until when the homeserver answers nothing; what is sent just as it goes away still arrives.
        ill: how many of the next uses of the ledger fail.
        fuse: after how many steps the process dies; None for not at all.
        keys: what is said under which transaction id.
        begun: what was begun to be sent and is not known to be sent, by key.
        witness: called with each new message.
    """

    now: datetime
    wrong: timedelta = timedelta()
    seconds: float = 0.0
    rooms: list[Heard] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    readable: bool = True
    away_until: datetime | None = None
    ill: int = 0
    fuse: int | None = None
    keys: dict[str, str] = field(default_factory=dict)
    begun: dict[str, Entry] = field(default_factory=dict)
    witness: Callable[[Heard], None] = lambda _heard: None

    def clock(self) -> datetime:
        """What the bot's clock shows."""
        return self.now + self.wrong

    def pass_by(self, time: timedelta, *, suspended: bool = False) -> None:
        """Time passes."""
        self.now += time
        self.seconds += 0 if suspended else time.total_seconds()

    @property
    def away(self) -> bool:
        """Whether the homeserver is."""
        return self.away_until is not None and self.now < self.away_until

    def post(self, room: str, body: Markup, key: str, mentions: Sequence[str]) -> str:
        """A message arrives, or is known."""
        fault = self.faults.pop(0) if self.faults else ""
        if self.away:
            fault = fault if fault == "lost after" else "lost before"
        if fault == "refused":
            raise Refused("forbidden")
        if fault == "lost before":
            raise MatrixError("no way out")
        known = [place for place, heard in enumerate(self.rooms) if (heard.room, heard.key) == (room, key)]
        if not known or self.now - self.rooms[known[-1]].at >= REMEMBERED:
            self.rooms.append(Heard(self.now, self.clock(), room, key, body.plain, tuple(mentions)))
            known.append(len(self.rooms) - 1)
            self.witness(self.rooms[-1])
        if fault == "lost after":
            raise MatrixError("no way back")
        return f"${known[-1]}"

    def found(self, room: str, key: str, since: datetime) -> str | None:
        """The message of that key in the room's history, as far as it is read back."""
        if self.away or not self.readable:
            raise MatrixError("no history now")
        places = [
            place
            for place, heard in enumerate(self.rooms)
            if (heard.room, heard.key) == (room, key) and heard.at >= since - CLOCKS_DIFFER
        ]
        return f"${places[-1]}" if places else None


class Memory:
    """A ledger in mind; implements `bot.delivery.ledger.Ledger`."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}

    async def entries(self, keys: Collection[str] | None = None) -> Mapping[str, Entry]:
        """A copy."""
        return {key: entry for key, entry in self._entries.items() if keys is None or key in keys}

    async def save(self, entries: Collection[Entry]) -> None:
        """All at once."""
        assert len({entry.key for entry in entries}) == len(entries)
        self._entries |= {entry.key: entry for entry in entries}

    async def due(self, now: datetime) -> list[Entry]:
        """In the order of the real one."""
        return sorted((e for e in self._entries.values() if e.is_open and e.due <= now), key=lambda e: (e.due, e.key))

    async def next_wake(self) -> datetime | None:
        """The earliest of the open ones."""
        return min((entry.wake for entry in self._entries.values() if entry.is_open), default=None)

    async def said_as(self, event_id: str) -> Entry | None:
        """By event."""
        return next((entry for entry in self._entries.values() if entry.event_id == event_id), None)


class Life:
    """One life of the process: all its doors to the outside, each a step at which it may die. Dead, it does nothing."""

    def __init__(self, world: World, ledger: Ledger) -> None:
        self._world = world
        self._ledger = ledger
        self._dead = False

    async def entries(self, keys: Collection[str] | None = None) -> Mapping[str, Entry]:
        """Read."""
        await self._use()
        return await self._ledger.entries(keys)

    async def save(self, entries: Collection[Entry]) -> None:
        """Write."""
        await self._use()
        await self._ledger.save(entries)
        for entry in entries:
            self._note(entry)
        await self._step()

    def _note(self, entry: Entry) -> None:
        """Remember what an observer can know of it."""
        self._world.keys[entry.transaction] = entry.key
        if entry.standing is Standing.SENDING:
            self._world.begun[entry.key] = entry
        elif entry.standing is Standing.SENT:
            self._world.begun.pop(entry.key, None)

    async def due(self, now: datetime) -> list[Entry]:
        """Read."""
        await self._use()
        return await self._ledger.due(now)

    async def next_wake(self) -> datetime | None:
        """Read."""
        await self._use()
        return await self._ledger.next_wake()

    async def said_as(self, event_id: str) -> Entry | None:
        """Read."""
        await self._use()
        return await self._ledger.said_as(event_id)

    async def send(self, room: str, body: Markup, key: str, mentions: Sequence[str] = ()) -> str:
        """Speak."""
        await self._step()
        event_id = self._world.post(room, body, key, mentions)
        await self._step()
        return event_id

    async def sent_before(self, room: str, key: str, since: datetime) -> str | None:
        """Look."""
        await self._step()
        return self._world.found(room, key, since)

    async def _use(self) -> None:
        await self._step()
        if self._world.ill:
            self._world.ill -= 1
            raise StorageError("the disk is full")

    async def _step(self) -> None:
        await asyncio.sleep(0)
        if self._world.fuse is not None:
            self._world.fuse -= 1
            self._dead = self._dead or self._world.fuse < 0
        if self._dead:
            self._world.fuse = None
            raise Killed
