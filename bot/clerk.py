"""What an answer does is done before it is said: reminders are kept, rooms paused, and rights are asked for.

A deed that changes a room for everybody asks the homeserver, at that moment, whether the asker may. Nothing that could
not be written down is promised.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

import structlog

from bot.config import RoomSettings
from bot.deeds import Announce, Deed, Drop, ForModerators, Keep, PauseRoom, ResumeRoom, SetZone, Skip
from bot.errors import MatrixError, StorageError, UserError
from bot.markup import text
from bot.messages import Message, Reply
from bot.personal import Kept, Pause, Promise
from bot.phrasing import rights as phrasing
from bot.registry import Registry

log = structlog.get_logger()


class Powers(Protocol):
    """What somebody may do in a room."""

    @property
    def level(self) -> float:
        """Their power level."""

    @property
    def to_moderate(self) -> float:
        """The level from which on one is a moderator."""

    @property
    def to_ping(self) -> float:
        """The level from which on one may ping the whole room."""


class Rights(Protocol):
    """Knows what people may do."""

    async def of(self, room_id: str, user_id: str) -> Powers:
        """What they may do now.

        Raises:
            MatrixError: it cannot be known now.
        """


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


class Clerk:
    """Does what answers promise.

    Args:
        registry: what people and rooms asked for.
        post: has reminders said.
        rights: knows who may do what.
        me: the bot's own address.
    """

    def __init__(self, registry: Registry, post: Post, rights: Rights, me: str) -> None:
        self._registry = registry
        self._post = post
        self._rights = rights
        self._me = me

    def kept(self, message: Message, settings: RoomSettings | None, now: datetime) -> Kept:
        """What is kept of an asker and their room."""
        room = settings.room if settings else message.room
        return replace(self._registry.kept(message.sender, room, now), skipped=self._post.skipped)

    async def seen_to(self, reply: Reply, message: Message, settings: RoomSettings | None, now: datetime) -> Reply:
        """Do what a reply promises.

        Returns:
            The reply, or in its place the words for why that cannot be.
        """
        if reply.deed is None:
            return reply
        try:
            if isinstance(reply.deed, ForModerators):
                await self._permitted(reply.deed, message, settings)
            await self._do(reply.deed, message, settings, now)
        except UserError as error:
            return Reply(text(str(error)), repeatable=True)
        except StorageError as error:
            log.error("what was asked for could not be written down", why=str(error))
            return Reply(phrasing.not_written(), repeatable=True)
        return reply

    async def said(self, reply: Reply, event_id: str) -> None:
        """A reply went out; what it confirms can be dropped by a reaction to it."""
        if isinstance(reply.deed, Keep):
            await self._registry.confirm(reply.deed.promises, event_id)

    async def _do(self, deed: Deed, message: Message, settings: RoomSettings | None, now: datetime) -> None:
        room = settings.room if settings else message.room
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
            case Announce():
                pass  # its words are the answer

    async def _permitted(self, deed: ForModerators, message: Message, settings: RoomSettings | None) -> None:
        """Ask whether the asker may, and for a ping whether we may.

        Raises:
            UserError: not, or it cannot be known now.
        """
        try:
            theirs = await self._rights.of(message.room, message.sender)
            if theirs.level < theirs.to_moderate:
                raise UserError(phrasing.not_yours(theirs.level, theirs.to_moderate))
            if isinstance(deed, Announce) and deed.ping:
                await self._may_ping(message, settings, theirs)
        except MatrixError as error:
            log.info("power levels unknown", room=message.room, why=str(error))
            raise UserError(phrasing.unknown_rights()) from error

    async def _may_ping(self, message: Message, settings: RoomSettings | None, theirs: Powers) -> None:
        if settings is None or not settings.ping_room:
            raise UserError(phrasing.ping_not_set())
        if theirs.level < theirs.to_ping:
            raise UserError(phrasing.ping_not_yours(theirs.level, theirs.to_ping))
        ours = await self._rights.of(message.room, self._me)
        if ours.level < ours.to_ping:
            raise UserError(phrasing.ping_not_ours(ours.level, ours.to_ping))
