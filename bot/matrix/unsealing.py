"""Encrypted events, opened at once, or when their key comes."""

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.matrix.cipher import Cipher, Unreadable
from bot.matrix.key_requests import Key
from bot.matrix.patience import Patience
from bot.matrix.wire import Json

MOST_AWAITED = 1_000
"""How many keys are waited for at one time."""

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
        self._awaited: dict[Key, asyncio.Event] = {}

    def take_in(self, answer: Mapping[str, Any]) -> None:
        """Take in what an answer of `/sync` says beside its rooms; for errors see `Cipher.take_in`."""
        for key in self._cipher.take_in(answer):
            if awaited := self._awaited.pop(key, None):
                awaited.set()

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
            if why.key and len(self._awaited) < MOST_AWAITED:
                self._awaited.setdefault(why.key, asyncio.Event())  # at once: it may come before anybody waits
            return why

    async def came(self, key: Key, sender: str) -> bool:
        """Wait for a key that was missing, and ask for it where that takes long; False where it is too late for it."""
        awaited = self._awaited.get(key)
        if not awaited or await _within(ASK_AFTER, awaited):
            return True  # it came, or too many are waited for: one more try tells
        await Patience("devices").insist(lambda: self._cipher.ask_for(key, sender))
        if await _within(self._patience, awaited):
            return True
        self._awaited.pop(key, None)
        return False


async def _within(seconds: float, awaited: asyncio.Event) -> bool:
    try:
        async with asyncio.timeout(seconds):
            return await awaited.wait()
    except TimeoutError:
        return False
