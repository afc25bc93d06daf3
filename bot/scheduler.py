"""The alarm clock; the only module that knows APScheduler.

It remembers nothing and decides nothing: whoever set an alarm asks the ledger what is due when it rings, and sets the
next one. Only date triggers in UTC; nothing is dropped for being late; nothing is stored.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
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

SET_BACK = timedelta(seconds=30)
"""A clock that shows so much less than at the last look was set back."""

Ring = Callable[[], Awaitable[object]]
"""What to do when an alarm rings."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, eq=False)
class _Alarm:
    """What rings when."""

    key: str
    instant: datetime
    ring: Ring


class AlarmClock:
    """Rings at instants; and when the clock was set back, so that who set an alarm can look at the new time.

    Args:
        clock: tells the time: aware, UTC.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._alarms: dict[str, tuple[_Alarm, Job]] = {}
        self._seen: datetime | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._scheduler = AsyncIOScheduler(
            jobstores={"default": MemoryJobStore()},
            job_defaults={"misfire_grace_time": None, "coalesce": True},
            timezone=UTC,
        )

    def start(self) -> None:
        """Begin to ring, in the running event loop; alarms that were set before are kept."""
        self._scheduler.start()
        self._watch()

    def stop(self) -> None:
        """Ring no more. Work that an alarm has begun is cancelled."""
        if self._timer:
            self._timer.cancel()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def wake_at(self, key: str, instant: datetime, ring: Ring) -> None:
        """Set an alarm in place of an earlier one of that key; work that the earlier one has begun goes on.

        Args:
            key: names the alarm.
            instant: aware; a past one rings at once.
            ring: awaited once; when it raises, it is logged and the alarm rings again a little later.
        """
        self._set(_Alarm(key, instant, ring))

    def cancel(self, key: str) -> None:
        """Forget an alarm, if there is one."""
        _, job = self._alarms.pop(key, (None, None))
        try:
            if job:
                job.remove()
        except JobLookupError:
            return  # it has rung

    def _set(self, alarm: _Alarm) -> None:
        self.cancel(alarm.key)
        delay = min(alarm.instant - self._clock(), LOOK_AGAIN)
        trigger = DateTrigger(datetime.now(UTC) + delay, UTC)
        # Each job has an id of its own: APScheduler drops a job while another of the same id is still running.
        self._alarms[alarm.key] = (alarm, self._scheduler.add_job(self._look, trigger, args=(alarm,)))

    async def _look(self, alarm: _Alarm) -> None:
        """Ring if it is time, else wait on."""
        now = self._clock()
        # What rings may act by a clock that is set right before the next watch; that is noticed all the same.
        self._seen = max(now, self._seen or now)
        if now < alarm.instant:
            self._set(alarm)
            return
        if self._alarms.get(alarm.key, (None,))[0] is alarm:
            del self._alarms[alarm.key]
        try:
            await alarm.ring()
        except Exception:
            log.exception("the work of an alarm failed", key=alarm.key)
            self.wake_at(alarm.key, self._clock() + LOOK_AGAIN, alarm.ring)

    def _watch(self) -> None:
        """Notice that the clock was set back: APScheduler, which goes by it, would let all alarms wait for that long."""
        now = self._clock()
        if self._seen and now < self._seen - SET_BACK:
            log.warning("the clock was set back", seconds=(self._seen - now).total_seconds())
            for alarm, _ in list(self._alarms.values()):
                self.wake_at(alarm.key, now, alarm.ring)
        self._seen = now
        self._timer = asyncio.get_running_loop().call_later(LOOK_AGAIN.total_seconds(), self._watch)
