"""What is to be said when, kept in step: the programmes' dates, what people were promised, and the alarm clock.

`bot.timeline` tells what the dates ask for, the registry what people asked for; `bot.delivery` says both. Whatever
changes one of them comes through here, and the alarm is set anew.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.catalogue.model import Catalogue
from bot.config import RoomSettings
from bot.delivery.delivery import FOR_EVER, Delivery
from bot.delivery.ledger import Entry, Ledger
from bot.errors import StorageError
from bot.moved import followers
from bot.personal import Promise
from bot.promised import Personal, key_of, personal, personals
from bot.registry import Registry
from bot.timeline import reminders

PLAN_AGAIN = timedelta(seconds=30)
"""When to plan again what could not be written down."""

NOTHING_TO_COME = timedelta(days=1)
"""When to look again though nothing is to come by the clock, which may be ahead: all may be over only for that."""

log = structlog.get_logger()


class Alarm(Protocol):
    """What wakes us; see `bot.scheduler`."""

    def wake_at(self, key: str, instant: datetime, ring: Callable[[], Awaitable[object]]) -> None:
        """Set an alarm in place of an earlier one of that key."""


class Reminding:
    """Everything that is ever said unasked.

    Args:
        delivery: says what is due.
        ledger: the delivery's.
        registry: what people asked for.
        rooms: what holds in each room now.
        catalogue: what is known now.
        alarm: wakes us.
        clock: tells the time: aware, UTC.
        report: tells the operators something once, by a key.
        language: in which a room is spoken to, by its id.
    """

    def __init__(
        self,
        delivery: Delivery,
        ledger: Ledger,
        registry: Registry,
        rooms: Callable[[], Sequence[RoomSettings]],
        catalogue: Callable[[], Catalogue],
        alarm: Alarm,
        clock: Callable[[], datetime],
        report: Callable[[str, str], None],
        language: Callable[[str], str],
    ) -> None:
        self._delivery = delivery
        self._ledger = ledger
        self._registry = registry
        self._rooms = rooms
        self._catalogue = catalogue
        self._alarm = alarm
        self._clock = clock
        self._report = report
        self._language = language
        self._in_turn = asyncio.Lock()

    @property
    def skipped(self) -> frozenset[str]:
        """Keys of reminders that are never said, since somebody wanted it so."""
        return self._delivery.skipped

    async def plan(self) -> None:
        """Follow the dates and rooms as they are now; at start, and when they have changed. What fails is tried again."""
        catalogue, rooms, now = self._catalogue(), self._rooms(), self._clock()
        planned = await asyncio.to_thread(reminders, catalogue, rooms)
        log.info("dates known", reminders=len(planned), to_come=sum(each.due > now for each in planned))
        try:
            async with self._in_turn:  # a promise that is made meanwhile would else be missing, and be withdrawn
                await self._registry.reschedule(self._moved(catalogue))
                promised = [self._in_its_language(each) for each in personals(self._registry.promises(), catalogue)]
                self._set(await self._delivery.plan(planned, followers(catalogue, rooms), promised))
        except StorageError as error:
            self._report(f"plan {error}", f"Reminders could not be planned, so I try again: {error}")
            self._alarm.wake_at("plan", now + PLAN_AGAIN, self.plan)

    async def keep_up(self) -> None:
        """Plan anew whenever a room in which something was set is come into, left or replaced; run it as a task."""
        while True:
            await self._registry.stirred.wait()
            self._registry.stirred.clear()
            await self.plan()

    async def promise(self, promises: Iterable[Promise]) -> None:
        """Say these when they are due."""
        async with self._in_turn:
            catalogue = self._catalogue()
            self._set(
                await self._delivery.promise([self._in_its_language(personal(each, catalogue)) for each in promises])
            )

    async def withdraw(self, promises: Iterable[Promise]) -> None:
        """Say these no longer."""
        async with self._in_turn:
            self._set(await self._delivery.withdraw([key_of(each) for each in promises]))

    async def skip(self, key: str, reason: str) -> None:
        """Never say the reminder of this key."""
        self._set(await self._delivery.skip(key, reason))

    async def look(self) -> None:
        """A room was paused or resumed: see at once what that means for what is due."""
        self._set(self._clock())

    async def said_as(self, event_id: str) -> Entry | None:
        """The reminder that was said in this event."""
        return await self._ledger.said_as(event_id)

    def _moved(self, catalogue: Catalogue) -> list[Promise]:
        """Promises whose date has moved, with the time at which they are due now."""
        standing = [each for each in self._registry.promises() if each.anchor and each.stands(self._clock())]
        now_due = [(each, personal(each, catalogue).due) for each in standing]
        return [replace(each, due=due) for each, due in now_due if due != each.due]

    def _in_its_language(self, reminder: Personal) -> Personal:
        return replace(reminder, language=self._language(reminder.room))

    def _set(self, wake: datetime | None) -> None:
        """Set the alarm; one is always set, since it rings too when the clock was set back."""
        self._alarm.wake_at("reminders", wake or self._clock() + NOTHING_TO_COME, self._ring)

    async def _ring(self) -> None:
        self._set(await self._delivery.deliver_due())


def pauses(registry: Registry) -> Callable[[str, datetime], datetime | None]:
    """Until when a room is paused, as `bot.delivery` asks it."""

    def until(room: str, now: datetime) -> datetime | None:
        pause = registry.pause(room, now)
        return (pause.until or FOR_EVER) if pause else None

    return until
