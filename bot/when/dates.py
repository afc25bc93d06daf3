"""Dates by number: "2026-03-31", "31.3.", "31/3", "31 March", "March 31st, 2026"."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.catalogue.wording import quoted
from bot.errors import UserError
from bot.when.words import Word, meant, text_at

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sep sept", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
"""Names of months with their numbers from 1."""

_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}))?")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{2}|\d{4}))?")
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
_YEAR = re.compile(r"(?:19|20|21)\d\d")


@dataclass(frozen=True, slots=True)
class Day:
    """A day as it was typed.

    Attributes:
        said: the words.
        on: which day that is, as seen from a day, and when it comes again should its hour be past then, if it does;
            may raise UserError where it is none, or several.
        needs: what it must have beside it to be a day at all: 0 nothing, 1 a sign or an hour where it stands last,
            2 a sign or an hour wherever it stands.
    """

    said: str
    on: Callable[[date], tuple[date, date | None]]
    needs: int = 0


def date_at(words: tuple[Word, ...], at: int) -> tuple[Day, int] | None:
    """The date that begins in this place, and the place behind it."""
    return _numeric_at(words, at) or _month_at(words, at) or _number_at(words, at)


def _numeric_at(words: tuple[Word, ...], at: int) -> tuple[Day, int] | None:
    """'2026-03-31', '31.3.2026', '31.3.', '31/3/2026', '31/3'."""
    word = text_at(words, at)
    if found := _ISO.fullmatch(word):
        return Day(word, _on(word, int(found[1]), int(found[2]), int(found[3]))), at + 1
    if found := _DOTTED.fullmatch(word):
        year = int(found[3]) if found[3] else _year_at(words, at + 1)
        needs = 0 if year else 1 if words[at].mark == "." else 2
        return Day(word, _on(word, year, int(found[2]), int(found[1])), needs), at + 1 + bool(year and not found[3])
    if found := _SLASHED.fullmatch(word):
        return Day(word, _slashed(word, found), needs=0 if found[3] else 1), at + 1
    return None


def _month_at(words: tuple[Word, ...], at: int) -> tuple[Day, int] | None:
    """'31 March', '31st of March 2026', 'March 31st, 2026'."""
    the = text_at(words, at) == "the"
    first = _ORDINAL.fullmatch(text_at(words, at + the))
    if first:
        of = text_at(words, at + the + 1) == "of"
        month, number, behind = meant(text_at(words, at + the + of + 1), MONTHS), first, at + the + of + 2
    else:
        month, second = meant(text_at(words, at), MONTHS), _ORDINAL.fullmatch(text_at(words, at + 1))
        if not second:
            return None
        number, behind = second, at + 2
    if month is None:
        return None
    comma = text_at(words, behind) == ","
    year = _year_at(words, behind + comma)
    said = " ".join(word.typed for word in words[at:behind])
    return Day(said, _on(said, year, MONTHS[month], int(number[1]))), behind + (comma + 1 if year else 0)


def _number_at(words: tuple[Word, ...], at: int) -> tuple[Day, int] | None:
    """'the 25th', of this month or the next one that has such a day."""
    word = text_at(words, at + 1)
    number = _ORDINAL.fullmatch(word)
    if text_at(words, at) != "the" or not number or word.isdecimal() or text_at(words, at + 2) == "of":
        return None
    wanted = int(number[1])

    def on(today: date) -> tuple[date, date | None]:
        months = [divmod(today.year * 12 + today.month - 1 + ahead, 12) for ahead in range(4)]
        days = [day for year, month in months if (day := _day(year, month + 1, wanted)) and day >= today]
        if not days:
            raise UserError(f"No month has a day {wanted}.")
        return days[0], days[1]

    return Day(word, on, needs=2), at + 2


def _year_at(words: tuple[Word, ...], at: int) -> int | None:
    word = text_at(words, at)
    return int(word) if _YEAR.fullmatch(word) else None


def _on(said: str, year: int | None, month: int, number: int) -> Callable[[date], tuple[date, date | None]]:
    """A date; without a year the next such day, today's included."""

    def on(today: date) -> tuple[date, date | None]:
        years = [year] if year else range(today.year, today.year + 3)
        days = [day for each in years if (day := _day(each, month, number))]
        found = [day for day in days if year or day >= today]
        if not found:
            raise UserError(
                f"There is no day {quoted(said)}{' in the next two years' if not year else ''}; name another."
            )
        return found[0], None

    return on


def _slashed(said: str, found: re.Match[str]) -> Callable[[date], tuple[date, date | None]]:
    """Day and month in either order, as far as only one order is possible."""
    first, second = int(found[1]), int(found[2])

    def on(today: date) -> tuple[date, date | None]:
        if found[3] and len(found[3]) == 2:
            raise UserError(f"{quoted(said)} can be read in several ways; write the date as 2026-03-31.")
        if 0 < first <= 12 and 0 < second <= 12 and first != second:
            one, other = (f"{number} {_month_name(month)}" for number, month in ((first, second), (second, first)))
            raise UserError(f"Is {quoted(said)} {one} or {other}? Write it so, or as 2026-03-31.")
        number, month = (first, second) if second <= 12 else (second, first)
        return _on(said, int(found[3]) if found[3] else None, month, number)(today)

    return on


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _month_name(number: int) -> str:
    return next(name for name, value in MONTHS.items() if value == number).capitalize()
