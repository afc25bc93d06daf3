"""People who write in encrypted rooms, with nio's own client, which shares no code with the bot's encryption."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Self

import aiohttp
import nio

from demo.applicant import Applicant

ENCRYPTION = {
    "type": "m.room.encryption",
    "state_key": "",
    "content": {"algorithm": "m.megolm.v1.aes-sha2"},
}
"""What makes a room encrypted, for `/createRoom`."""

AGAIN = 0.2
"""Seconds between two tries while the homeserver is away."""


class SealedWriter:
    """Somebody's device that encrypts; `of` makes it.

    Args:
        client: nio's, logged in.
    """

    def __init__(self, client: nio.AsyncClient) -> None:
        self._client = client

    @classmethod
    @asynccontextmanager
    async def of(cls, person: Applicant, password: str, folder: Path) -> AsyncIterator[Self]:
        """A new device of somebody, whose keys others know; closed with the block."""
        folder.mkdir()  # noqa: ASYNC240 - nothing else goes on yet
        config = nio.AsyncClientConfig(encryption_enabled=True, pickle_key="theirs")
        client = nio.AsyncClient(person.url, person.user_id, store_path=str(folder), config=config)
        await client.login(password, "sealed")
        await client.sync(timeout=0)
        await client.keys_upload()
        try:
            yield cls(client)
        finally:
            await client.close()
            client.store.database.close()

    async def knows(self, room: str, user_id: str) -> None:
        """Read on until it is known that somebody is in a room, and with which devices."""
        while user_id not in getattr(self._client.rooms.get(room), "users", ()):
            await self._client.sync(timeout=1000)
        if self._client.should_query_keys:
            await self._client.keys_query()

    async def say(self, room: str, text: str) -> str:
        """Write a message, encrypted; its id. A homeserver that is away is asked again, with the same transaction id."""
        transaction, content = secrets.token_hex(8), {"msgtype": "m.text", "body": text}
        while True:
            try:
                sent = await self._client.room_send(
                    room, "m.room.message", content, tx_id=transaction, ignore_unverified_devices=True
                )
            except (aiohttp.ClientError, TimeoutError, nio.LocalProtocolError):
                sent = None
            if isinstance(sent, nio.RoomSendResponse):
                return str(sent.event_id)
            await asyncio.sleep(AGAIN)
