"""Joining a room, leaving it, and what the homeserver tells of our own membership."""

import asyncio
from datetime import UTC, datetime

import structlog

from bot.errors import MatrixError, Refused
from bot.matrix.inbox import Event
from bot.matrix.known_rooms import KnownRooms
from bot.matrix.patience import Patience
from bot.matrix.sync import mapping
from bot.matrix.wire import Wire, path_of
from bot.whereabouts import LONG_AGO, KnownRoom

JOIN_WITHIN = 60.0
"""Seconds for joining, since a room of another server must be fetched from there first."""

REMOVAL_WITHIN = 60.0
"""Seconds to learn who put us out; after that it counts as unknown."""

log = structlog.get_logger()


class Joining:
    """Joins and leaves, and has the rooms written down under their names.

    Args:
        wire: requests as the bot.
        known: the register of rooms.
    """

    def __init__(self, wire: Wire, known: KnownRooms) -> None:
        self._wire = wire
        self._known = known
        # Names of rooms about to be joined: `/sync` may list a room before the answer to our joining comes.
        self._expected: dict[str, str | None] = {}

    async def resolved(self, name: str) -> str:
        """The id of a room that the configuration names by alias or id.

        Raises:
            Refused: there is no such alias.
            MatrixError: it cannot be known now.
        """
        if name.startswith("!"):
            return name
        found = (await self._wire.get(path_of("directory", "room", name))).get("room_id")
        if not isinstance(found, str) or not found:
            raise MatrixError("the answer about an alias names no room")
        return found

    async def enter(self, room_id: str, name: str | None, *, address: str = "", insist: bool = False) -> None:
        """Join, and write the room down.

        Args:
            room_id: the room.
            name: what the configuration calls it.
            address: the alias to join by, where there is one: the homeserver then knows whom to ask.
            insist: try until the homeserver decides, instead of once.

        Raises:
            Refused: the homeserver does not let us in.
            MatrixError: it did not work now.
        """
        await self.join(room_id, name, address=address, insist=insist)
        await self.settle(room_id, name)

    async def join(
        self, room_id: str, name: str | None, *, address: str = "", via: str = "", insist: bool = False
    ) -> None:
        """Join alone; `settle` writes down. Arguments and errors as for `enter`; `via` is a server that is there."""
        self._expected[room_id] = name
        path = path_of("join", address or room_id, server_name=via or None, via=via or None)

        async def ask() -> Event:
            return await self._wire.post(path, {}, seconds=JOIN_WITHIN)

        answer = await (Patience("join").insist(ask) if insist else ask())
        if answer.get("room_id") != room_id:
            raise MatrixError("the answer to joining names another room, or none")

    async def settle(self, room_id: str, name: str | None) -> None:
        """Write a joined room down under its configured name, or that which it has."""
        known = self._known.get(room_id)
        joined = known.joined if known and known.joined > LONG_AGO else await self._joined_at(room_id)
        name = name or self._known.name_of(room_id)  # asked anew: another may have settled it meanwhile
        await self._known.remember(KnownRoom(room_id, name, joined))
        self._expected.pop(room_id, None)
        log.info("in room", room=room_id, name=name)

    async def arrived(self, room_id: str, *, first: bool) -> None:
        """Note a room that `/sync` lists and we did not know; in a first batch we may have been there for long."""
        joined = LONG_AGO if first and room_id not in self._expected else await self._joined_at(room_id)
        if not self._known.get(room_id):  # else it was settled while we asked
            name = self._expected.get(room_id) or self._known.name_of(room_id)
            await self._known.remember(KnownRoom(room_id, name, joined))

    async def leave(self, room_id: str, reason: str) -> None:
        """Leave a room for good."""
        path = path_of("rooms", room_id, "leave")
        try:
            await Patience("leave").insist(lambda: self._wire.post(path, {"reason": reason}))
        except Refused as error:
            log.info("could not leave", room=room_id, why=str(error))
        await self.gone(room_id)

    async def gone(self, room_id: str) -> None:
        """We are no longer there, and nobody expects us."""
        self._expected.pop(room_id, None)
        await self._known.forget(room_id)

    async def removal(self, room_id: str) -> Event | None:
        """The event with which somebody else put us out of the room, if that is how we left and it can be known."""
        try:
            async with asyncio.timeout(REMOVAL_WITHIN):
                event = await Patience("state").insist(lambda: self._own_membership(room_id))
        except (Refused, TimeoutError):
            return None
        put_out = mapping(event.get("content")).get("membership") in {"leave", "ban"}
        return event if put_out and event.get("sender") != self._wire.client.user_id else None

    async def _joined_at(self, room_id: str) -> datetime:
        """When our membership began by the server's clock; now, where the server does not tell."""
        try:
            sent = (await Patience("state").insist(lambda: self._own_membership(room_id))).get("origin_server_ts")
        except MatrixError:
            sent = None
        return datetime.fromtimestamp(sent / 1000, UTC) if type(sent) is int else datetime.now(UTC)

    async def _own_membership(self, room_id: str) -> Event:
        me = str(self._wire.client.user_id)
        return await self._wire.get(path_of("rooms", room_id, "state", "m.room.member", me, format="event"))
