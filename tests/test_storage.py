"""What outlives the process, in either kind of database."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from databases import behind, sql
from sqlalchemy import Connection, inspect

from bot.delivery.ledger import Entry, Standing
from bot.errors import StorageError
from bot.storage import Database
from bot.storage.schema import metadata
from bot.whereabouts import KnownRoom

NOON = datetime(2026, 3, 31, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def entry(key: str = "a", due: datetime = NOON, standing: Standing = Standing.PLANNED) -> Entry:
    expires = due + timedelta(days=1)
    return Entry(key, "#gsoc:example.org", "gsoc-2026/x", "2026-03-31", due, expires, due, standing, since=NOON)


def tables(connection: Connection) -> list[str]:
    """Their names."""
    return sorted(inspect(connection).get_table_names())


@pytest.mark.usefixtures("db")
async def test_the_tables_that_the_steps_build_are_those_of_the_schema(where: Path | str) -> None:
    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    assert await behind(where, differences) == []
    assert await behind(where, tables) == sorted([*metadata.tables, "alembic_version"])


async def test_opening_again_changes_nothing(where: Path | str) -> None:
    for _ in range(3):
        opened = await Database.open(where, alone=True)
        await opened.ledger.save([entry()])
        await opened.close()
    opened = await Database.open(where)
    assert await opened.ledger.entries() == {"a": entry()}
    await opened.close()


async def test_several_that_open_a_new_database_at_once_wait_for_each_other(where: Path | str) -> None:
    opened = await asyncio.gather(*(Database.open(where) for _ in range(4)))
    for number, one in enumerate(opened):
        await one.ledger.save([entry(str(number))])
    assert sorted(await opened[0].ledger.entries()) == ["0", "1", "2", "3"]
    for one in opened:
        await one.close()


async def test_steps_that_fail_leave_nothing_behind(where: Path | str) -> None:
    if isinstance(where, Path):
        where.parent.mkdir()
    await sql(where, "CREATE TABLE rooms (other INTEGER)")
    with pytest.raises(StorageError, match="rooms"):
        await Database.open(where)
    assert await behind(where, tables) == ["rooms"]
    await sql(where, "DROP TABLE rooms")
    await (await Database.open(where)).close()


async def test_a_database_of_a_newer_version_is_refused(where: Path | str) -> None:
    await (await Database.open(where)).close()
    await sql(where, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StorageError, match="was written by a newer version"):
        await Database.open(where)


@pytest.mark.parametrize(
    "address", ["nonsense://x", "postgresql+nothing://x/y", "mysql://x/y", "://", "postgresql://u:secret@h:p/d"]
)
async def test_an_address_that_leads_nowhere_is_refused_without_its_password(address: str) -> None:
    with pytest.raises(StorageError) as refused:
        await Database.open(address)
    assert "secret" not in str(refused.value)


async def test_each_account_has_its_own_place_in_the_stream(db: Database) -> None:
    assert await db.sync_token("@one:example.org") is None
    await db.save_sync_token("@one:example.org", "s1", NOON)
    await db.save_sync_token("@one:example.org", "s2", NOON)
    await db.save_sync_token("@two:example.org", "s9", NOON)
    assert await db.sync_token("@one:example.org") == "s2"
    assert await db.sync_token("@two:example.org") == "s9"


async def test_when_it_was_last_in_touch_can_be_read_with_sql(db: Database, where: Path | str) -> None:
    await db.save_sync_token("@bot:example.org", "s1", NOON)
    await db.save_sync_token("@bot:example.org", "s2", NOON + SECOND)
    found = await sql(where, "SELECT value FROM facts WHERE name = 'synced/@bot:example.org'")
    assert [tuple(row) for row in found] == [("2026-03-31T12:00:01+00:00",)]


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


async def test_what_no_database_can_keep_of_a_reason_does_not_keep_an_entry_from_being_written(db: Database) -> None:
    await db.ledger.save([replace(entry(), reason="nul \0, half a pair \ud83d, a whole one 🔔")])
    (kept,) = (await db.ledger.entries()).values()
    assert kept.reason == "nul \N{REPLACEMENT CHARACTER}, half a pair \N{REPLACEMENT CHARACTER}, a whole one 🔔"


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


async def test_thousands_of_entries_are_one_write_and_found_by_their_keys(db: Database) -> None:
    many = [entry(f"{number:05}") for number in range(12_345)]
    await db.ledger.save(many)
    assert len(await db.ledger.due(NOON)) == 12_345
    asked = [f"{number:05}" for number in range(5, 12_345)]
    assert sorted(await db.ledger.entries([*asked, "unknown"])) == asked
    assert await db.ledger.entries([]) == {}
