"""How the bot does, for those who run it: what it holds, what it could not say, and its catalogue read anew at a word."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.delivery.ledger import Entry, Standing
from bot.errors import SetupError, StorageError
from bot.knowledge import Knowledge
from bot.markup import Markup
from bot.phrasing import upkeep as phrasing
from bot.phrasing.times import until


class Ledger(Protocol):
    """What became of reminders; see `bot.delivery.ledger`."""

    async def entries(self) -> Mapping[str, Entry]:
        """All entries, by key; may raise `StorageError`."""


class Places(Protocol):
    """The rooms; see `bot.matrix.known_rooms`."""

    def ids(self) -> frozenset[str]:
        """Of all rooms we are in."""

    def missing(self) -> list[str]:
        """The configured names of rooms that we have not come into yet."""


@dataclass(frozen=True, slots=True)
class Upkeep:
    """Looks after the bot.

    Attributes:
        knowledge: the catalogue.
        ledger: the reminders'.
        places: the rooms.
        trust: whether others trust our device, in words.
        synced: up to when the stream was read, as it is written down; may raise `StorageError`.
        database: its kind, such as "SQLite".
        clock: the time now; aware.
        since: when the bot was started; aware.
    """

    knowledge: Knowledge
    ledger: Ledger
    places: Places
    trust: Callable[[], str]
    synced: Callable[[], Awaitable[datetime | None]]
    database: str
    clock: Callable[[], datetime]
    since: datetime

    async def facts(self) -> Markup:
        """What operators should know now; no secrets."""
        now = self.clock()
        rows = [
            phrasing.running(self.since, now),
            phrasing.places(len(self.places.ids()), self.places.missing()),
            phrasing.device(self.trust()),
        ]
        try:
            rows += [await self._reminders(now), phrasing.stored(self.database, await self.synced(), now)]
        except StorageError:
            rows.append(phrasing.ill(self.database))
        return phrasing.status(rows)

    async def _reminders(self, now: datetime) -> str:
        entries = (await self.ledger.entries()).values()
        count = Counter(entry.standing for entry in entries)
        due = [entry.due for entry in entries if entry.is_open]
        following = until(min(due), now) if due else ""
        return phrasing.reminders(len(due), count[Standing.SENT], count[Standing.FAILED], following)

    async def reload(self) -> Markup:
        """Read the catalogue's files now; what changed, or what is wrong with them."""
        try:
            changed = await self.knowledge.renew()
        except SetupError as error:
            return phrasing.not_reloaded(error.faults)
        return phrasing.reloaded(changed, self.knowledge.catalogue)
