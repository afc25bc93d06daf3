"""Pinned messages: reading and changing `m.room.pinned_events` (Client-Server API, `m.room.pinned_events`)."""

from bot.errors import Refused
from bot.markup import Markup
from bot.matrix import content
from bot.matrix.outbox import Outbox
from bot.matrix.wire import Wire, path_of


class Pins:
    """Pins messages of ours.

    Args:
        wire: requests as the bot.
        outbox: sends.
    """

    def __init__(self, wire: Wire, outbox: Outbox) -> None:
        self._wire = wire
        self._outbox = outbox

    async def pin(self, room_id: str, event_id: str, instead_of: str | None) -> None:
        """Pin a message before the others, in place of an earlier one of ours.

        Raises:
            Refused: we may not.
            MatrixError: it could not be done now.
        """
        others = [each for each in await self._pinned(room_id) if each not in {event_id, instead_of}]
        await self._put(room_id, [event_id, *others])

    async def unpin(self, room_id: str, event_id: str) -> None:
        """Pin it no longer; for errors see `pin`."""
        pinned = await self._pinned(room_id)
        if event_id in pinned:
            await self._put(room_id, [each for each in pinned if each != event_id])

    async def is_pinned(self, room_id: str, event_id: str) -> bool:
        """Whether it is pinned still.

        Raises:
            Refused: we are not in the room.
            MatrixError: it cannot be known now.
        """
        return event_id in await self._pinned(room_id)

    async def rewrite(self, room_id: str, event_id: str, body: Markup, key: str) -> None:
        """Let the message say this from now on; once under this key. For errors see `Outbox.post`."""
        corrected = content.correction(content.notice(body), event_id)
        await self._outbox.post(room_id, "pins", content.transaction("pins", key), corrected)

    async def _pinned(self, room_id: str) -> list[str]:
        try:
            state = await self._wire.get(_path(room_id))
        except Refused as error:
            if error.code != "M_NOT_FOUND":
                raise
            return []
        pinned = state.get("pinned")
        return [each for each in pinned if isinstance(each, str)] if isinstance(pinned, list) else []

    async def _put(self, room_id: str, pinned: list[str]) -> None:
        await self._wire.put(_path(room_id), {"pinned": pinned})


def _path(room_id: str) -> str:
    return path_of("rooms", room_id, "state", "m.room.pinned_events", "")
