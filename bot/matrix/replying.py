"""What one event in a room leads to: an answer, a corrected one, one that is taken back, or nothing."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.config import RoomSettings
from bot.matrix.chores import Chores
from bot.matrix.correspondence import Question, message_of
from bot.matrix.inbox import Event
from bot.matrix.neighbours import Neighbours
from bot.matrix.patience import Patience
from bot.matrix.voice import Told, Voice
from bot.messages import Message, Reaction, Reply
from bot.whereabouts import LONG_AGO

REMEMBERED = 10_000
"""Event ids of what was read, against reading it twice."""

Answer = Callable[[Message, RoomSettings | None], Awaitable[Reply | None]]
# May raise `MatrixError`, and is then called again with the same reaction.
React = Callable[[Reaction, RoomSettings | None], Awaitable[Reply | None]]


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who hears what.

    Attributes:
        answer: the desk; hears messages.
        react: hears reactions, if somebody does.
        signs: the reactions that mean something, without variation selectors; others go to nobody.
        sent: hears under which event id a reply stands in the room, also when it was sent before.
        taken_back: hears the id of a message or reaction that was deleted, if somebody does.
    """

    answer: Answer
    react: React | None = None
    signs: frozenset[str] = frozenset()
    sent: Told | None = None
    taken_back: Callable[[str], Awaitable[None]] | None = None


class Replying:
    """Hands events on and has the replies sent.

    Args:
        neighbours: see there.
        listeners: see there.
        chores: keeps hold of what goes on beside the stream.
        report: tells the operators something once, by a key.
        clock: the time now, aware.
    """

    def __init__(
        self,
        neighbours: Neighbours,
        listeners: Listeners,
        chores: Chores,
        report: Callable[[str, str], None],
        clock: Callable[[], datetime],
    ) -> None:
        self._near = neighbours
        self._listeners = listeners
        self._chores = chores
        self._voice = Voice(neighbours, chores, listeners.sent, report)
        self._clock = clock
        self._read: OrderedDict[str, None] = OrderedDict()

    async def to(self, room_id: str, event: Event) -> asyncio.Future[Any] | None:
        """See to one event.

        Returns:
            What ends when all that the event leads to is done; None where it leads to nothing.
        """
        joined, now = self._near.known.joined(room_id) or LONG_AGO, self._clock()
        if target := self._near.inbox.taken_back(event):
            return self._chores.do(self._deleted(room_id, target))
        if reaction := self._near.inbox.reaction(room_id, event, now, joined=joined):
            return await self._reaction(reaction)
        if message := self._near.inbox.read(room_id, event, now, joined=joined):
            return await self._message(message)
        return None

    async def _reaction(self, reaction: Reaction) -> asyncio.Future[Any] | None:
        react = self._listeners.react
        if not react or reaction.sign not in self._listeners.signs or not self._is_news(reaction):
            return None
        return self._chores.do(self._reacted(reaction, react))

    async def _reacted(self, reaction: Reaction, react: React) -> None:
        """Beside the stream, since a conversation may have to be begun with somebody on another server."""
        reaction = replace(reaction, direct=await self._near.state.is_direct(reaction.room))
        settings = self._near.known.settings_of(reaction.room)
        if reply := await Patience("reaction").insist(lambda: react(reaction, settings)):
            await self._voice.tell(reply, self._voice.say(reaction, reply))

    async def _message(self, message: Message) -> asyncio.Future[Any] | None:
        if not self._is_news(message):
            return None
        if message.edits:
            return await self._correction(message, message.edits)
        if reply := await self._answer(message):
            return self._say(message, reply)
        self._near.correspondence.note(message.key, message_of(message, None))
        return None

    def _say(self, message: Message, reply: Reply, corrects: Question | None = None) -> asyncio.Future[Any]:
        shown = self._voice.say(message, reply, corrects)
        question = replace(corrects, answer=shown) if corrects else message_of(message, shown)
        self._near.correspondence.note(message.edits or message.key, question)
        return self._voice.tell(reply, shown)

    async def _correction(self, message: Message, edited: str) -> asyncio.Future[Any] | None:
        """A corrected question has its answer corrected; one that is none any more, taken back."""
        question = await self._near.correspondence.question(message.room, edited)
        if not question or question.sender != message.sender or self._is_past(message.room, question):
            return None
        message = replace(message, thread=question.thread)
        if reply := await self._answer(message):
            return self._say(message, reply, question)
        self._near.correspondence.note(edited, replace(question, answer=None))
        return self._chores.do(self._near.correspondence.delete_answer(message.room, question))

    async def _deleted(self, room_id: str, key: str) -> None:
        """What a deleted message asked for is wanted no longer, and its answer goes too."""
        if self._listeners.taken_back:
            await self._listeners.taken_back(key)
        if question := await self._near.correspondence.question(room_id, key):
            self._near.correspondence.note(key, replace(question, answer=None))
            await self._near.correspondence.delete_answer(room_id, question)

    def _is_past(self, room_id: str, question: Question) -> bool:
        """Whether a message that stayed unanswered is too old to be answered because it was corrected."""
        reach = max(self._clock() - self._near.inbox.patience, self._near.known.joined(room_id) or LONG_AGO)
        return not question.answer and question.at <= reach

    def _is_news(self, said: Message | Reaction) -> bool:
        """Whether this was not read before."""
        if said.key in self._read:
            return False
        self._read[said.key] = None
        if len(self._read) > REMEMBERED:
            self._read.popitem(last=False)
        return True

    async def _answer(self, message: Message) -> Reply | None:
        if await self._near.state.is_direct(message.room):
            message = message.in_direct()
        return await self._listeners.answer(message, self._near.known.settings_of(message.room))
