"""Which rooms we are in or were put out of, and what the configuration calls them; kept in mind and written down."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.config import Config, RoomSettings, Style
from bot.errors import StorageError
from bot.settings.chosen import Setting, effective
from bot.whereabouts import KnownRoom, RoomMemory

CLOCKS_DIFFER = timedelta(seconds=5)
"""How far our clock may be before the homeserver's for a room that we have just joined to count as new."""

log = structlog.get_logger()


class Chosen(Protocol):
    """Knows what was set in rooms; see `bot.registry`."""

    def settings_in(self, room: str) -> Sequence[Setting]:
        """What was set in a room, by its configured name or its id."""

    def stir(self, room: str) -> None:
        """We came into a room, or left it."""

    async def move_room(self, old: str, new: str) -> None:
        """A room was replaced: what was kept under its id is kept under the new one. May raise `StorageError`."""


class KnownRooms:
    """The register of rooms.

    Args:
        config: names rooms by alias or id, with their settings.
        memory: where rooms are written down. What it refuses is logged; it is then known until the next start.
        began: when we were started; aware.
        office: told which room is the operators' now, or that there is none, whenever that may have changed.
        chosen: what was set in the rooms themselves; None for nothing.
        guess: the style that suits a room, by its id, where nobody chose one.

    Attributes:
        names: what the configuration calls its rooms, the operators' room among them.
    """

    def __init__(
        self,
        config: Config,
        memory: RoomMemory,
        began: datetime,
        office: Callable[[str | None], None],
        chosen: Chosen | None = None,
        guess: Callable[[str], Style | None] = lambda _: None,
    ) -> None:
        self._settings = {settings.room: settings for settings in config.rooms}
        self._office_name = config.operators_room
        self.names = tuple(dict.fromkeys([*self._settings, *filter(None, [self._office_name])]))
        self._memory = memory
        self._began = began - CLOCKS_DIFFER
        self._office = office
        self._chosen = chosen
        self._guess = guess
        self._in: dict[str, KnownRoom] = {}
        self._out: dict[str, KnownRoom] = {}

    async def load(self) -> None:
        """Recall what was written down; a name that is no longer configured is none.

        Raises:
            StorageError: the memory cannot be read.
        """
        for room in await self._memory.known_rooms():
            name = room.name if room.name in self.names else None
            if not room.put_out_by:
                self._in[room.room_id] = replace(room, name=name)
            elif name:
                self._out[room.room_id] = room
            else:
                await self._written(self._memory.forget_room(room.room_id))
        self._announce()

    def get(self, room_id: str) -> KnownRoom | None:
        """The room, if we are in it."""
        return self._in.get(room_id)

    def ids(self) -> frozenset[str]:
        """The ids of all rooms we are in."""
        return frozenset(self._in)

    def out(self, room_id: str) -> KnownRoom | None:
        """The room, if it is a configured one that we were put out of."""
        return self._out.get(room_id)

    def missing(self) -> list[str]:
        """Configured names for which no room is known yet, and none that we were put out of."""
        found = {room.name for room in (*self._in.values(), *self._out.values())}
        return [name for name in self.names if name not in found]

    def id_of(self, name: str) -> str | None:
        """The room that a configured name stands for now, if we are in it."""
        return next((room.room_id for room in self._in.values() if room.name == name), None)

    def office(self) -> str | None:
        """The operators' room, if we are in it."""
        return self.id_of(self._office_name) if self._office_name else None

    def place_of(self, name: str) -> str | None:
        """The room that a configured name stands for now, whether we are in it or were put out."""
        return self.id_of(name) or next((room.room_id for room in self._out.values() if room.name == name), None)

    def name_of(self, room_id: str) -> str | None:
        """What the configuration calls a room, whether we are in it or were put out."""
        room = self._in.get(room_id) or self._out.get(room_id)
        return room.name if room else None

    def settings_of(self, room_id: str) -> RoomSettings | None:
        """What holds in a room: what was set there, else what is configured, else a guess at the style; None for nothing."""
        configured = self._settings.get(self.name_of(room_id) or "")
        room = configured.room if configured else room_id
        chosen = self._chosen.settings_in(room) if self._chosen else ()
        holds = effective(configured or RoomSettings(room=room), chosen) if chosen else configured
        guess = None if holds and holds.style else self._guess(room_id)
        return (holds or RoomSettings(room=room)).model_copy(update={"style": guess}) if guess else holds

    def joined(self, room_id: str) -> datetime | None:
        """When we joined, by the server's clock; None for a room we are not in."""
        room = self._in.get(room_id)
        return room.joined if room else None

    def is_new(self, room_id: str) -> bool:
        """Whether we joined after we were started, so that even the first batch holds something new of it."""
        joined = self.joined(room_id)
        return joined is not None and joined > self._began

    async def replaced(self, old: str, new: str) -> None:
        """A room without settings of its own in the configuration was upgraded: what was set there goes with it."""
        if self._chosen and self.name_of(new) not in self._settings:
            await self._written(self._chosen.move_room(old, new))

    async def remember(self, room: KnownRoom) -> None:
        """We are in this room; its configured name leaves the room that had it before."""
        if self._chosen and room.room_id not in self._in:
            self._chosen.stir(room.room_id)
        self._out.pop(room.room_id, None)
        self._in[room.room_id] = room
        if room.name:
            self._unname(room)
        self._announce()
        await self._written(self._memory.remember_room(room))

    async def put_out(self, room_id: str, by: str) -> None:
        """We were removed from a configured room that we are in."""
        room = self._out[room_id] = replace(self._in.pop(room_id), put_out_by=by)
        self._announce()
        await self._written(self._memory.remember_room(room))

    async def forget(self, room_id: str) -> None:
        """We are no longer in this room."""
        if self._in.pop(room_id, None):
            self._announce()
            if self._chosen:
                self._chosen.stir(room_id)
            await self._written(self._memory.forget_room(room_id))

    def _unname(self, heir: KnownRoom) -> None:
        """Take the heir's name from the room that had it; one that we were put out of is then of no concern."""
        for room in [room for room in self._in.values() if room.name == heir.name and room is not heir]:
            self._in[room.room_id] = replace(room, name=None)
        for room in [room for room in self._out.values() if room.name == heir.name]:
            del self._out[room.room_id]

    def _announce(self) -> None:
        self._office(self.office())

    async def _written(self, writing: Awaitable[None]) -> None:
        try:
            await writing
        except StorageError as error:
            log.error("what became of a room could not be written down", why=str(error))
