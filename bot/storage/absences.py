"""Mentors' absences as a table; what they mean stands in `bot.absence`."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from bot.absence import Absence, Kind
from bot.storage.schema import absences
from bot.storage.store import Store
from bot.storage.upsert import rows_of, upsert
from bot.storage.whole import whole


class SqlAbsenceRecords(Store):
    """Implements `bot.absence.AbsenceRecords`."""

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
