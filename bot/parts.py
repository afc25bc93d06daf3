"""The parts that go on for as long as the bot runs, and what was written down for them."""

from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

from bot.clock import utc_now
from bot.config import Config
from bot.delivery.delivery import Delivery
from bot.knowledge import Knowledge
from bot.matrix.hellos import Hellos
from bot.matrix.neighbours import Neighbours
from bot.matrix.reception import Reception
from bot.matrix.rounds import Rounds
from bot.pinboard import Pinboard
from bot.registry import Registry
from bot.reminding import Reminding
from bot.roster import Roster
from bot.scheduler import AlarmClock
from bot.storage import Database
from bot.tally import Tally
from bot.weekly import Weekly


@dataclass(frozen=True, slots=True)
class Books:
    """What was written down of what people said, read at the start."""

    registry: Registry
    roster: Roster
    tally: Tally | None

    @classmethod
    async def read(cls, database: Database, config: Config) -> "Books":
        """Everything as it was when we were stopped.

        Raises:
            StorageError: it cannot be read.
        """
        now, tally = utc_now(), Tally(database.counts) if config.count else None
        books = cls(Registry(database.personal), Roster(database.absences), tally)
        await books.registry.load(now)
        await books.roster.load(now)
        if books.tally:
            await books.tally.forget(now)
            await books.tally.load(now)
        return books


@dataclass(frozen=True, slots=True)
class Parts:
    """Those who are started and stopped."""

    near: Neighbours
    knowledge: Knowledge
    alarm: AlarmClock
    delivery: Delivery
    reminding: Reminding
    reception: Reception
    pinboard: Pinboard
    weekly: Weekly | None
    hellos: Hellos | None

    def works(self) -> list[Coroutine[Any, Any, None]]:
        """What goes on for as long as the bot runs, beside the stream."""
        return [
            self.near.bookmark.keep(),
            self.near.cipher.keep_up(),
            Rounds(self.near.known, self.near.rooms, self.near.upgrades).keep(),
            self.knowledge.keep_up(self.reminding.plan),
            self.reminding.keep_up(),
            self.pinboard.keep_up(),
            *([self.hellos.keep()] if self.hellos else []),
            *([self.weekly.keep_up()] if self.weekly else []),
        ]

    async def close(self) -> None:
        """Stop everything, what is under way with it; how far the stream was read is written down last."""
        self.alarm.stop()
        await self.delivery.close()
        await self.reception.close()
        await self.near.outbox.close()
        await self.near.bookmark.save()
        if self.weekly:
            await self.weekly.close()
