"""Which rooms the bot is in or was put out of: the value, and what must be able to remember it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

LONG_AGO = datetime.fromtimestamp(0, UTC)
"""Since when we are in a room that we were in before we read anything."""


@dataclass(frozen=True, slots=True)
class KnownRoom:
    """A room we are in, or a configured one that we were put out of.

    Attributes:
        room_id: the homeserver's id; opaque.
        name: what the configuration calls it; None for a room that is not configured.
        joined: since when, by the homeserver's clock; aware, UTC.
        put_out_by: who removed or banned us; None while we are in it.
    """

    room_id: str
    name: str | None
    joined: datetime
    put_out_by: str | None = None


class RoomMemory(Protocol):
    """Where rooms are written down. Every method raises `StorageError`."""

    async def known_rooms(self) -> Sequence[KnownRoom]:
        """The rooms we are in, and those we were put out of."""

    async def remember_room(self, room: KnownRoom) -> None:
        """Remember a room; its configured name leaves the room that had it before."""

    async def forget_room(self, room_id: str) -> None:
        """Forget a room."""
