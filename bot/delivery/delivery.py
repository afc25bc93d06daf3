"""Due → said once → written down.

Strategy: the ledger holds one entry for each thing to say and is the only truth; an alarm clock merely wakes us. An
entry is written as *sending* before the send, the send carries a transaction id that follows from the key, and the entry
becomes *sent* with the event id after it. Whatever is cut off between two steps is done again (`bot.delivery.attempts`), and
reaches the room once.

What decides about entries stands in `bot.delivery.ledger`, `revision` and `turns` and touches nothing; `Delivery` acts
on it. Each step reads, decides and writes while no other does; sends are under way between the steps, so that plans and
promises never wait for a homeserver.
"""

import asyncio
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import structlog

from bot.delivery.agenda import Agenda, Wishes, by_key
from bot.delivery.attempts import Attempts, Clock, Sender
from bot.delivery.health import Health
from bot.delivery.ledger import EXPIRED, OVERTAKEN, PAUSED, WITHDRAWN, Entry, Ledger, Standing, overtaken
from bot.delivery.turns import taken
from bot.errors import StorageError
from bot.moved import Follower
from bot.phrasing.reminders import Sayable
from bot.promised import Personal
from bot.timeline import Reminder

Paused = Callable[[str, datetime], datetime | None]
"""Until when a room wants no reminders, by its configured name and the time now; aware, UTC. `FOR_EVER` where the end is
not known; None where it wants them."""

FOR_EVER = datetime.max.replace(tzinfo=UTC)

SPEAKERS = 16
"""How many sends may be under way; one room that does not answer must not keep the others waiting."""

PATIENCE = timedelta(seconds=1)
"""How long `deliver_due` waits for sends that it began; what takes longer goes on behind it, and is looked at as often."""

LEDGER_PAUSE = timedelta(seconds=5)
"""Until the next try after a failure of the ledger."""

CLOCK_SET_BACK = timedelta(seconds=30)
"""A clock that shows so much less than before was set."""

log = structlog.get_logger()


