"""PostgreSQL alone: who holds the database, a server that goes away, what its errors tell."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from databases import sql
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine
from test_storage import NOON, entry

from bot.errors import SetupError, StorageError
from bot.storage import Database
from bot.storage import postgresql as ours
from demo.child import ROOT
from demo.postgresql import PostgreSQL
from demo.server import free_port

pytestmark = pytest.mark.slow

OURS = "FROM pg_stat_activity WHERE application_name LIKE 'mentorix%' AND datname = current_database()"
CUT = f"SELECT pg_terminate_backend(pid) {OURS}"


@pytest.fixture
async def db(address: str) -> AsyncIterator[Database]:
    opened = await Database.open(address, alone=True)
    yield opened
    await opened.close()


@asynccontextmanager
async def locked(address: str) -> AsyncIterator[None]:
    """Another process keeps everybody from the reminders."""
    engine = create_async_engine(make_url(address).set(drivername="postgresql+asyncpg"))
    async with engine.begin() as connection:
        await connection.execute(text("LOCK TABLE reminders"))
        yield
    await engine.dispose()


async def held_up(db: Database, address: str, *keys: str) -> asyncio.Task[None]:
    """A write that has begun and waits for another's lock."""
    writing = asyncio.create_task(db.ledger.save([entry(key) for key in keys]))
    while not await sql(address, f"SELECT 1 {OURS} AND wait_event_type = 'Lock'"):  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    return writing


async def test_of_two_bots_the_second_is_told_who_holds_the_database(
    db: Database, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ours, "HOLD_SECONDS", 0.2)
    holder = rf"is held by another mentorix \(process {os.getpid()} on .+\); stop that one first"
    with pytest.raises(StorageError, match=holder):
        await Database.open(address, alone=True)
    await db.ledger.save([entry()])
    await db.close()
    second = await Database.open(address, alone=True)
    assert list(await second.ledger.entries()) == ["a"]
    await second.close()


async def test_databases_beside_each_other_on_one_server_are_held_apart(db: Database, postgresql: PostgreSQL) -> None:
    await db.ledger.save([entry()])
    other = await Database.open(await postgresql.new_database(), alone=True)
    assert await other.ledger.entries() == {}
    await other.close()


async def test_who_only_looks_need_not_wait_for_the_bot(db: Database, address: str) -> None:
    await db.ledger.save([entry()])
    beside = await Database.open(address)
    assert list(await beside.ledger.entries()) == ["a"]
    await beside.close()


