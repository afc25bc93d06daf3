"""The alarm clock; the only module that knows APScheduler.

It remembers nothing and decides nothing: whoever set an alarm asks the ledger what is due when it rings, and sets the
next one. Only date triggers in UTC; nothing is dropped for being late; nothing is stored.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import structlog
from apscheduler.jobstores.base import JobLookupError
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

if TYPE_CHECKING:
    from apscheduler.job import Job

LOOK_AGAIN = timedelta(seconds=30)
"""How often to look at the clock: timers count elapsed time, and would ring hours late after a night of suspension
or when the clock was set."""

Ring = Callable[[], Awaitable[object]]
"""What to do when an alarm rings."""

log = structlog.get_logger()


class AlarmClock:
    """Rings at instants.

    Args:
        clock: tells the time: aware, UTC.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._alarms: dict[str, Job] = {}
        self._scheduler = AsyncIOScheduler(
            jobstores={"default": MemoryJobStore()},
            job_defaults={"misfire_grace_time": None, "coalesce": True},
            timezone=UTC,
        )

    def start(self) -> None:
        """Begin to ring, in the running event loop; alarms that were set before are kept."""
        self._scheduler.start()

    def stop(self) -> None:
        """Ring no more. Work that an alarm has begun is cancelled."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def wake_at(self, key: str, instant: datetime, ring: Ring) -> None:
        """Set an alarm in place of an earlier one of that key; work that the earlier one has begun goes on.

        Args:
            key: names the alarm.
            instant: aware; a past one rings at once.
            ring: awaited once; when it raises, it is logged and the alarm rings again a little later.
        """
        self.cancel(key)
        delay = min(instant - self._clock(), LOOK_AGAIN)
        trigger = DateTrigger(datetime.now(UTC) + delay, UTC)
        # Each job has an id of its own: APScheduler drops a job while another of the same id is still running.
        self._alarms[key] = self._scheduler.add_job(self._look, trigger, args=(key, instant, ring))

    def cancel(self, key: str) -> None:
        """Forget an alarm, if there is one."""
        job = self._alarms.pop(key, None)
        try:
            if job:
                job.remove()
        except JobLookupError:
            return  # it has rung

    async def _look(self, key: str, instant: datetime, ring: Ring) -> None:
        """Ring if it is time, else wait on."""
        if self._clock() < instant:
            self.wake_at(key, instant, ring)
            return
        try:
            await ring()
        except Exception:
            log.exception("the work of an alarm failed", key=key)
            self.wake_at(key, self._clock() + LOOK_AGAIN, ring)
