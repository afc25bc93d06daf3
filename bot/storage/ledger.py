"""The reminders' ledger as a table; what it means stands in `bot.ledger`."""

import asyncio
from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ledger import OPEN, Entry, Standing
from bot.storage.schema import reminders
from bot.storage.upsert import upsert
from bot.storage.whole import whole

_IS_OPEN = reminders.c.standing.in_(sorted(OPEN))


class SqlLedger:
    """Implements `bot.ledger.Ledger`.

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
    async def entries(self) -> Mapping[str, Entry]:
        """All entries, by key."""
        async with self._transaction() as connection:
            rows = await connection.execute(select(reminders))
        return {row.key: _entry(row) for row in rows}

    @whole
    async def save(self, entries: Collection[Entry]) -> None:
        """Write all of them or none, each over what stood under its key."""
        if not entries:
            return
        async with self._transaction() as connection:
            await upsert(connection, reminders, [asdict(entry) for entry in entries])

    @whole
    async def due(self, now: datetime) -> list[Entry]:
        """Open entries whose `due` has come, the earliest first."""
        query = select(reminders).where(_IS_OPEN, reminders.c.due <= now).order_by(reminders.c.due, reminders.c.key)
        async with self._transaction() as connection:
            rows = await connection.execute(query)
        return [_entry(row) for row in rows]

    @whole
    async def next_wake(self) -> datetime | None:
        """The earliest `wake` of the open entries."""
        async with self._transaction() as connection:
            earliest: datetime | None = await connection.scalar(select(func.min(reminders.c.wake)).where(_IS_OPEN))
        return earliest


def _entry(row: Row[tuple[object, ...]]) -> Entry:
    columns = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for a row as a mapping
    return Entry(**columns | {"standing": Standing(row.standing)})
