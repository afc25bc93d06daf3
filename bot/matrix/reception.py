"""From a batch to answers: rooms are kept up to date, messages are asked of the desk, replies go to the outbox."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.config import RoomSettings
from bot.errors import BotError, Refused
from bot.matrix import content
from bot.matrix.bookmark import Bookmark
from bot.matrix.inbox import Event, Inbox
from bot.matrix.joining import Joining
from bot.matrix.known_rooms import KnownRooms
from bot.matrix.outbox import Outbox, TooLate
from bot.matrix.room_state import RoomState
from bot.matrix.rooms import Rooms
from bot.matrix.sync import Batch, Sync, events, mapping
from bot.matrix.upgrades import Upgrades
from bot.messages import Message, Reply
from bot.whereabouts import LONG_AGO

REMEMBERED = 10_000
"""Event ids of messages that were read, against reading one twice."""

SLACK = timedelta(minutes=1)
"""How far our clock may be off when a gap is read back no further than an answer could reach."""

LONGEST_CHORE = 600.0
"""Seconds after which joining or leaving a room is given up, so that it does not hold the sync position back."""

ANSWERS_FIRST = 0.1
"""Seconds at most that the next request of the stream lets the answers go before it: a homeserver that does one thing
at a time sends them sooner, and what is said meanwhile comes in one batch."""

BREATHER = 0.03
"""Seconds between a batch and the next request, in which the homeserver shows the answers to people; a burst then comes
in fewer batches."""

log = structlog.get_logger()

Answer = Callable[[Message, RoomSettings | None], Awaitable[Reply | None]]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Whom the reception works with."""

    sync: Sync
    inbox: Inbox
    known: KnownRooms
    state: RoomState
    joining: Joining
    rooms: Rooms
    upgrades: Upgrades
    outbox: Outbox
    bookmark: Bookmark


class Reception:
    """Receives batches.

    Args:
        neighbours: see there.
        answer: the desk.
        report: tells the operators something once, by a key.
        clock: the time now, aware.
    """

    def __init__(
        self,
        neighbours: Neighbours,
        answer: Answer,
        report: Callable[[str, str], None],
        clock: Callable[[], datetime],
    ) -> None:
        self._near = neighbours
        self._answer = answer
        self._report = report
        self._clock = clock
        self._since: str | None = None
        self._read: OrderedDict[str, None] = OrderedDict()
        self._chores: set[asyncio.Task[Any]] = set()
        self._latest: dict[str, asyncio.Future[None]] = {}

    def resume(self, since: str | None) -> None:
        """Say from which token the stream of batches goes on."""
        self._since = since

    async def receive(self, batch: Batch) -> None:
        """Take a batch in. Its answers get a moment before the stream goes on, but are not waited for."""
        rooms = self._near.rooms
        pending: list[asyncio.Future[Any]] = [self._chore(rooms.gone(room_id)) for room_id in batch.left]
        if batch.first:
            pending.append(self._chore(rooms.only(batch.joined)))
        for room_id, part in batch.invited.items():
            pending.append(self._chore(rooms.accept(room_id, part, self._near.inbox.me)))
        parts = [self._in_turn(room_id, part, first=batch.first) for room_id, part in batch.joined.items()]
        self._near.bookmark.turn(batch.token, [*pending, *parts])
        self._since = batch.token
        if parts:
            await asyncio.wait(parts, timeout=ANSWERS_FIRST)
            await asyncio.sleep(BREATHER)

    async def close(self) -> None:
        """Stop what is under way."""
        for chore in list(self._chores):
            chore.cancel()
        await asyncio.gather(*self._chores, return_exceptions=True)

    def _in_turn(self, room_id: str, part: Event, *, first: bool) -> asyncio.Task[None]:
        """Read a room's part after that room's earlier ones; a room that keeps us waiting holds up no other.

        Returns:
            A task that ends when everything the part asked for is done.
        """
        before, since = self._latest.get(room_id), self._since
        read = self._latest[room_id] = asyncio.get_running_loop().create_future()

        async def work() -> None:
            pending: list[asyncio.Future[Any]] = []
            try:
                if before and not before.done():
                    await before
                pending = await self._room(room_id, part, since, first=first)
            except Exception:
                log.exception("a room's part of a batch could not be read", room=room_id)
            finally:
                read.set_result(None)
            if pending:
                await asyncio.wait(pending)

        task = asyncio.create_task(work())
        self._chores.add(task)
        task.add_done_callback(self._chores.discard)
        return task

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
                pending.append(self._chore(self._near.upgrades.follow(event, room_id)))
            elif event.get("type") == "m.room.encryption":
                state.was_encrypted(room_id)
            elif not past and (sent := await self._safely(room_id, event)):
                pending.append(sent)
        if any(_is_departure(event) for event in timeline):
            pending.append(self._chore(self._near.rooms.leave_if_deserted(room_id)))
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

    async def _safely(self, room_id: str, event: Event) -> asyncio.Future[str] | None:
        """Answer one event; what goes wrong with it does not reach the others."""
        try:
            return await self._event(room_id, event)
        except Exception:
            log.exception("an event could not be answered", room=room_id)
            return None

    async def _event(self, room_id: str, event: Event) -> asyncio.Future[str] | None:
        """Answer one event; what goes wrong with it does not reach the others."""
        known, state = self._near.known, self._near.state
        joined = known.joined(room_id) or LONG_AGO
        message = self._near.inbox.read(room_id, event, self._clock(), joined=joined)
        if not message or message.key in self._read or await state.is_encrypted(room_id):
            return None
        self._remember(message.key)
        if await state.is_direct(room_id):
            message = message.in_direct()
        reply = await self._answer(message, known.settings_of(room_id))
        if not reply:
            return None
        transaction = content.transaction("answer", message.key)
        sent = self._near.outbox.post(room_id, message.sender, transaction, content.answer(reply.body, message))
        sent.add_done_callback(lambda future: self._sent(room_id, future))
        await asyncio.sleep(0)
        return sent

    def _remember(self, key: str) -> None:
        self._read[key] = None
        if len(self._read) > REMEMBERED:
            self._read.popitem(last=False)

    def _sent(self, room_id: str, future: asyncio.Future[str]) -> None:
        error = None if future.cancelled() else future.exception()
        if isinstance(error, Refused):
            self._report(f"refused {room_id} {error.code}", f"I cannot answer in {room_id}: {error}")
        elif isinstance(error, TooLate):
            self._report(f"late {room_id}", f"I could not answer in {room_id}: {error}")

    def _chore(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Do something beside the stream; a crash before it is done has the batch read again."""

        async def done() -> None:
            try:
                async with asyncio.timeout(LONGEST_CHORE):
                    await work
            except TimeoutError:
                log.warning("a chore took too long and was given up")
            except BotError as error:
                log.warning("a chore failed", why=str(error))
            except Exception:
                log.exception("a chore failed")

        task = asyncio.create_task(done())
        self._chores.add(task)
        task.add_done_callback(self._chores.discard)
        return task


def _is_departure(event: Event) -> bool:
    return event.get("type") == "m.room.member" and mapping(event.get("content")).get("membership") in {
        "leave",
        "ban",
    }
