"""What a reaction does: a bell under a reminder asks for its later ones in person, a cross by its owner drops a promise.

A bell is answered in the conversation of two, so that the room stays calm however many ring it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from bot.catalogue.model import Catalogue
from bot.config import RoomSettings
from bot.delivery.ledger import Entry
from bot.markup import Markup
from bot.messages import Reaction, Reply
from bot.personal import MOST, Anchor, Promise
from bot.phrasing import bells as phrasing
from bot.registry import Registry
from bot.timeline import Reminder, ahead

BELL = "🔔"
CROSSES = frozenset("❌✖❎")
SIGNS = CROSSES | {BELL}
"""The reactions that mean something to us."""


class Post(Protocol):
    """Has reminders said; see `bot.reminding`. Every method may raise `StorageError`."""

    async def said_as(self, event_id: str) -> Entry | None:
        """The reminder that was said in this event."""

    async def promise(self, promises: list[Promise]) -> None:
        """Say these when they are due."""

    async def withdraw(self, promises: list[Promise]) -> None:
        """Say these no longer."""


class Voice(Protocol):
    """Speaks with one person. Every method may raise `MatrixError`."""

    async def room_with(self, user_id: str) -> str:
        """The id of the conversation of two, which is begun where there is none."""

    async def say(self, room_id: str, body: Markup, key: str) -> str:
        """Say something once for ever under this key; the event id."""


class Signs:
    """Answers reactions.

    Args:
        registry: what people asked for.
        post: has reminders said.
        voice: speaks with one person.
        catalogue: what is known now.
    """

    def __init__(self, registry: Registry, post: Post, voice: Voice, catalogue: Callable[[], Catalogue]) -> None:
        self._registry = registry
        self._post = post
        self._voice = voice
        self._catalogue = catalogue

    async def seen(self, reaction: Reaction, settings: RoomSettings | None, now: datetime) -> Reply | None:
        """Do what a reaction asks for; the answer in its own room, if there is one.

        Raises:
            StorageError: it could not be written down; nothing was promised.
            MatrixError: the conversation of two could not be begun.
        """
        if reaction.sign == BELL and settings:
            await self._rung(reaction, settings, now)
        elif reaction.sign in CROSSES:
            return await self._crossed(reaction, now)
        return None

    async def taken_back(self, event_id: str, now: datetime) -> None:
        """The message or reaction that asked for something was deleted: so nobody wants it any more.

        Raises:
            StorageError: it could not be written down.
        """
        await self._drop([promise for promise in self._registry.asked_in(event_id) if promise.stands(now)], now)

    async def _rung(self, reaction: Reaction, settings: RoomSettings, now: datetime) -> None:
        """Promise the later reminders of the date that the reminder told."""
        entry = await self._post.said_as(reaction.target)
        if entry is None or entry.room != settings.room:
            return
        to_come = ahead(self._catalogue(), settings, now)
        later = [reminder for reminder in to_come if reminder.subject == entry.subject]
        room = await self._voice.room_with(reaction.sender)
        promises = self._promises(reaction, later, room, settings.zone, now)
        await self._post.promise(await self._registry.keep(promises))
        body = phrasing.rung(entry.said, promises)
        await self._registry.confirm(promises, await self._voice.say(room, body, reaction.key))

    def _promises(
        self, reaction: Reaction, later: list[Reminder], room: str, zone: str, now: datetime
    ) -> list[Promise]:
        """One for each reminder that its asker has not been promised already."""
        kept = self._registry.kept(reaction.sender, room, now)
        others = [promise for promise in kept.promises if not promise.key.startswith(reaction.key)]
        had = {promise.anchor for promise in others}
        fresh = [reminder for reminder in later if _anchor(reminder) not in had][: max(0, MOST - len(others))]
        keys = [f"{reaction.key}/{reminder.key}" for reminder in fresh]
        return [
            self._registry.promised(reaction.sender, key)
            or Promise(
                key,
                reaction.sender,
                kept.number + place,
                room,
                direct=True,
                text="",
                due=reminder.due,
                zone=kept.person.zone or zone,
                made=now,
                anchor=_anchor(reminder),
            )
            for place, (key, reminder) in enumerate(zip(keys, fresh, strict=True))
        ]

    async def _crossed(self, reaction: Reaction, now: datetime) -> Reply | None:
        """Drop what the message promised to whoever put the cross there."""
        promised = self._registry.confirmed_by(reaction.sender, reaction.target)
        standing = [promise for promise in promised if promise.stands(now)]
        if not standing:
            return None
        await self._drop(standing, now)
        return Reply(phrasing.dropped(standing), repeatable=True)

    async def _drop(self, promises: list[Promise], now: datetime) -> None:
        if promises:
            await self._registry.drop(promises, now)
            await self._post.withdraw(promises)


def _anchor(reminder: Reminder) -> Anchor:
    return Anchor(reminder.programme.id, reminder.milestone.key, reminder.lead or timedelta())
