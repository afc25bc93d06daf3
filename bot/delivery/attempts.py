"""One try to say one thing, as the entry it leads to.

Strategy: each try carries the transaction id of its entry, which the homeserver lets through once for as long as it
remembers it. Where that is not certain, since an earlier try of unknown outcome is too old or was made in another life
of the process, the room's own history is asked first. If that cannot be read, nothing is sent until it can.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.delivery.ledger import WITHDRAWN, Entry, Standing
from bot.errors import OutsideError, Refused, SessionExpired
from bot.markup import Markup
from bot.phrasing.reminders import Sayable, words
from bot.promised import Personal

Clock = Callable[[], datetime]
"""Tells the time: aware, UTC."""

SEND_WITHIN = timedelta(minutes=1)
"""How long one try may take before its outcome counts as unknown."""

REMEMBERED = timedelta(minutes=10)
"""For how long after the first try the homeserver is trusted to remember its transaction id; it is hours."""

UNDER_WAY = timedelta(minutes=2)
"""How long after a try it may still arrive, so that the room's history says nothing yet."""

FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(seconds=20)
"""Between tries: doubling from the first to the longest."""

log = structlog.get_logger()


class Sender(Protocol):
    """Puts words into rooms, and remembers which."""

    async def send(self, room: str, body: Markup, key: str, mentions: Sequence[str] = ()) -> str:
        """Send once for ever under this key.

        Args:
            room: the configured name of the room, or its id.
            body: the words.
            key: the transaction id: ASCII letters, digits and '-'.
            mentions: the addresses of people whom it pings.

        Returns:
            The event id.

        Raises:
            Refused: trying again would not help.
            MatrixError: it may work later, or it is unknown whether it worked. Cancelled, it must not send later.
        """

    async def sent_before(self, room: str, key: str, since: datetime) -> str | None:
        """The event that an earlier `send` under this key has put into the room, if one has; its id.

        Args:
            room: see `send`.
            key: see `send`.
            since: nothing was sent before; aware, by our own clock.

        Raises:
            Refused: it cannot be known.
            MatrixError: it cannot be known now.
        """


class Attempts:
    """Tries.

    Args:
        sender: speaks.
        clock: tells the time.
    """

    def __init__(self, sender: Sender, clock: Clock) -> None:
        self._sender = sender
        self._clock = clock
        self._begun: dict[str, float] = {}

    async def make(self, entry: Entry, earlier: Entry, due: Sayable | None) -> Entry:
        """Try once.

        Args:
            entry: as it was written for this try.
            earlier: as it was before.
            due: what is to be said; None where only the outcome of earlier tries is to be found out, since nothing is
                to be said any more, or another date is.

        Returns:
            The entry that it leads to: sent, failed, to be tried again, or planned where no try has reached the room.
        """
        outcome = await self._outcome(entry, earlier, due)
        if not outcome.is_open:
            self._begun.pop(entry.key, None)
        return outcome

    async def _outcome(self, entry: Entry, earlier: Entry, due: Sayable | None) -> Entry:
        try:
            body = words(due, self._clock()) if due else Markup()
            entry = replace(entry, said=_kept(due, body) or entry.said)
            async with asyncio.timeout(SEND_WITHIN.total_seconds()):
                if event_id := await self._found(earlier, looking=due is None):
                    said = earlier.said or (_kept(due, words(due, earlier.since)) if due else "")
                    return _sent(replace(entry, said=said), event_id, earlier.since)
                if due is None:
                    return self._unsent(entry, earlier)
                self._begun.setdefault(entry.key, asyncio.get_running_loop().time())
                event_id = await self._sender.send(entry.room, body, entry.transaction, due.mentions)
                return _sent(entry, event_id, self._clock())
        except Refused as error:
            return self._refused(entry, earlier, str(error), wanted=due is not None)
        except (OutsideError, SessionExpired, TimeoutError) as error:
            return self._again(entry, str(error) or "no answer in time")
        except Exception:  # one reminder that meets a bug must not silence all the others
            log.exception("a bug kept a reminder back", key=entry.key)
            return self._again(entry, "a bug; see the log")

    async def _found(self, entry: Entry, *, looking: bool) -> str | None:
        """The event of an earlier try that has reached the room after all."""
        if not entry.first_tried or not (looking or self._in_doubt(entry, entry.first_tried)):
            return None
        return await self._sender.sent_before(entry.room, entry.transaction, entry.first_tried)

    def _in_doubt(self, entry: Entry, first_tried: datetime) -> bool:
        """Whether the homeserver may have forgotten the first try.

        A clock that was set between does not deceive, since the time that has passed in this life counts as well.
        """
        begun = self._begun.get(entry.key)
        if begun is None or asyncio.get_running_loop().time() - begun >= REMEMBERED.total_seconds():
            return True
        return not timedelta() <= self._clock() - first_tried < REMEMBERED

    def _unsent(self, entry: Entry, earlier: Entry) -> Entry:
        """No try has reached the room, unless one is still on its way."""
        arrived = earlier.since + UNDER_WAY
        if earlier.since <= self._clock() < arrived:
            return replace(entry, since=earlier.since, wake=max(entry.due, arrived))
        return replace(entry, standing=Standing.PLANNED, since=self._clock())

    def _refused(self, entry: Entry, earlier: Entry, reason: str, *, wanted: bool) -> Entry:
        if not wanted:
            return entry.skipped(f"{WITHDRAWN}; {reason}", self._clock())
        # The first try was refused, so it has not reached the room.
        first = earlier.first_tried and entry.first_tried
        return replace(entry, standing=Standing.FAILED, since=self._clock(), reason=reason, first_tried=first)

    def _again(self, entry: Entry, reason: str) -> Entry:
        now = self._clock()
        wake = now + pause(entry.tries)
        wake = min(wake, entry.expires) if entry.expires > now else wake
        return replace(entry, wake=max(entry.due, wake), reason=reason)


def _sent(entry: Entry, event_id: str, at: datetime) -> Entry:
    return replace(entry, standing=Standing.SENT, since=at, reason="", event_id=event_id)


def _kept(due: Sayable | None, body: Markup) -> str:
    """What the ledger keeps of the words; nothing of a person's own."""
    return "" if isinstance(due, Personal) else body.plain


def pause(tries: int) -> timedelta:
    """How long to wait after so many tries."""
    doublings = max(0, min(tries - 1, 16))
    return min(LONGEST_PAUSE, FIRST_PAUSE * (1 << doublings))
