"""Small signs of attention: what was answered is marked as read, and who waits for a picture sees that it is being made.

They are of use at once or never, so each is sent once, and what goes wrong with it is forgotten.
"""

import asyncio
from typing import Any

import structlog

from bot.errors import MatrixError
from bot.matrix.chores import Chores
from bot.matrix.wire import Wire, path_of

RECEIPT_AFTER = 2.0
"""Seconds between an answer and the receipt for what was read until then; one in so long is enough for a room."""

SLOW = 1.0
"""Seconds after which an answer is slow."""

LONGEST = 30.0
"""Seconds for which typing is shown at most."""

log = structlog.get_logger()


class Manners:
    """Shows attention.

    Args:
        wire: requests as the bot.
        chores: keeps hold of what goes on beside the stream.
    """

    def __init__(self, wire: Wire, chores: Chores) -> None:
        self._wire = wire
        self._chores = chores
        self._latest: dict[str, str] = {}

    def read(self, room_id: str, event_id: str) -> None:
        """An event was answered; everything up to it is marked as read soon (Client-Server API, 11.6 Receipts)."""
        waits = room_id in self._latest
        self._latest[room_id] = event_id
        if not waits:
            self._chores.do(self._receipt(room_id))

    def slow(self, room_id: str, work: asyncio.Future[Any]) -> None:
        """Something is being made for a room; if it takes long, typing is shown (Client-Server API, 11.5 Typing)."""
        self._chores.do(self._typing(room_id, work))

    async def _receipt(self, room_id: str) -> None:
        await asyncio.sleep(RECEIPT_AFTER)
        event_id = self._latest.pop(room_id)
        path = path_of("rooms", room_id, "receipt", "m.read", event_id)
        await self._try("POST", path, {})

    async def _typing(self, room_id: str, work: asyncio.Future[Any]) -> None:
        ended, _ = await asyncio.wait([work], timeout=SLOW)
        if ended:
            return
        path = path_of("rooms", room_id, "typing", str(self._wire.client.user_id))
        await self._try("PUT", path, {"typing": True, "timeout": int(LONGEST * 1000)})
        await asyncio.wait([work], timeout=LONGEST)
        await self._try("PUT", path, {"typing": False})

    async def _try(self, method: str, path: str, body: dict[str, Any]) -> None:
        try:
            await self._wire.request(method, path, body, seconds=10.0)
        except MatrixError as error:
            log.debug("a sign of attention was not sent", why=str(error))
