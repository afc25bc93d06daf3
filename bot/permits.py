"""Who may do what: applicants, a room's moderators by their power level, and operators by the configuration.

Power levels are asked of the homeserver at that moment. What is refused says whose right is missing, and which.
"""

from collections.abc import Collection
from typing import Protocol

import structlog

from bot.config import Config, RoomSettings
from bot.deeds import Announce, Deed, ForModerators, MarkMentors, OneOnOne, PinDigest, Reload, ShowFigures
from bot.errors import MatrixError, UserError
from bot.messages import Message
from bot.phrasing import rights as phrasing

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

    @property
    def to_pin(self) -> float:
        """The level from which on one may pin messages."""


class Rights(Protocol):
    """Knows what people may do."""

    async def of(self, room_id: str, user_id: str) -> Powers:
        """What they may do now.

        Raises:
            MatrixError: it cannot be known now.
        """


class Permits:
    """Asks whether somebody may.

    Args:
        rights: knows power levels.
        config: names the operators, and the bot itself.
    """

    def __init__(self, rights: Rights, config: Config) -> None:
        self._rights = rights
        self._operators = frozenset(config.operators)
        self._rooms = frozenset(settings.room for settings in config.rooms)
        self._me = config.user_id

    def is_operator(self, user_id: str) -> bool:
        """Whether somebody is among those who run the bot."""
        return user_id in self._operators

    async def check(self, deed: Deed, message: Message, settings: RoomSettings | None) -> None:
        """Whether the asker may have it done, and for a ping whether we may.

        Raises:
            UserError: not, or it cannot be known now.
        """
        if isinstance(deed, Reload) and not self.is_operator(message.sender):
            raise UserError(phrasing.not_operator())
        if isinstance(deed, ForModerators) and not (message.direct and isinstance(deed, OneOnOne)):
            await self.moderates(message)
        if isinstance(deed, ShowFigures):
            self._serves_here(message, settings)
        if isinstance(deed, MarkMentors) and not deed.own:
            await self._speaks_for_mentors(message, settings)
        if isinstance(deed, PinDigest):
            await self._can_pin(deed.room)
        if isinstance(deed, Announce) and deed.ping:
            await self._may_ping(message, settings)

    async def moderates(self, message: Message, command: str = "") -> None:
        """Whether the asker is a moderator of the room, or an operator.

        Args:
            message: what was asked.
            command: the command that the room keeps for its moderators, where that is why.

        Raises:
            UserError: not, or it cannot be known now.
        """
        if self.is_operator(message.sender):
            return
        theirs = await self._of(message.room, message.sender)
        if theirs.level < theirs.to_moderate:
            raise UserError(phrasing.not_yours(theirs.level, theirs.to_moderate, command))

    async def may_use(self, verbs: Collection[str], message: Message, settings: RoomSettings | None) -> None:
        """Whether the asker may use a command here, which the room may have kept for its moderators.

        Args:
            verbs: all that the command is called.
            message: what was asked.
            settings: those of the room.

        Raises:
            UserError: not, or it cannot be known now.
        """
        kept = settings.moderators_only if settings else ()
        if command := next((verb for verb in kept if verb in verbs), None):
            await self.moderates(message, command)

    async def accepts(self, user_id: str, room_id: str) -> bool:
        """Whether somebody may decide in the operators' room: an operator, or a moderator there.

        Raises:
            MatrixError: it cannot be known now.
        """
        if self.is_operator(user_id):
            return True
        theirs = await self._rights.of(room_id, user_id)
        return theirs.level >= theirs.to_moderate

    async def _speaks_for_mentors(self, message: Message, settings: RoomSettings | None) -> None:
        try:
            self._serves_here(message, settings)
            await self.moderates(message)
        except UserError as error:
            raise UserError(f"{error} {phrasing.themselves()}") from error

    def _serves_here(self, message: Message, settings: RoomSettings | None) -> None:
        """Whether moderators of this room count beyond it: anybody can have a room of their own and moderate that."""
        configured = settings is not None and settings.room in self._rooms and not message.direct
        if not configured and not self.is_operator(message.sender):
            raise UserError(phrasing.not_here())

    async def _can_pin(self, room: str) -> None:
        ours = await self._of(room, self._me)
        if ours.level < ours.to_pin:
            raise UserError(phrasing.pin_not_ours(ours.level, ours.to_pin))

    async def _may_ping(self, message: Message, settings: RoomSettings | None) -> None:
        if settings is None or not settings.ping_room:
            raise UserError(phrasing.ping_not_set())
        theirs = await self._of(message.room, message.sender)
        if theirs.level < theirs.to_ping:
            raise UserError(phrasing.ping_not_yours(theirs.level, theirs.to_ping))
        ours = await self._of(message.room, self._me)
        if ours.level < ours.to_ping:
            raise UserError(phrasing.ping_not_ours(ours.level, ours.to_ping))

    async def _of(self, room: str, user_id: str) -> Powers:
        """What somebody may do there now.

        Raises:
            UserError: it cannot be known.
        """
        try:
            return await self._rights.of(room, user_id)
        except MatrixError as error:
            log.info("power levels unknown", room=room, why=str(error))
            raise UserError(phrasing.unknown_rights()) from error
