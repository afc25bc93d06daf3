"""The database: opening it, bringing its tables up to date, and the few things kept in it beside the ledger."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import URL, Connection, delete, event, make_url, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import StorageError
from bot.storage.ledger import SqlLedger
from bot.storage.schema import facts, rooms
from bot.storage.upsert import upsert
from bot.storage.whole import whole
from bot.whereabouts import KnownRoom

BUSY_SECONDS = 10
"""How long to wait for a lock that another process holds on the SQLite file."""

_MIGRATIONS = Path(__file__).parent / "migrations"
_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}


class Database:
    """All that outlives the process. Every method may raise `StorageError`.

    Attributes:
        ledger: of the reminders.
        under_way: work that was begun and not ended.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self.under_way: set[asyncio.Task[Any]] = set()
        self.ledger = SqlLedger(self._transaction, self.under_way)

    @classmethod
    async def open(cls, where: Path | str) -> "Database":
        """Open it with its tables up to date.

        Args:
            where: the path of an SQLite file, made with mode 0600 where there is none; or an address such as
                `postgresql://user@host/name`.

        Raises:
            StorageError: it cannot be opened, is no database, or was written by a newer version.
        """
        database = cls(_engine(_url(where)))
        try:
            await database._migrate()
        except BaseException:
            await database.close()
            raise
        return database

    async def close(self) -> None:
        """Give back files and connections, once what is under way has come to its end."""
        if self.under_way:
            await asyncio.wait(self.under_way)
        await self._engine.dispose()

    @whole
    async def sync_token(self, user: str) -> str | None:
        """Up to where this account has read, whatever device it read with."""
        async with self._transaction() as connection:
            return await connection.scalar(select(facts.c.value).where(facts.c.name == f"sync/{user}"))

    @whole
    async def save_sync_token(self, user: str, token: str, now: datetime) -> None:
        """Remember up to where this account has read, and when that was."""
        when = now.astimezone(UTC).isoformat(timespec="seconds")
        values = {f"sync/{user}": token, f"synced/{user}": when}
        async with self._transaction() as connection:
            await upsert(connection, facts, [{"name": name, "value": value} for name, value in values.items()])

    @whole
    async def known_rooms(self) -> tuple[KnownRoom, ...]:
        """The rooms we are in and those we were put out of, the longest known first."""
        async with self._transaction() as connection:
            found = await connection.execute(select(rooms).order_by(rooms.c.joined, rooms.c.room_id))
            return tuple(KnownRoom(row.room_id, row.name, row.joined, row.put_out_by) for row in found)

    @whole
    async def remember_room(self, room: KnownRoom) -> None:
        """Remember a room; its configured name leaves the room that had it before, as after an upgrade."""
        async with self._transaction() as connection:
            former = (rooms.c.name == room.name) & (rooms.c.room_id != room.room_id)
            await connection.execute(rooms.update().where(former).values(name=None))
            await upsert(connection, rooms, [asdict(room)])

    @whole
    async def forget_room(self, room_id: str) -> None:
        """Forget a room."""
        async with self._transaction() as connection:
            await connection.execute(delete(rooms).where(rooms.c.room_id == room_id))

    @whole
    async def _migrate(self) -> None:
        """Run the steps that are missing, all of them or none."""
        try:
            async with self._transaction() as connection:
                await connection.run_sync(_upgrade)
        except CommandError as error:
            what = f"the database {self._name} was written by a newer version of Mentorix ({error})"
            raise StorageError(what) from error

    @property
    def _name(self) -> str:
        """The file, or the address without its password, as operators know it."""
        url = self._engine.url
        return url.database or "" if url.get_backend_name() == "sqlite" else url.render_as_string()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncConnection]:
        """Everything inside happens, or nothing."""
        try:
            async with self._engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            raise StorageError(f"the database {self._name} failed: {error.orig}") from error
        except (SQLAlchemyError, OSError) as error:
            raise StorageError(f"the database {self._name} failed: {error}") from error


def _url(where: Path | str) -> URL:
    """An address for SQLAlchemy with the asynchronous driver named."""
    if isinstance(where, Path) or "://" not in where:
        return URL.create("sqlite+aiosqlite", database=str(where))
    try:
        url = make_url(where)
    except (SQLAlchemyError, ValueError) as error:
        raise StorageError("the database's address is not of the form 'postgresql://user@host/name'") from error
    return url.set(drivername=_DRIVERS.get(url.drivername, url.drivername))


def _engine(url: URL) -> AsyncEngine:
    """An engine whose messages never hold values, and whose SQLite is durable and patient."""
    is_sqlite = url.get_backend_name() == "sqlite"
    try:
        if is_sqlite and url.database:
            _make_private(Path(url.database))
        engine = create_async_engine(url, hide_parameters=True)
    except (SQLAlchemyError, ImportError) as error:
        raise StorageError(f"no driver for this database: {error}") from error
    except OSError as error:
        raise StorageError(f"{url.database} cannot be used: {error.strerror}") from error
    if is_sqlite:
        event.listen(engine.sync_engine, "connect", _prepare)
        event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _make_private(path: Path) -> None:
    """A file that only its owner can read, before SQLite makes one that others can."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    path.chmod(0o600)


def _prepare(connection: Any, _record: object) -> None:
    """Settings of one SQLite connection."""
    cursor = connection.cursor()
    for setting in (f"busy_timeout={BUSY_SECONDS * 1000}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # Taken at once: a lock that is asked for in mid-transaction fails without waiting.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
