"""Posting reminders: one try at a time, so that who asked can judge anew whether it is still true."""

from bot.errors import MatrixError, Refused
from bot.markup import Markup
from bot.matrix import content
from bot.matrix.known_rooms import KnownRooms
from bot.matrix.room_state import RoomState
from bot.matrix.wire import Wire, path_of


class Herald:
    """Speaks in configured rooms.

    Args:
        wire: requests as the bot.
        known: knows which room a configured name stands for.
        state: knows whether a room is encrypted.
    """

    def __init__(self, wire: Wire, known: KnownRooms, state: RoomState) -> None:
        self._wire = wire
        self._known = known
        self._state = state

    async def send(self, room: str, body: Markup, key: str) -> str:
        """Post once.

        Args:
            room: the configured name.
            body: the words.
            key: the transaction id.

        Returns:
            The event id.

        Raises:
            Refused: the homeserver said no for good.
            MatrixError: worth another try.
        """
        room_id = self._known.id_of(room)
        if not room_id:
            raise MatrixError(f"not in {room} now")
        if await self._state.is_encrypted(room_id):
            raise Refused("the room is encrypted")
        path = path_of("rooms", room_id, "send", "m.room.message", key)
        return await self._wire.put_event(path, content.reminder(body))
