"""A room stays calm: who asks too much is told so once, and is then not answered for a while.

Counted are answers, not messages, per person and per room. Where a whole room asks much, those come first who have
asked little. Another bot that answers ours falls silent here too: we do not answer, so it has nothing to answer.
Kept in memory and bounded; nothing here looks at a clock.
"""

from collections import OrderedDict, deque
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import takewhile
from typing import Generic, TypeVar

WINDOW = timedelta(minutes=1)
"""In which answers are counted."""

LASTING = timedelta(minutes=15)
"""In which a person's answers are counted besides, …"""

LASTING_TIMES = 3
"""… and so many times as many are said: a bot that answers ours slowly, as under a rate limit, never asks too much at once."""

REST = timedelta(minutes=1)
"""Who asked too much is answered again after asking nothing for so long …"""

LONGEST = timedelta(minutes=5)
"""… and after this at the latest."""

HINT_AGAIN = timedelta(minutes=10)
"""How long nobody is told the same again."""

CROWDED, CROWDED_WITHIN = 3, timedelta(seconds=30)
"""While the room asks too much, nobody is answered who has asked so often in so long, answered or not."""

MOST = 5_000
"""How many people, and how many rooms, are remembered at most."""

K = TypeVar("K", bound=Hashable)


class Verdict(StrEnum):
    """What becomes of an answer."""

    ANSWER = "answer"
    HINT = "hint"
    CROWD = "crowd"
    SILENCE = "silence"


@dataclass(slots=True)
class _Count:
    """What was answered lately, to a person or in a room.

    Attributes:
        answers: when.
        questions: when somebody asked, answered or not; the latest.
        silent_since: from when on there has been silence; None where there is none.
        asked: when somebody last asked into the silence.
        hinted: when the reason was last told.
    """

    answers: deque[datetime] = field(default_factory=deque)
    questions: deque[datetime] = field(default_factory=lambda: deque(maxlen=CROWDED))
    silent_since: datetime | None = None
    asked: datetime | None = None
    hinted: datetime | None = None

    def within(self, now: datetime, window: timedelta = WINDOW) -> int:
        """How many answers fall into the window that ends now."""
        while self.answers and now - self.answers[0] >= LASTING:
            self.answers.popleft()
        return sum(1 for _ in takewhile(lambda at: now - at < window, reversed(self.answers)))

    def asks_often(self, now: datetime) -> bool:
        """Whether there were many questions lately; the present one is counted for the next time."""
        often = len(self.questions) == CROWDED and now - self.questions[0] < CROWDED_WITHIN
        self.questions.append(now)
        return often

    def is_silent(self, now: datetime) -> bool:
        """Whether the silence goes on; who asks into it prolongs it, within bounds."""
        if self.silent_since is None:
            return False
        if now - (self.asked or self.silent_since) >= REST or now - self.silent_since >= LONGEST:
            self.silent_since = self.asked = None
            self.answers.clear()
            return False
        self.asked = now
        return True

    def may_hint(self, now: datetime) -> bool:
        """Whether the reason was not told lately; it counts as told from now on."""
        if self.hinted and now - self.hinted < HINT_AGAIN:
            return False
        self.hinted = now
        return True


class _Latest(Generic[K]):
    """Counts by key; of too many, those that were untouched for longest are forgotten."""

    def __init__(self) -> None:
        self._counts: OrderedDict[K, _Count] = OrderedDict()

    def of(self, key: K) -> _Count:
        count = self._counts.setdefault(key, _Count())
        self._counts.move_to_end(key)
        if len(self._counts) > MOST:
            self._counts.popitem(last=False)
        return count


class Calm:
    """Decides which answers are said.

    Args:
        person: answers in a minute that one person gets in a room, and a third of those that they get in a quarter of an
            hour; None for any number.
        room: answers in a minute in one room, above which those go short who ask much; None for any number.
    """

    def __init__(self, person: int | None, room: int | None) -> None:
        self._person_most, self._room_most = person, room
        self._people: _Latest[tuple[str, str]] = _Latest()
        self._rooms: _Latest[str] = _Latest()

    def admit(self, room: str, asker: str, now: datetime) -> Verdict:
        """Whether an answer is said; that it is counts.

        Args:
            room: where.
            asker: to whom.
            now: the present; aware.
        """
        person, whole = self._people.of((room, asker)), self._rooms.of(room)
        often = person.asks_often(now)
        if person.is_silent(now):
            return Verdict.SILENCE
        crowded = self._room_most is not None and whole.within(now) >= self._room_most
        if self._asks_too_much(person, now):
            person.silent_since = now
            return Verdict.HINT if person.may_hint(now) else Verdict.SILENCE
        if crowded and often:
            return Verdict.CROWD if whole.may_hint(now) else Verdict.SILENCE
        person.answers.append(now)
        whole.answers.append(now)
        return Verdict.ANSWER

    def _asks_too_much(self, person: _Count, now: datetime) -> bool:
        """Whether somebody had as many answers as one gets, at once or steadily."""
        most = self._person_most
        if most is None:
            return False
        return person.within(now) >= most or person.within(now, LASTING) >= LASTING_TIMES * most
