"""Notes, among the single facts of the database; what they are for stands in `bot.notes`."""

from collections.abc import Mapping

from sqlalchemy import delete, select

from bot.storage.schema import facts
from bot.storage.store import Store
from bot.storage.upsert import upsert
from bot.storage.whole import whole


class SqlNotes(Store):
    """Implements `bot.notes.Notes`."""

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
