"""Sending: in order for each asker, several under way at once in a room, fair between rooms.

Every message has a transaction id that follows from what it answers, so sending twice is harmless, and a message is
sent again until the homeserver has decided or it is too old to be of use. What is not ready yet, such as a picture on its
way to the homeserver, keeps its place in its lane and holds up no other. A room in which sending fails rests, and holds
up no other. While nothing gets through anywhere, one message at a time goes out as a probe, so that an ill homeserver is
asked no more often however much waits. While the homeserver limits our rate, answers that wait in a room are said in one
message.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable
from dataclasses import replace

import structlog

from bot.errors import MatrixError, Refused, SessionExpired
from bot.matrix.content import Content
from bot.matrix.envelopes import Envelope
from bot.matrix.letters import Letter, TooLate, Waiting
from bot.matrix.patience import pause, worth_a_line
from bot.matrix.wire import Limited, Wire

AT_ONCE = 48
"""Messages under way at once."""

PROBE_EVERY = 1.5
"""Seconds between two messages while nothing gets through."""

AFTER_A_LIMIT = 10.0
"""Seconds of sending one at a time after the homeserver limited our rate; else all that waits would be refused again."""

REMEMBERED = 1_000
"""Messages of several answers that are remembered as such."""

Wrap = Callable[[str, Content], Awaitable[Envelope]]

log = structlog.get_logger()


class Outbox:
    """The queue of everything the bot says.

    Args:
        wire: requests as the bot.
        wrap: makes a room's message ready to be sent, encrypted where the room is.
        give_up_after: seconds after which a message that could not be sent is of no use any more.
    """

    def __init__(self, wire: Wire, wrap: Wrap, give_up_after: float) -> None:
        self._wire = wire
        self._wrap = wrap
        self._give_up_after = give_up_after
        self._rooms: OrderedDict[str, Waiting] = OrderedDict()
        self._under_way: set[asyncio.Task[None]] = set()
        self._ill = False
        self._rests_until = 0.0
        self._careful_until = 0.0
        self._alarm: asyncio.TimerHandle | None = None
        self._joint: OrderedDict[str, None] = OrderedDict()

    def is_joint(self, event_id: str) -> bool:
        """Whether an event holds several answers, so that it must neither be edited nor deleted for one of them."""
        return event_id in self._joint

    def post(
        self,
        room: str,
        lane: str,
        transaction: str,
        content: Content | asyncio.Future[Content],
        *,
        alone: bool = False,
    ) -> asyncio.Future[str]:
        """Queue a message, whose content may come later.

        Args:
            room: room id.
            lane: messages of one lane keep their order.
            transaction: id for the homeserver's once-only window.
            content: of an `m.room.message`.
            alone: whether it must not be joined with others, as where it may have been said before.

        Returns:
            A future with the event id; it holds `Refused` where the homeserver said no for good, and `TooLate` where
            it could not be sent in time.
        """
        loop = asyncio.get_running_loop()
        until = loop.time() + self._give_up_after
        letter = Letter(room, lane, transaction, content, until, loop.create_future(), alone=alone)
        self._rooms.setdefault(room, Waiting()).lanes.setdefault(lane, deque()).append(letter)
        if isinstance(content, asyncio.Future):
            content.add_done_callback(lambda _: self._start())
        self._start()
        return letter.done

    async def drained(self) -> None:
        """Wait until nothing is under way."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    async def close(self) -> None:
        """Stop sending; what was not sent stays unsent."""
        self._rooms.clear()
        if self._alarm:
            self._alarm.cancel()
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    def _start(self) -> None:
        """Send what may be sent now, one from each room in turn."""
        now = asyncio.get_running_loop().time()
        most = 1 if self._ill or now < self._careful_until else AT_ONCE
        while len(self._under_way) < most and now >= self._rests_until and (letter := self._next(now)):
            task = asyncio.create_task(self._deliver(letter))
            self._under_way.add(task)
            task.add_done_callback(self._delivered)
        self._start_again(now)

    def _start_again(self, now: float) -> None:
        """Look again when the first rest ends; each message that ends looks again too."""
        if self._alarm:
            self._alarm.cancel()
            self._alarm = None
        ends = [max(room.rests_until, self._rests_until) for room in self._rooms.values()]
        if rest := min((end for end in ends if end > now), default=None):
            self._alarm = asyncio.get_running_loop().call_at(rest, self._start)

    def _delivered(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._start()

    def _next(self, now: float) -> Letter | None:
        together = now < self._careful_until
        for name, room in self._rooms.items():
            if now >= room.rests_until and (letter := room.take(together=together)):
                self._rooms.move_to_end(name)
                return letter
        return None

    async def _deliver(self, letter: Letter) -> None:
        """Try once; what did not get through is queued again, before what came later."""
        try:
            envelope = letter.sealed or await self._wrap(letter.room, letter.said())
            letter = replace(letter, sealed=envelope if envelope.is_sealed else None)
            event_id = await self._wire.put_event(envelope.path(letter.room, letter.transaction), envelope.content)
        except SessionExpired:
            self._free(letter)  # it was not said; left undone, so that it is read again after the next login
        except Refused as error:
            log.warning("a message was refused", room=letter.room, why=str(error))
            self._refused(letter, error)
        except MatrixError as error:
            self._rest(letter, error)
        except Exception as error:
            log.exception("a bug kept a message back", room=letter.room)
            self._free(letter)
            letter.fail(error)
        else:
            self._got_through(letter)
            if letter.parts:
                self._remember(event_id)
            letter.arrive(event_id)

    def _refused(self, letter: Letter, error: Refused) -> None:
        """That is final, but for several answers in one message: each of them may be welcome by itself."""
        room = self._rooms.get(letter.room)
        if room and letter.parts and not letter.alone:
            room.put_apart(letter)
        else:
            letter.fail(error)
        self._got_through(letter)

    def _remember(self, event_id: str) -> None:
        self._joint[event_id] = None
        if len(self._joint) > REMEMBERED:
            self._joint.popitem(last=False)

    def _got_through(self, letter: Letter) -> None:
        room = self._rooms.get(letter.room)
        if self._ill or (room and room.failures):
            log.info("messages get through again", room=letter.room)
        self._ill = False
        if room:
            room.failures, room.rests_until = 0, 0.0
        self._free(letter)

    def _rest(self, letter: Letter, error: MatrixError) -> None:
        """Queue the letter again, and let its room rest, or everything where the homeserver limits our rate."""
        room = self._rooms.get(letter.room)
        if not room:
            return  # closed
        room.put_back(replace(letter, alone=letter.alone or not isinstance(error, Limited)))
        now = asyncio.get_running_loop().time()
        if isinstance(error, Limited):
            self._rests_until = max(self._rests_until, now + pause(1, error))
            self._careful_until = self._rests_until + AFTER_A_LIMIT
            log.warning("the homeserver limits our rate", seconds=round(self._rests_until - now, 1))
        elif now >= room.rests_until:  # else one of several that were under way when the first one failed
            self._ill, self._rests_until = True, max(self._rests_until, now + PROBE_EVERY)
            room.failures += 1
            room.rests_until = now + pause(room.failures, error)
            if worth_a_line(room.failures):
                log.warning("messages do not get through", room=letter.room, why=str(error), tries=room.failures)
        self._give_up(letter.room, room, now, error)

    def _give_up(self, room_id: str, room: Waiting, now: float, error: MatrixError) -> None:
        """End what has waited too long."""
        for lane in list(room.lanes.values()):
            while lane and lane[0].until <= now:
                late = lane.popleft()
                late.fail(TooLate(f"given up after {self._give_up_after / 60:.0f} minutes: {error}"))
                room.busy -= late.lanes - {late.lane}
        room.tidy()
        if not room.lanes:
            self._rooms.pop(room_id, None)

    def _free(self, letter: Letter) -> None:
        """The letter's lane may be sent from again."""
        room = self._rooms.get(letter.room)
        if not room:
            return  # closed
        room.free(letter)
        if not room.lanes:
            del self._rooms[letter.room]
