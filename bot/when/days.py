"""Days by name: "tomorrow", "next monday", "friday next week", "Tue 31 March 2026"."""

from collections.abc import Callable
from datetime import date, timedelta

from bot.errors import UserError
from bot.when.dates import Day, date_at
from bot.when.words import Word, meant, text_at

WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon", "tuesday tue tues", "wednesday wed weds", "thursday thu thur thurs", "friday fri",
            "saturday sat", "sunday sun",
        )
    )
    for name in names.split()
}  # fmt: skip
"""Names of weekdays with their numbers, Monday 0."""

NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

HOMONYMS = frozenset({"sat", "sun", "wed", "mon"})
"""Short names of weekdays that mean something else as well; alone they are no day."""

RELATIVE = {"today": 0, "tomorrow": 1, "tmrw": 1, "yesterday": -1}
"""Names of days by where one stands, in days from today."""

_VAGUE = frozenset({"week", "weekend", "month", "year"})
_WEEK = timedelta(days=7)


def day_at(words: tuple[Word, ...], at: int) -> tuple[Day, int] | None:
    """The day that begins in this place, and the place behind it."""
    sign = text_at(words, at) == "on"
    at += sign
    found = _relative_at(words, at) or _weekday_at(words, at) or date_at(words, at) or _vague_at(words, at)
    if found is None:
        return None
    day, behind = found
    return (Day(day.said, day.on) if sign else day), behind


def _relative_at(words: tuple[Word, ...], at: int) -> tuple[Day, int] | None:
    """'today', 'tomorrow', 'the day after tomorrow'."""
    article = text_at(words, at) == "the"
    after = [text_at(words, at + article + step) for step in range(2)] == ["day", "after"]
    place = at + article + 2 if after else at
    word = meant(text_at(words, place), RELATIVE)
    if word is None or (after and word != "tomorrow"):
        return None
    step = timedelta(RELATIVE[word] + after)
    return Day(word, lambda today: (today + step, None)), place + 1


def _weekday_at(words: tuple[Word, ...], at: int) -> tuple[Day, int] | None:
    """'friday', 'next friday', 'friday next week', 'Fri 4 December'."""
    lead = text_at(words, at)
    named = lead in {"next", "this", "coming"}
    name = meant(text_at(words, at + named), WEEKDAYS)
    if name is None:
        return None
    number, behind = WEEKDAYS[name], at + named + 1
    said = f"{lead} {name}" if named else name
    comma = text_at(words, behind) == ","
    if not named and (dated := date_at(words, behind + comma)):
        return _checked(dated[0], number), dated[1]
    if not named and [text_at(words, behind + step) for step in range(2)] == ["next", "week"]:
        return Day(f"{said} next week", _weekday_of_next_week(number)), behind + 2
    on = _next_weekday(number) if lead == "next" else _weekday(number)
    return Day(said, on, needs=2 if name in HOMONYMS and not named else 0), behind


def _vague_at(words: tuple[Word, ...], at: int) -> tuple[Day, int] | None:
    """'next week': not one day; to be asked."""
    lead, unit = (text_at(words, at + step) for step in range(2))
    if lead not in {"next", "this"} or unit not in _VAGUE:
        return None

    def on(_: date) -> tuple[date, date | None]:
        raise UserError(f"'{lead} {unit}' is more than one day; name one, such as 'next monday', or say 'in a week'.")

    return Day(f"{lead} {unit}", on), at + 2


def _weekday(number: int) -> Callable[[date], tuple[date, date | None]]:
    """The coming one; where that is today, a week later if its hour is past."""

    def on(today: date) -> tuple[date, date | None]:
        ahead = (number - today.weekday()) % 7
        return today + timedelta(ahead), today + _WEEK if not ahead else None

    return on


def _next_weekday(number: int) -> Callable[[date], tuple[date, date | None]]:
    """That of next week. Where it is still to come this week people disagree which one "next" is."""

    def on(today: date) -> tuple[date, date | None]:
        ahead = (number - today.weekday()) % 7
        near = today + timedelta(ahead or 7)
        if number > today.weekday():
            raise UserError(
                f"Is 'next {NAMES[number]}' {near} or {near + _WEEK}? Write '{NAMES[number]}' for the first, or the date."
            )
        return near, None

    return on


def _weekday_of_next_week(number: int) -> Callable[[date], tuple[date, date | None]]:
    def on(today: date) -> tuple[date, date | None]:
        return today - timedelta(today.weekday()) + _WEEK + timedelta(number), None

    return on


def _checked(day: Day, weekday: int) -> Day:
    """The date, if it falls on the weekday that was said with it."""

    def on(today: date) -> tuple[date, date | None]:
        found, again = day.on(today)
        if found.weekday() != weekday:
            raise UserError(
                f"{found} is a {NAMES[found.weekday()]}, not a {NAMES[weekday]}; name the day or the date you mean."
            )
        return found, again

    return Day(day.said, on)
