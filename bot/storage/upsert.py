"""Insert or overwrite, which SQLite and PostgreSQL both know but SQL does not."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

T = TypeVar("T")

AT_ONCE = 5_000
"""Rows or keys handed over at once. Much fewer than the parameters that one statement may have; and between two such
portions other work gets its turn."""

# SQLAlchemy types the two alike in name only.
_INSERT: dict[str, Callable[[Table], Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


async def upsert(connection: AsyncConnection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write whole rows, each over what stood under its primary key.

    Args:
        connection: inside a transaction.
        table: where to.
        rows: with a value for every column.
    """
    insert = _INSERT[connection.dialect.name](table)
    keys = [column.name for column in table.primary_key]
    rest = {column.name: insert.excluded[column.name] for column in table.columns if not column.primary_key}
    statement = insert.on_conflict_do_update(index_elements=keys, set_=rest)
    for portion in portions(rows):
        await connection.execute(statement, portion)


def rows_of(table: Table, values: Iterable[object]) -> Iterator[dict[str, Any]]:
    """Values whose attributes are called like the columns, as rows."""
    names = table.columns.keys()
    attributes = attrgetter(*names)
    return (dict(zip(names, attributes(value), strict=True)) for value in values)


def portions(values: Iterable[T]) -> Iterator[list[T]]:
    """The values in portions of at most `AT_ONCE`."""
    left = iter(values)
    while portion := list(islice(left, AT_ONCE)):
        yield portion
