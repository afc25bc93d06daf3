"""A throw-away PostgreSQL on loopback: a cluster of its own in a temporary folder, on its own free port.

It uses the system's binaries. Everybody on this machine may log in, and nothing is forced to the disk: what it holds
survives the server's end by SIGKILL, but no loss of power.
"""

import asyncio
import os
import secrets
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import URL, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from demo import DemoError
from demo.child import Child
from demo.postmaster import rights, user
from demo.server import Server, silent

USER = "mentorix"
START_WITHIN = 60.0
"""Seconds; after a SIGKILL the server first replays what it had written."""

_FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin")
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "shared_buffers": "32MB",
    "max_connections": "40",
    "log_min_messages": "fatal",
}


def binaries() -> Path | None:
    """The folder with `initdb` and `postgres`, of the newest version where there are several; None without them."""
    known = sorted((found for each in _FOLDERS for found in Path("/").glob(each[1:])), key=_version)
    on_path = shutil.which("initdb")
    folders = [*known, *([Path(on_path).resolve().parent] if on_path else [])]
    whole = [each for each in folders if (each / "initdb").exists() and (each / "postgres").exists()]
    return whole[-1] if whole else None


def _version(folder: Path) -> list[int]:
    return [int(part) for part in "".join(sign if sign.isdecimal() else " " for sign in str(folder)).split()]


class PostgreSQL(Server):
    """One server; port and data stay the same over stops, kills and starts.

    Args:
        progress: is told in a few words what happens.

    Raises:
        DemoError: there are no binaries, or they cannot make a cluster.
    """

    def __init__(self, *, progress: Callable[[str], None] = silent) -> None:
        found = binaries()
        if not found:
            raise DemoError(
                "there is no PostgreSQL: initdb and postgres are neither on PATH nor in their usual places"
            )
        super().__init__("postgresql", progress)
        if name := user():
            shutil.chown(self.folder, name)
        _make_cluster(found, self.folder)
        options = [word for name, value in _SETTINGS.items() for word in ("-c", f"{name}={value}")]
        command = [str(found / "postgres"), "-D", str(self.folder / "data"), "-p", str(self.port), *options]
        self.process = Child(
            "PostgreSQL", ["demo.postmaster", *command], log=self.folder / "server.log", folder=self.folder
        )

    async def start(self) -> None:
        """Start it and wait until it takes connections.

        Raises:
            DemoError: it runs already, or does not answer; with the end of its log.
        """
        since = time.monotonic()
        self._progress("starting a throw-away PostgreSQL on loopback")
        self.process.start()
        while not await self._answers():
            if time.monotonic() > since + START_WITHIN:
                self.process.kill()
                raise self.process.failure(f"does not answer after {START_WITHIN:.0f} s")
            if not self.process.alive:
                # It does not start while the processes of a killed one are still ending.
                self.process.kill()
                self.process.start()
            await asyncio.sleep(0.1)
        self._progress(f"PostgreSQL answers on port {self.port} after {time.monotonic() - since:.1f} s")

    async def _answers(self) -> bool:
        try:
            await self.run("SELECT 1")
        except (OSError, SQLAlchemyError):
            return False
        return True

    def address(self, database: str) -> str:
        """Where a database is, as the configuration names it."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{database}"

    async def new_database(self) -> str:
        """Make an empty database; its address."""
        name = f"mentorix_{secrets.token_hex(6)}"
        await self.run(f"CREATE DATABASE {name}")
        return self.address(name)

    async def run(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Run one statement in a transaction of its own, as an administrator; the rows that it returns, if any.

        Raises:
            OSError: nobody listens.
            SQLAlchemyError: the server refuses.
        """
        url = URL.create("postgresql+asyncpg", USER, host="127.0.0.1", port=self.port, database=database)
        engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
        try:
            async with engine.connect() as connection:
                result = await connection.execute(text(statement))
                return [tuple(row) for row in result] if result.returns_rows else []
        finally:
            await engine.dispose()


def _make_cluster(binaries: Path, folder: Path) -> None:
    """Run `initdb`."""
    options = ["--auth=trust", f"--username={USER}", "--encoding=UTF8", "--no-locale", "--no-sync"]
    command = [str(binaries / "initdb"), "-D", str(folder / "data"), *options]
    environment = {**os.environ, "HOME": str(folder)}
    ran: subprocess.CompletedProcess[str] = subprocess.run(  # type: ignore[call-overload]
        command, capture_output=True, text=True, check=False, cwd=folder, env=environment, **rights()
    )
    if ran.returncode:
        raise DemoError(f"initdb failed: {ran.stderr.strip()}")
