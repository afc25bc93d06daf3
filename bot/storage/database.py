"""The database: opening it, bringing its tables up to date, and the few things kept in it beside the ledger."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import URL, Connection, delete, make_url, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.errors import Fault, SetupError, StorageError
from bot.storage.absences import SqlAbsenceRecords
from bot.storage.counts import SqlCountRecords
from bot.storage.failures import FAILURES, damage, why
from bot.storage.ledger import SqlLedger
from bot.storage.notes import SqlNotes
from bot.storage.personal import SqlPersonalRecords
from bot.storage.postgresql import UPGRADE_ALONE, postgresql_engine
from bot.storage.schema import facts, rooms
from bot.storage.sqlite import sqlite_engine
from bot.storage.upsert import rows_of, upsert
from bot.storage.whole import whole
from bot.whereabouts import KnownRoom

_MIGRATIONS = Path(__file__).parent / "migrations"
_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}


class Database:
    """All that outlives the process. Every method may raise `StorageError`.

    Attributes:
        ledger: of the reminders.
        personal: what people asked for themselves, and rooms' pauses.
        absences: of mentors.
        counts: of what was asked for.
        notes: single things to remember.
        under_way: work that was begun and not ended.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self.under_way: set[asyncio.Task[Any]] = set()
        self.ledger = SqlLedger(self._transaction, self.under_way)
        self.personal = SqlPersonalRecords(self._transaction, self.under_way)
        self.absences = SqlAbsenceRecords(self._transaction, self.under_way)
        self.counts = SqlCountRecords(self._transaction, self.under_way)
        self.notes = SqlNotes(self._transaction, self.under_way)

    @classmethod
    async def open(cls, where: Path | str, password: str | None = None, *, alone: bool = False) -> "Database":
        """Open it with its tables up to date.

        Args:
            where: the path of an SQLite file, made with mode 0600 where there is none; or an address such as
                `postgresql://user@host/name`.
            password: for the address, if one is needed.
            alone: whether to hold a PostgreSQL database until `close`, so that no other process can do the same. An
                SQLite file is held with its folder.

        Raises:
            SetupError: the file is no database or is damaged, or the driver for PostgreSQL is not installed.
            StorageError: it cannot be opened, was written by a newer version, or is held by another.
        """
        database = cls(_engine(_url(where, password), alone=alone))
        try:
            await database._migrate()
        except StorageError as error:
            await database.close()
            if what := damage(error.__cause__):
                raise SetupError([Fault(database._name, "", what)]) from error
            raise
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
    async def last_synced(self, user: str) -> datetime | None:
        """When that was; None where this account has read nothing yet."""
        async with self._transaction() as connection:
            found = await connection.scalar(select(facts.c.value).where(facts.c.name == f"synced/{user}"))
        return datetime.fromisoformat(found) if found else None

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
            await upsert(connection, rooms, rows_of(rooms, [room]))

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
        kind = url.get_backend_name()
        return url.database or "" if kind == "sqlite" else url.set(drivername=kind).render_as_string()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncConnection]:
        """Everything inside happens, or nothing."""
        try:
            async with self._engine.begin() as connection:
                yield connection
        except FAILURES as error:
            raise StorageError(f"the database {self._name} failed: {why(error)}") from error


def _url(where: Path | str, password: str | None) -> URL:
    """An address for SQLAlchemy with the asynchronous driver named."""
    if isinstance(where, Path) or "://" not in where:
        return URL.create("sqlite+aiosqlite", database=str(where))
    try:
        url = make_url(where)
    except (SQLAlchemyError, ValueError) as error:
        raise StorageError("the database's address is not of the form 'postgresql://user@host/name'") from error
    query = {"ssl" if name == "sslmode" else name: value for name, value in url.query.items()}
    driver = _DRIVERS.get(url.drivername, url.drivername)
    return url.set(drivername=driver, password=password or url.password, query=query)


def _engine(url: URL, *, alone: bool) -> AsyncEngine:
    """An engine for one of the two; its messages never hold values."""
    if url.drivername == _DRIVERS["sqlite"]:
        return sqlite_engine(url)
    if url.drivername == _DRIVERS["postgresql"]:
        return postgresql_engine(url, alone=alone)
    raise StorageError(f"no driver for this database: {url.drivername}; use 'postgresql://user@host/name'")


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(UPGRADE_ALONE)
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
