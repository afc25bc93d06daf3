"""The bots that can go through the soak, each as a process that has been told the same season."""

import asyncio
import json
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.dense_season import Season
from bench.false_clock import FalseClock
from bot.delivery.ledger import OPEN
from bot.storage import Database
from demo.applicant import Applicant
from demo.child import Child
from demo.running import PASSWORD, RunningBot

SCHEDULER = "apscheduler.schedulers.base,apscheduler.executors.base"
OURS = f"bot.clock,bot.scheduler,{SCHEDULER}"
"""What of APScheduler looks at the clock, and what of Mentorix."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a bot is to speak.

    Attributes:
        url: the homeserver as the bot reaches it.
        name: localpart of its account, which does not exist yet.
        folder: an empty one.
        season: what it is to say.
        places: the rooms' ids by alias.
        clock: that it lives by.
        database: where ours keeps its ledger, as `postgresql://…`; None for a file in the folder.
    """

    url: str
    name: str
    folder: Path
    season: Season
    places: Mapping[str, str]
    clock: FalseClock
    database: str | None = None


@dataclass(frozen=True, slots=True)
class Contender:
    """A bot under test.

    Attributes:
        user_id: its Matrix address.
        process: is started and killed.
        left: how many reminders it still means to say.
        silence: when it has said nothing new for so many seconds, nothing more is expected of it.
    """

    user_id: str
    process: Child
    left: Callable[[], Awaitable[int]]
    silence: float


Maker = Callable[[Stage], Awaitable[Contender]]


def by_false_clock(folder: Path, clock: FalseClock, clocks: str, *run: str, **environment: str) -> Child:
    """A bot as a process that lives by the false clock.

    Args:
        folder: for its log.
        clock: that it lives by.
        clocks: the modules that look at it, divided by commas.
        *run: module and arguments, as after `python -m`.
        **environment: what is added to our own environment.
    """
    whole = ["bench.false_clock", str(clock.file), clocks, *run]
    return Child(run[0], whole, log=folder / "bot.log", folder=folder / "leash", environment=environment)


def mentorix_by(clock: FalseClock, bot: RunningBot) -> Child:
    """`mentorix run` for a bot that is configured and logged in."""
    run = ("bot", "run", "--config", str(bot.config))
    return by_false_clock(bot.folder, clock, OURS, *run, MENTORIX_PASSWORD=PASSWORD)


async def mentorix(stage: Stage) -> Contender:
    """Ours, by its own command line. Its longest pause between two tries is five minutes."""
    catalogue = str(stage.season.write(stage.folder / "catalogue"))
    settings: dict[str, Any] = {"catalogue": catalogue, "rooms": stage.season.rooms}
    if stage.database:
        settings["database"] = stage.database
    bot = await RunningBot.make(stage.url, stage.name, stage.folder, **settings)

    async def left() -> int:
        database = await Database.open(stage.database or bot.folder / "data" / "mentorix.db")
        try:
            return sum(entry.standing in OPEN for entry in (await database.ledger.entries()).values())
        finally:
            await database.close()

    return Contender(bot.user_id, mentorix_by(stage.clock, bot), left, silence=330)


async def bare(stage: Stage) -> Contender:
    """What most would write: `bench.remind_bare`."""
    user_id, token = await _joined(stage)
    plan, jobs = stage.folder / "plan.json", stage.folder / "jobs.db"
    wanted = [[stage.places[one.room], one.words, one.due.isoformat()] for one in stage.season.expected]
    plan.write_text(json.dumps(wanted))
    run = ("bench.remind_bare", stage.url, user_id, token, str(plan), str(jobs))
    process = by_false_clock(stage.folder, stage.clock, SCHEDULER, *run)
    return Contender(user_id, process, _rows(jobs, "apscheduler_jobs"), silence=45)


def matrix_reminder_bot(packages: Path) -> Maker:
    """matrix-reminder-bot 0.4.0, which must be installed; its database is filled as its own commands fill it.

    Args:
        packages: where `pip install --target` put it.
    """

    async def make(stage: Stage) -> Contender:
        user_id, _ = await _joined(stage)
        database, config = stage.folder / "reminders.db", stage.folder / "config.yaml"
        _fill(database, stage)
        config.write_text(json.dumps(_settings(stage, user_id, database)))
        clocks = f"matrix_reminder_bot.storage,{SCHEDULER}"
        run = ("matrix_reminder_bot.main", str(config))
        process = by_false_clock(stage.folder, stage.clock, clocks, *run, PYTHONPATH=str(packages))
        return Contender(user_id, process, _rows(database, "reminder"), silence=45)

    return make


async def _joined(stage: Stage) -> tuple[str, str]:
    """Register an account and have it join all rooms; its address and a token."""
    async with await Applicant.register(stage.url, stage.name, PASSWORD, reads=False) as account:
        for place in stage.places.values():
            await account.join(place)
        return account.user_id, account.token


def _rows(database: Path, table: str) -> Callable[[], Awaitable[int]]:
    """Counts the rows of a table in an SQLite file; none while there is no such file or table."""

    def count() -> int:
        try:
            with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=10)) as connection:
                rows = connection.execute(f"select count(*) from {table}")  # noqa: S608 - our own names
                return int(rows.fetchone()[0])
        except sqlite3.OperationalError:
            return 0

    async def counted() -> int:
        return await asyncio.to_thread(count)

    return counted


def _fill(database: Path, stage: Stage) -> None:
    """The tables of matrix-reminder-bot in their third version, with the season in them."""
    columns = "text, start_time, recurse_timedelta_s, cron_tab, room_id, target_user, alarm, timezone"
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("create table migration_version (version integer primary key)")
        connection.execute("insert into migration_version values (3)")
        connection.execute(f"create table reminder ({columns})")
        connection.execute("create unique index reminder_room_id_text on reminder(room_id, text)")
        connection.executemany(
            "insert into reminder values (?, ?, null, null, ?, null, 0, 'Etc/UTC')",
            [
                (one.words, one.due.replace(tzinfo=None).isoformat(), stage.places[one.room])
                for one in stage.season.expected
            ],
        )


def _settings(stage: Stage, user_id: str, database: Path) -> dict[str, object]:
    """matrix-reminder-bot's configuration."""
    return {
        "matrix": {
            "user_id": user_id,
            "user_password": PASSWORD,
            "homeserver_url": stage.url,
            "device_id": "BENCH",
        },
        "storage": {"database": f"sqlite://{database}", "store_path": str(stage.folder / "store")},
        "reminders": {"timezone": "Etc/UTC"},
        "allowlist": {"enabled": False, "regexes": []},
        "blocklist": {"enabled": False, "regexes": []},
        "logging": {"level": "INFO", "file_logging": {"enabled": False}, "console_logging": {"enabled": True}},
    }
