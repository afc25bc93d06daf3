"""What is put into a room: as it is where everybody may read along, and sealed where the room is encrypted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.matrix.cipher import Cipher
from bot.matrix.joint import MARK
from bot.matrix.members import Members
from bot.matrix.room_state import RoomState
from bot.matrix.wire import Json, path_of

SEALED = "m.room.encrypted"
"""The type of an event whose content only members can read."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """An event that is ready to be sent.

    Attributes:
        kind: its type.
        content: as the homeserver sees it.
    """

    kind: str
    content: Json

    @property
    def is_sealed(self) -> bool:
        """Whether only members can read it."""
        return self.kind == SEALED

    def path(self, room_id: str, transaction: str) -> str:
        """Where it is sent."""
        return path_of("rooms", room_id, "send", self.kind, transaction)


class Envelopes:
    """Seals what is said in encrypted rooms, for those who are there or invited.

    Nothing goes out as it is unless the homeserver has told that the room is not encrypted.

    Args:
        state: knows whether a room is encrypted.
        members: knows who can read in it.
        cipher: seals.
    """

    def __init__(self, state: RoomState, members: Members, cipher: Cipher) -> None:
        self._state = state
        self._members = members
        self._cipher = cipher

    async def around(self, room_id: str, content: Json, kind: str = "m.room.message") -> Envelope:
        """The event to send into a room; which answers it is made of stays readable, as it must be found again.

        Args:
            room_id: the room.
            content: what is said.
            kind: the type of the event that says it.

        Raises:
            Refused: the homeserver does not tell who is in an encrypted room.
            MatrixError: it cannot be sealed now, or it is not known now whether it must be.
        """
        if not await self._state.is_encrypted(room_id):
            return Envelope(kind, content)
        readable = {field: content[field] for field in content.keys() & {MARK}}
        sealed = await self._cipher.sealed(room_id, await self._members.of(room_id), kind, content)
        return Envelope(SEALED, sealed | readable)


def is_sealed(event: Mapping[str, Any]) -> bool:
    """Whether an event must be opened before it can be read."""
    return event.get("type") == SEALED
