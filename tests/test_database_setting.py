"""The setting `database`: what is a fault, and that everything which needs the database uses it."""

# ruff: noqa: E501 — a row of a table is one line, however long the sentence that it expects

import asyncio
import json
from pathlib import Path

import pytest
from databases import sql
from surroundings import Bots, People, Unique
from test_command_line import failed, mentorix, settings
from test_config_file import CONFIG, config_faults
from test_in_the_room import joined
from test_storage import NOON, entry

from bot.account import Session
from bot.data_folder import DataFolder
from bot.errors import SetupError
from bot.files import DATABASE_PASSWORD, database_password, read_config
from bot.matrix.crypto_store import made
from bot.storage import Database
from demo.postgresql import PostgreSQL
from demo.server import free_port

NO_ADDRESS = "is not the address of a database; write it as 'postgresql://user@host/name'"
PASSWORD_ELSEWHERE = "is an address with a password; leave that out and set MENTORIX_DATABASE_PASSWORD or name a file with 'database_password_file'"
NOWHERE = "postgresql://mentorix@127.0.0.1:{port}/mentorix"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "catalogue").mkdir()
    return tmp_path


def faults(home: Path, setting: str) -> list[str]:
    """The faults of a configuration with this line."""
    text = CONFIG.partition("rooms:")[0]
    return [fault for fault in config_faults(home, f"{text}{setting}\n") if "catalogue" not in fault]


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://mentorix@db.example.org/mentorix",
        "postgres://mentorix@db.example.org:5433/mentorix",
        "postgresql://db.example.org/mentorix?sslmode=verify-full",
        "postgresql://mentorix@[::1]/mentorix",
        "postgresql://mentorix@/mentorix?host=/run/postgresql&port=5433",
    ],
)
def test_an_address_of_a_database_is_taken(home: Path, address: str) -> None:
    assert faults(home, f"database: {address}") == []
    assert read_config(home / "config.yaml").database == address


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("mentorix.db", f"'mentorix.db' {NO_ADDRESS}"),
        ("sqlite:///mentorix.db", f"'sqlite:///mentorix.db' {NO_ADDRESS}"),
        ("mysql://a@b/c", f"'mysql://…@b/c' {NO_ADDRESS}"),
        ("postgresql://a@b", f"'postgresql://…@b' {NO_ADDRESS}"),
        ("postgresql://a@b/", f"'postgresql://…@b/' {NO_ADDRESS}"),
        ("postgresql://a@/c", f"'postgresql://…@/c' {NO_ADDRESS}"),
        ("postgresql://a@b:x/c", f"'postgresql://…@b:x/c' {NO_ADDRESS}"),
        ("postgresql://a@b:0/c", f"'postgresql://…@b:0/c' {NO_ADDRESS}"),
        ("postgresql://a@b/c?nonsense=1", f"'postgresql://…@b/c?nonsense=1' {NO_ADDRESS}"),
        ("postgresql://a@b/c?host=/run", f"'postgresql://…@b/c?host=/run' {NO_ADDRESS}"),
        ("postgresql://[a@b/c", f"'postgresql://…@b/c' {NO_ADDRESS}"),
        ("postgresql://bot:hunter2@b/c", f"'postgresql://…@b/c' {PASSWORD_ELSEWHERE}"),
        ("postgresql://bot:@b/c", f"'postgresql://…@b/c' {PASSWORD_ELSEWHERE}"),
    ],
)
def test_anything_else_is_a_fault_which_repeats_no_login(home: Path, address: str, told: str) -> None:
    assert faults(home, f'database: "{address}"') == [f"3: database: {told}"]


def test_the_password_comes_from_the_environment_or_its_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert faults(home, "database_password_file: secret/word") == []
    config = read_config(home / "config.yaml")
    assert config.database_password_file == home / "secret" / "word"
    with pytest.raises(SetupError, match="secret/word: the file cannot be read"):
        database_password(config)
    with pytest.raises(SetupError, match="3: database_password_file: the file cannot be read"):
        read_config(home / "config.yaml", [DATABASE_PASSWORD])
    (home / "secret").mkdir()
    (home / "secret" / "word").write_text("hunter2\n")
    assert database_password(config) == "hunter2"
    monkeypatch.setenv("MENTORIX_DATABASE_PASSWORD", "hunter3")
    assert database_password(config) == "hunter3"
    monkeypatch.delenv("MENTORIX_DATABASE_PASSWORD")
    assert database_password(config.model_copy(update={"database_password_file": None})) is None


