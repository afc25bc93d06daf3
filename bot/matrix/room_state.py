"""What must be known of a room: whether it is encrypted, how many are there, and what replaces what."""

from typing import Protocol

import structlog

from bot.errors import MatrixError, Refused
from bot.matrix.inbox import Event
from bot.matrix.known_rooms import KnownRooms
from bot.matrix.patience import Patience
from bot.matrix.sync import events, mapping
from bot.matrix.wire import Wire, path_of

log = structlog.get_logger()


class Rooms(Protocol):
    """Room ids that are remembered; a set, or one that is written down."""

    def __contains__(self, room_id: object, /) -> bool:
        """Whether it is one of them."""

    def add(self, room_id: str, /) -> None:
        """It is one from now on."""


class RoomState:
    """Answers from memory where it can, else asks the homeserver.

    Args:
        wire: requests as the bot.
        known: the register of rooms.
        encrypted: rooms in which encryption was seen to be on.
    """

    def __init__(self, wire: Wire, known: KnownRooms, encrypted: Rooms) -> None:
        self._wire = wire
        self._known = known
        self._encrypted = encrypted
        self._plain: set[str] = set()
        self._members: dict[str, int] = {}

    def forget(self, room_id: str) -> None:
        """We are no longer there, so what we know of the room grows old."""
        self._members.pop(room_id, None)
        self._plain.discard(room_id)

    async def is_encrypted(self, room_id: str) -> bool:
        """Whether messages in the room are encrypted; asked of the homeserver, never assumed off.

        Where the homeserver refuses to tell, it counts as encrypted, and is asked again the next time.

        Raises:
            MatrixError: it cannot be known now.
        """
        if room_id in self._encrypted or room_id in self._plain:
            return room_id in self._encrypted
        try:
            await self._wire.get(path_of("rooms", room_id, "state", "m.room.encryption"))
        except Refused as error:
            if error.code != "M_NOT_FOUND":
                log.info("the homeserver does not tell whether the room is encrypted", room=room_id, why=str(error))
                return True
            self._plain.add(room_id)
        else:
            self.was_encrypted(room_id)
        return room_id in self._encrypted  # asked anew: `/sync` may have told meanwhile

    def was_encrypted(self, room_id: str) -> None:
        """Encryption is on in the room, and never goes off again (Client-Server API, 11.12 `m.room.encryption`)."""
        self._encrypted.add(room_id)

    def counted(self, room_id: str, part: Event) -> None:
        """Take the member count where `/sync` gives one, else forget it when members changed."""
        summary = mapping(part.get("summary"))
        joined, invited = summary.get("m.joined_member_count"), summary.get("m.invited_member_count")
        if type(joined) is int:
            self._members[room_id] = joined + (invited if type(invited) is int else 0)
        elif mapping(part.get("timeline")).get("limited") or any(
            event.get("type") == "m.room.member" for event in events(part, "timeline")
        ):
            self._members.pop(room_id, None)

    async def members(self, room_id: str) -> int:
        """How many are in the room or invited to it.

        Raises:
            Refused: the homeserver does not tell.
        """
        if room_id not in self._members:
            path = path_of("rooms", room_id, "joined_members")
            answer = await Patience("members").insist(lambda: self._wire.get(path))
            self._members[room_id] = len(mapping(answer.get("joined")))
        return self._members[room_id]

    async def tombstone(self, room_id: str) -> Event | None:
        """The event that names the room's replacement, if it was upgraded and we are in it.

        Raises:
            MatrixError: it cannot be known now.
        """
        try:
            path = path_of("rooms", room_id, "state", "m.room.tombstone", format="event")
            answer = await self._wire.get(path)
        except Refused:
            return None
        return answer if "content" in answer else {"content": answer}  # not every homeserver knows the format

    async def predecessor(self, room_id: str) -> str | None:
        """The room that this one says it replaces, if it does and we are in it.

        Raises:
            MatrixError: it cannot be known now.
        """
        create = await self._wire.get(path_of("rooms", room_id, "state", "m.room.create"))
        found = mapping(create.get("predecessor")).get("room_id")
        return found if isinstance(found, str) else None

    async def is_direct(self, room_id: str) -> bool:
        """Whether this is a conversation of two; a configured room never is."""
        if self._known.name_of(room_id):
            return False
        try:
            return await self.members(room_id) <= 2
        except MatrixError as error:
            log.info("members unknown", room=room_id, why=str(error))
            return False
