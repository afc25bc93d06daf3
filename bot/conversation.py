"""What a number, "more" or "it" refers to, and which question was answered a moment ago; kept in memory, for minutes only.

Nothing here looks at a clock: `now` is an argument. Everything ages out, and is bounded besides.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from bot.catalogue.model import Idea
from bot.messages import Asked, Choices, Message

KEEP = timedelta(minutes=15)
"""How long a number refers to a list."""

LONG = timedelta(hours=6)
"""How long a reply to an answer goes on from what that answer left."""

AGAIN = timedelta(minutes=1)
"""How long the same question in a room gets a pointer instead of the same text."""

MOST = 5_000
"""How many lists, and how many questions, are remembered at most."""

K = TypeVar("K")
V = TypeVar("V")


class Fading(Generic[K, V]):
    """A memory whose entries fade after a while, the oldest first; bounded."""

    def __init__(self, keep: timedelta, most: int) -> None:
        self._keep, self._most = keep, most
        self._kept: OrderedDict[K, tuple[datetime, V]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def put(self, key: K, value: V, now: datetime) -> None:
        """Remember; what has faded or is too much is forgotten."""
        self._kept.pop(key, None)
        self._kept[key] = now, value
        while len(self._kept) > self._most or now - next(iter(self._kept.values()))[0] > self._keep:
            self._kept.popitem(last=False)

    def get(self, key: K, now: datetime) -> tuple[datetime, V] | None:
        """When it was remembered, and what; None where it has faded."""
        found = self._kept.get(key)
        return found if found and now - found[0] <= self._keep else None

    def turn(self, into: Callable[[V], V | None]) -> None:
        """Put another value in the place of each; None forgets it."""
        turned = ((key, at, into(value)) for key, (at, value) in self._kept.items())
        self._kept = OrderedDict((key, (at, value)) for key, at, value in turned if value is not None)


@dataclass(frozen=True, slots=True)
class Above:
    """The earlier message that was answered.

    Attributes:
        ago: how long ago.
        address: where it is found again; empty where that cannot be told.
    """

    ago: timedelta
    address: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """What a question can go on from.

    Attributes:
        choices: what a number refers to.
        idea: what "it" refers to.
        asked: what "why" refers to.
    """

    choices: Choices | None = None
    idea: Idea | None = None
    asked: Asked | None = None


class Conversation:
    """What was said lately, per room and asker."""

    def __init__(self, most: int = MOST) -> None:
        self._choices: Fading[tuple[str, str], Choices] = Fading(KEEP, most)
        self._asked: Fading[tuple[str, str], Asked] = Fading(KEEP, most)
        self._subject: Fading[tuple[str, str], Idea | None] = Fading(KEEP, most)
        self._talks: Fading[str, Talk] = Fading(LONG, most)
        self._answered: Fading[tuple[str, ...], tuple[str, str]] = Fading(AGAIN, most)

    def __len__(self) -> int:
        lists, questions = len(self._choices) + len(self._talks), len(self._asked) + len(self._answered)
        return lists + questions + len(self._subject)

    def carry_over(self, find: Callable[[Idea], Idea | None]) -> None:
        """The catalogue was renewed: lists and subjects go on with its ideas.

        Args:
            find: the idea of the new catalogue in place of one of the old; None where it is gone. A list that lost an
                idea is forgotten, since its numbers would no longer be those that people saw.
        """

        def renewed(choices: Choices) -> Choices | None:
            ideas = [find(idea) for idea in choices.ideas]
            whole = tuple(idea for idea in ideas if idea is not None)
            return replace(choices, ideas=whole) if len(whole) == len(ideas) else None

        def gone_on(talk: Talk) -> Talk:
            choices = renewed(talk.choices) if talk.choices else None
            return replace(talk, choices=choices, idea=find(talk.idea) if talk.idea else None)

        self._choices.turn(renewed)
        self._subject.turn(lambda idea: find(idea) if idea else None)
        self._talks.turn(gone_on)

    def talk(self, room: str, asker: str, now: datetime) -> Talk:
        """What this person's next question in this room can go on from."""
        return Talk(self.choices(room, asker, now), self.subject(room, asker, now), self.asked(room, asker, now))

    def talk_after(self, key: str, now: datetime) -> Talk | None:
        """What a reply to the answer to this message can go on from; None where that is not remembered."""
        found = self._talks.get(key, now)
        return found[1] if found else None

    def keep_talk(self, key: str, talk: Talk, now: datetime) -> None:
        """The message with this key was answered; this is what replies to the answer can go on from."""
        self._talks.put(key, talk, now)

    def choices(self, room: str, asker: str, now: datetime) -> Choices | None:
        """What a number of this person refers to in this room."""
        found = self._choices.get((room, asker), now)
        return found[1] if found else None

    def offer(self, room: str, asker: str, choices: Choices, now: datetime) -> None:
        """From now on numbers of this person refer to this list."""
        self._choices.put((room, asker), choices, now)

    def asked(self, room: str, asker: str, now: datetime) -> Asked | None:
        """What this person asked last in this room."""
        found = self._asked.get((room, asker), now)
        return found[1] if found else None

    def ask(self, room: str, asker: str, asked: Asked, now: datetime) -> None:
        """This is what the person asked; the answer to it can be explained for a while."""
        self._asked.put((room, asker), asked, now)

    def subject(self, room: str, asker: str, now: datetime) -> Idea | None:
        """The idea that this person's last answer was about, if it was about a single one."""
        found = self._subject.get((room, asker), now)
        return found[1] if found else None

    def speak_of(self, room: str, asker: str, ideas: Sequence[Idea], now: datetime) -> None:
        """An answer named these; of several, none is "it"."""
        self._subject.put((room, asker), ideas[0] if len(ideas) == 1 else None, now)

    def answered(self, question: tuple[str, ...], key: str, now: datetime) -> Above | None:
        """Where another message asked the same and was answered.

        Args:
            question: the room, the thread and what was asked, however it was spelt.
            key: the message that asks now. The same message again, as after a lost connection, is no repetition.
            now: the present; aware.
        """
        found = self._answered.get(question, now)
        if not found or found[1][0] == key:
            return None
        return Above(now - found[0], found[1][1])

    def note(self, question: tuple[str, ...], message: Message, now: datetime) -> None:
        """The question was answered in full now, to this message."""
        self._answered.put(question, (message.edits or message.key, message.address), now)

    def taken_back(self, key: str) -> None:
        """The message was deleted, or asks something else now: what it asked before is not answered there any more."""
        self._answered.turn(lambda noted: None if noted[0] == key else noted)

    def outdated(self) -> None:
        """Answers say something else from now on, so none that was given is pointed to."""
        self._answered.turn(lambda _: None)
