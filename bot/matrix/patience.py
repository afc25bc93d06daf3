"""How long to wait before asking again: backoff with jitter, shared by all who ask the same thing.

While the homeserver is ill, only one request at a time goes out as a probe, so that many waiting answers cost no more
than one.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog

from bot.errors import MatrixError, Refused
from bot.matrix.wire import Limited

T = TypeVar("T")

SHORTEST = 1.0
LONGEST = 5.0
"""Seconds. Short enough to be back within seconds after the homeserver heals."""

AFTER_A_LIMIT = 10.0
"""Seconds of asking one at a time after the homeserver limited our rate; else all who wait would be refused again."""

log = structlog.get_logger()


def pause(failures: int) -> float:
    """Seconds to wait after so many failures in a row: doubling, bounded, spread by up to a half upwards."""
    return min(LONGEST, SHORTEST * 2.0 ** min(failures - 1, 10)) * random.uniform(1.0, 1.5)


class Patience:
    """The health of one kind of request.

    Args:
        kind: what is asked, for the log, such as `sync` or `send`.
    """

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.failures = 0
        self._until = 0.0
        self._careful_until = 0.0
        self._probe = asyncio.Lock()

    async def insist(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Ask until there is an answer.

        Raises:
            Refused: asking again would not help.
        """
        while True:
            if not self._careful():
                try:
                    return self._healed(await ask())
                except MatrixError as error:
                    self._ill(error)
            async with self._probe:
                if not self._careful():
                    continue
                await self._rest()
                try:
                    return self._healed(await ask())
                except MatrixError as error:
                    self._ill(error)

    def _careful(self) -> bool:
        """Whether to ask one at a time: while the homeserver is ill, and for a while after it limited our rate."""
        return self.failures > 0 or asyncio.get_running_loop().time() < self._careful_until

    async def wait(self, error: MatrixError) -> None:
        """Note a failure and wait as long as it means."""
        self._ill(error)
        await self._rest()

    def well(self) -> None:
        """Note that an answer came."""
        self._healed(None)

    async def _rest(self) -> None:
        await asyncio.sleep(max(0.0, self._until - asyncio.get_running_loop().time()))

    def _healed(self, answer: T) -> T:
        if self.failures:
            log.info("the homeserver answers again", kind=self.kind, failures=self.failures)
        self.failures = 0
        return answer

    def _ill(self, error: MatrixError) -> None:
        """Set when the next try may be; errors that waiting cannot mend go on to the caller."""
        if isinstance(error, Refused):
            raise error
        now = asyncio.get_running_loop().time()
        told = error.seconds if isinstance(error, Limited) else None
        if self.failures and self._until > now and told is None:
            return  # one of several that were under way when the first one failed
        self.failures += 1
        seconds = pause(self.failures) if told is None else told + random.uniform(0.0, 0.1)
        self._until = max(self._until, now + seconds)
        if isinstance(error, Limited):
            self._careful_until = self._until + AFTER_A_LIMIT
        if self.failures in {1, 2, 4, 8} or self.failures % 50 == 0:
            log.warning("the homeserver is ill", kind=self.kind, why=str(error), seconds=round(seconds, 1))
