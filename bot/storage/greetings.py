"""Which rooms were greeted, as facts of the database."""

from collections.abc import Collection

from sqlalchemy import select

from bot.storage.schema import facts
from bot.storage.store import Store
from bot.storage.upsert import upsert
from bot.storage.whole import whole

_PREFIX = "hello/"
"""Before a room's id. By itself it is the fact that this was ever written down."""


class SqlGreetings(Store):
    """Implements `bot.matrix.hellos.Greeted`."""

    @whole
    async def greeted(self) -> Collection[str] | None:
        """The ids of the rooms that were greeted; None where nothing was ever written down."""
        query = select(facts.c.name).where(facts.c.name.startswith(_PREFIX, autoescape=True))
        async with self._transaction() as connection:
            names = set((await connection.execute(query)).scalars())
        return {name.removeprefix(_PREFIX) for name in names - {_PREFIX}} if names else None

    @whole
    async def save_greeted(self, room_ids: Collection[str]) -> None:
        """Add these."""
        rows = [{"name": _PREFIX + room_id, "value": ""} for room_id in ("", *room_ids)]
        async with self._transaction() as connection:
            await upsert(connection, facts, rows)
