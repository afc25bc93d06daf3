"""SQLite alone: its file, its locks, its disk."""

import asyncio
import resource
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from test_storage import NOON, entry

from bot.errors import SetupError, StorageError
from bot.storage import Database, sqlite


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "bot.db"


@pytest.fixture
async def db(path: Path) -> AsyncIterator[Database]:
    opened = await Database.open(path)
    yield opened
    await opened.close()


def put(path: Path, text: str) -> None:
    path.parent.mkdir()
    path.write_text(text)
    path.chmod(0o644)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


async def test_only_the_owner_can_read_the_files(db: Database, path: Path) -> None:
    await db.save_sync_token("@bot:example.org", "s1", NOON)
    assert {file.name: mode(file) for file in path.parent.iterdir()} == dict.fromkeys(
        ("bot.db", "bot.db-wal", "bot.db-shm"), 0o600
    )
    assert mode(path.parent) == 0o700


async def test_a_file_that_others_could_read_is_closed_to_them(path: Path) -> None:
    put(path, "")
    assert mode(path) != 0o600
    await (await Database.open(path)).close()
    assert mode(path) == 0o600


async def test_a_file_that_is_no_database_is_refused(path: Path) -> None:
    put(path, "This is not a database, it is a letter." * 50)
    with pytest.raises(SetupError, match=r"bot\.db: it is no database, or damaged; restore it from a backup"):
        await Database.open(path)


async def test_a_place_that_cannot_hold_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="cannot be used"):
        await Database.open(tmp_path / "file" / "bot.db")


async def test_an_address_of_a_file_is_as_good_as_its_path(path: Path) -> None:
    first = await Database.open(f"sqlite:///{path}")
    await first.save_sync_token("@bot:example.org", "s1", NOON)
    await first.close()
    second = await Database.open(str(path))
    assert await second.sync_token("@bot:example.org") == "s1"
    await second.close()


async def test_every_write_survives_a_loss_of_power(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings: list[tuple[object, ...]] = []

    def spy(connection: sqlite3.Connection, record: object) -> None:
        prepare(connection, record)
        cursor = connection.cursor()
        for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout"):
            cursor.execute(f"PRAGMA {name}")
            settings.append((name, *cursor.fetchone()))
        cursor.close()

    prepare = sqlite._prepare
    monkeypatch.setattr(sqlite, "_prepare", spy)
    await (await Database.open(path)).close()
    assert settings == [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 10_000)]


async def test_a_lock_held_too_long_by_another_is_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0)
    opened = await Database.open(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match=r"bot\.db failed: another process has kept it locked for too long"):
            await opened.ledger.save([entry()])
    await opened.ledger.save([entry()])
    assert list(await opened.ledger.entries()) == ["a"]
    await opened.close()


async def test_work_of_our_own_waits_for_its_turn_without_a_lock(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0)
    opened = await Database.open(path)
    await asyncio.gather(*(opened.ledger.save([entry(f"{each}/{n}") for n in range(2_000)]) for each in range(6)))
    assert len(await opened.ledger.entries()) == 12_000
    await opened.close()


async def test_a_full_disk_is_said_and_nothing_is_half_written(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def small(connection: sqlite3.Connection, record: object) -> None:
        prepare(connection, record)
        connection.execute("PRAGMA max_page_count=40")

    prepare = sqlite._prepare
    with monkeypatch.context() as patched:
        patched.setattr(sqlite, "_prepare", small)
        opened = await Database.open(path)
    await opened.ledger.save([entry("before")])
    with pytest.raises(StorageError, match=r"bot\.db failed: its disk is full \(database or disk is full\)"):
        await opened.ledger.save([entry(f"{number:05}") for number in range(12_000)])
    assert list(await opened.ledger.entries()) == ["before"]
    await opened.ledger.save([entry("after")])
    await opened.close()


@contextmanager
def no_file_longer_than(limit: int) -> Iterator[None]:
    """The system refuses to make any file of this process longer."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_when_the_system_lets_no_file_grow_that_is_said_and_it_goes_on_afterwards(db: Database) -> None:
    await db.ledger.save([entry("before")])
    many = [entry(f"{number:05}") for number in range(12_000)]
    with no_file_longer_than(500_000):
        for _ in range(2):
            with pytest.raises(StorageError, match=r"bot\.db failed: its disk is full or damaged"):
                await db.ledger.save(many)
        assert list(await db.ledger.entries()) == ["before"]
    await db.ledger.save(many)
    assert len(await db.ledger.entries()) == 12_001


async def test_a_closed_database_opens_no_file_again_by_itself(path: Path) -> None:
    opened = await Database.open(path)
    await opened.close()
    assert not path.with_name("bot.db-wal").exists()
