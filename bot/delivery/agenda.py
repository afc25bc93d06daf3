"""What is to be said, in step with the ledger. Whoever uses it lets one thing happen at a time."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

import structlog

from bot.delivery.ledger import Due, Entry, Ledger, Standing, told
from bot.delivery.revision import notices, revised, settled, withdrawn, written
from bot.moved import Follower
from bot.phrasing.reminders import Sayable
from bot.promised import Personal
from bot.timeline import Reminder

D = TypeVar("D", bound=Due)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is wanted, before words about moved dates are added; by key.

    Attributes:
        reminders: all that rooms are to be told.
        rooms: those which are told when dates move.
        personals: all that people were promised.
    """

    reminders: Mapping[str, Reminder] = field(default_factory=dict)
    rooms: Sequence[Follower] = ()
    personals: Mapping[str, Personal] = field(default_factory=dict)


class Agenda:
    """The plan. Methods that write raise `StorageError`; then all is as it was.

    Args:
        ledger: remembers.
        clock: tells the time: aware, UTC.

    Attributes:
        skipped: keys that are never said, since a person did not want it.
    """

    def __init__(self, ledger: Ledger, clock: Callable[[], datetime]) -> None:
        self.skipped: frozenset[str] = frozenset()
        self._ledger = ledger
        self._clock = clock
        self._wishes: Wishes | None = None
        self._plan: dict[str, Sayable] = {}
        self._behind = False
        self._turns = 0

    @property
    def known(self) -> bool:
        """Whether there is a plan yet."""
        return self._wishes is not None

    def due(self, entry: Entry) -> Sayable | None:
        """What is to be said under the key of an entry, if anything; it may have another date by now."""
        return self._plan.get(entry.key)

    def fitting(self, entry: Entry) -> Sayable | None:
        """What is to be said, if it has the date that the entry tells."""
        due = self.due(entry)
        return due if due and told(due.when) == entry.tells else None

    def turn(self, entry: Entry) -> int:
        """The place of an entry in the order of first tries; the next one where it has none yet."""
        self._turns = max(self._turns, entry.turn) + (0 if entry.turn else 1)
        return entry.turn or self._turns

    async def follow(self, wishes: Wishes) -> None:
        """Take wishes over, with words for the rooms whose dates have moved."""
        now = self._clock()
        entries = await self._ledger.entries()
        moves = by_key(notices(entries.values(), wishes.rooms, now))
        plan: dict[str, Sayable] = {**wishes.reminders, **moves, **wishes.personals}
        changed = revised(entries, plan, now)
        await self._ledger.save(changed)
        self._wishes, self._plan, self._behind = wishes, plan, False
        self._turns = max([self._turns, *(entry.turn for entry in entries.values())])
        self.skipped = frozenset(key for key, entry in entries.items() if entry.standing is Standing.DROPPED)
        log.info("reminders planned", reminders=len(plan), changed=len(changed), moves=len(moves))

    async def follow_again(self) -> None:
        """Make the ledger follow what is wanted anew, as after a clock was set."""
        if self._wishes:
            await self.follow(self._wishes)

    async def catch_up(self) -> None:
        """Follow anew, if a room has heard what is not in the plan any more."""
        if self._behind:
            await self.follow_again()

    async def add(self, personals: Mapping[str, Personal]) -> None:
        """Add what people were promised."""
        entries = await self._ledger.entries(personals)
        await self._ledger.save(written(entries, personals.values(), self._clock()))
        self._plan.update(personals)
        if self._wishes:
            self._wishes = replace(self._wishes, personals={**self._wishes.personals, **personals})

    async def take_out(self, keys: Collection[str]) -> None:
        """Take out what people want no longer."""
        entries = await self._ledger.entries(keys)
        await self._ledger.save(withdrawn(entries.values(), self._clock()))
        self._plan = {key: due for key, due in self._plan.items() if key not in keys}
        if self._wishes:
            left = {key: each for key, each in self._wishes.personals.items() if key not in keys}
            self._wishes = replace(self._wishes, personals=left)

    async def skip(self, key: str, reason: str) -> None:
        """Never say this, whatever is wanted."""
        entry = (await self._ledger.entries([key])).get(key)
        if entry and entry.is_open:
            await self._ledger.save([replace(entry, turn=self.turn(entry)).dropped(reason, self._clock())])
            self.skipped |= {key}

    def settled(self, entry: Entry) -> Entry:
        """The entry to write when no earlier try has reached the room."""
        return settled(entry, self.due(entry), self._clock())

    def note(self, entry: Entry) -> None:
        """An entry was written that may show that the plan is behind."""
        self._behind |= entry.heard and self.fitting(entry) is None


def by_key(dues: Iterable[D]) -> dict[str, D]:
    """By which the plan knows them."""
    return {due.key: due for due in dues}
