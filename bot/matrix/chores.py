"""Work beside the stream, which ends with the bot."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import structlog

from bot.errors import BotError

LONGEST = 600.0
"""Seconds after which a chore, such as joining a room, is given up, so that it does not hold the sync position back."""

T = TypeVar("T")

log = structlog.get_logger()


class Chores:
    """Keeps hold of tasks until they are done."""

    def __init__(self) -> None:
        self._under_way: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Do something whose outcome somebody waits for."""
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task

    def do(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Do something for its own sake; what goes wrong with it is logged."""

        async def done() -> None:
            try:
                async with asyncio.timeout(LONGEST):
                    await work
            except TimeoutError:
                log.warning("a chore took too long and was given up")
            except BotError as error:
                log.warning("a chore failed", why=str(error))
            except Exception:
                log.exception("a chore failed")

        task = self.start(done())
        task.add_done_callback(lambda _: work.close())  # one that is stopped before its first step never got to it
        return task

    async def close(self) -> None:
        """Stop what is under way."""
        for task in list(self._under_way):
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
