"""The reminders' ledger as a table; what it means stands in `bot.delivery.ledger`."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select

from bot.delivery.ledger import OPEN, Entry, Standing
from bot.storage.schema import reminders
from bot.storage.store import Store
from bot.storage.upsert import AT_ONCE, portions, rows_of, upsert
from bot.storage.whole import whole

_NAMES = reminders.columns.keys()
_IS_OPEN = reminders.c.standing.in_(sorted(OPEN))


class SqlLedger(Store):
    """Implements `bot.delivery.ledger.Ledger`."""

    @whole
    async def entries(self, keys: Collection[str] | None = None) -> Mapping[str, Entry]:
        """All entries by key, or those of some keys as far as there are any."""
        query = select(reminders)
        some = [query] if keys is None else [query.where(reminders.c.key.in_(each)) for each in portions(keys)]
        found: dict[str, Entry] = {}
        async with self._transaction() as connection:
            for each in some:
                result = await connection.stream(each, execution_options={"yield_per": AT_ONCE})
                async for portion in result.partitions():
                    found.update((row.key, _entry(row)) for row in portion)
        return found

    @whole
    async def save(self, entries: Collection[Entry]) -> None:
        """Write all of them or none, each over what stood under its key."""
        if not entries:
            return
        async with self._transaction() as connection:
            await upsert(connection, reminders, rows_of(reminders, entries))

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

    @whole
    async def said_as(self, event_id: str) -> Entry | None:
        """The entry that was said in this event."""
        query = select(reminders).where(reminders.c.event_id == event_id, reminders.c.event_id != "")
        async with self._transaction() as connection:
            row = (await connection.execute(query)).first()
        return _entry(row) if row else None


def _entry(row: Row[tuple[object, ...]]) -> Entry:
    columns: dict[str, Any] = dict(zip(_NAMES, row, strict=True))
    columns["standing"] = Standing(columns["standing"])
    return Entry(**columns)
