"""SQLite as we use it: a file for its owner alone, durable, and patient with other processes."""

import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import StorageError

BUSY_SECONDS = 10
"""How long to wait for a lock that another process holds on the file."""

TURN_SECONDS = 60
"""How long to wait for earlier work of our own: there is one connection, since SQLite lets one at a time write."""

SWITCHES = 9
"""How often others may come first while a new file is made ours."""


def sqlite_engine(url: URL) -> AsyncEngine:
    """An engine over the file, which is made with mode 0600 where there is none.

    Raises:
        StorageError: the file cannot be made, or cannot be closed to others.
    """
    try:
        if url.database:
            _make_private(Path(url.database))
    except OSError as error:
        raise StorageError(f"{url.database} cannot be used: {error.strerror}") from error
    engine = create_async_engine(url, hide_parameters=True, pool_size=1, max_overflow=0, pool_timeout=TURN_SECONDS)
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _make_private(path: Path) -> None:
    """A file that only its owner can read, before SQLite makes one that others can."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    path.chmod(0o600)


def _prepare(connection: Any, _record: object) -> None:
    """Settings of one connection."""
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
    _write_ahead(cursor)
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _write_ahead(cursor: Any) -> None:
    """Keep a log beside the file; of several that open a new file at once, one makes it and the others wait."""
    for _ in range(SWITCHES):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            # It fails at once where another is at it; asking for the lock waits.
            cursor.execute("BEGIN IMMEDIATE")
            cursor.execute("COMMIT")
        else:
            return
    cursor.execute("PRAGMA journal_mode=WAL")


def _begin(connection: Connection) -> None:
    # Taken at once: a lock that is asked for in mid-transaction fails without waiting.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
