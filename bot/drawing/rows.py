"""What stands on each line of the picture: a period, something open until its deadline, or a single date. Pure."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from bot.catalogue.model import Audience, Kind, Milestone, Programme
from bot.timeline import TOLD_AHEAD, date_of, over_at


@dataclass(frozen=True, slots=True)
class Row:
    """One line.

    Attributes:
        name: what it is called.
        first: its first date, an instant in UTC or a day in the programme's zone.
        last: its last date; the same where it is a single one.
        begins: where it begins on the scale; aware, UTC.
        ends: where it is over; aware, UTC; not before `begins`.
        is_due: its end is a deadline.
    """

    name: str
    first: datetime | date
    last: datetime | date
    begins: datetime
    ends: datetime
    is_due: bool

    @property
    def is_single(self) -> bool:
        """A single date rather than something that lasts."""
        return self.first == self.last


def rows_of(programme: Programme, audience: Collection[Audience] = ()) -> list[Row]:
    """The lines in the order in which they begin.

    Args:
        programme: whose season.
        audience: only dates of these; empty for all.
    """
    zone = ZoneInfo(programme.zone)
    wanted = [each for each in programme.milestones if not audience or set(audience) & set(each.audience)]
    return sorted(_rows(wanted, zone), key=lambda row: (row.begins, row.ends))


def _rows(milestones: Iterable[Milestone], zone: ZoneInfo) -> Iterator[Row]:
    """One for each milestone, but one for what opens or lasts together with its deadline."""
    left = list(milestones)
    while left:
        one = left.pop(0)
        closing = next((other for other in left if _belong(one, other, zone)), None)
        if closing:
            left.remove(closing)
            name = " ".join(_shared(one.name, closing.name))
            yield _row(name, one.when, date_of(closing), zone, is_due=True)
        elif one.kind is Kind.PERIOD and one.end is not None:
            yield _row(one.name, one.when, one.end, zone, is_due=False)
        else:
            yield _row(one.name, date_of(one), date_of(one), zone, is_due=one.kind in TOLD_AHEAD)


def _belong(one: Milestone, other: Milestone, zone: ZoneInfo) -> bool:
    """Whether `other` is the end of what `one` begins: both say the same but for a last word."""
    if one.kind not in {Kind.OPENS, Kind.PERIOD} or other.kind not in TOLD_AHEAD:
        return False
    shared = len(_shared(one.name, other.name))
    longest = max(len(one.name.split()), len(other.name.split()))
    return shared > 0 and longest - shared <= 1 and over_at(date_of(other), zone) > _begin(one.when, zone)


def _shared(one: str, other: str) -> list[str]:
    """The words with which both begin."""
    shared = []
    for word, same in zip(one.split(), other.split(), strict=False):
        if word.casefold() != same.casefold():
            break
        shared.append(word)
    return shared


def _row(name: str, first: datetime | date, last: datetime | date, zone: ZoneInfo, *, is_due: bool) -> Row:
    last = last.astimezone(UTC) if isinstance(last, datetime) else last
    return Row(name, first, last, _begin(first, zone), over_at(last, zone), is_due)


def _begin(when: datetime | date, zone: ZoneInfo) -> datetime:
    return when if isinstance(when, datetime) else datetime.combine(when, time(), tzinfo=zone).astimezone(UTC)
