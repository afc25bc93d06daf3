"""What was counted of questions, as tables; what it means stands in `bot.counts`."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, select

from bot.counts import Count, Unmatched, What
from bot.storage.schema import counts, unmatched
from bot.storage.store import Store
from bot.storage.upsert import rows_of, upsert
from bot.storage.whole import whole


class SqlCountRecords(Store):
    """Implements `bot.counts.CountRecords`."""

    @whole
    async def counts(self, since: date) -> Sequence[Count]:
        """Those of this week and later ones, the earliest first."""
        query = select(counts).where(counts.c.week >= since).order_by(counts.c.week, counts.c.page, counts.c.idea)
        async with self._transaction() as connection:
            rows = await connection.execute(query)
        return [Count(row.week, What(row.what), row.page, row.idea, row.number) for row in rows]

    @whole
    async def save_counts(self, counted: Sequence[Count], words: Sequence[Unmatched]) -> None:
        """Write all or nothing, each over what stood for the same."""
        async with self._transaction() as connection:
            await upsert(connection, counts, rows_of(counts, counted))
            await upsert(connection, unmatched, rows_of(unmatched, words))

    @whole
    async def unmatched(self) -> Sequence[Unmatched]:
        """All words that were kept, those that are settled too."""
        async with self._transaction() as connection:
            rows = await connection.execute(select(unmatched).order_by(unmatched.c.words))
        return [Unmatched(**row._mapping) for row in rows]  # noqa: SLF001  its public way to a mapping

    @whole
    async def forget_counts(self, before: date) -> None:
        """Forget the counts of earlier weeks, and words that were last searched for before it."""
        async with self._transaction() as connection:
            await connection.execute(delete(counts).where(counts.c.week < before))
            await connection.execute(delete(unmatched).where(unmatched.c.last < before))
