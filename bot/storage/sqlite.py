"""SQLite as we use it: a file for its owner alone, durable, and patient with other processes."""

import os
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import StorageError

BUSY_SECONDS = 10
"""How long to wait for a lock that another process holds on the file."""


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
    engine = create_async_engine(url, hide_parameters=True)
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
    for setting in (f"busy_timeout={BUSY_SECONDS * 1000}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # Taken at once: a lock that is asked for in mid-transaction fails without waiting.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
