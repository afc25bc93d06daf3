"""The bot's device in encrypted rooms, without a whole bot: reads, decrypts, encrypts and sends when a test says so."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Self

from wires import wire_of

from bot.account import Session
from bot.matrix.cipher import Cipher, Unreadable
from bot.matrix.crypto_store import CryptoStore, made, opened
from bot.matrix.device_keys import DeviceKeyUpload
from bot.matrix.wire import Wire, path_of
from demo.applicant import Applicant

PATIENCE = 60.0
"""Seconds that anything may take; only a failure takes them."""

Event = dict[str, Any]


class BotDevice:
    """One device; `at` opens it.

    Attributes:
        cipher: what encrypts and decrypts.
        wire: requests as the device.
        by_itself: what was sent to the device by itself, as it came.
        unread: encrypted events that could not be read, with the reason.
    """

    def __init__(self, wire: Wire, store: CryptoStore) -> None:
        self.wire = wire
        self.store = store
        self.cipher = Cipher(wire, store)
        self.by_itself: list[Event] = []
        self.unread: list[tuple[Event, Unreadable]] = []
        self.read: list[Event] = []
        self.since: str | None = None

    @classmethod
    @asynccontextmanager
    async def at(cls, path: Path, account: Applicant, secret: str = "", url: str = "") -> AsyncIterator[Self]:
        """Open the device's store, or make it and upload its keys; closed with the block."""
        session = Session(account.url, account.user_id, account.device_id, account.token)
        fresh = not path.exists()  # noqa: ASYNC240 - nothing else goes on in a test
        store = made(path, session, secret) if fresh else opened(path, session, secret)
        try:
            async with wire_of(account, url) as wire:
                if fresh:
                    await DeviceKeyUpload(wire, store.olm).everything()
                yield cls(wire, store)
        finally:
            store.close()

    async def join(self, room: str) -> None:
        """Join a room that we were invited to."""
        await self.wire.post(path_of("join", room))

    async def look(self) -> None:
        """Take in one answer of `/sync`, and give what is owed."""
        answer = await self.wire.get(path_of("sync", since=self.since, timeout=1000 if self.since else 0))
        came = self.cipher.take_in(answer)
        self.since = answer["next_batch"]
        self.by_itself += answer.get("to_device", {}).get("events", [])
        waiting = [event for event, why in self.unread if why.key in came]
        self.unread = [(event, why) for event, why in self.unread if why.key not in came]
        for room, part in answer.get("rooms", {}).get("join", {}).items():
            waiting += [{**event, "room_id": room} for event in part["timeline"]["events"]]
        for event in waiting:
            await self._take(event)
        await self.cipher.settle()

    async def _take(self, event: Event) -> None:
        try:
            encrypted = event["type"] == "m.room.encrypted"
            self.read.append(await self.cipher.opened(event["room_id"], event) if encrypted else event)
        except Unreadable as why:
            self.unread.append((event, why))

    async def until(self, wanted: Callable[[], object]) -> None:
        """Look until something is so."""
        async with asyncio.timeout(PATIENCE):
            while not wanted():
                await self.look()

    async def heard(self, text: str) -> Event:
        """Look until that was said; the event, decrypted."""
        found: list[Event] = []

        def said() -> bool:
            found.extend(event for event in self.read if event["content"].get("body") == text)
            return bool(found)

        await self.until(said)
        return found[0]

    async def say(self, room: str, text: str, members: list[str], **content: object) -> str:
        """Say something, encrypted; the event's id."""
        plain = {"msgtype": "m.notice", "body": text, **content}
        sealed = await self.cipher.sealed(room, members, "m.room.message", plain)
        path = path_of("rooms", room, "send", "m.room.encrypted", secrets.token_hex(8))
        return await self.wire.put_event(path, sealed)
