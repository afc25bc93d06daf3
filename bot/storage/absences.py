"""Mentors' absences as a table; what they mean stands in `bot.absence`."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.absence import Absence, Kind
from bot.storage.schema import absences
from bot.storage.upsert import rows_of, upsert
from bot.storage.whole import whole


class SqlAbsenceRecords:
    """Implements `bot.absence.AbsenceRecords`.

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
    async def absences(self) -> Sequence[Absence]:
        """All that were written and not ended, by page, mentor and idea."""
        query = select(absences).order_by(absences.c.page, absences.c.person, absences.c.idea)
        async with self._transaction() as connection:
            rows = await connection.execute(query)
        return [Absence(row.page, row.person, Kind(row.kind), row.idea, row.until) for row in rows]

    @whole
    async def save_absences(self, begun: Sequence[Absence], ended: Sequence[Absence]) -> None:
        """Write all or nothing: take out what has ended, and write the begun over what stood for mentor and idea."""
        table = absences.c
        async with self._transaction() as connection:
            for each in ended:
                same = (table.page == each.page) & (table.person == each.person) & (table.idea == each.idea)
                await connection.execute(delete(absences).where(same))
            await upsert(connection, absences, rows_of(absences, begun))
