"""Database work that a cancelled caller cannot break off in the middle.

A connection that is left in mid-transaction keeps its lock, and its thread keeps the process from ending.
"""

import asyncio
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Busy(Protocol):
    """What keeps count of its work under way."""

    under_way: set[asyncio.Task[Any]]


B = TypeVar("B", bound=Busy)


def whole(
    method: Callable[Concatenate[B, P], Coroutine[Any, Any, T]],
) -> Callable[Concatenate[B, P], Coroutine[Any, Any, T]]:
    """Let the method come to its end though its caller is cancelled; who closes the database waits for that."""

    @wraps(method)
    async def complete(self: B, /, *args: P.args, **kwargs: P.kwargs) -> T:
        task = asyncio.create_task(method(self, *args, **kwargs))
        self.under_way.add(task)
        task.add_done_callback(self.under_way.discard)
        return await asyncio.shield(task)

    return complete
