"""Insert or overwrite, which SQLite and PostgreSQL both know but SQL does not."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

# SQLAlchemy types the two alike in name only.
_INSERT: dict[str, Callable[[Table], Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


async def upsert(connection: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write whole rows, each over what stood under its primary key.

    Args:
        connection: inside a transaction.
        table: where to.
        rows: with a value for every column; not empty.
    """
    insert = _INSERT[connection.dialect.name](table)
    keys = [column.name for column in table.primary_key]
    rest = {column.name: insert.excluded[column.name] for column in table.columns if not column.primary_key}
    await connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=rest), rows)
