"""Sending: in order for each asker, several under way at once in a room, fair between rooms.

Every message has a transaction id that follows from what it answers, so sending twice is harmless and sending is
insisted on until the homeserver has decided.
"""

import asyncio
from collections import OrderedDict, deque
from dataclasses import dataclass, field
from typing import Any

import structlog

from bot.errors import Refused, SessionExpired
from bot.matrix.patience import Patience
from bot.matrix.wire import Wire, path_of

AT_ONCE_IN_A_ROOM = 16
AT_ONCE = 48

log = structlog.get_logger()


@dataclass(slots=True)
class Letter:
    """One message on its way.

    Attributes:
        room: room id.
        lane: messages of one lane keep their order; the asker, usually.
        transaction: id for the homeserver's once-only window.
        content: of an `m.room.message`.
        done: the event id, or the error that ended the attempt.
    """

    room: str
    lane: str
    transaction: str
    content: dict[str, Any]
    done: asyncio.Future[str]


@dataclass(slots=True)
class _Room:
    """What waits in a room: a queue for each lane, and how many are under way."""

    lanes: OrderedDict[str, deque[Letter]] = field(default_factory=OrderedDict)
    busy: set[str] = field(default_factory=set)


class Outbox:
    """The queue of everything the bot says.

    Args:
        wire: requests as the bot.
    """

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._patience = Patience("send")
        self._rooms: OrderedDict[str, _Room] = OrderedDict()
        self._under_way: set[asyncio.Task[None]] = set()

    def post(self, room: str, lane: str, transaction: str, content: dict[str, Any]) -> asyncio.Future[str]:
        """Queue a message.

        Returns:
            A future with the event id; it holds `Refused` where the homeserver said no for good.
        """
        done: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        waiting = self._rooms.setdefault(room, _Room()).lanes.setdefault(lane, deque())
        waiting.append(Letter(room, lane, transaction, content, done))
        self._start()
        return done

    async def drained(self) -> None:
        """Wait until nothing is queued or under way."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    async def close(self) -> None:
        """Stop sending; what was not sent stays unsent."""
        self._rooms.clear()
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    def _start(self) -> None:
        """Send what may be sent now, one from each room in turn."""
        while len(self._under_way) < AT_ONCE and (letter := self._next()):
            task = asyncio.create_task(self._deliver(letter))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    def _next(self) -> Letter | None:
        for name, room in self._rooms.items():
            if len(room.busy) >= AT_ONCE_IN_A_ROOM:
                continue
            lane = next((lane for lane in room.lanes if lane not in room.busy), None)
            if lane is None:
                continue
            self._rooms.move_to_end(name)
            room.busy.add(lane)
            room.lanes.move_to_end(lane)
            return room.lanes[lane].popleft()
        return None

    async def _deliver(self, letter: Letter) -> None:
        try:
            event_id = await self._insist(letter)
            if not letter.done.done():
                letter.done.set_result(event_id)
        except SessionExpired:
            return  # it was not said; left undone, so that it is read again after the next login
        except Refused as error:
            log.warning("a message was refused", room=letter.room, why=str(error))
            if not letter.done.done():
                letter.done.set_exception(error)
        except Exception as error:
            log.exception("a bug kept a message back", room=letter.room)
            if not letter.done.done():
                letter.done.set_exception(error)
        finally:
            self._free(letter)
            asyncio.get_running_loop().call_soon(self._start)

    def _free(self, letter: Letter) -> None:
        room = self._rooms.get(letter.room)
        if not room:
            return  # closed
        room.busy.discard(letter.lane)
        if not room.lanes[letter.lane]:
            del room.lanes[letter.lane]
        if not room.lanes:
            del self._rooms[letter.room]

    async def _insist(self, letter: Letter) -> str:
        path = path_of("rooms", letter.room, "send", "m.room.message", letter.transaction)
        return await self._patience.insist(lambda: self._wire.put_event(path, letter.content))
