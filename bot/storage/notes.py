"""Notes, among the single facts of the database; what they are for stands in `bot.notes`."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.schema import facts
from bot.storage.upsert import upsert
from bot.storage.whole import whole


class SqlNotes:
    """Implements `bot.notes.Notes`.

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

    @whole
    async def notes(self, kind: str) -> Mapping[str, str]:
        """All of a kind, by name."""
        query = select(facts).where(facts.c.name.startswith(f"{kind}/", autoescape=True)).order_by(facts.c.name)
        async with self._transaction() as connection:
            rows = await connection.execute(query)
        return {row.name.removeprefix(f"{kind}/"): row.value for row in rows}

    @whole
    async def note(self, kind: str, name: str, value: str | None) -> None:
        """Write over what stood under this name; None forgets it."""
        named = f"{kind}/{name}"
        async with self._transaction() as connection:
            if value is None:
                await connection.execute(delete(facts).where(facts.c.name == named))
            else:
                await upsert(connection, facts, [{"name": named, "value": value}])
