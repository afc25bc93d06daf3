"""Where to resume: the sync token behind which everything was handled.

A batch is handled when its last answer was sent. Tokens are saved in order and only now and then: what is read
again after a crash is answered under the same transaction ids, so a token that lags is harmless and one that runs
ahead would lose questions.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import structlog

from bot.errors import StorageError

AT_MOST_EVERY = 5.0
"""Seconds between two saves."""

log = structlog.get_logger()


class Bookmark:
    """Keeps the place in the stream of batches.

    Args:
        save: writes a token down.
    """

    def __init__(self, save: Callable[[str], Awaitable[None]]) -> None:
        self._save = save
        self._open: deque[tuple[str, set[asyncio.Future[Any]]]] = deque()
        self._reached = asyncio.Event()
        self._token: str | None = None

    def turn(self, token: str, pending: Iterable[asyncio.Future[Any]]) -> None:
        """A batch was read; it is handled when all its answers are done, however they ended."""
        batch = {future for future in pending if not future.done()}
        self._open.append((token, batch))
        for future in list(batch):
            future.add_done_callback(lambda done, batch=batch: self._one_done(batch, done))  # type: ignore[misc]
        self._advance()

    def _one_done(self, batch: set[asyncio.Future[Any]], done: asyncio.Future[Any]) -> None:
        if done.cancelled():
            return  # cut off by the end of the process, not handled
        batch.discard(done)
        self._advance()

    def _advance(self) -> None:
        while self._open and not self._open[0][1]:
            self._token, _ = self._open.popleft()
            self._reached.set()

    async def keep(self) -> None:
        """Save for ever; run it as a task."""
        while True:
            await self._reached.wait()
            await self.save()
            await asyncio.sleep(AT_MOST_EVERY)

    async def save(self) -> None:
        """Save now what is not saved yet; a failure is logged and made good with the next save."""
        if not self._reached.is_set() or self._token is None:
            return
        self._reached.clear()
        try:
            await self._save(self._token)
        except StorageError as error:
            self._reached.set()
            log.error("the sync position could not be saved", why=str(error))
