"""Posting reminders: one try at a time, so that who asked can judge anew whether it is still true."""

from bot.errors import MatrixError, Refused
from bot.markup import Markup
from bot.matrix import content
from bot.matrix.rooms import Rooms
from bot.matrix.wire import Wire, path_of


class Herald:
    """Speaks in configured rooms.

    Args:
        wire: requests as the bot.
        rooms: knows which room a configured name stands for.
    """

    def __init__(self, wire: Wire, rooms: Rooms) -> None:
        self._wire = wire
        self._rooms = rooms

    async def send(self, room: str, body: Markup, key: str) -> str:
        """Post once.

        Args:
            room: the configured name.
            body: the words.
            key: the reminder's; the transaction id follows from it.

        Returns:
            The event id.

        Raises:
            Refused: the homeserver said no for good.
            MatrixError: worth another try.
        """
        room_id = self._rooms.id_of(room)
        if not room_id:
            raise MatrixError(f"not in {room} yet")
        if await self._rooms.is_encrypted(room_id):
            raise Refused("the room is encrypted")
        path = path_of("rooms", room_id, "send", "m.room.message", content.transaction("reminder", key))
        return await self._wire.put_event(path, content.reminder(body))
