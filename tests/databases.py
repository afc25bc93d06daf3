"""Databases to keep things in: a file of SQLite, and one of a throw-away PostgreSQL where its binaries are installed."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import Connection, Row, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage import Database
from demo.postgresql import PostgreSQL, binaries

T = TypeVar("T")


async def behind(where: Path | str, look: Callable[[Connection], T]) -> T:
    """What a look at the database gives without our own storage, in a transaction of its own."""
    sqlite = isinstance(where, Path)
    engine = create_async_engine(
        f"sqlite+aiosqlite:///{where}" if sqlite else make_url(str(where)).set(drivername="postgresql+asyncpg")
    )
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(look)
    finally:
        await engine.dispose()


async def sql(where: Path | str, statement: str) -> list[Row[Any]]:
    """Run a statement; the rows that it returns."""

    def run(connection: Connection) -> list[Row[Any]]:
        result = connection.execute(text(statement))
        return list(result) if result.returns_rows else []

    return await behind(where, run)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """The PostgreSQL of all tests; a test that stops it starts it again. Started by the first test that asks."""
    if not binaries():
        pytest.skip("no PostgreSQL here: initdb and postgres are neither on PATH nor in their usual places")
    server = PostgreSQL()
    try:
        asyncio.run(server.start())
        yield server
    finally:
        asyncio.run(server.close())


@pytest.fixture
def address(postgresql: PostgreSQL) -> str:
    """An empty database of PostgreSQL, for this test alone."""
    return asyncio.run(postgresql.new_database())


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """A database that nobody has opened yet, of each kind."""
    if request.param == "sqlite":
        return tmp_path / "data" / "bot.db"
    return str(request.getfixturevalue("address"))


@pytest.fixture
async def db(where: Path | str) -> AsyncIterator[Database]:
    """The same, open and held."""
    opened = await Database.open(where, alone=True)
    yield opened
    await opened.close()
