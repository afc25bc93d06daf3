"""PostgreSQL as we use it: one connection, which holds the database for as long as it lasts.

Strategy: two bots on one database would each post every reminder. So the bot's only connection takes an advisory lock
before it does anything, and all work goes through that connection. When it is lost, the lock is lost with it, and the
next call connects and takes it anew: there is no moment at which we write without holding it.
"""

import os
import socket
from typing import Any

from sqlalchemy import URL, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import Fault, SetupError, StorageError

CONNECT_SECONDS = 10
"""How long making a connection may take."""

ANSWER_SECONDS = 60
"""How long one statement may take before the server counts as gone."""

TURN_SECONDS = 60
"""How long to wait for earlier work of our own on the connection."""

LOCK_SECONDS = 10
"""How long to wait for a lock that another process holds on a table."""

HOLD_SECONDS = 5
"""How long to wait for another process to let go of the database: a killed one is noticed at once, but not sooner."""

_HELD = int.from_bytes(b"mentorix")
_UPGRADING = int.from_bytes(b"upgrades")
"""Numbers of our advisory locks, which PostgreSQL keeps apart by database."""

UPGRADE_ALONE = f"SELECT pg_advisory_xact_lock({_UPGRADING})"
"""Keeps others from changing the tables until the end of the transaction."""

_HOLDER = """
SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE locktype = 'advisory' AND granted AND objsubid = 1 AND (classid::bigint << 32 | objid::bigint) = $1
AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def postgresql_engine(url: URL, *, alone: bool) -> AsyncEngine:
    """An engine with a single connection.

    Args:
        url: with the driver named.
        alone: whether to keep others out who want the same.

    Raises:
        SetupError: the driver is not installed.
    """
    try:
        engine = create_async_engine(
            url,
            hide_parameters=True,
            pool_size=1,
            max_overflow=0,
            pool_timeout=TURN_SECONDS,
            pool_pre_ping=True,
            connect_args={
                "timeout": CONNECT_SECONDS,
                "command_timeout": ANSWER_SECONDS,
                "server_settings": _settings(),
            },
        )
    except ModuleNotFoundError as error:
        what = "PostgreSQL needs a driver which is not installed; run: pip install 'mentorix[postgres]'"
        raise SetupError([Fault(url.set(drivername="postgresql").render_as_string(), "", what)]) from error
    if alone:
        event.listen(engine.sync_engine, "connect", _hold)
    return engine


def _settings() -> dict[str, str]:
    """Settings of the session. A client that vanished lets go of its locks after a minute."""
    return {
        "application_name": f"mentorix (process {os.getpid()} on {socket.gethostname()})"[:63],
        "timezone": "UTC",
        "lock_timeout": f"{LOCK_SECONDS}s",
        "tcp_keepalives_idle": "30",
        "tcp_keepalives_interval": "10",
        "tcp_keepalives_count": "3",
    }


def _hold(connection: Any, _record: object) -> None:
    """Take the lock for as long as this connection lasts.

    Raises:
        StorageError: another process holds it, and which.
    """
    cursor = connection.cursor()
    try:
        cursor.execute(f"SET LOCAL lock_timeout = '{HOLD_SECONDS}s'")
        cursor.execute(f"SELECT pg_advisory_lock({_HELD})")
        connection.commit()
    except connection.dbapi.Error as error:
        connection.rollback()
        cursor.execute(_HOLDER, (_HELD,))
        holder = cursor.fetchone()
        connection.close()
        if holder is None:
            raise
        raise StorageError(f"the database is held by another {holder[0]}; stop that one first") from error
    finally:
        cursor.close()
