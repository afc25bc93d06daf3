"""What is counted of questions: how often, per week, and never by whom. Values only.

A search that found nothing is kept in words only once it was made on `OCCASIONS`: one person on one day is one of them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

OCCASIONS = 3
"""On how many occasions words must have been searched for in vain before they are written down."""

LONGEST = 80
"""Characters of words that are kept at most; longer ones are somebody's own sentence."""

WEEK = timedelta(days=7)

_PRIVATE = re.compile(r"[@/\\]|\d{5}|www\.")
"""What may be an address, a file of somebody's, or a number that belongs to somebody."""


class What(StrEnum):
    """What is counted."""

    IDEA = "idea"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Count:
    """How often something happened in a week.

    Attributes:
        week: its Monday, by UTC.
        what: what is counted.
        page: the id of the page of an idea; empty for what was missed.
        idea: its id.
        number: how often.
    """

    week: date
    what: What
    page: str
    idea: str
    number: int


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Words that were searched for in vain, again and again.

    Attributes:
        words: as they are compared: folded, with single spaces.
        page: the id of the page with the nearest idea; empty where none is near.
        idea: the nearest idea's id.
        first: the Monday of the week in which they were kept first, by UTC.
        last: the Monday of the week in which they were searched for last.
        number: how often, counted from the first occasion.
        offered: the event id of the message that offers the idea for the words; empty until there is one.
        settled: whether a maintainer has accepted them as another name of the idea.
    """

    words: str
    page: str
    idea: str
    first: date
    last: date
    number: int
    offered: str = ""
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted lately.

    Attributes:
        week: the Monday of the present week.
        counts: of this week and the weeks before it.
        unmatched: words that were searched for in vain, the most frequent first; without those that are settled.
    """

    week: date
    counts: tuple[Count, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()


class CountRecords(Protocol):
    """Where counts are written down. Every method may raise `StorageError`."""

    async def counts(self, since: date) -> Sequence[Count]:
        """Those of this week and later ones."""

    async def save_counts(self, counts: Sequence[Count], unmatched: Sequence[Unmatched]) -> None:
        """Write all or nothing, each over what stood for the same."""

    async def unmatched(self) -> Sequence[Unmatched]:
        """All words that were kept, those that are settled too."""

    async def forget_counts(self, before: date) -> None:
        """Forget the counts of earlier weeks, and words that were last searched for before it."""


def week_of(now: datetime | date) -> date:
    """The Monday of a day's week (ISO 8601), of an aware instant in UTC."""
    day = now.date() if isinstance(now, datetime) else now
    return day - timedelta(days=day.weekday())


def shown(week: date) -> str:
    """'2026-W12'."""
    year, number, _ = week.isocalendar()
    return f"{year}-W{number:02}"


def keepable(words: str) -> bool:
    """Whether words are fit to be kept: short, and no address, path or long number."""
    return 0 < len(words) <= LONGEST and not _PRIVATE.search(words)
