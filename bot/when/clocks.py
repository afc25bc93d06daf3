"""Hours of a day: "18:00", "5pm", "17h30", "noon", "at 17", "8 in the morning", with a zone behind if one is named."""

import re
from dataclasses import dataclass, replace
from datetime import time

from bot.catalogue.wording import quoted
from bot.errors import UserError
from bot.when.spans import NUMBERS
from bot.when.words import Word, meant, text_at
from bot.when.zones import is_zone

MORNING = time(9)
"""When one hears of a day without an hour."""

_SHORT = 12
"""Hours up to which '2h' is rather a length."""

_COLON = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d))?((?:[ap]\.?m)?)(z|\+\d\d:\d\d)?")
_MERIDIEM = re.compile(r"(\d{1,2})(?:\.(\d\d))?([ap]\.?m)")
_H = re.compile(r"(\d{1,2})h(\d\d)?")
_POINT = re.compile(r"(\d{1,2})\.(\d\d)")
_BARE = re.compile(r"\d{1,2}")
_AM_PM = re.compile(r"[ap]\.?m")
_SIGNS = frozenset({"at", "@", "around"})
_FRACTIONS = frozenset({"half", "quarter"})
_TONIGHT = frozenset({"tonight"})
_NUMBERS = {word: number for word, number in NUMBERS.items() if word not in {"a", "an"}}
_NAMED = {"noon": 12, "midday": 12, "midnight": 0}


