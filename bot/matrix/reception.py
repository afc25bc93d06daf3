"""From a batch to what it leads to: rooms are kept up to date, and their events are seen to one after the other."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog

from bot.errors import MatrixError
from bot.matrix.chores import Chores
from bot.matrix.cipher import Unreadable
from bot.matrix.envelopes import is_sealed
from bot.matrix.inbox import Event
from bot.matrix.key_requests import Key
from bot.matrix.neighbours import Neighbours
from bot.matrix.replying import Listeners, Replying
from bot.matrix.sync import Batch, events, mapping
from bot.whereabouts import LONG_AGO

SLACK = timedelta(minutes=1)
"""How far our clock may be off when a gap is read back no further than an answer could reach."""

ANSWERS_FIRST = 0.1
"""Seconds at most that the next request of the stream lets the answers go before it: a homeserver that does one thing
at a time sends them sooner, and what is said meanwhile comes in one batch."""

BREATHER = 0.03
"""Seconds between a batch and the next request, in which the homeserver shows the answers to people; a burst then comes
in fewer batches."""

OURSELVES = ""
"""In place of a room id, for what was sent to our device by itself."""

Reading = Callable[[], Awaitable[list[asyncio.Future[Any]]]]
"""Reads something; gives what is still under way then."""

log = structlog.get_logger()


class Reception:
    """Receives batches.

    Args:
        neighbours: see there.
        listeners: who hears what.
        report: tells the operators something once, by a key.
        clock: the time now, aware.
    """

    def __init__(
        self,
        neighbours: Neighbours,
        listeners: Listeners,
        report: Callable[[str, str], None],
        clock: Callable[[], datetime],
    ) -> None:
        self._near = neighbours
        self._clock = clock
        self._chores = Chores()
        self._replying = Replying(neighbours, listeners, self._chores, report, clock)
        self._since: str | None = None
        self._latest: dict[str, asyncio.Future[None]] = {}

    def resume(self, since: str | None) -> None:
        """Say from which token the stream of batches goes on."""
        self._since = since

    async def receive(self, batch: Batch) -> None:
        """Take a batch in. Its answers get a moment before the stream goes on, but are not waited for.

        Raises:
            StorageError: keys that came cannot be written down. The batch must be read again, after a new start.
        """
        self._near.unsealing.take_in(batch.answer)
        rooms = self._near.rooms
        pending: list[asyncio.Future[Any]] = [self._chores.do(rooms.gone(room_id)) for room_id in batch.left]
        self._secured(batch)
        if batch.first:
            pending.append(self._chores.do(rooms.only(batch.joined)))
        for room_id, part in batch.invited.items():
            pending.append(self._chores.do(rooms.accept(room_id, part, self._near.inbox.me)))
        if to_us := events(batch.answer, "to_device"):
            pending.append(self._in_turn(OURSELVES, partial(self._by_itself, to_us)))
        parts = [
            self._in_turn(room_id, partial(self._room, room_id, part, self._since, first=batch.first))
            for room_id, part in batch.joined.items()
        ]
        self._near.bookmark.turn(batch.token, [*pending, *parts])
        self._since = batch.token
        if parts:
            await asyncio.wait(parts, timeout=ANSWERS_FIRST)
            await asyncio.sleep(BREATHER)

    async def close(self) -> None:
        """Stop what is under way."""
        await self._chores.close()
        await self._near.bridges.close()

    def _secured(self, batch: Batch) -> None:
        """Know what encryption goes by before anything more is said: in which rooms it is on, and where members moved."""
        for room_id in batch.left:
            self._near.members.forget(room_id)
        for room_id, part in batch.joined.items():
            self._near.members.take_in(room_id, part)
            here = (*events(part, "state"), *events(part, "timeline"))
            if any((event.get("type"), event.get("state_key")) == ("m.room.encryption", "") for event in here):
                self._near.state.was_encrypted(room_id)

    def _in_turn(self, room_id: str, read_it: Reading) -> asyncio.Task[None]:
        """Read a room's part after that room's earlier ones; a room that keeps us waiting holds up no other.

        Returns:
            A task that ends when everything the part asked for is done.
        """
        before = self._latest.get(room_id)
        read = self._latest[room_id] = asyncio.get_running_loop().create_future()

        async def work() -> None:
            pending: list[asyncio.Future[Any]] = []
            try:
                if before and not before.done():
                    await before
                pending = await read_it()
            except Exception:
                log.exception("a room's part of a batch could not be read", room=room_id)
            finally:
                read.set_result(None)
            if pending:
                await asyncio.wait(pending)

        return self._chores.start(work())

    async def _by_itself(self, sent: list[Event]) -> list[asyncio.Future[Any]]:
        """See to what was sent to our device and belongs to a verification."""
        for event in sent:
            await self._is_verification(event)
        return []

    async def _room(self, room_id: str, part: Event, since: str | None, *, first: bool) -> list[asyncio.Future[Any]]:
        """Keep the room up to date and ask its messages of the desk; what is to be waited for."""
        known, state = self._near.known, self._near.state
        if known.joined(room_id) is None:
            await self._near.joining.arrived(room_id, first=first)
        state.counted(room_id, part)
        past = first and not known.is_new(room_id)
        timeline = [*events(part, "state"), *await self._timeline(room_id, part, None if first else since)]
        pending: list[asyncio.Future[Any]] = []
        for event in timeline:
            if event.get("type") == "m.room.tombstone":
                pending.append(self._chores.do(self._near.upgrades.follow(event, room_id)))
            elif not past and (sent := await self._safely(room_id, event)):
                pending.append(sent)
        if any(_is_departure(event) for event in timeline):
            pending.append(self._chores.do(self._near.rooms.leave_if_deserted(room_id)))
        return pending

    async def _timeline(self, room_id: str, part: Event, since: str | None) -> list[Event]:
        """The timeline with its gap filled as far back as an answer could still reach."""
        recent = events(part, "timeline")
        timeline = mapping(part.get("timeline"))
        before = timeline.get("prev_batch")
        if since is None or not timeline.get("limited") or not isinstance(before, str):
            return recent
        reach = self._clock() - self._near.inbox.patience - SLACK
        oldest = max(self._near.known.joined(room_id) or LONG_AGO, reach)
        return [*await self._near.sync.missed(room_id, before, since, oldest), *recent]

    async def _safely(self, room_id: str, event: Event) -> asyncio.Future[Any] | None:
        """See to one event; what goes wrong with it does not reach the others."""
        try:
            done = await (self._sealed(room_id, event) if is_sealed(event) else self._plain(room_id, event))
        except Exception:
            log.exception("an event could not be answered", room=room_id)
            return None
        if done:
            await asyncio.sleep(0)  # lets the answer set out before the next event is read
        return done

    async def _plain(self, room_id: str, event: Event) -> asyncio.Future[Any] | None:
        return None if await self._is_verification(event, room_id) else await self._replying.to(room_id, event)

    async def _sealed(self, room_id: str, event: Event) -> asyncio.Future[Any] | None:
        """See to an encrypted event, now or when its key comes; until then it counts as not read."""
        near = self._near
        if near.inbox.is_past(event, self._clock(), joined=near.known.joined(room_id) or LONG_AGO):
            return None
        try:
            return await self._plain(room_id, await near.unsealing.opened(room_id, event))
        except Unreadable as why:
            log.info("an encrypted event cannot be read", room=room_id, sender=event.get("sender"), why=str(why))
            coming = near.unsealing.expect(why.key) if why.key else None
            return self._chores.start(self._later(room_id, event, why.key, coming)) if why.key and coming else None

    async def _later(self, room_id: str, event: Event, key: Key, coming: asyncio.Event) -> None:
        """See to an event when its key comes, if it comes while an answer is still of use."""
        try:
            if not await self._near.unsealing.came(key, coming, str(event.get("sender"))):
                return
            if done := await self._plain(room_id, await self._near.unsealing.opened(room_id, event)):
                await asyncio.wait([done])
        except Unreadable as why:
            log.info("an encrypted event cannot be read", room=room_id, sender=event.get("sender"), why=str(why))
        except Exception:
            log.exception("an event could not be answered", room=room_id)

    async def _is_verification(self, event: Event, room_id: str | None = None) -> bool:
        """Whether an event belongs to a verification, which then goes on."""
        try:
            return await self._near.verifications.take(event, room_id)
        except MatrixError as error:
            log.warning("a verification could not go on", sender=event.get("sender"), why=str(error))
            return True


def _is_departure(event: Event) -> bool:
    return event.get("type") == "m.room.member" and mapping(event.get("content")).get("membership") in {
        "leave",
        "ban",
    }