def logged_in(folder: Path) -> None:
    """A session and its device's keys in the data folder, as if of an earlier login."""
    session = {
        "homeserver": "http://127.0.0.1:1",
        "user_id": "@mentorix:localhost",
        "device_id": "D",
        "access_token": "t",
    }
    (folder / "data").mkdir(mode=0o700)
    (folder / "data" / "session.json").write_text(json.dumps(session))
    secret = DataFolder(folder / "data").make_pickle_key()
    made(folder / "data" / "crypto.db", Session(**session), secret).close()


@pytest.mark.process
def test_check_and_run_look_at_the_file_of_the_password(tmp_path: Path) -> None:
    settings(tmp_path, database=NOWHERE.format(port=1), database_password_file="missing")
    for command in ("check", "run"):
        failed(
            mentorix(command, folder=tmp_path), 2, "config.yaml:1: database_password_file: the file cannot be read"
        )
    assert mentorix("check", folder=tmp_path, MENTORIX_DATABASE_PASSWORD="x").returncode == 0


@pytest.mark.process
def test_a_database_that_cannot_be_reached_ends_the_start_with_3_and_no_password_is_told(tmp_path: Path) -> None:
    logged_in(tmp_path)
    settings(tmp_path, database=NOWHERE.format(port=free_port()))
    for command in (["run"], ["reminders", "ledger"]):
        ran = mentorix(*command, folder=tmp_path, MENTORIX_DATABASE_PASSWORD="hunter2")
        failed(ran, 3, "/mentorix failed: it cannot be reached: ")
        assert "hunter2" not in ran.stderr + ran.stdout


@pytest.mark.process
def test_a_second_bot_on_one_database_is_told_who_holds_it(tmp_path: Path, address: str) -> None:
    logged_in(tmp_path)
    settings(tmp_path, database=address)

    async def beside() -> None:
        first = await Database.open(address, alone=True)
        ran = await asyncio.to_thread(mentorix, "run", folder=tmp_path)
        failed(ran, 3, "the database is held by another mentorix (process ", "stop that one first")
        await first.close()

    asyncio.run(beside())


@pytest.mark.process
def test_the_ledger_is_read_from_the_database_also_while_the_bot_runs(tmp_path: Path, address: str) -> None:
    settings(tmp_path, database=address)

    async def written_and_read() -> str:
        bot = await Database.open(address, alone=True)
        await bot.ledger.save([entry()])
        ran = await asyncio.to_thread(mentorix, "reminders", "ledger", folder=tmp_path)
        await bot.close()
        return ran.stdout

    assert asyncio.run(written_and_read()).splitlines()[0] == (
        f"Tue {NOON.day} March 2026, 12:00 UTC, #gsoc:example.org: planned"
    )


async def test_the_bot_answers_on_while_its_database_is_gone_and_keeps_everything_there_else(
    mentorix: Bots, people: People, unique: Unique, postgresql: PostgreSQL, address: str
) -> None:
    ada, alias = await people("ada"), unique("room")
    room = await ada.create_room(alias=alias)
    bot = await mentorix(rooms=[{"room": f"#{alias}:localhost"}], database=address)

    async def answered() -> bool:
        return bool(await ada.answer_to(await ada.say(room, "!help")))

    bot.start()
    await joined(ada, room, bot)
    assert await answered()
    postgresql.kill()
    try:
        assert await answered()
    finally:
        await postgresql.start()
    assert await answered()
    bot.kill()
    bot.start()
    assert await answered()
    await bot.stop()
    assert [tuple(row) for row in await sql(address, "SELECT room_id FROM rooms")] == [(room,)]
    assert not (bot.folder / "data" / "mentorix.db").exists()
