"""Who may do what in a room: asked of the homeserver each time, since a level that is remembered may be lost by now."""

import asyncio
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.errors import MatrixError, Refused
from bot.matrix.sync import mapping
from bot.matrix.wire import Wire, path_of

MODERATING, PINGING = 50, 50
"""The levels needed to redact and to ping the room where it sets no others (Client-Server API, `m.room.power_levels`)."""

CHANGING = 50
"""The level needed to change a room's state where it sets no other."""

CREATOR = 100
"""The creator's level in a room without `m.room.power_levels`; everybody else then has 0."""

OVER_ALL = "12"
"""From this room version on creators stand above all levels (Matrix specification, room version 12)."""


@dataclass(frozen=True, slots=True)
class Power:
    """What somebody may do in a room.

    Attributes:
        level: theirs; infinite for a creator of a newer room, and minus infinity for somebody who is not there.
        to_moderate: the level needed to take back what others said, which is what makes a moderator.
        to_ping: the level needed to ping the whole room.
        to_pin: the level needed to pin messages.
    """

    level: float
    to_moderate: float
    to_ping: float
    to_pin: float


class Powers:
    """Asks about power levels; remembers nothing.

    Args:
        wire: requests as the bot.
    """

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def of(self, room_id: str, user_id: str) -> Power:
        """What somebody, or the bot itself, may do in a room now.

        Raises:
            MatrixError: it cannot be known now; the homeserver is away or refuses to tell, we are not in the room, or
                its levels make no sense. That means no.
        """
        me = str(self._wire.client.user_id)
        create, levels, theirs, ours = await asyncio.gather(
            self._wire.get(path_of("rooms", room_id, "state", "m.room.create", format="event")),
            self._state(room_id, "m.room.power_levels"),
            self._membership(room_id, user_id),
            self._membership(room_id, me),
        )
        if ours != "join":
            raise MatrixError("we are not in the room")  # what the homeserver told is how it was when we left
        power = _power(create, levels, user_id)
        return power if theirs == "join" else replace(power, level=-math.inf)

    async def _membership(self, room_id: str, user_id: str) -> object:
        return (await self._state(room_id, "m.room.member", user_id) or {}).get("membership")

    async def _state(self, room_id: str, *what: str) -> Mapping[str, Any] | None:
        """The content of a piece of state, by its type and key; None where there is none."""
        try:
            return await self._wire.get(path_of("rooms", room_id, "state", *what))
        except Refused as error:
            if error.code != "M_NOT_FOUND":
                raise
            return None


def _power(create: Mapping[str, Any], levels: Mapping[str, Any] | None, user_id: str) -> Power:
    """What the room's state gives somebody who is in it.

    See the Client-Server API, `m.room.power_levels`, for what holds where a level is missing, and room versions 11 and
    12 for who counts as a creator.
    """
    content = mapping(create.get("content")) or create  # not every homeserver gives the whole event
    creator = create.get("sender") or content.get("creator")
    over_all = _is_over_all(str(content.get("room_version", "1")))
    if not isinstance(creator, str) and (over_all or levels is None):
        raise MatrixError("the homeserver does not tell who created the room")
    if over_all and user_id in {creator, *_strings(content.get("additional_creators"))}:
        level = math.inf
    elif levels is None:
        level = CREATOR if user_id == creator else 0
    else:
        level = _level(mapping(levels.get("users")), user_id, _level(levels, "users_default", 0))
    changing = 0 if levels is None else _level(levels, "state_default", CHANGING)
    levels = levels or {}
    return Power(
        level=level,
        to_moderate=_level(levels, "redact", MODERATING),
        to_ping=_level(mapping(levels.get("notifications")), "room", PINGING),
        to_pin=_level(mapping(levels.get("events")), "m.room.pinned_events", changing),
    )


def _is_over_all(version: str) -> bool:
    """Whether creators stand above all in rooms of this version; an unknown name of a version means no."""
    return version.isdecimal() and int(version) >= int(OVER_ALL)


def _level(levels: Mapping[str, Any], key: str, default: int) -> int:
    """A level; old rooms may have it as a string, which counts as the number it holds (room versions 1 to 9)."""
    value = levels.get(key, default)
    try:
        if isinstance(value, int | str) and not isinstance(value, bool):
            return int(value)
    except ValueError:
        pass
    raise MatrixError(f"the room's power levels make no sense: {key} is no number")


def _strings(value: object) -> list[str]:
    return [entry for entry in value if isinstance(entry, str)] if isinstance(value, list) else []
