"""What an answer does is done before it is said: reminders are kept, rooms paused and set, and rights are asked for.

A deed that changes a room for everybody asks `bot.permits`, at that moment, whether the asker may. Nothing that could not
be written down is promised.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Protocol

import structlog

from bot.config import Config, RoomSettings
from bot.deeds import (
    Deed,
    Drop,
    ForModerators,
    Keep,
    MarkMentors,
    PauseRoom,
    PinDigest,
    Reload,
    ResumeRoom,
    Set,
    SetZone,
    Skip,
    TellStatus,
)
from bot.errors import MatrixError, StorageError, UserError
from bot.markup import Markup, lines, text
from bot.messages import Message, Reply
from bot.permits import Permits, Rights
from bot.personal import Kept, Pause, Promise
from bot.phrasing import rights as phrasing
from bot.pinboard import Pinboard
from bot.registry import Registry
from bot.roster import Roster
from bot.settings.chosen import Setting
from bot.settings.typed import PLANNED
from bot.tally import Tally

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
        roster: knows which mentors are away.
        pinboard: has digests pinned.
        tally: counts what is asked for; None where nothing is counted.
    """

    def __init__(
        self,
        registry: Registry,
        post: Post,
        rights: Rights,
        config: Config,
        upkeep: Upkeep,
        roster: Roster,
        pinboard: Pinboard,
        tally: Tally | None,
    ) -> None:
        self._registry = registry
        self._post = post
        self._permits = Permits(rights, config)
        self._configured = {settings.room: settings for settings in config.rooms}
        self._upkeep = upkeep
        self._roster = roster
        self._pinboard = pinboard
        self._tally = tally

    def kept(self, message: Message, settings: RoomSettings | None, now: datetime) -> Kept:
        """What is kept of an asker and their room."""
        room = self._room(message, settings)
        kept = self._registry.kept(message.sender, room, now)
        scope = frozenset(settings.organisations if settings else ())
        return replace(
            kept,
            skipped=self._post.skipped,
            configured=self._configured.get(room),
            absences=self._roster.standing(now),
            figures=partial(self._tally.figures, now, scope) if self._tally else None,
        )

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

    async def in_charge(self, reply: Reply, message: Message, settings: RoomSettings | None) -> bool:
        """Whether a reply does what only those in charge may do, and its asker is one of them."""
        if not isinstance(reply.deed, ForModerators | Reload):
            return False
        try:
            await self._permits.check(reply.deed, message, settings)
        except UserError:
            return False
        return True

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
        return replace(reply, body=told) if told else reply

    async def said(self, reply: Reply, event_id: str) -> None:
        """A reply went out; what it confirms can be dropped by a reaction to it."""
        if isinstance(reply.deed, Keep):
            await self._registry.confirm(reply.deed.promises, event_id)
        if isinstance(reply.deed, PinDigest) and reply.deed.pinned:
            await self._pinboard.put_up(reply.deed.room, event_id, reply.body)

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
            case MarkMentors(begun, ended):
                await self._roster.change(begun, ended)
            case _:
                await self._do_in(room, deed, message, now)

    async def _do_in(self, room: str, deed: Deed, message: Message, now: datetime) -> None:
        """What changes a room."""
        match deed:
            case PauseRoom(until):
                await self._registry.start_pause(Pause(room, message.sender, now, until))
                await self._post.look()
            case ResumeRoom():
                await self._registry.end_pause(room)
                await self._post.look()
            case Skip(key):
                await self._post.skip(key, f"skipped by {message.sender}")
            case Set(name, value):
                await self._set(room, name, Setting(room, name, value, message.sender, now) if value else None)
            case PinDigest(where, False):
                await self._unpin(where)
            case _:
                pass  # its words are the answer

    async def _set(self, room: str, name: str, setting: Setting | None) -> None:
        if setting:
            await self._registry.set(setting)
        else:
            await self._registry.unset(room, name)
        if name in PLANNED:
            await self._post.plan()

    async def _unpin(self, room: str) -> None:
        try:
            await self._pinboard.take_down(room)
        except MatrixError as error:
            log.info("a digest could not be unpinned", room=room, why=str(error))
            raise UserError(phrasing.not_pinned()) from error

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
