"""What an answer does is done before it is said: reminders are kept, rooms paused and set, and rights are asked for.

A deed that changes a room for everybody asks `bot.permits`, at that moment, whether the asker may. Nothing that could not
be written down is promised.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

import structlog

from bot.config import Config, RoomSettings
from bot.deeds import Deed, Drop, Keep, PauseRoom, Reload, ResumeRoom, Set, SetZone, Skip, TellStatus
from bot.errors import StorageError, UserError
from bot.markup import Markup, lines, text
from bot.messages import Message, Reply
from bot.permits import Permits, Rights
from bot.personal import Kept, Pause, Promise
from bot.phrasing import rights as phrasing
from bot.phrasing.styles import worded
from bot.registry import Registry
from bot.settings.chosen import Setting
from bot.settings.typed import PLANNED

log = structlog.get_logger()


class Post(Protocol):
    """Has reminders said; see `bot.delivery`. Every method may raise `StorageError`."""

    @property
    def skipped(self) -> frozenset[str]:
        """Keys of reminders that will never be said, since somebody wanted it so."""

    async def promise(self, promises: Sequence[Promise]) -> None:
        """Say these when they are due."""

    async def withdraw(self, promises: Sequence[Promise]) -> None:
        """Say these no longer."""

    async def skip(self, key: str, reason: str) -> None:
        """Never say the reminder of this key."""

    async def look(self) -> None:
        """A room was paused or resumed."""

    async def plan(self) -> None:
        """A room, or the catalogue, is not as it was when reminders were planned; does not raise."""


class Upkeep(Protocol):
    """Knows how the bot does; see `bot.upkeep`."""

    async def facts(self) -> Markup:
        """What operators should know now."""

    async def reload(self) -> Markup:
        """Read the catalogue's files anew; what came of it."""


class Clerk:
    """Does what answers promise.

    Args:
        registry: what people and rooms asked for.
        post: has reminders said.
        rights: knows power levels.
        config: names the operators, and rooms with their settings.
        upkeep: knows how the bot does.
    """

    def __init__(self, registry: Registry, post: Post, rights: Rights, config: Config, upkeep: Upkeep) -> None:
        self._registry = registry
        self._post = post
        self._permits = Permits(rights, config)
        self._configured = {settings.room: settings for settings in config.rooms}
        self._upkeep = upkeep

    def kept(self, message: Message, settings: RoomSettings | None, now: datetime) -> Kept:
        """What is kept of an asker and their room."""
        room = self._room(message, settings)
        kept = self._registry.kept(message.sender, room, now)
        return replace(kept, skipped=self._post.skipped, configured=self._configured.get(room))

    async def refusal(self, verbs: Collection[str], message: Message, settings: RoomSettings | None) -> Reply | None:
        """The words for why the asker may not use a command here; None where they may.

        Args:
            verbs: all that the command is called.
            message: what was asked.
            settings: those of the room.
        """
        try:
            await self._permits.may_use(verbs, message, settings)
        except UserError as error:
            return Reply(text(str(error)), repeatable=True)
        return None

    async def seen_to(self, reply: Reply, message: Message, settings: RoomSettings | None, now: datetime) -> Reply:
        """Do what a reply promises.

        Returns:
            The reply, or in its place the words for why that cannot be.
        """
        if reply.deed is None:
            return reply
        try:
            await self._permits.check(reply.deed, message, settings)
            await self._do(reply.deed, message, settings, now)
            told = await self._told(reply, message)
        except UserError as error:
            return Reply(text(str(error)), repeatable=True)
        except StorageError as error:
            log.error("what was asked for could not be written down", why=str(error))
            return Reply(phrasing.not_written(), repeatable=True)
        return replace(reply, body=worded(told, settings.style if settings else None)) if told else reply

    async def said(self, reply: Reply, event_id: str) -> None:
        """A reply went out; what it confirms can be dropped by a reaction to it."""
        if isinstance(reply.deed, Keep):
            await self._registry.confirm(reply.deed.promises, event_id)

    def _room(self, message: Message, settings: RoomSettings | None) -> str:
        """Under what a room's things are kept: its configured name, else its id."""
        return settings.room if settings and settings.room in self._configured else message.room

    async def _do(self, deed: Deed, message: Message, settings: RoomSettings | None, now: datetime) -> None:
        room = self._room(message, settings)
        match deed:
            case Keep(promises):
                await self._post.promise(await self._registry.keep(promises))
            case Drop(promises):
                await self._registry.drop(promises, now)
                await self._post.withdraw(promises)
            case SetZone(zone):
                await self._registry.set_zone(message.sender, zone)
            case PauseRoom(until):
                await self._registry.start_pause(Pause(room, message.sender, now, until))
                await self._post.look()
            case ResumeRoom():
                await self._registry.end_pause(room)
                await self._post.look()
            case Skip(key):
                await self._post.skip(key, f"skipped by {message.sender}")
            case Set(name, None):
                await self._registry.unset(room, name)
            case Set(name, str(value)):
                await self._registry.set(Setting(room, name, value, message.sender, now))
            case _:
                pass  # its words are the answer
        if isinstance(deed, Set) and deed.name in PLANNED:
            await self._post.plan()

    async def _told(self, reply: Reply, message: Message) -> Markup | None:
        """The words of an answer that tells what only the bot itself knows; None where the words stand already."""
        match reply.deed:
            case TellStatus() if self._permits.is_operator(message.sender):
                return lines([reply.body, await self._upkeep.facts()])
            case Reload():
                told = await self._upkeep.reload()
                await self._post.plan()
                return told
        return None
