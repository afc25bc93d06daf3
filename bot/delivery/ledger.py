"""What became of each thing to say: the entries, and who keeps them.

Everything here is pure. What a plan does to entries stands in `bot.delivery.revision`; what acts on them is `bot.delivery`; what
keeps them is `bot.storage`.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

PAST_WHEN_PLANNED = "its time had passed when it was planned"
WITHDRAWN = "no longer in the plan"
EXPIRED = "its date was over before it could be said"
OVERTAKEN = "a later reminder of the same date was due as well"
PAUSED = "the room is paused"
IN_TURN = "many are due at once, and each waits for its turn"
UNKNOWN_OUTCOME = "whether an earlier try reached the room is unknown"


class Standing(StrEnum):
    """Where an entry is on its way."""

    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    SKIPPED = "skipped"
    FAILED = "failed"
    DROPPED = "dropped"
    """A person did not want it; it is never planned again."""


OPEN = frozenset({Standing.PLANNED, Standing.SENDING})
"""What may still be said."""


class Due(Protocol):
    """One thing to say in one room at one instant. All instants are aware and in UTC."""

    @property
    def key(self) -> str:
        """Identifies it for ever, through restarts and edits of dates."""

    @property
    def room(self) -> str:
        """The configured name of the room, or its id."""

    @property
    def subject(self) -> str:
        """What it is about: of several about one subject in one room that are due together, one is said."""

    @property
    def name(self) -> str:
        """The subject in the words of the catalogue; empty where there are none."""

    @property
    def due(self) -> datetime:
        """When to say it."""

    @property
    def expires(self) -> datetime:
        """From when on it is no longer true or useful."""

    @property
    def when(self) -> datetime | date | None:
        """The date it tells: an instant in UTC or a day; None where it tells that there is none any more."""

    @property
    def mentions(self) -> tuple[str, ...]:
        """The addresses of people whom it pings."""

    @property
    def promised(self) -> bool:
        """Whether it is said late even if its time had passed when it was first written down."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger. All instants are aware and in UTC.

    Attributes:
        key: see `Due`.
        room: see `Due`.
        subject: see `Due`.
        tells: the date it tells in ISO 8601, an instant or a day; empty where it tells that there is none any more.
        due: when it is to be said.
        expires: from when on it is no longer true.
        wake: when to look at it next, never before `due`: `due` at first, the next try after a failure.
        standing: where it is on its way.
        since: when it came to this standing; of what was sent, `since - due` is how late it was.
        tries: how often sending was begun, or the outcome of an earlier try was looked for.
        reason: why it was skipped or refused, or must wait; empty otherwise.
        said: the plain words of the last try; empty where they are a person's own.
        event_id: what the homeserver called it.
        first_tried: when the first try was begun whose outcome may be unknown; None where no try can have come
            through.
        turn: its place in the order in which things were first tried, from 1, whatever the clock did; 0 before.
        name: see `Due`.
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
    first_tried: datetime | None = None
    turn: int = 0
    name: str = ""

    @property
    def transaction(self) -> str:
        """The transaction id of every try, now and after any restart: short, and safe in an address."""
        return "reminder-" + hashlib.sha256(self.key.encode()).hexdigest()[:32]

    @property
    def is_open(self) -> bool:
        """Whether it may still be said."""
        return self.standing in OPEN

    @property
    def is_move(self) -> bool:
        """Whether it tells that a date has moved."""
        return self.key.startswith(move_key(self.subject))

    @property
    def heard(self) -> bool:
        """Whether its room has heard it, or may have."""
        return self.standing is Standing.SENT or (not self.is_open and self.first_tried is not None)

    def skipped(self, reason: str, now: datetime) -> "Entry":
        """Closed without an event, saying so where a try may have come through after all."""
        return self._closed(Standing.SKIPPED, reason, now)

    def dropped(self, reason: str, now: datetime) -> "Entry":
        """Closed for ever, since a person did not want it."""
        return self._closed(Standing.DROPPED, reason, now)

    def _closed(self, standing: Standing, reason: str, now: datetime) -> "Entry":
        told = f"{reason}; {UNKNOWN_OUTCOME}" if self.first_tried else reason
        return replace(self, standing=standing, since=now, reason=told)


class Ledger(Protocol):
    """Remembers entries beyond the end of the process. Every method may raise `StorageError`."""

    async def entries(self, keys: Collection[str] | None = None) -> Mapping[str, Entry]:
        """All entries by key, or those of some keys as far as there are any."""

    async def save(self, entries: Collection[Entry]) -> None:
        """Write all of them or none, each over what stood under its key."""

    async def due(self, now: datetime) -> list[Entry]:
        """Open entries whose `due` has come, the earliest first."""

    async def next_wake(self) -> datetime | None:
        """The earliest `wake` of the open entries."""

    async def said_as(self, event_id: str) -> Entry | None:
        """The entry that was said in this event."""


def move_key(subject: str) -> str:
    """What the keys of all words about moves of one subject begin with, and no other keys do."""
    return f"moved/{subject}/"


def told(when: datetime | date | None) -> str:
    """A date as the ledger writes it."""
    return when.isoformat() if when else ""


def date_told(tells: str) -> datetime | date | None:
    """A date out of the ledger."""
    if not tells:
        return None
    return datetime.fromisoformat(tells) if "T" in tells else date.fromisoformat(tells)


def planned(due: Due, now: datetime) -> Entry:
    """The first entry of something to say."""
    return Entry(
        key=due.key,
        room=due.room,
        subject=due.subject,
        tells=told(due.when),
        due=due.due,
        expires=due.expires,
        wake=due.due,
        standing=Standing.PLANNED,
        since=now,
        name=due.name,
    )


def overtaken(due: Iterable[Entry]) -> list[Entry]:
    """Of several open reminders of one date in one room, all but the latest: a long absence ends with one post.

    Words about moves are said beside them.
    """
    latest: dict[tuple[str, str, bool], Entry] = {}
    late = []
    for entry in sorted(due, key=lambda entry: entry.due):
        place = (entry.room, entry.subject, entry.is_move)
        if place in latest:
            late.append(latest[place])
        latest[place] = entry
    return late
