"""Due → said once → written down.

Strategy: the ledger holds one entry for each reminder and is the only truth; an alarm clock merely wakes us. An entry
is written as *sending* before the send, the send carries a transaction id that follows from the key, and the entry
becomes *sent* with the event id after it. Whatever is cut off between two steps is done again under the same
transaction id, which the homeserver lets through once.

What decides about entries stands in `bot.ledger` and touches nothing; `Delivery` acts on it.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.errors import OutsideError, Refused, SessionExpired, StorageError
from bot.ledger import EXPIRED, OVERTAKEN, Entry, Ledger, Standing, overtaken, revised
from bot.markup import Markup
from bot.phrasing.reminders import reminder as words_of
from bot.timeline import Reminder

Clock = Callable[[], datetime]
"""Tells the time: aware, UTC."""

AT_ONCE = 16
"""How many sends may be under way; one room that does not answer must not keep the others waiting."""

SEND_WITHIN = timedelta(minutes=1)
"""How long one try may take before its outcome counts as unknown."""

FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(minutes=5)
LEDGER_PAUSE = timedelta(seconds=5)
"""Between tries of a send: doubling from the first to the longest; after a failure of the ledger."""

log = structlog.get_logger()


class Sender(Protocol):
    """Puts words into rooms."""

    async def send(self, room: str, body: Markup, key: str) -> str:
        """Send once for ever under this key.

        Args:
            room: the configured name of the room.
            body: the words.
            key: the transaction id: ASCII letters, digits and '-'.

        Returns:
            The event id.

        Raises:
            Refused: trying again would not help.
            MatrixError: it may work later, or it is unknown whether it worked. Cancelled, it must not send later.
        """


class Delivery:
    """Says what is due.

    Args:
        ledger: remembers.
        sender: speaks.
        clock: tells the time.
        report: tells the operators something once, by a key.
    """

    def __init__(self, ledger: Ledger, sender: Sender, clock: Clock, report: Callable[[str, str], None]) -> None:
        self._ledger = ledger
        self._sender = sender
        self._clock = clock
        self._report = report
        self._plan: dict[str, Reminder] = {}
        self._one_at_a_time = asyncio.Lock()
        self._places = asyncio.Semaphore(AT_ONCE)

    async def plan(self, reminders: Iterable[Reminder]) -> datetime | None:
        """Make the ledger follow the plan; at start, and whenever dates or rooms have changed.

        Returns:
            When to call `deliver_due` next, possibly in the past; None when nothing is to come.

        Raises:
            StorageError: the earlier plan stands.
        """
        async with self._one_at_a_time:
            plan = {reminder.key: reminder for reminder in reminders}
            changed = revised(await self._ledger.entries(), plan, self._clock())
            await self._ledger.save(changed)
            self._plan = plan
            log.info("reminders planned", reminders=len(plan), changed=len(changed))
            return await self._ledger.next_wake()

    async def deliver_due(self) -> datetime | None:
        """Say what is due. What fails is tried again later; nothing is raised.

        Returns:
            When to call this next; None when nothing is to come, or before the first plan.
        """
        async with self._one_at_a_time:
            if not self._plan:
                return None
            try:
                return await self._deliver_due()
            except StorageError as error:
                log.error("the ledger failed; reminders wait", why=str(error))
                return self._clock() + LEDGER_PAUSE

    async def _deliver_due(self) -> datetime | None:
        now = self._clock()
        due = await self._ledger.due(now)
        late = {entry.key: entry.skipped(OVERTAKEN, now) for entry in overtaken(due)}
        await self._ledger.save(late.values())
        ready = [entry for entry in due if entry.wake <= now and entry.key not in late]
        # Every send is seen to its end before a failure of the ledger is passed on.
        for failure in filter(None, await asyncio.gather(*map(self._say, ready), return_exceptions=True)):
            raise failure
        return await self._ledger.next_wake()

    async def _say(self, entry: Entry) -> None:
        """Write down, send, write down."""
        async with self._places:
            now, reminder = self._clock(), self._plan[entry.key]
            if now >= reminder.expires:
                await self._ledger.save([entry.skipped(EXPIRED, now)])
                if entry.tries:
                    self._lost(entry, EXPIRED)
                return
            trying = replace(entry, standing=Standing.SENDING, since=now, tries=entry.tries + 1)
            await self._ledger.save([trying])
            outcome = await self._try(trying, reminder)
            await self._ledger.save([outcome])
            log.info("reminder", key=entry.key, standing=outcome.standing, why=outcome.reason)
            if outcome.standing is Standing.FAILED:
                self._lost(outcome, outcome.reason)

    async def _try(self, entry: Entry, reminder: Reminder) -> Entry:
        """One try, as the entry that it leads to."""
        try:
            words = words_of(reminder, self._clock())
            entry = replace(entry, said=words.plain)
            async with asyncio.timeout(SEND_WITHIN.total_seconds()):
                event_id = await self._sender.send(entry.room, words, entry.transaction)
        except Refused as error:
            return replace(entry, standing=Standing.FAILED, since=self._clock(), reason=str(error))
        except (OutsideError, SessionExpired, TimeoutError) as error:
            return self._again(entry, str(error) or "no answer in time")
        except Exception:  # one reminder that meets a bug must not silence all the others
            log.exception("a bug kept a reminder back", key=entry.key)
            return self._again(entry, "a bug; see the log")
        return replace(entry, standing=Standing.SENT, since=self._clock(), reason="", event_id=event_id)

    def _lost(self, entry: Entry, reason: str) -> None:
        """Have the operators told of a reminder that was tried and will not come."""
        words = f"I could not post a reminder in {entry.room}, and will not try again: {reason}."
        self._report(f"reminder {entry.key}", f"{words} It was: {entry.said.partition(chr(10))[0]}")

    def _again(self, entry: Entry, reason: str) -> Entry:
        return replace(entry, wake=min(self._clock() + pause(entry.tries), entry.expires), reason=reason)


def pause(tries: int) -> timedelta:
    """How long to wait after so many tries."""
    doublings = max(0, min(tries - 1, 16))
    return min(LONGEST_PAUSE, FIRST_PAUSE * (1 << doublings))
