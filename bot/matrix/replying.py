"""What one event in a room leads to: an answer, a corrected one, one that is taken back, or nothing."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.config import RoomSettings
from bot.errors import MatrixError
from bot.matrix import content
from bot.matrix.chores import Chores
from bot.matrix.correspondence import Question, message_of
from bot.matrix.inbox import Event
from bot.matrix.manners import Manners
from bot.matrix.neighbours import Neighbours
from bot.matrix.patience import Patience
from bot.matrix.placing import for_alone, in_place
from bot.matrix.recollection import Said
from bot.matrix.voice import Told, Voice
from bot.messages import Message, Reaction, Reply
from bot.picks import PICKS
from bot.whereabouts import LONG_AGO

REMEMBERED = 10_000
"""Event ids of what was read, against reading it twice."""

CLOCKS_DIFFER = timedelta(minutes=1)
"""How far the homeserver's clock may be before ours where it is asked whether a message came before we were started."""

PICK_WITHIN = timedelta(hours=1)
"""How long after its question a list may be chosen from by a reaction."""

LONGEST_FOLLOW_UP = 200
"""Characters of a reply that goes on from an answer."""

log = structlog.get_logger()

Answer = Callable[[Message, RoomSettings | None], Awaitable[Reply | None]]
# What is said in the room instead; may raise `MatrixError`.
Whisper = Callable[[Message, Reply, RoomSettings | None], Awaitable[Reply]]
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
        whisper: says a long list to its asker alone, where a room wants that.
    """

    answer: Answer
    react: React | None = None
    signs: frozenset[str] = frozenset()
    sent: Told | None = None
    taken_back: Callable[[str], Awaitable[None]] | None = None
    whisper: Whisper | None = None


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
        self._manners = Manners(neighbours.wire, chores)
        self._voice = Voice(neighbours, chores, self._manners, listeners.sent, report)
        self._clock = clock
        self._started = clock()
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
        react, means = self._listeners.react, reaction.sign in self._listeners.signs
        if not (reaction.sign in PICKS or (react and means)) or not self._is_news(reaction):
            return None
        if reaction.sign in PICKS:
            return self._chores.do(self._picked(reaction, PICKS[reaction.sign]))
        return self._chores.do(self._reacted(reaction, react)) if react else None

    async def _picked(self, reaction: Reaction, words: str) -> None:
        """A choice from a list that we showed; it says what typing it in a reply would say."""
        room, key = reaction.room, reaction.key
        about = await self._near.recollection.question(room, reaction.target, reaction.sender)
        if not about or reaction.at - about.at > PICK_WITHIN:
            return
        settings = self._near.known.settings_of(room)
        picked = Message(key, room, reaction.sender, words, reaction.at, thread=about.thread, about=about)
        reply = await self._listeners.answer(picked, settings)
        if reply and (said := await self._say_once(picked, reply, reaction)):
            await said

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
            settings = self._near.known.settings_of(message.room)
            if self._listeners.whisper and for_alone(message, reply, settings):
                return self._chores.do(self._whispered(message, reply))
            return await self._say_once(message, reply)
        self._near.correspondence.note(message.key, message_of(message, None))
        return None

    async def _say_once(
        self, message: Message, reply: Reply, to: Reaction | None = None
    ) -> asyncio.Future[Any] | None:
        """Say it, unless it was said together with others before we were started anew."""
        before = await self._said_before(message)
        if content.transaction("answer", message.key) in before.together:
            return None
        return self._say(message, reply, to=to, alone=(to.target if to else message.key) in before.to)

    async def _said_before(self, message: Message) -> Said:
        """What was said in a room before we were started, for a message that may be as old."""
        if message.at >= self._started + CLOCKS_DIFFER:
            return Said()
        return await Patience("messages").insist(lambda: self._near.recollection.said(message.room))

    def _say(
        self,
        message: Message,
        reply: Reply,
        corrects: Question | None = None,
        to: Reaction | None = None,
        *,
        alone: bool = False,
    ) -> asyncio.Future[Any]:
        placed = to or in_place(message, reply, self._near.known.settings_of(message.room))
        shown = self._voice.say(placed, reply, corrects, alone=alone)
        own = self._chores.start(self._own(shown))
        own.add_done_callback(lambda task: task.cancelled() or task.exception())  # not everybody is asked about
        question = replace(corrects, answer=own) if corrects else message_of(message, own)
        self._near.correspondence.note(message.edits or message.key, question)
        shown.add_done_callback(lambda done: self._said(message, done))
        return self._voice.tell(reply, shown)

    def _said(self, message: Message, shown: asyncio.Future[str]) -> None:
        """People may reply to it; what it answers was read."""
        if not shown.cancelled() and not shown.exception():
            self._near.recollection.note(shown.result(), message)
            self._manners.read(message.room, message.key)

    async def _own(self, shown: asyncio.Future[str]) -> str:
        """The answer, unless it was said together with others: then it is neither edited nor deleted."""
        event_id = await asyncio.shield(shown)
        if self._near.outbox.is_joint(event_id):
            raise MatrixError("said together with others")
        return event_id

    async def _whispered(self, message: Message, reply: Reply) -> None:
        """Say it to the asker alone; where that cannot be, in the room."""
        try:
            if self._listeners.whisper:
                settings = self._near.known.settings_of(message.room)
                reply = await self._listeners.whisper(message, reply, settings)
        except MatrixError as error:
            log.info("a list could not be said directly", why=str(error))
        if said := await self._say_once(message, reply):
            await said

    async def _correction(self, message: Message, edited: str) -> asyncio.Future[Any] | None:
        """A corrected question has its answer corrected; one that is none any more, taken back."""
        question = await self._near.correspondence.question(message.room, edited)
        if not question or question.sender != message.sender or self._is_past(message.room, question):
            return None
        message = replace(message, thread=question.thread, replies_to=question.replies_to)
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
        if message.replies_to and len(message.text) <= LONGEST_FOLLOW_UP:
            about = await self._near.recollection.question(message.room, message.replies_to, message.sender)
            message = replace(message, about=about)
        await self._near.bridges.look(message.room)
        return await self._listeners.answer(message, self._near.known.settings_of(message.room))
