"""What is said of a time, found in the words: a length from now, a day with or without its hour, a date of the season."""

from dataclasses import dataclass, replace

from bot.when.clocks import PARTS, Clock, Part, bare_at, clock_at, part_at
from bot.when.dates import Day
from bot.when.days import NAMES, WEEKDAYS, day_at
from bot.when.seasons import Hung, Season, hung_at
from bot.when.spans import UNITS, Span, span_at
from bot.when.words import Word, meant, text_at


@dataclass(frozen=True, slots=True)
class Dated:
    """A day, an hour, a part of the day, or several of them; one at least.

    Attributes:
        day: the day.
        clock: its hour.
        part: its part.
        echo: the same once more in another zone, in brackets.
    """

    day: Day | None = None
    clock: Clock | None = None
    part: Part | None = None
    echo: "Dated | None" = None


@dataclass(frozen=True, slots=True)
class Ahead:
    """A length from now, if it is whole days with the hour of that day."""

    span: Span
    clock: Clock | None = None
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Again:
    """What comes again and again."""

    said: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """All that is said of a time.

    Attributes:
        meaning: what is said.
        first: the place of its first word.
        end: the place behind its last one.
    """

    meaning: Dated | Ahead | Hung | Again
    first: int
    end: int

    @property
    def hour(self) -> bool:
        """Whether it leaves neither the hour open nor how long before a date."""
        match self.meaning:
            case Dated(clock=told) | Hung(lead=told):
                return told is not None
            case _:
                return True

    @property
    def sure(self) -> bool:
        """Whether it is a single time, rather than what repeats itself or only looks like a date of the season."""
        return isinstance(self.meaning, Dated | Ahead) or (isinstance(self.meaning, Hung) and self.meaning.sure)

    @property
    def needs(self) -> int:
        """What it lacks to be a time, as `Day.needs`."""
        if not isinstance(self.meaning, Dated):
            return 0
        day, alone = self.meaning.day, self.meaning.clock is None and self.meaning.part is None
        return day.needs if day and alone else 0


_EVERY = frozenset({"every", "each"})
_ADVERBS = frozenset({"daily", "weekly", "monthly", "yearly", "hourly"})
_REPEATING = UNITS | frozenset(WEEKDAYS) | frozenset(PARTS) | {"other"}
_PLURALS = frozenset(f"{name.casefold()}s" for name in NAMES)


def phrase_at(words: tuple[Word, ...], at: int, season: Season | None) -> Phrase | None:
    """The time that is told from this place on, as much of it as belongs together."""
    found = _again_at(words, at) or hung_at(words, at, season) or _ahead_at(words, at) or _dated_at(words, at)
    return Phrase(found[0], at, found[1]) if found else None


def _again_at(words: tuple[Word, ...], at: int) -> tuple[Again, int] | None:
    """'every monday at 9:00', 'daily at 9:00', 'on mondays'."""
    word, further = text_at(words, at), text_at(words, at + 1)
    behind, length = 0, span_at(words, at + 1)
    if word in _EVERY and meant(further, _REPEATING):
        behind = at + 2
    elif word in _EVERY and length:
        behind = length[1]
    elif word == "on" and further in _PLURALS:
        behind = at + 2
    elif word in _ADVERBS | _PLURALS and (at + 1 == len(words) or clock_at(words, at + 1)):
        behind = at + 1
    if not behind:
        return None
    more = _dated_at(words, behind)
    return Again(" ".join(word.typed for word in words[at:behind])), more[1] if more else behind


def _ahead_at(words: tuple[Word, ...], at: int) -> tuple[Ahead, int] | None:
    """'in 3 hours', '3 hours from now', 'in 2 days at 18:00'."""
    sign = text_at(words, at) == "in"
    length = span_at(words, at + sign)
    if length is None:
        return None
    span, behind = length
    if [text_at(words, behind + step) for step in range(2)] == ["from", "now"]:
        behind += 2
    elif not sign:
        return None
    day = _dated_at(words, behind, day=False) if span.in_days else None
    return (Ahead(span, day[0].clock, day[0].part), day[1]) if day else (Ahead(span), behind)


def _dated_at(words: tuple[Word, ...], at: int, *, day: bool = True) -> tuple[Dated, int] | None:
    """'friday 17:00', 'at 5pm on friday', 'monday morning', '18:00 UTC (20:00 in Europe/Bucharest)'.

    Args:
        words: all of them.
        at: where it begins.
        day: whether a day may be in it.
    """
    found, behind = Dated(), at
    while more := _further(words, behind, found, day=day):
        found, behind = more
    if found == Dated():
        return None
    if found.clock is None and (asked := bare_at(words, behind)) and not words[behind - 1].mark:
        return replace(found, clock=asked[0]), asked[1]
    return _with_echo(words, found, behind)


def _further(words: tuple[Word, ...], at: int, found: Dated, *, day: bool) -> tuple[Dated, int] | None:
    """One piece more of a time: what it has already it does not take again."""
    first = found == Dated()
    at += not first and text_at(words, at) == ","
    if found.clock is None and (clock := clock_at(words, at)):
        return replace(found, clock=clock[0]), clock[1]
    if found.part is None and (part := part_at(words, at, first=first)):
        return replace(found, part=part[0]), part[1]
    if day and found.day is None and (on := day_at(words, at)):
        return replace(found, day=on[0]), on[1]
    return None


def _with_echo(words: tuple[Word, ...], found: Dated, behind: int) -> tuple[Dated, int]:
    """With the bracket behind it, if that tells the same in another zone."""
    if not found.clock or not found.clock.zone or text_at(words, behind) != "(":
        return found, behind
    echo = _dated_at(words, behind + 1)
    if echo is None or not echo[0].clock or not echo[0].clock.zone or text_at(words, echo[1]) != ")":
        return found, behind
    return replace(found, echo=echo[0]), echo[1] + 1
