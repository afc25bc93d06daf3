"""What an operator sees in the terminal: plain sentences and exit codes, never a traceback."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from commands import run
from surroundings import Bots, Unique

from demo.child import ROOT
from demo.homeserver import Homeserver
from demo.running import PASSWORD, RunningBot
from demo.server import free_port

pytestmark = pytest.mark.process


def mentorix(*arguments: str, folder: Path, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder."""
    ran = run(arguments, folder, _surroundings(folder) | environment, stdin)
    return subprocess.CompletedProcess(["mentorix", *arguments], ran.code, ran.out, ran.err)


def _surroundings(folder: Path) -> dict[str, str]:
    return {"PATH": "/usr/bin:/bin", "HOME": str(folder), "COLUMNS": "200"}


def settings(folder: Path, **chosen: object) -> None:
    """Write config.yaml."""
    config = {
        "homeserver": "http://127.0.0.1:1",
        "user_id": "@mentorix:localhost",
        "catalogue": str(ROOT / "catalogue"),
    }
    (folder / "config.yaml").write_text(json.dumps(config | chosen))


def failed(ran: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    """See that it ended so, saying this, without a traceback."""
    assert ran.returncode == code, ran.stderr
    for word in words:
        assert word in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("chosen", [{}, {"homesrever": "x"}])
def test_python_with_the_name_of_the_package_is_the_command(tmp_path: Path, chosen: dict[str, object]) -> None:
    settings(tmp_path, **chosen)
    started = [sys.executable, "-m", "bot", "check"]
    surroundings = _surroundings(tmp_path) | {"PYTHONPATH": str(ROOT)}
    ran = subprocess.run(started, cwd=tmp_path, env=surroundings, capture_output=True, text=True, check=False)
    same = mentorix("check", folder=tmp_path)
    assert (ran.returncode, ran.stdout, ran.stderr) == (same.returncode, same.stdout, same.stderr)
    assert ran.returncode == (2 if chosen else 0)


def test_check_finds_no_fault_in_what_is_shipped(tmp_path: Path) -> None:
    settings(tmp_path)
    ran = mentorix("check", folder=tmp_path)
    assert (ran.returncode, ran.stdout) == (0, "No faults: 5 pages, 38 ideas, 6 programmes.\n")


def test_check_prints_every_fault_and_exits_2(tmp_path: Path) -> None:
    settings(tmp_path, homesrever="x", rooms=[{"room": "gsoc", "programme": "gsoc-1999"}])
    failed(mentorix("check", folder=tmp_path), 2, "homeserver", "rooms[0].room", "rooms[0].programme", "gsoc-20")


def test_check_looks_at_the_places_that_the_bot_will_need(tmp_path: Path) -> None:
    settings(tmp_path, password_file="missing", data_dir="config.yaml")
    failed(mentorix("check", folder=tmp_path), 2, "config.yaml:1: password_file: ", "config.yaml:1: data_dir: ")
    failed(mentorix("run", folder=tmp_path), 2, "config.yaml:1: password_file: ", "config.yaml:1: data_dir: ")
    failed(mentorix("login", folder=tmp_path), 2, "config.yaml:1: password_file: ", "config.yaml:1: data_dir: ")
    settings(tmp_path, password_file="missing")
    assert mentorix("check", folder=tmp_path, MENTORIX_PASSWORD="x").returncode == 0
    assert mentorix("ask", "!help", folder=tmp_path).returncode == 0


def test_run_refuses_to_start_on_faults_and_says_the_same(tmp_path: Path) -> None:
    settings(tmp_path, homesrever="x")
    checked, ran = mentorix("check", folder=tmp_path), mentorix("run", folder=tmp_path)
    failed(ran, 2)
    assert checked.stderr == ran.stderr


def test_run_without_a_session_says_what_to_do(tmp_path: Path) -> None:
    settings(tmp_path)
    failed(mentorix("run", folder=tmp_path), 2, "run `mentorix login` first")


def test_without_any_configuration_the_message_says_how_to_begin(tmp_path: Path) -> None:
    failed(mentorix("run", folder=tmp_path), 2, "config.example.yaml")


@pytest.mark.parametrize("words", [("ask", "hello"), ("check",), ("chat",), ("calendar", "gsoc-2026")])
def test_without_any_catalogue_the_message_says_how_to_name_one(tmp_path: Path, words: tuple[str, ...]) -> None:
    what = "neither config.yaml nor a folder 'catalogue' here; name one with --config or --catalogue"
    failed(mentorix(*words, folder=tmp_path), 2, what)


def test_a_homeserver_that_cannot_be_reached_is_said_at_login(tmp_path: Path) -> None:
    settings(tmp_path, homeserver=f"http://127.0.0.1:{free_port()}")
    failed(mentorix("login", folder=tmp_path, MENTORIX_PASSWORD="x"), 3, "cannot reach the homeserver")


def test_login_without_password_or_terminal_says_where_to_put_it(tmp_path: Path) -> None:
    settings(tmp_path)
    failed(mentorix("login", folder=tmp_path), 2, "MENTORIX_PASSWORD")


@pytest.mark.parametrize("now", ["tomorrow", "2026-03-01T12:00:00"])
def test_a_time_that_is_none_is_refused(tmp_path: Path, now: str) -> None:
    failed(
        mentorix("ask", "deadlines", "--now", now, "--catalogue", str(ROOT / "catalogue"), folder=tmp_path), 2, now
    )


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("ask", "--style", "loud", "hello"), "'loud' is none of rich, plain, compact"),
        (("catalogue", "lint", "--format", "xml"), "'xml' is none of text, json, github"),
    ],
)
def test_a_choice_that_is_none_is_refused_with_those_there_are(
    tmp_path: Path, words: tuple[str, ...], what: str
) -> None:
    ran = mentorix(*words, folder=tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert what in ran.stderr
    assert "Value error" not in ran.stderr


def test_ask_answers_in_plain_words_without_a_configuration(tmp_path: Path) -> None:
    ran = mentorix("ask", "who mentors virtiofsd?", "--catalogue", str(ROOT / "catalogue"), folder=tmp_path)
    assert ran.returncode == 0
    assert "German Maglione and Stefano Garzarella" in ran.stdout


def test_a_piped_chat_answers_each_line(tmp_path: Path) -> None:
    ran = mentorix("chat", "--catalogue", str(ROOT / "catalogue"), folder=tmp_path, stdin="!idea fanotify\n!help\n")
    assert ran.returncode == 0
    assert "Implement fanotify (gVisor 2021)" in ran.stdout
    assert "!ideas" in ran.stdout


@pytest.mark.parametrize("arguments", [("ask", "!ideas"), ("chat",)])
def test_a_reader_that_stops_reading_ends_it_quietly(arguments: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(
        [sys.executable, "-m", "bot", *arguments, "--catalogue", str(ROOT / "catalogue")],
        cwd=ROOT,
        input=b"!ideas\n" * 3,
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert (ran.returncode, ran.stderr) == (-signal.SIGPIPE, b"")


@pytest.mark.parametrize(("command", "code"), [("run", 0), ("chat", 128 + signal.SIGTERM)])
def test_asked_to_stop_while_it_still_starts_it_ends_cleanly(tmp_path: Path, command: str, code: int) -> None:
    settings(tmp_path)
    ran = subprocess.Popen(
        [sys.executable, "-m", "bot", command, "--config", str(tmp_path / "config.yaml")],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    while not _catches(ran.pid, signal.SIGTERM):
        assert ran.poll() is None
    ran.terminate()
    said, complained = ran.communicate(timeout=60)
    assert (ran.returncode, said, complained) == (code, b"", b"")


def _catches(pid: int, number: int) -> bool:
    """Whether the process has a handler for the signal (proc(5), SigCgt)."""
    status = Path(f"/proc/{pid}/status").read_text()
    caught = next(line.split()[1] for line in status.splitlines() if line.startswith("SigCgt"))
    return bool(int(caught, 16) >> (number - 1) & 1)


def test_the_schema_is_printed(tmp_path: Path) -> None:
    ran = mentorix("catalogue", "schema", "organisation", folder=tmp_path)
    assert json.loads(ran.stdout)["title"] == "Organisation"


async def test_a_wrong_password_is_said_and_nothing_is_kept(
    homeserver: Homeserver, unique: Unique, tmp_path: Path
) -> None:
    bot = await RunningBot.make(homeserver.url, unique("bot"), tmp_path)
    session = tmp_path / "data" / "session.json"
    session.unlink()
    failed(mentorix("login", folder=tmp_path, MENTORIX_PASSWORD="wrong"), 3, "M_FORBIDDEN")
    assert not session.exists()
    assert bot.user_id


async def test_a_second_login_keeps_session_and_device(mentorix: Bots) -> None:
    bot = await mentorix()
    session = bot.folder / "data" / "session.json"
    before = session.read_text()
    await bot.login()
    assert session.read_text() == before
    assert session.stat().st_mode & 0o777 == 0o600
    assert session.parent.stat().st_mode & 0o777 == 0o700


async def test_a_login_after_the_session_was_ended_keeps_the_device(mentorix: Bots, homeserver: Homeserver) -> None:
    bot = await mentorix()
    session = bot.folder / "data" / "session.json"
    before = json.loads(session.read_text())
    await bot.log_out(homeserver.url)
    await bot.login()
    after = json.loads(session.read_text())
    assert after["device_id"] == before["device_id"]
    assert after["access_token"] != before["access_token"]


async def test_a_token_is_taken_over(mentorix: Bots, tmp_path: Path) -> None:
    bot = await mentorix()
    token, session = bot.token(), bot.folder / "data" / "session.json"
    session.unlink()
    (tmp_path / "token").write_text(token + "\n")
    login = bot.command("login", "--access-token-file", str(tmp_path / "token"), password=None)
    login.start()
    assert await login.finished() == 0, login.tail()
    assert bot.token() == token


async def test_a_second_process_on_one_data_folder_refuses_and_says_who_holds_it(mentorix: Bots) -> None:
    bot = await mentorix()
    bot.start()
    while "ready" not in bot.log.read_text():
        assert bot.process.alive
        await asyncio.sleep(0.1)
    second = bot.command("run")
    second.start()
    assert await second.finished() == 2
    second.kill()
    assert f"process {bot.process.pid}" in bot.log.read_text()
    assert bot.process.alive


async def test_neither_password_nor_token_is_ever_written_to_the_log(mentorix: Bots) -> None:
    bot = await mentorix()
    bot.start()
    await asyncio.sleep(4)
    await bot.stop()
    assert PASSWORD not in bot.log.read_text()
    assert bot.token() not in bot.log.read_text()
