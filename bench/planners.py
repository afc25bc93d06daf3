"""Who can keep a season's reminders: Mentorix' delivery over its ledger, and APScheduler with a job for each reminder."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger

from bot.delivery.delivery import Delivery
from bot.storage import Database
from bot.timeline import Reminder

BEFORE = datetime(2090, 1, 1, tzinfo=UTC)
"""When everything is planned; nothing is due yet."""


class Planner(Protocol):
    """Keeps reminders and finds what is due."""

    async def plan(self, reminders: Sequence[Reminder]) -> object:
        """Keep these, in the place of what was kept under the same keys."""

    async def due(self, now: datetime) -> int:
        """How many are due."""

    async def next_wake(self) -> datetime | None:
        """When the next one is due."""

    async def close(self) -> None:
        """Give back files and connections."""


class Mentorix:
    """The real delivery and ledger; the clock stands."""

    def __init__(self, database: Database) -> None:
        self._database = database
        nobody: Any = None  # planning sends nothing
        self._delivery = Delivery(database.ledger, nobody, lambda: BEFORE, lambda _key, _words: None)

    @classmethod
    async def open(cls, where: Path | str) -> "Mentorix":
        """Over an empty database."""
        return cls(await Database.open(where, alone=True))

    async def plan(self, reminders: Sequence[Reminder]) -> object:
        """As at the start and after a change."""
        return await self._delivery.plan(reminders)

    async def due(self, now: datetime) -> int:
        """How many are due."""
        return len(await self._database.ledger.due(now))

    async def next_wake(self) -> datetime | None:
        """When to look next."""
        return await self._database.ledger.next_wake()

    async def close(self) -> None:
        """Close the database."""
        await self._database.close()


def say(key: str) -> None:
    """What a job would do."""
    raise AssertionError(key)


class Jobs:
    """APScheduler, its jobs in an SQLite file; the scheduler is paused, so that nothing runs."""

    def __init__(self, path: Path) -> None:
        self._store: Any = SQLAlchemyJobStore(f"sqlite:///{path}")
        self._scheduler: Any = BackgroundScheduler(jobstores={"default": self._store}, timezone=UTC)
        self._scheduler.start(paused=True)
        self._planned: dict[str, datetime] = {}

    @classmethod
    async def open(cls, where: Path | str) -> "Jobs":
        """Over an empty file."""
        return cls(Path(where))

    async def plan(self, reminders: Sequence[Reminder]) -> object:
        """Add a job for each, over what was there; as at the start, where nobody knows what the store holds."""
        for reminder in reminders:
            self._scheduler.add_job(
                say,
                DateTrigger(reminder.due, UTC),
                args=[reminder.key],
                id=reminder.key,
                replace_existing=True,
                misfire_grace_time=None,
            )
        return None

    async def due(self, now: datetime) -> int:
        """How many are due."""
        return len(self._store.get_due_jobs(now))

    async def next_wake(self) -> datetime | None:
        """When the next job runs."""
        found: datetime | None = self._store.get_next_run_time()
        return found

    async def close(self) -> None:
        """End it."""
        self._scheduler.shutdown()


PLANNERS: dict[str, Callable[[Path | str], Awaitable[Planner]]] = {
    "mentorix": Mentorix.open,
    "apscheduler": Jobs.open,
}
