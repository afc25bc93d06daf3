"""What became of each reminder: the entries, and what a plan or an absence does to them.

Everything here is pure. What acts on it is `bot.delivery`; what keeps it is `bot.storage`.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.timeline import Reminder

PAST_WHEN_PLANNED = "its time had passed when it was planned"
WITHDRAWN = "no longer in the plan"
EXPIRED = "its date was over before it could be said"
OVERTAKEN = "a later reminder of the same date was due as well"
UNKNOWN_OUTCOME = "whether an earlier try reached the room is unknown"


class Standing(StrEnum):
    """Where a reminder is on its way."""

    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    SKIPPED = "skipped"
    FAILED = "failed"


OPEN = frozenset({Standing.PLANNED, Standing.SENDING})
"""What may still be said."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger. All instants are aware and in UTC.

    Attributes:
        key: the reminder's.
        room: the configured name of the room.
        subject: programme and milestone, the same for all rooms and lead times.
        tells: the date it tells in ISO 8601: an instant or a day.
        due: when it is to be said.
        expires: from when on it is no longer true.
        wake: when to look at it next: `due` at first, the next try after a failure.
        standing: where it is on its way.
        since: when it came to this standing; of what was sent, `since - due` is how late it was.
        tries: how often sending was begun.
        reason: why it was skipped or refused, or must be tried again; empty otherwise.
        said: the plain words of the last try.
        event_id: what the homeserver called it.
    """

    key: str
    room: str
    subject: str
    tells: str
    due: datetime
    expires: datetime
    wake: datetime
    standing: Standing
    since: datetime
    tries: int = 0
    reason: str = ""
    said: str = ""
    event_id: str = ""

    @property
    def transaction(self) -> str:
        """The transaction id of every try, now and after any restart: short, and safe in an address."""
        return "reminder-" + hashlib.sha256(self.key.encode()).hexdigest()[:32]

    def skipped(self, reason: str, now: datetime) -> "Entry":
        """Closed without an event, saying so where a try may have come through after all."""
        told = f"{reason}; {UNKNOWN_OUTCOME}" if self.tries else reason
        return replace(self, standing=Standing.SKIPPED, since=now, reason=told)


class Ledger(Protocol):
    """Remembers entries beyond the end of the process. Every method may raise `StorageError`."""

    async def entries(self) -> Mapping[str, Entry]:
        """All entries, by key."""

    async def save(self, entries: Collection[Entry]) -> None:
        """Write all of them or none, each over what stood under its key."""

    async def due(self, now: datetime) -> list[Entry]:
        """Open entries whose `due` has come, the earliest first."""

    async def next_wake(self) -> datetime | None:
        """The earliest `wake` of the open entries."""


def overtaken(due: Iterable[Entry]) -> list[Entry]:
    """Of several open entries for one date in one room, all but the latest: a long absence ends with one post."""
    latest: dict[tuple[str, str], Entry] = {}
    late = []
    for entry in sorted(due, key=lambda entry: entry.due):
        place = (entry.room, entry.subject)
        if place in latest:
            late.append(latest[place])
        latest[place] = entry
    return late


def revised(known: Mapping[str, Entry], plan: Mapping[str, Reminder], now: datetime) -> list[Entry]:
    """The entries to write so that the ledger follows the plan.

    What was sent stays as it is. A plan or a moved date never makes anything due that lies in the past; what was due
    under an unchanged date, and was missed, stays open.
    """
    planned = (_revised(known.get(key), reminder, now) for key, reminder in plan.items())
    gone = (entry for key, entry in known.items() if key not in plan and entry.standing in OPEN)
    return [*filter(None, planned), *(entry.skipped(WITHDRAWN, now) for entry in gone)]


def _revised(entry: Entry | None, reminder: Reminder, now: datetime) -> Entry | None:
    """The entry to write for one reminder; None where what stands is right."""
    fresh = _planned(reminder, now, tries=entry.tries if entry else 0)
    replanned = fresh if reminder.due > now else fresh.skipped(PAST_WHEN_PLANNED, now)
    if entry is None:
        return replanned
    moved = (entry.due, entry.tells) != (fresh.due, fresh.tells)
    if entry.standing in OPEN:
        return replanned if moved else _with_expiry(entry, reminder)
    may_return = entry.standing is Standing.SKIPPED or (entry.standing is Standing.FAILED and moved)
    return fresh if may_return and reminder.due > now else None


def _with_expiry(entry: Entry, reminder: Reminder) -> Entry | None:
    return None if entry.expires == reminder.expires else replace(entry, expires=reminder.expires)


def _planned(reminder: Reminder, now: datetime, tries: int) -> Entry:
    return Entry(
        key=reminder.key,
        room=reminder.room,
        subject=reminder.subject,
        tells=reminder.when.isoformat(),
        due=reminder.due,
        expires=reminder.expires,
        wake=reminder.due,
        standing=Standing.PLANNED,
        since=now,
        tries=tries,
    )
