"""What every store of the database has: a way to begin a transaction, and a note of its work under way."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection


class Store:
    """Tables of one kind.

    Args:
        transaction: opens one; what the database raises leaves it as `StorageError`.
        under_way: where work that was begun and not ended is noted.
    """

    def __init__(
        self,
        transaction: Callable[[], AbstractAsyncContextManager[AsyncConnection]],
        under_way: set[asyncio.Task[Any]],
    ) -> None:
        self._transaction = transaction
        self.under_way = under_way