@dataclass(frozen=True, slots=True)
class Clock:
    """An hour as it was typed.

    Attributes:
        said: the words.
        hour: 0 to 99; what is no hour is found out when it is used; -1 where it cannot be read.
        minute: 0 to 99.
        second: 0 to 99.
        half: "am" or "pm" where it was said.
        bare: a number alone, which may mean the morning or the afternoon.
        length: it may as well be a length of time, as '2h' may.
        sign: "at" stood before it.
        zone: the name of a zone behind it; empty for the person's own.
    """

    said: str
    hour: int
    minute: int = 0
    second: int = 0
    half: str = ""
    bare: bool = False
    length: bool = False
    sign: bool = False
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day.

    Attributes:
        said: the words.
        usual: the hour that stands for it.
        hours: the hours that belong to it.
        today: it is this day's, as in "tonight" and "this evening".
    """

    said: str
    usual: int
    hours: range
    today: bool = False


PARTS = {
    "morning": Part("morning", 9, range(3, 12)),
    "afternoon": Part("afternoon", 15, range(12, 19)),
    "evening": Part("evening", 18, range(16, 24)),
    "night": Part("night", 20, range(18, 24)),
}


def clock_at(words: tuple[Word, ...], at: int) -> tuple[Clock, int] | None:
    """The hour that begins in this place, with its zone, and the place behind both."""
    sign = text_at(words, at) in _SIGNS
    found = _spelled_at(words, at + sign) or _written_at(words, at + sign)
    if found is None and sign:
        found = _lone_at(words, at + 1)
    if found is None:
        return None
    clock, behind = replace(found[0], sign=sign), found[1]
    place = behind + (text_at(words, behind) == "in")
    if clock.zone or place >= len(words) or not is_zone(words[place].typed):
        return clock, behind
    return replace(clock, zone=words[place].typed), place + 1


def bare_at(words: tuple[Word, ...], at: int) -> tuple[Clock, int] | None:
    """What may be an hour in this place, as in "tomorrow 9" and "tomorrow 10:00-11:00"; it must be asked."""
    figures = text_at(words, at)[:1].isdecimal()
    found = _lone_at(words, at) if figures else None
    return found if found and (found[0].bare or ":" in found[0].said) else None


def part_at(words: tuple[Word, ...], at: int, *, first: bool) -> tuple[Part, int] | None:
    """The part of the day that is named in this place, and the place behind it.

    Args:
        words: all of them.
        at: the place.
        first: nothing of a time stands before it, so that it needs "this" or "in the".
    """
    word = text_at(words, at)
    if meant(word, _TONIGHT):
        return replace(PARTS["night"], said="tonight", today=True), at + 1
    if word == "this" and (name := meant(text_at(words, at + 1), PARTS)):
        return replace(PARTS[name], today=True), at + 2
    if word == "in" and text_at(words, at + 1) == "the" and (name := meant(text_at(words, at + 2), PARTS)):
        return PARTS[name], at + 3
    if not first and (name := meant(word, PARTS)):
        return PARTS[name], at + 1
    return None


def time_of(clock: Clock | None, part: Part | None) -> time:
    """The hour that is meant, without its zone; what nobody says is nine in the morning.

    Raises:
        UserError: there is no such hour, or it may be two.
    """
    if clock is None:
        return time(part.usual) if part else MORNING
    hour = _hour(clock, part)
    if hour > 23 or clock.minute > 59 or clock.second > 59:
        raise UserError(f"{quoted(clock.said)} is no hour of the day; write it as 18:00 or 6pm.")
    return time(hour, clock.minute, clock.second)


def _hour(clock: Clock, part: Part | None) -> int:
    """Of 24, as far as it makes sense."""
    if clock.hour < 0:
        raise UserError(f"I cannot read {quoted(clock.said)} as an hour; write it as 18:00 or 6pm.")
    if clock.half:
        if not 1 <= clock.hour <= 12:
            raise UserError(f"{quoted(clock.said)} is no hour of the day; write it as 18:00 or 6pm.")
        return clock.hour % 12 + (12 if clock.half == "pm" else 0)
    if part:
        return _within(clock, part)
    if clock.bare and not (clock.sign and 13 <= clock.hour <= 23):
        raise UserError(_which_half(clock))
    return clock.hour


def _within(clock: Clock, part: Part) -> int:
    for hour in (clock.hour, clock.hour + 12):
        if hour in part.hours:
            return hour
    raise UserError(
        f"{quoted(clock.said)} and {quoted(part.said)} do not go together; write the hour as 18:00 or 6pm."
    )


def _which_half(clock: Clock) -> str:
    if clock.hour > 12 or not clock.sign:
        aside = "put 'to' before it" if not clock.sign else "say it otherwise"
        return f"Is {quoted(clock.said)} an hour? If so, write it as {clock.hour % 24}:00; if not, {aside}."
    return f"Is {quoted(clock.said)} in the morning or the afternoon? Write {clock.hour}am or {clock.hour}pm."


def _spelled_at(words: tuple[Word, ...], at: int) -> tuple[Clock, int] | None:
    """'noon', 'midnight'."""
    word = text_at(words, at)
    return (Clock(word, _NAMED[word]), at + 1) if word in _NAMED else None


def _written_at(words: tuple[Word, ...], at: int) -> tuple[Clock, int] | None:
    """'18:00', '6:30 pm', '6.30pm', '6 pm', '17h', '17h30'."""
    word, further = text_at(words, at), _AM_PM.fullmatch(text_at(words, at + 1))
    half = further[0].replace(".", "") if further else ""
    if found := _COLON.fullmatch(word):
        own = found[4].replace(".", "")
        clock = Clock(word, int(found[1]), int(found[2]), int(found[3] or 0), own or half, zone=found[5] or "")
        return clock, at + 1 + (bool(further) and not own)
    if found := _MERIDIEM.fullmatch(word):
        return Clock(word, int(found[1]), int(found[2] or 0), half=found[3].replace(".", "")), at + 1
    if found := _H.fullmatch(word):
        hour = int(found[1])
        return Clock(word, hour, int(found[2] or 0), length=hour <= _SHORT), at + 1
    if half and _BARE.fullmatch(word):
        return Clock(f"{word} {half}", int(word), half=half), at + 2
    return None


def _lone_at(words: tuple[Word, ...], at: int) -> tuple[Clock, int] | None:
    """What stands behind "at" for an hour, however it is written: '5', 'five o'clock', '18.30', '1800', 'half past 5'."""
    word = text_at(words, at)
    if found := _POINT.fullmatch(word):
        return Clock(word, int(found[1]), int(found[2])), at + 1
    number = int(word) if _BARE.fullmatch(word) else _NUMBERS.get(word)
    if number is not None and text_at(words, at + 1) != "of":
        return Clock(str(number), number, bare=True), at + 1 + (text_at(words, at + 1) == "o'clock")
    return (Clock(word, -1), at + 1) if word[:1].isdecimal() or word in _FRACTIONS else None
