"""Lengths of time: "3 hours", "2h30m", "half an hour", "an hour and a half", "2 days and 3 hours"."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from bot.when.words import Word, meant, text_at

NUMBERS = {
    word: number
    for number, words in enumerate(
        ("a an one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1
    )
    for word in words.split()
}

SECONDS = {
    name: seconds
    for names, seconds in (
        ("second seconds sec secs s", 1),
        ("minute minutes min mins m", 60),
        ("hour hours hr hrs h", 3_600),
        ("day days d", 86_400),
        ("week weeks wk wks w", 604_800),
    )
    for name in names.split()
}
"""Units of fixed length."""

MONTHS = {"month": 1, "months": 1, "year": 12, "years": 12}
"""Units that the calendar counts."""

UNITS = frozenset(SECONDS) | frozenset(MONTHS)

_DAY = 86_400
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,3})?")
_COMPACT = re.compile(r"(?:\d{1,9}(?:\.\d{1,3})?[a-z]{1,7}){1,5}")
_PART = re.compile(r"(\d{1,9}(?:\.\d{1,3})?)([a-z]+)")
_HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time.

    Attributes:
        months: by the calendar.
        days: by the calendar, so that the hour of the day stays over a clock change.
        seconds: as they elapse.
    """

    months: int = 0
    days: int = 0
    seconds: int = 0

    def __add__(self, other: "Span") -> "Span":
        return Span(self.months + other.months, self.days + other.days, self.seconds + other.seconds)

    @property
    def about(self) -> int:
        """Roughly how many days; never too few by more than a day in a hundred."""
        return self.months * 30 + self.days + self.seconds // _DAY

    @property
    def in_days(self) -> bool:
        """Whether it counts nothing smaller than days."""
        return not self.seconds

    @property
    def elapsed(self) -> timedelta | None:
        """As elapsed time; None where the calendar decides how long it is.

        Raises:
            OverflowError: it is millions of years long.
        """
        return None if self.months else timedelta(self.days, self.seconds)

    def after(self, now: datetime, zone: ZoneInfo) -> datetime:
        """The local time (aware, in the zone) that is so much later: months first, then days, then seconds.

        Args:
            now: aware.
            zone: by whose calendar and clock months and days are counted.
        """
        local = now.astimezone(zone)
        if not self.months and not self.days:
            return (now.astimezone(UTC) + timedelta(seconds=self.seconds)).astimezone(zone)
        day = _months_later(local.date(), self.months) + timedelta(self.days)
        moved = datetime.combine(day, local.time(), tzinfo=zone).replace(fold=0)
        return (moved.astimezone(UTC) + timedelta(seconds=self.seconds)).astimezone(zone)


def span_at(words: tuple[Word, ...], at: int) -> tuple[Span, int] | None:
    """The length of time that begins in this place, and the place behind it.

    A second part needs figures, so that "in 2 hours a week begins" stays two hours.
    """
    found = _half_at(words, at) or _part_at(words, at)
    while found:
        span, behind = found
        further = behind + (text_at(words, behind) in {"and", ","})
        more = _part_at(words, further) if text_at(words, further)[:1].isdecimal() else None
        if more is None:
            break
        found = span + more[0], more[1]
    return found


def _half_at(words: tuple[Word, ...], at: int) -> tuple[Span, int] | None:
    """'half an hour', 'a quarter of an hour', 'three quarters of an hour'."""
    said = [text_at(words, at + step) for step in range(5)]
    share, unit = Fraction(), 0
    if said[:2] in (["half", "a"], ["half", "an"], ["a", "half"]):
        share, unit = _HALF, 2
    elif said[1] in {"quarter", "quarters"} and said[2:4] == ["of", "an"]:
        share, unit = Fraction(NUMBERS.get(said[0], 0), 4), 4
    span = _spanned(share, said[unit]) if share else None
    return (span, at + unit + 1) if span else None


def _part_at(words: tuple[Word, ...], at: int) -> tuple[Span, int] | None:
    """'3 hours', 'one and a half hours', 'an hour and a half', '2h30m'."""
    word = text_at(words, at)
    if _COMPACT.fullmatch(word):
        return _compact(word, at)
    number = Fraction(word) if _NUMBER.fullmatch(word) else Fraction(NUMBERS.get(word, 0))
    if not number and word.strip("0.") and word not in NUMBERS:
        return None
    if not word:
        return None
    unit = at + 1
    if _says_half(words, unit):
        number, unit = number + _HALF, unit + 3
    elif _says_half(words, unit + 1) and text_at(words, unit + 4) not in UNITS:
        span = _spanned(number + _HALF, text_at(words, unit))
        return (span, unit + 4) if span else None
    span = _spanned(number, text_at(words, unit))
    return (span, unit + 1) if span else None


def _says_half(words: tuple[Word, ...], at: int) -> bool:
    return [text_at(words, at + step) for step in range(3)] == ["and", "a", "half"]


def _compact(word: str, at: int) -> tuple[Span, int] | None:
    """'2h30m' as a whole, if every unit in it is one."""
    total = Span()
    for number, unit in _PART.findall(word):
        span = _spanned(Fraction(number), unit)
        if span is None:
            return None
        total += span
    return total, at + 1


def _spanned(number: Fraction, unit: str) -> Span | None:
    """So many of a unit; whole days are the calendar's, what is left of them elapses. None of half a month."""
    name = meant(unit, UNITS)
    if name in MONTHS:
        months = number * MONTHS[name]
        return Span(months=int(months)) if months.denominator == 1 else None
    if name is None:
        return None
    seconds = int(number * SECONDS[name])
    if SECONDS[name] < _DAY:
        return Span(seconds=seconds)
    return Span(days=seconds // _DAY, seconds=seconds % _DAY)


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