async def test_a_killed_bot_lets_go_at_once(address: str) -> None:
    hold = "import asyncio, sys\nfrom bot.storage import Database\nasync def main():\n"
    hold += "    await Database.open(sys.argv[1], alone=True)\n    print('held', flush=True)\n"
    hold += "    await asyncio.sleep(600)\nasyncio.run(main())"
    other = await asyncio.create_subprocess_exec(
        sys.executable, "-c", hold, address, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert other.stdout
    assert await other.stdout.readline() == b"held\n"
    other.kill()
    await other.wait()
    opened = await Database.open(address, alone=True)
    await opened.ledger.save([entry()])
    await opened.close()


async def test_a_connection_lost_between_two_calls_goes_unnoticed(db: Database, address: str) -> None:
    for key in ("a", "b", "c"):
        await sql(address, CUT)
        await db.ledger.save([entry(key)])
    assert sorted(await db.ledger.entries()) == ["a", "b", "c"]


async def test_a_connection_lost_in_the_middle_is_said_and_the_next_call_works(db: Database, address: str) -> None:
    async with locked(address):
        writing = await held_up(db, address, "a", "b")
        await sql(address, CUT)
        with pytest.raises(StorageError, match="terminating connection"):
            await writing
    assert await db.ledger.entries() == {}
    await db.ledger.save([entry("b")])
    assert list(await db.ledger.entries()) == ["b"]


async def test_who_lost_the_database_to_another_writes_nothing_more_until_that_one_lets_go(
    db: Database, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ours, "HOLD_SECONDS", 0.2)
    await sql(address, CUT)
    other = await Database.open(address, alone=True)
    for _ in range(2):
        with pytest.raises(StorageError, match="is held by another mentorix"):
            await db.ledger.save([entry("of the first")])
    await other.ledger.save([entry("of the second")])
    await other.close()
    await db.ledger.save([entry("of the first again")])
    assert sorted(await db.ledger.entries()) == ["of the first again", "of the second"]


@pytest.mark.parametrize("how", ["stop", "kill"])
async def test_a_server_that_goes_away_is_said_and_work_goes_on_when_it_is_back(
    db: Database, postgresql: PostgreSQL, how: str
) -> None:
    await db.ledger.save([entry("before")])
    try:
        if how == "kill":
            postgresql.kill()
        else:
            await postgresql.stop()
        for _ in range(2):
            with pytest.raises(StorageError):
                await db.ledger.save([entry("meanwhile")])
        with pytest.raises(StorageError, match="failed: it cannot be reached: "):
            await db.ledger.save([entry("meanwhile")])
    finally:
        await postgresql.start()
    await db.ledger.save([entry("after")])
    assert sorted(await db.ledger.entries()) == ["after", "before"]


async def test_a_server_that_falls_silent_is_said(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ours, "ANSWER_SECONDS", 0.5)
    opened = await Database.open(address, alone=True)
    ((pid,),) = await sql(address, f"SELECT pid {OURS}")
    os.kill(pid, signal.SIGSTOP)
    try:
        with pytest.raises(StorageError, match="cannot be reached: no answer in time"):
            await opened.ledger.save([entry("a")])
    finally:
        os.kill(pid, signal.SIGCONT)
    await opened.ledger.save([entry("b")])
    assert "b" in await opened.ledger.entries()
    await opened.close()


async def test_a_table_that_another_keeps_locked_is_said(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ours, "LOCK_SECONDS", 0.1)
    opened = await Database.open(address)
    async with locked(address):
        with pytest.raises(StorageError, match="another process has kept a table locked for too long"):
            await opened.ledger.save([entry("a")])
    await opened.ledger.save([entry("b")])
    assert list(await opened.ledger.entries()) == ["b"]
    await opened.close()


async def test_a_full_disk_is_said_and_nothing_is_half_written(db: Database, address: str) -> None:
    await sql(
        address,
        """CREATE FUNCTION full_disk() RETURNS trigger AS $$ BEGIN
        IF (SELECT count(*) FROM reminders) > 7000 THEN
            RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';
        END IF; RETURN NEW; END $$ LANGUAGE plpgsql""",
    )
    await sql(address, "CREATE TRIGGER full_disk AFTER INSERT ON reminders EXECUTE FUNCTION full_disk()")
    await db.ledger.save([entry("before")])
    with pytest.raises(StorageError, match=r"its disk is full \(could not extend file"):
        await db.ledger.save([entry(f"{number:05}") for number in range(8_000)])
    assert list(await db.ledger.entries()) == ["before"]
    await db.ledger.save([entry("after")])


async def test_failures_never_tell_what_is_written(db: Database) -> None:
    secret = replace(entry(), said="what was said", reason="why")
    broken: dict[str, Any] = {"room": None, "tells": "2026" * 99, "tries": 2**40, "subject": 47_11}
    for field, value in broken.items():
        with pytest.raises(StorageError) as failed:
            await db.ledger.save([replace(secret, **{field: value})])
        assert not [
            word for word in ("what was said", "why", "2026", "4711", str(2**40)) if word in str(failed.value)
        ]
    assert await db.ledger.entries() == {}


async def test_a_password_opens_the_database_and_a_wrong_one_is_never_told(postgresql: PostgreSQL) -> None:
    address = await postgresql.new_database()
    await sql(address, "CREATE ROLE guarded LOGIN SUPERUSER PASSWORD 'hunter2'")
    rules = postgresql.folder / "data" / "pg_hba.conf"
    rules.write_text(f"host all guarded 127.0.0.1/32 scram-sha-256\n{rules.read_text()}")
    await sql(address, "SELECT pg_reload_conf()")
    guarded = address.replace("//mentorix@", "//guarded@")
    await (await Database.open(guarded, "hunter2")).close()
    with pytest.raises(StorageError, match='password authentication failed for user "guarded"') as refused:
        await Database.open(guarded, "hunter3")
    assert "hunter" not in str(refused.value)


async def test_what_is_not_there_is_named(postgresql: PostgreSQL) -> None:
    with pytest.raises(StorageError, match='database "nothing" does not exist'):
        await Database.open(postgresql.address("nothing"))
    with pytest.raises(
        StorageError, match=r"postgresql://somebody:\*\*\*@127\.0\.0\.1:\d+/x failed: it cannot be reached"
    ):
        await Database.open(f"postgresql://somebody@127.0.0.1:{free_port()}/x", "hunter2")


async def test_without_the_driver_one_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    with pytest.raises(SetupError, match=r"run: pip install 'mentorix\[postgres\]'"):
        await Database.open("postgresql://mentorix@127.0.0.1/x", "hunter2")


async def test_when_work_was_kept_is_told_by_the_clock_of_utc(db: Database, address: str) -> None:
    await db.ledger.save([entry()])
    ((due,),) = await sql(address, "SELECT due AT TIME ZONE 'UTC' FROM reminders")
    assert due == NOON.replace(tzinfo=None)
