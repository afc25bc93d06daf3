"""How long to wait before asking again: backoff with jitter."""

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

log = structlog.get_logger()


def pause(failures: int, error: MatrixError) -> float:
    """Seconds to wait after so many failures in a row: as long as told, else doubling, bounded, and spread upwards."""
    if isinstance(error, Limited) and error.seconds is not None:
        return error.seconds + random.uniform(0.0, 0.1)
    return min(LONGEST, SHORTEST * 2.0 ** min(failures - 1, 10)) * random.uniform(1.0, 1.5)


def worth_a_line(failures: int) -> bool:
    """Whether the log should hear of a failure after so many: of the first few, and then now and again."""
    return failures in {1, 2, 4, 8} or failures % 50 == 0


class Patience:
    """The patience of one who asks one thing at a time.

    Args:
        kind: what is asked, for the log, such as `sync` or `join`.
    """

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.failures = 0

    async def insist(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Ask until there is an answer.

        Raises:
            Refused: asking again would not help.
        """
        while True:
            try:
                answer = await ask()
            except Refused:
                raise
            except MatrixError as error:
                await self.wait(error)
            else:
                self.well()
                return answer

    async def wait(self, error: MatrixError) -> None:
        """Note a failure and wait as long as it means."""
        self.failures += 1
        seconds = pause(self.failures, error)
        if worth_a_line(self.failures):
            log.warning("the homeserver is ill", kind=self.kind, why=str(error), seconds=round(seconds, 1))
        await asyncio.sleep(seconds)

    def well(self) -> None:
        """Note that an answer came."""
        if self.failures:
            log.info("the homeserver answers again", kind=self.kind, failures=self.failures)
        self.failures = 0
