"""Counting what is asked for, in memory and written down now and again: no names, no texts, nothing of a single person.

Words that found nothing are held as keyed hashes until enough occasions have come together; the key never leaves the
process. Whether somebody has searched for the same today is told by hashes too, under a key that is thrown away with
the day. See `bot.counts` for what is kept.
"""

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import blake2b
from typing import Any

from bot.catalogue.model import Catalogue, Idea
from bot.counts import OCCASIONS, WEEK, Count, CountRecords, Figures, Unmatched, What, keepable, week_of
from bot.matching.normalise import fold, tokens
from bot.messages import Message, Reply

REMEMBERED = 26 * WEEK
"""How long counts are kept: about a season."""

MOST = 5_000
"""How many different words that found nothing are held at most; of more, those not searched for longest are dropped."""

MOST_KEPT = 500
"""How many words are kept at most, against somebody who makes some up."""

NOWHERE = "", ""
"""The place of no idea: neither page nor idea."""

KEY = 32
"""Bytes of a key."""


@dataclass(slots=True)
class _Searched:
    """Words that found nothing.

    Attributes:
        occasions: on how many they were searched for.
        today: who has today, as hashes under the day's key.
    """

    occasions: int = 0
    today: set[bytes] = field(default_factory=set)


class Tally:
    """Counts answers.

    Args:
        records: where counts are written down.
    """

    def __init__(self, records: CountRecords) -> None:
        self._records = records
        self._counts: dict[tuple[date, What, str, str], Count] = {}
        self._unmatched: dict[str, Unmatched] = {}
        self._searched: OrderedDict[bytes, _Searched] = OrderedDict()
        self._key, self._day_key = secrets.token_bytes(KEY), secrets.token_bytes(KEY)
        self._day = date.min
        self._changed: set[tuple[date, What, str, str]] = set()
        self._fresh: set[str] = set()

    async def forget(self, now: datetime) -> None:
        """Forget for good what is old.

        Raises:
            StorageError: it cannot be written.
        """
        await self._records.forget_counts(week_of(now) - REMEMBERED)

    async def load(self, now: datetime) -> None:
        """Read what was written down, at start.

        Raises:
            StorageError: it cannot be read.
        """
        self._counts = {_about(each): each for each in await self._records.counts(week_of(now) - REMEMBERED)}
        self._unmatched = {each.words: each for each in await self._records.unmatched()}

    def heard(self, message: Message, reply: Reply, catalogue: Catalogue, now: datetime) -> None:
        """An answer from this catalogue goes out. A corrected question was counted when it was asked first."""
        if message.edits:
            return
        if len(reply.named.ideas) == 1 and (place := _place(reply.named.ideas[0], catalogue)) != NOWHERE:
            self._add(What.IDEA, *place, now)
        if reply.missed:
            self._add(What.MISSED, *NOWHERE, now)
            self._miss(reply.missed.words, _place(reply.missed.nearest, catalogue), message.sender, now)

    def figures(self, now: datetime, scope: frozenset[str] = frozenset()) -> Figures:
        """What was counted lately.

        Args:
            now: the present; aware.
            scope: the ids of pages; then nothing that belongs to no page. Empty for everything.
        """
        counts = [each for each in self._counts.values() if not scope or each.page in scope]
        open_ = [each for each in self._unmatched.values() if not each.settled and (not scope or each.page in scope)]
        ordered = sorted(counts, key=lambda each: (each.week, -each.number, each.page, each.idea))
        often = sorted(open_, key=lambda each: (-each.number, each.words))
        return Figures(week_of(now), tuple(ordered), tuple(often))

    def offered_as(self, event_id: str) -> Unmatched | None:
        """The words that a message offers an idea for."""
        return next((each for each in self._unmatched.values() if each.offered == event_id), None)

    async def offer(self, unmatched: Unmatched, event_id: str) -> None:
        """A message offers an idea for the words.

        Raises:
            StorageError: it could not be written down.
        """
        await self._change(unmatched.words, offered=event_id)

    async def settle(self, unmatched: Unmatched) -> None:
        """The words were accepted as another name of the idea.

        Raises:
            StorageError: it could not be written down.
        """
        await self._change(unmatched.words, settled=True)

    async def write(self) -> None:
        """Write down what was counted since the last time.

        Raises:
            StorageError: it could not be; it is written the next time.
        """
        changed, fresh = self._changed, self._fresh
        if not changed and not fresh:
            return
        self._changed, self._fresh = set(), set()
        try:
            counts, words = [self._counts[key] for key in changed], [self._unmatched[key] for key in fresh]
            await self._records.save_counts(counts, words)
        except BaseException:
            self._changed |= changed
            self._fresh |= fresh
            raise

    async def _change(self, words: str, **fields: Any) -> None:
        """Write down what is known of words now, with something changed; counting may go on meanwhile."""
        await self._records.save_counts((), [replace(self._unmatched[words], **fields)])
        self._unmatched[words] = replace(self._unmatched[words], **fields)

    def _add(self, what: What, page: str, idea: str, now: datetime) -> None:
        key = week_of(now), what, page, idea
        known = self._counts.get(key) or Count(*key, number=0)
        self._counts[key] = replace(known, number=known.number + 1)
        self._changed.add(key)

    def _miss(self, typed: str, nearest: tuple[str, str], asker: str, now: datetime) -> None:
        """Words found nothing; they are kept from the occasion on that makes them no longer one person's own."""
        words = " ".join(token.text for token in tokens(typed))
        if not keepable(fold(typed).strip()) or not keepable(words):
            return
        occasions = self._occasions(words, asker, now)
        known = self._unmatched.get(words)
        if occasions is None or (known is None and (occasions < OCCASIONS or len(self._unmatched) >= MOST_KEPT)):
            return
        week = week_of(now)
        former = known or Unmatched(words, *nearest, week, week, OCCASIONS - 1)
        self._unmatched[words] = replace(former, last=week, number=former.number + 1)
        self._fresh.add(words)

    def _occasions(self, words: str, asker: str, now: datetime) -> int | None:
        """How many there were for these words; None where the asker has searched for them today already."""
        if now.date() != self._day:
            self._day, self._day_key = now.date(), secrets.token_bytes(KEY)
            for each in self._searched.values():
                each.today.clear()
        key = blake2b(words.encode(), key=self._key).digest()
        searched = self._searched.pop(key, None) or _Searched()
        self._searched[key] = searched
        if len(self._searched) > MOST:
            self._searched.popitem(last=False)
        who = blake2b(f"{asker}\n{words}".encode(), key=self._day_key).digest()
        if who in searched.today:
            return None
        searched.today.add(who)
        searched.occasions += 1
        return searched.occasions


def _place(idea: Idea | None, catalogue: Catalogue) -> tuple[str, str]:
    """The ids of an idea's page and of the idea; `NOWHERE` for none, or one of a catalogue that is gone."""
    home = catalogue.by_idea.get(id(idea)) if idea else None
    return (home.id, idea.id) if home and idea else NOWHERE


def _about(count: Count) -> tuple[date, What, str, str]:
    return count.week, count.what, count.page, count.idea
