"""What waits to be sent in a room: in order for each asker, and several answers in one message where they may be joined."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.errors import MatrixError
from bot.matrix.content import Content, transaction
from bot.matrix.envelopes import Envelope
from bot.matrix.joint import fits, joint, thread_of

AT_ONCE = 16
"""Messages under way at once in a room."""


class TooLate(MatrixError):
    """A message could not be sent for so long that nobody waits for it any more."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One message on its way.

    Attributes:
        room: room id.
        lane: messages of one lane keep their order; the asker, usually.
        transaction: id for the homeserver's once-only window.
        content: of an `m.room.message`, or a future that will hold it.
        until: when it is too late to say it, in seconds of the event loop's clock.
        done: the event id, or the error that ended the attempt.
        sealed: the same as it was encrypted for an earlier try, which may have got through.
        alone: it is not joined with others, as where an earlier try may have got through.
        parts: the letters that it says together; none where it stands for itself.
    """

    room: str
    lane: str
    transaction: str
    content: Content | asyncio.Future[Content]
    until: float
    done: asyncio.Future[str]
    sealed: Envelope | None = None
    alone: bool = False
    parts: tuple["Letter", ...] = ()

    @property
    def lanes(self) -> frozenset[str]:
        """Those that it keeps waiting."""
        return frozenset({self.lane, *(part.lane for part in self.parts)})

    def ready(self) -> bool:
        """Whether it can be sent."""
        return not isinstance(self.content, asyncio.Future) or self.content.done()

    def said(self) -> Content:
        """The content, once it is ready; what kept it from being made is raised."""
        return self.content.result() if isinstance(self.content, asyncio.Future) else self.content

    def thread(self) -> str | None:
        """The thread it belongs to, empty for none; None where it must stand for itself."""
        if self.alone or self.parts or isinstance(self.content, asyncio.Future):
            return None
        return thread_of(self.content)

    def fail(self, error: Exception) -> None:
        """End the attempt with an error."""
        if not self.done.done():
            self.done.set_exception(error)

    def arrive(self, event_id: str) -> None:
        """End the attempt with the event that it became."""
        if not self.done.done():
            self.done.set_result(event_id)


@dataclass(slots=True)
class Waiting:
    """What waits in a room.

    Attributes:
        lanes: a queue for each lane; the one that was served longest ago comes first.
        busy: lanes that are not sent from, since a message is under way, or one that is made of theirs too waits.
        under_way: messages under way.
        failures: tries in a row that failed.
        rests_until: when to try again, by the event loop's clock.
    """

    lanes: OrderedDict[str, deque[Letter]] = field(default_factory=OrderedDict)
    busy: set[str] = field(default_factory=set)
    under_way: int = 0
    failures: int = 0
    rests_until: float = 0.0

    def take(self, *, together: bool) -> Letter | None:
        """The next letter that may be sent, if there is one; its lanes are busy from now on.

        Args:
            together: whether others that wait may be said in the same message.
        """
        if self.under_way >= (1 if self.failures else AT_ONCE):
            return None
        free = [lane for lane, waiting in self.lanes.items() if lane not in self.busy and waiting[0].ready()]
        if not free:
            return None
        self.under_way += 1
        letter = self._popped(free[0])
        return self._with_others(letter, free[1:]) if together else letter

    def put_back(self, letter: Letter) -> None:
        """It did not get through: it is the next of its lane again; others of which it is made keep waiting."""
        self.under_way -= 1
        self._put_first(letter)
        self.busy.discard(letter.lane)

    def put_apart(self, letter: Letter) -> None:
        """Its parts were refused together: each is the next of its lane again, to be said by itself."""
        for part in reversed(letter.parts):
            self._put_first(replace(part, alone=True))

    def free(self, letter: Letter) -> None:
        """Its lanes may be sent from again."""
        self.under_way -= 1
        self.busy -= letter.lanes
        self.tidy()

    def tidy(self) -> None:
        """Forget lanes in which nothing waits and nothing is under way."""
        for lane in [lane for lane, waiting in self.lanes.items() if not waiting and lane not in self.busy]:
            del self.lanes[lane]

    def _put_first(self, letter: Letter) -> None:
        self.lanes.setdefault(letter.lane, deque()).appendleft(letter)

    def _popped(self, lane: str) -> Letter:
        self.busy.add(lane)
        self.lanes.move_to_end(lane)
        return self.lanes[lane].popleft()

    def _with_others(self, first: Letter, lanes: Sequence[str]) -> Letter:
        """The letter joined with the next of other lanes, and with what else its own lanes hold, as far as that fits."""
        thread, together = first.thread(), [first]
        if thread is None:
            return first
        for lane in (first.lane, *lanes):
            waiting = self.lanes[lane]
            while waiting and waiting[0].thread() == thread and _fits(together, waiting[0]):
                together.append(self._popped(lane))
        return _together(together) if len(together) > 1 else first


def _fits(together: Sequence[Letter], another: Letter) -> bool:
    return fits([letter.said() for letter in together], another.said())


def _together(letters: Sequence[Letter]) -> Letter:
    """One message of several, which is of use for as long as one of them is."""
    first = letters[0]
    content = joint([(letter.lane, letter.transaction, letter.said()) for letter in letters])
    done = asyncio.get_running_loop().create_future()
    key = transaction("joint", " ".join(letter.transaction for letter in letters))
    until = max(letter.until for letter in letters)
    whole = Letter(first.room, first.lane, key, content, until, done, parts=tuple(letters))
    done.add_done_callback(lambda _: _pass_on(whole))
    return whole


def _pass_on(whole: Letter) -> None:
    """What became of the message became of each of its parts."""
    for part in whole.parts:
        if whole.done.cancelled():
            part.done.cancel()
        elif error := whole.done.exception():
            part.fail(error if isinstance(error, Exception) else MatrixError(str(error)))
        else:
            part.arrive(whole.done.result())