class Delivery:
    """Says what is due.

    Args:
        ledger: remembers.
        sender: speaks.
        clock: tells the time.
        report: tells the operators something once, by a key.
        paused: knows which rooms are paused. When that has changed, `deliver_due` is to be called.
        patience: how long `deliver_due` waits for sends that it began, in real time.
    """

    def __init__(
        self,
        ledger: Ledger,
        sender: Sender,
        clock: Clock,
        report: Callable[[str, str], None],
        paused: Paused = lambda _room, _now: None,
        patience: timedelta = PATIENCE,
    ) -> None:
        self._ledger = ledger
        self._agenda = Agenda(ledger, clock)
        self._attempts = Attempts(sender, clock)
        self._clock = clock
        self._report = report
        self._paused = paused
        self._patience = patience
        self._seen: datetime | None = None
        self._health = Health(clock, report)
        self._deciding = asyncio.Lock()
        self._places = asyncio.Semaphore(SPEAKERS)
        self._speaking: dict[str, asyncio.Task[None]] = {}

    @property
    def skipped(self) -> frozenset[str]:
        """Keys that are never said, since a person did not want it."""
        return self._agenda.skipped

    async def plan(
        self, reminders: Iterable[Reminder], rooms: Sequence[Follower] = (), personals: Iterable[Personal] = ()
    ) -> datetime | None:
        """Make the ledger follow the plan; at start, and whenever dates or rooms have changed.

        Args:
            reminders: all that rooms are to be told. One that is missing is withdrawn.
            rooms: those which are told when dates move.
            personals: all that people were promised. One that is missing is withdrawn.

        Returns:
            When to call `deliver_due` next, possibly in the past; None when nothing is to come.

        Raises:
            StorageError: the earlier plan stands.
        """
        async with self._deciding:
            await self._agenda.follow(Wishes(by_key(reminders), rooms, by_key(personals)))
            return await self._wake()

    async def promise(self, personals: Iterable[Personal]) -> datetime | None:
        """Add to the plan what people were promised; returns as `plan`.

        Raises:
            StorageError: nothing is added.
        """
        async with self._deciding:
            await self._agenda.add(by_key(personals))
            return await self._wake()

    async def withdraw(self, keys: Collection[str]) -> datetime | None:
        """Take out of the plan what people want no longer; returns as `plan`. What is being sent just now may come.

        Raises:
            StorageError: it stays in the plan.
        """
        async with self._deciding:
            await self._agenda.take_out(keys)
            return await self._wake()

    async def skip(self, key: str, reason: str) -> datetime | None:
        """Never say this, whatever the plan; returns as `plan`. What is being sent just now may come.

        Raises:
            StorageError: it will be said.
        """
        async with self._deciding:
            await self._agenda.skip(key, reason)
            return await self._wake()

    async def deliver_due(self) -> datetime | None:
        """Say what is due. What fails is tried again later.

        Returns:
            When to call this next; None when nothing is to come, or before the first plan.
        """
        if not self._agenda.known:
            return None
        try:
            async with self._deciding:
                await self._begin(self._clock())
            if self._speaking:
                await asyncio.wait(self._speaking.values(), timeout=self._patience.total_seconds())
            async with self._deciding:
                self._ended()
                await self._agenda.catch_up()
                wake = await self._wake()
        except StorageError as error:
            self._health.failed(str(error))
            return self._clock() + LEDGER_PAUSE
        self._health.works()
        return wake

    async def close(self) -> None:
        """Break off what is under way; the ledger knows that it was begun."""
        under_way = list(self._speaking.values())
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)

    async def _begin(self, now: datetime) -> None:
        """Close what is overtaken, hold back what must wait, and have the rest said."""
        self._ended()
        if self._seen and now < self._seen - CLOCK_SET_BACK:
            await self._agenda.follow_again()
        self._seen = now
        due = [entry for entry in await self._ledger.due(now) if entry.room not in self._speaking]
        late = {entry.key: entry.skipped(OVERTAKEN, now) for entry in overtaken(filter(self._agenda.fitting, due))}
        open_ = [entry for entry in due if entry.key not in late]
        held = {entry.key: waiting for entry in open_ if (waiting := self._held(entry, now))}
        free = [entry for entry in open_ if entry.key not in held and (entry.wake <= now or entry.reason == PAUSED)]
        starting, later = taken(free, now)
        known = {entry.key: entry for entry in due}
        changed = [entry for entry in (*late.values(), *held.values(), *later) if entry != known[entry.key]]
        await self._ledger.save(changed)
        for entry in late.values():
            self._agenda.note(entry)
        for entries in starting:
            self._speaking[entries[0].room] = asyncio.create_task(self._speak([entry.key for entry in entries]))

    def _held(self, entry: Entry, now: datetime) -> Entry | None:
        """The entry as it waits for the end of its room's pause; None where it need not, or must be looked up first."""
        until = self._pause(entry, now)
        if until is None or now >= entry.expires or entry.first_tried:
            return None
        return replace(entry, wake=max(entry.due, min(until, entry.expires)), reason=PAUSED)

    def _pause(self, entry: Entry, now: datetime) -> datetime | None:
        """Until when an entry's room wants no reminders. Promises are kept anyhow."""
        until = None if isinstance(self._agenda.due(entry), Personal) else self._paused(entry.room, now)
        return until if until and until > now else None

    def _ended(self) -> None:
        """Take note of sends that have come to their end, all of them before a failure is passed on."""
        ended = {room: task for room, task in self._speaking.items() if task.done()}
        self._speaking = {room: task for room, task in self._speaking.items() if room not in ended}
        for failure in [failure for task in ended.values() if (failure := task.exception())]:
            raise failure

    async def _speak(self, keys: Iterable[str]) -> None:
        """Say things in one room, one after the other."""
        for key in keys:
            async with self._places:
                await self._say(key)

    async def _say(self, key: str) -> None:
        """Write down, send, write down; each time by what the ledger and the plan say then."""
        async with self._deciding:
            earlier = (await self._ledger.entries([key])).get(key)
            due = self._sayable(earlier) if earlier else None
            trying = await self._begun(earlier, due) if earlier else None
        if earlier and trying:
            outcome = await self._attempts.make(trying, earlier, due)
            async with self._deciding:
                await self._came_to(outcome)

    def _sayable(self, entry: Entry) -> Sayable | None:
        """What is to be said now; None where nothing is, and only the outcome of earlier tries is to be found out."""
        return None if self._pause(entry, self._clock()) else self._agenda.fitting(entry)

    async def _begun(self, entry: Entry, saying: Sayable | None) -> Entry | None:
        """The entry as written for a try; None where there is nothing to try any more."""
        now, due = self._clock(), self._agenda.due(entry)
        if not entry.is_open or entry.due > now:
            return None
        if now >= (due or entry).expires:
            await self._close(entry.skipped(EXPIRED if due else WITHDRAWN, now), lost=bool(due and entry.tries))
            return None
        trying = replace(
            entry,
            standing=Standing.SENDING,
            since=now if saying else entry.since,
            tries=entry.tries + 1,
            reason="",
            first_tried=entry.first_tried or now,
            turn=self._agenda.turn(entry),
        )
        await self._ledger.save([trying])
        return trying

    async def _came_to(self, outcome: Entry) -> None:
        """Write down what a try has led to."""
        if outcome.standing is Standing.PLANNED:
            outcome = self._agenda.settled(outcome)
        if outcome.is_open and outcome.key in self._agenda.skipped:
            return  # it was skipped meanwhile, and stays so
        await self._close(outcome, lost=outcome.standing is Standing.FAILED)

    async def _close(self, entry: Entry, *, lost: bool) -> None:
        """Write down what an entry has come to; operators are told of what was tried and will not come."""
        await self._ledger.save([entry])
        self._agenda.note(entry)
        log.info("reminder", key=entry.key, standing=entry.standing, why=entry.reason)
        if lost:
            said = entry.said.partition("\n")[0]
            words = f"I could not post a reminder in {entry.room}, and will not try again: {entry.reason}."
            self._report(f"reminder {entry.key}", f"{words} It was: {said}" if said else words)

    async def _wake(self) -> datetime | None:
        """When to look again."""
        return self._clock() + self._patience if self._speaking else await self._ledger.next_wake()
