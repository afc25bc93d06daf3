"""Who attends to messages and reactions: the desk answers, the clerk does what is promised, and the room stays calm."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from bot.calm import Calm, Verdict
from bot.clerk import Clerk
from bot.config import RoomSettings
from bot.deeds import MarkMentors
from bot.knowledge import Knowledge
from bot.markup import Markup
from bot.messages import Message, Reaction, Reply
from bot.phrasing import manners as phrasing
from bot.phrasing.styles import worded
from bot.signs import Signs
from bot.tally import Tally
from bot.tongue import ENGLISH, speaking
from bot.weekly import TICKS, Weekly


class Voice(Protocol):
    """Speaks with one person. Every method may raise `MatrixError`."""

    async def room_with(self, user_id: str) -> str:
        """The id of the conversation of two, which is begun where there is none."""

    async def say(self, room_id: str, body: Markup, key: str) -> str:
        """Say something once for ever under this key; the event id."""


class Attendant:
    """Answers.

    Args:
        knowledge: the catalogue with its desk, as they are now.
        clerk: does what answers promise.
        signs: what reactions mean.
        calm: decides which answers are said.
        voice: speaks with one person.
        tally: counts what is asked for, where it is counted.
        weekly: hears of offers that are accepted, where offers are made.
        clock: the time now; aware.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        clerk: Clerk,
        signs: Signs,
        calm: Calm,
        voice: Voice,
        tally: Tally | None,
        weekly: Weekly | None,
        clock: Callable[[], datetime],
    ) -> None:
        self._knowledge = knowledge
        self._clerk = clerk
        self._signs = signs
        self._calm = calm
        self._voice = voice
        self._tally = tally
        self._weekly = weekly
        self._clock = clock

    async def answer(self, message: Message, settings: RoomSettings | None) -> Reply | None:
        """The answer to a message, once what it promises is done; None for silence."""
        with speaking(_language(settings)):
            return _styled(await self._answer(message, settings), settings)

    async def _answer(self, message: Message, settings: RoomSettings | None) -> Reply | None:
        now, desk = self._clock(), self._knowledge.desk
        command = desk.command(message, settings, now) if settings and settings.moderators_only else None
        refusal = await self._clerk.refusal(command.verbs, message, settings) if command else None
        reply = refusal or desk.answer(message, settings, now, self._clerk.kept(message, settings, now))
        if not reply:
            return None
        verdict = self._calm.admit(message.room, message.sender, now)
        if verdict is not Verdict.ANSWER and not await self._clerk.in_charge(reply, message, settings):
            desk.conversation.taken_back(message.edits or message.key)
            return _hint(verdict)
        if not refusal:
            reply = await self._clerk.seen_to(reply, message, settings, now)
            if isinstance(reply.deed, MarkMentors):
                desk.conversation.outdated()
            if self._tally:
                self._tally.heard(message, reply, self._knowledge.catalogue, now)
        return reply

    async def react(self, reaction: Reaction, settings: RoomSettings | None) -> Reply | None:
        """Do what a reaction asks for; for errors see `Signs.seen`."""
        if self._weekly and reaction.sign in TICKS:
            return await self._weekly.heard(reaction)
        with speaking(_language(settings)):
            return _styled(await self._signs.seen(reaction, settings, self._clock()), settings)

    async def taken_back(self, event_id: str) -> None:
        """A message or reaction was deleted; for errors see `Signs.taken_back`."""
        self._knowledge.desk.conversation.taken_back(event_id)
        await self._signs.taken_back(event_id, self._clock())

    async def whisper(self, message: Message, reply: Reply, settings: RoomSettings | None) -> Reply:
        """Say a list to its asker alone, where its numbers can be typed too; the words for the room instead.

        Raises:
            MatrixError: it could not be said.
        """
        room_id = await self._voice.room_with(message.sender)
        await self._voice.say(room_id, reply.body, message.key)
        if reply.choices:
            self._knowledge.desk.conversation.offer(room_id, message.sender, reply.choices, self._clock())
        with speaking(_language(settings)):
            return replace(reply, body=phrasing.sent_directly(), choices=None)


def _hint(verdict: Verdict) -> Reply | None:
    """Why there is no answer, said once; None for silence."""
    if verdict is Verdict.HINT:
        return Reply(phrasing.too_much(), repeatable=True)
    return Reply(phrasing.crowded(), repeatable=True) if verdict is Verdict.CROWD else None


def _language(settings: RoomSettings | None) -> str:
    """Of the fixed words in a room."""
    return settings.language if settings else ENGLISH


def _styled(reply: Reply | None, settings: RoomSettings | None) -> Reply | None:
    """A reply in the style of its room, whoever worded it."""
    return replace(reply, body=worded(reply.body, settings.style)) if reply and settings else reply
