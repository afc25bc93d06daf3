"""Encrypted events, opened at once, or when their key comes."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from bot.matrix.cipher import Cipher, Unreadable
from bot.matrix.key_requests import Key
from bot.matrix.patience import Patience
from bot.matrix.wire import Json

MOST_AWAITED = 1_000
"""How many events wait for their keys at one time."""

ASK_AFTER = 5.0
"""Seconds after which a key is asked for; most that are late are on their way."""


class Unsealing:
    """Opens events, and knows which keys are waited for.

    Args:
        cipher: what opens them.
        patience: seconds for which a key is waited for.
    """

    def __init__(self, cipher: Cipher, patience: float) -> None:
        self._cipher = cipher
        self._patience = patience
        self._awaited: defaultdict[Key, set[asyncio.Event]] = defaultdict(set)
        self._many = 0

    def take_in(self, answer: Mapping[str, Any]) -> None:
        """Take in what an answer of `/sync` says beside its rooms; for errors see `Cipher.take_in`."""
        for key in self._cipher.take_in(answer):
            for coming in self._awaited.get(key, ()):
                coming.set()

    async def opened(self, room_id: str, event: Mapping[str, Any]) -> Json:
        """The event as it was meant; insists where the homeserver is away.

        Raises:
            Unreadable: it cannot be read, or not yet.
        """
        found = await Patience("devices").insist(lambda: self._tried(room_id, event))
        if isinstance(found, Unreadable):
            raise found
        return found

    async def _tried(self, room_id: str, event: Mapping[str, Any]) -> Json | Unreadable:
        try:
            return await self._cipher.opened(room_id, event)
        except Unreadable as why:
            return why

    def expect(self, key: Key) -> asyncio.Event | None:
        """A key is waited for from this moment on: what `came` waits with. None where too many events wait already."""
        if self._many >= MOST_AWAITED:
            return None
        coming = asyncio.Event()
        self._awaited[key].add(coming)
        self._many += 1
        return coming

    async def came(self, key: Key, coming: asyncio.Event, sender: str) -> bool:
        """Wait for an expected key, and ask the sender for it where that takes long; False where it is too late for it."""
        try:
            if await _within(ASK_AFTER, coming):
                return True
            await Patience("devices").insist(lambda: self._cipher.ask_for(key, sender))
            return await _within(self._patience, coming)
        finally:
            self._many -= 1
            self._awaited[key].discard(coming)
            if not self._awaited[key]:
                del self._awaited[key]


async def _within(seconds: float, coming: asyncio.Event) -> bool:
    try:
        async with asyncio.timeout(seconds):
            return await coming.wait()
    except TimeoutError:
        return False
