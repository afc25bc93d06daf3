"""What outlives the process."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.schema import CreateTable

from bot.errors import StorageError
from bot.ledger import Entry, Standing
from bot.storage import Database, database
from bot.storage.schema import metadata
from bot.whereabouts import KnownRoom

NOON = datetime(2026, 3, 31, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def entry(key: str = "a", due: datetime = NOON, standing: Standing = Standing.PLANNED) -> Entry:
    expires = due + timedelta(days=1)
    return Entry(key, "#gsoc:example.org", "gsoc-2026/x", "2026-03-31", due, expires, due, standing, since=NOON)


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


@pytest.mark.usefixtures("db")
async def test_the_tables_that_the_steps_build_are_those_of_the_schema(path: Path) -> None:
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []
        assert context.get_current_revision() == "0002"
    engine.dispose()


async def test_opening_again_changes_nothing(path: Path) -> None:
    for _ in range(3):
        opened = await Database.open(path)
        await opened.ledger.save([entry()])
        await opened.close()
    opened = await Database.open(path)
    assert await opened.ledger.entries() == {"a": entry()}
    await opened.close()


async def test_several_that_open_a_new_database_at_once_wait_for_each_other(path: Path) -> None:
    opened = await asyncio.gather(*(Database.open(path) for _ in range(4)))
    for number, one in enumerate(opened):
        await one.ledger.save([entry(str(number))])
    assert sorted(await opened[0].ledger.entries()) == ["0", "1", "2", "3"]
    for one in opened:
        await one.close()


async def test_steps_that_fail_leave_nothing_behind(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE rooms (other INTEGER)")
    with pytest.raises(StorageError, match="rooms"):
        await Database.open(path)
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall() == [("rooms",)]
        raw.execute("DROP TABLE rooms")
    await (await Database.open(path)).close()


async def test_a_database_of_a_newer_version_is_refused(path: Path) -> None:
    await (await Database.open(path)).close()
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StorageError, match=r"bot\.db was written by a newer version"):
        await Database.open(path)


async def test_a_file_that_is_no_database_is_refused(path: Path) -> None:
    put(path, "This is not a database, it is a letter." * 50)
    with pytest.raises(StorageError, match=r"bot\.db failed: file is not a database"):
        await Database.open(path)


async def test_a_place_that_cannot_hold_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="cannot be used"):
        await Database.open(tmp_path / "file" / "bot.db")


@pytest.mark.parametrize(
    "address", ["nonsense://x", "postgresql+nothing://x/y", "://", "postgresql://u:secret@h:p/d"]
)
async def test_an_address_that_leads_nowhere_is_refused_without_its_password(address: str) -> None:
    with pytest.raises(StorageError) as refused:
        await Database.open(address)
    assert "secret" not in str(refused.value)


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

    prepare = database._prepare
    monkeypatch.setattr(database, "_prepare", spy)
    await (await Database.open(path)).close()
    assert settings == [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 10_000)]


async def test_a_lock_held_too_long_by_another_is_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0)
    opened = await Database.open(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="locked"):
            await opened.ledger.save([entry()])
    await opened.ledger.save([entry()])
    assert list(await opened.ledger.entries()) == ["a"]
    await opened.close()


async def test_each_account_has_its_own_place_in_the_stream(db: Database) -> None:
    assert await db.sync_token("@one:example.org") is None
    await db.save_sync_token("@one:example.org", "s1", NOON)
    await db.save_sync_token("@one:example.org", "s2", NOON)
    await db.save_sync_token("@two:example.org", "s9", NOON)
    assert await db.sync_token("@one:example.org") == "s2"
    assert await db.sync_token("@two:example.org") == "s9"


async def test_when_it_was_last_in_touch_can_be_read_with_sql(db: Database, path: Path) -> None:
    await db.save_sync_token("@bot:example.org", "s1", NOON)
    await db.save_sync_token("@bot:example.org", "s2", NOON + SECOND)
    with closing(sqlite3.connect(path)) as raw:
        (found,) = raw.execute("SELECT value FROM facts WHERE name = 'synced/@bot:example.org'").fetchall()
    assert found == ("2026-03-31T12:00:01+00:00",)


async def test_rooms_are_remembered_until_they_are_forgotten(db: Database) -> None:
    named = KnownRoom("!one:example.org", "#gsoc:example.org", NOON)
    invited = KnownRoom("!two:example.org", None, NOON - SECOND)
    left = KnownRoom("!three:example.org", "#news:example.org", NOON + SECOND, put_out_by="@mod:example.org")
    for known in (named, invited, left, named):
        await db.remember_room(known)
    assert await db.known_rooms() == (invited, named, left)
    await db.forget_room(invited.room_id)
    await db.forget_room(invited.room_id)
    assert await db.known_rooms() == (named, left)


async def test_after_an_upgrade_the_name_belongs_to_the_new_room(db: Database) -> None:
    await db.remember_room(KnownRoom("!old:example.org", "#gsoc:example.org", NOON))
    await db.remember_room(KnownRoom("!new", "#gsoc:example.org", NOON + SECOND))
    assert [(known.room_id, known.name) for known in await db.known_rooms()] == [
        ("!old:example.org", None),
        ("!new", "#gsoc:example.org"),
    ]


async def test_an_entry_comes_back_as_it_was_written(db: Database) -> None:
    full = replace(
        entry(standing=Standing.SENT),
        tries=3,
        reason="ü 🔔",
        said="7 days left\nLink",
        event_id="$abc",
        since=NOON + SECOND,
    )
    await db.ledger.save([entry(), entry("b")])
    await db.ledger.save([full])
    assert await db.ledger.entries() == {"a": full, "b": entry("b")}


async def test_instants_are_kept_to_the_microsecond_and_come_back_in_utc(db: Database) -> None:
    eastern = datetime(2026, 3, 31, 14, 0, 0, 1, tzinfo=timezone(timedelta(hours=2)))
    await db.ledger.save([entry(due=eastern)])
    (kept,) = (await db.ledger.entries()).values()
    assert kept.due == eastern
    assert kept.due.tzinfo is UTC


async def test_an_instant_without_a_zone_is_not_written(db: Database) -> None:
    with pytest.raises(StorageError, match="zone"):
        await db.ledger.save([entry(due=datetime(2026, 3, 31))])  # noqa: DTZ001 - the fault under test
    assert await db.ledger.entries() == {}


async def test_several_entries_are_written_together_or_not_at_all(db: Database) -> None:
    broken = replace(entry("b"), room=None)  # type: ignore[arg-type]
    with pytest.raises(StorageError):
        await db.ledger.save([entry("a"), broken])
    assert await db.ledger.entries() == {}
    await db.ledger.save([])


async def test_due_is_what_is_open_and_whose_time_has_come_in_order(db: Database) -> None:
    open_ones = [entry("now"), entry("before", NOON - SECOND, Standing.SENDING), entry("after", NOON + SECOND)]
    closed = [
        entry(standing, NOON - SECOND, standing) for standing in Standing if standing not in {"planned", "sending"}
    ]
    await db.ledger.save([*open_ones, *closed])
    assert [found.key for found in await db.ledger.due(NOON)] == ["before", "now"]


async def test_the_next_wake_is_the_earliest_of_the_open_entries(db: Database) -> None:
    assert await db.ledger.next_wake() is None
    waiting = replace(entry("b", standing=Standing.SENDING), wake=NOON + 2 * SECOND)
    await db.ledger.save([entry("a", NOON + 3 * SECOND), waiting, entry("c", NOON, Standing.SENT)])
    assert await db.ledger.next_wake() == NOON + 2 * SECOND


async def test_thousands_of_entries_are_one_write(db: Database) -> None:
    await db.ledger.save([entry(f"{number:05}") for number in range(5_000)])
    assert len(await db.ledger.due(NOON)) == 5_000


async def test_a_closed_database_opens_no_file_again_by_itself(path: Path) -> None:
    opened = await Database.open(path)
    await opened.close()
    assert not path.with_name("bot.db-wal").exists()


def test_the_same_tables_can_be_built_on_postgresql() -> None:
    dialect = PGDialect()  # type: ignore[no-untyped-call] # SQLAlchemy leaves it untyped
    built = "".join(str(CreateTable(table).compile(dialect=dialect)) for table in metadata.sorted_tables)
    assert built.count("TIMESTAMP WITH TIME ZONE") == 5
    assert built.count("CREATE TABLE") == 3
