"""Conversations of two: found where there is one, else begun, and never twice.

What we have of them is kept where every client keeps it, in the account data `m.direct` (Client-Server API, 11.21 Direct
messaging). Before a room is made, the wish for it is written down beside that, and the room itself bears the name of
whom it was made for. So a crash at any point leaves enough for the next try to go on from. The rooms are encrypted, as
those that clients make for two.
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.errors import MatrixError, Refused
from bot.matrix.known_rooms import KnownRooms
from bot.matrix.room_keys import MEGOLM
from bot.matrix.sync import mapping
from bot.matrix.wire import Json, Wire, path_of

AGAIN = timedelta(days=1)
"""For so long, somebody who left a conversation, or did not want one, is not asked into another."""

MAKING_WITHIN = 60.0
"""Seconds for making a room, since an invitation may have to travel to another server."""

DIRECT, WISHES = "m.direct", "mentorix.direct_wishes"
"""Types of account data: the rooms by person, as all clients know them; and when we last began a conversation with whom."""

MADE_FOR = "mentorix.direct"
"""In the content of a room's `m.room.create`: whom we made it for."""

log = structlog.get_logger()


class Direct:
    """Finds or begins conversations, one after the other.

    Args:
        wire: requests as the bot.
        known: the rooms that we are in.
        clock: the time now; aware.
    """

    def __init__(self, wire: Wire, known: KnownRooms, clock: Callable[[], datetime]) -> None:
        self._wire = wire
        self._known = known
        self._clock = clock
        self._turn = asyncio.Lock()

    async def with_person(self, user_id: str) -> str:
        """The id of the room of two with somebody, who may not have come in yet.

        Raises:
            Refused: they left our last conversation, or did not want it, less than a day ago; or it cannot be begun.
            MatrixError: it did not work now; asking again makes no second room.
        """
        if user_id == self._me:
            raise Refused("that is ourselves")
        async with self._turn:
            return await self._found(user_id) or await self._begun(user_id)

    @property
    def _me(self) -> str:
        return str(self._wire.client.user_id)

    async def _found(self, user_id: str) -> str | None:
        """A conversation that is listed; else one that somebody else began, which then is."""
        listed = await self._data(DIRECT)
        for room_id in reversed(_rooms(listed.get(user_id))):
            if await self._is_with(room_id, user_id):
                return room_id
        everywhere = {room_id for rooms in listed.values() for room_id in _rooms(rooms)}
        for room_id in self._known.ids() - everywhere:
            if not self._known.name_of(room_id) and await self._is_with(room_id, user_id):
                await self._list(user_id, room_id)
                return room_id
        return None

    async def _begun(self, user_id: str) -> str:
        """A conversation that we begin, or that we began and were cut off."""
        now = int(self._clock().timestamp() * 1000)
        wishes = await self._data(WISHES)
        wish = mapping(wishes.get(user_id))
        if not wish or _is_over(wish, now):
            wish = {"at": now}
            await self._wish(wishes, user_id, wish, now)
            room_id = await self._made(user_id)
        else:
            room_id = _room(wish) or await self._cut_off(user_id) or await self._made(user_id)
        if not _room(wish):
            await self._wish(wishes, user_id, {**wish, "room": room_id}, now)
        if not await self._is_with(room_id, user_id):
            raise Refused(f"{user_id} left today's conversation with us, or did not want it")
        await self._list(user_id, room_id)
        return room_id

    async def _made(self, user_id: str) -> str:
        body = {
            "preset": "trusted_private_chat",
            "is_direct": True,
            "invite": [user_id],
            "creation_content": {MADE_FOR: user_id},
            "initial_state": [{"type": "m.room.encryption", "state_key": "", "content": {"algorithm": MEGOLM}}],
        }
        room_id = (await self._wire.post(path_of("createRoom"), body, seconds=MAKING_WITHIN)).get("room_id")
        if not isinstance(room_id, str):
            raise MatrixError("the homeserver's answer names no room")
        log.info("began a conversation", room=room_id)
        return room_id

    async def _cut_off(self, user_id: str) -> str | None:
        """A room that we made for somebody and did not write down; they are invited now if they were not."""
        joined = (await self._wire.get(path_of("joined_rooms"))).get("joined_rooms")
        for room_id in _rooms(joined):
            if not self._known.name_of(room_id) and await self._was_made_for(room_id, user_id):
                if await self._membership(room_id, user_id) is None:
                    path = path_of("rooms", room_id, "invite")
                    await self._wire.post(path, {"user_id": user_id}, seconds=MAKING_WITHIN)
                return room_id
        return None

    async def _was_made_for(self, room_id: str, user_id: str) -> bool:
        create = await self._state_of(room_id, "m.room.create") or {}
        return create.get(MADE_FOR) == user_id

    async def _is_with(self, room_id: str, user_id: str) -> bool:
        """Whether nobody but this person is there with us or invited."""
        try:
            if await self._membership(room_id, user_id) not in {"join", "invite"}:
                return False
            members = await self._wire.get(path_of("rooms", room_id, "members", not_membership="leave"))
        except Refused:
            return False
        return _people(members) == {self._me, user_id}

    async def _membership(self, room_id: str, user_id: str) -> object:
        return (await self._state_of(room_id, "m.room.member", user_id) or {}).get("membership")

    async def _state_of(self, room_id: str, *what: str) -> Json | None:
        return await self._there(path_of("rooms", room_id, "state", *what))

    async def _wish(self, wishes: Json, user_id: str, wish: Mapping[str, Any], now: int) -> None:
        """Write down when we began a conversation and where; those of the past are dropped."""
        still = {person: each for person, each in wishes.items() if not _is_over(mapping(each), now)}
        await self._wire.put(self._data_path(WISHES), {**still, user_id: wish})

    async def _list(self, user_id: str, room_id: str) -> None:
        listed = await self._data(DIRECT)
        rooms = _rooms(listed.get(user_id))
        if room_id not in rooms:
            await self._wire.put(self._data_path(DIRECT), {**listed, user_id: [*rooms, room_id]})

    async def _data(self, kind: str) -> Json:
        return await self._there(self._data_path(kind)) or {}

    def _data_path(self, kind: str) -> str:
        return path_of("user", self._me, "account_data", kind)

    async def _there(self, path: str) -> Json | None:
        """What the homeserver has there; None where there is nothing."""
        try:
            return await self._wire.get(path)
        except Refused as error:
            if error.code != "M_NOT_FOUND":
                raise
            return None


def _rooms(value: object) -> list[str]:
    return [entry for entry in value if isinstance(entry, str)] if isinstance(value, list) else []


def _room(wish: Mapping[str, Any]) -> str | None:
    return next(iter(_rooms([wish.get("room")])), None)


def _is_over(wish: Mapping[str, Any], now: int) -> bool:
    """Whether a conversation was begun so long ago, in milliseconds, that another may be."""
    at = wish.get("at")
    return type(at) is not int or (_room(wish) is not None and now - at >= AGAIN.total_seconds() * 1000)


def _people(members: Json) -> set[str]:
    """Who is in a room or invited (Client-Server API, 11.2.4 `/members`)."""
    chunk = members.get("chunk")
    return {
        str(mapping(event).get("state_key"))
        for event in (chunk if isinstance(chunk, list) else [])
        if mapping(mapping(event).get("content")).get("membership") in {"join", "invite"}
    }
