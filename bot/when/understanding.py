"""The door of this room: what follows `!remind` → when, and what to say.

Strategy: the time stands at the beginning or at the end, and is read by a small grammar which never guesses. Where the
beginning tells day and hour, the rest is the text, whatever it contains. Where it tells a day alone, an hour at the end
would make two times of it, and we ask. Words that only look like a time are told in the error, never taken for one.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.catalogue.wording import quoted
from bot.errors import UserError
from bot.personal import Anchor
from bot.when.phrases import Phrase, phrase_at
from bot.when.seasons import Season
from bot.when.settling import ClockChange, settled
from bot.when.spans import span_at
from bot.when.words import Word, split, text_at

LONGEST_PHRASE = 20
"""Words that a time has at most."""

_AWAY = frozenset(
    (
        "by until till before after since from of for than or and to the a an via versus vs no not last past about"
        " between through during as with"
    ).split()
)
"""Words that make a following time a part of the text, as in "the call of friday"."""

_OR = frozenset({"and", "or", "&", ","})
_FILLERS = frozenset({"me", "please", ","})
_FRONT = re.compile(r"(?i)\s*(?:please\s+)?(?:me\b[\s,]*)?(?:please\s+)?(?:(?:to|that|about|of)\s+)?")
_BEHIND = re.compile(r"(?i)[.,;:!?…]*\s*(?:[-\u2013\u2014]+\s+)?(?:please\s+)?(?:(?:to|that|about|of)(?:\s+|$))?")
_TAIL = " \t\r\n,;:-\u2013\u2014"
_EXAMPLES = "'in 3 hours …', 'tomorrow 9:00 …' or '31 March 18:00 …'"


@dataclass(frozen=True, slots=True)
class Understood:
    """A reminder that somebody asks for.

    Attributes:
        at: when; aware, UTC, after the present.
        text: what to say, as it was typed; may be empty.
        anchor: the date it hangs on, if it hangs on one.
        complete: the hour was said; otherwise it is our choice, nine in the morning where only a day was said.
        change: what a change of the clocks does to the hour that was said.
        local: its hour was read in the person's own zone.
    """

    at: datetime
    text: str
    anchor: Anchor | None = None
    complete: bool = True
    change: ClockChange | None = None
    local: bool = False


def understand(typed: str, now: datetime, zone: ZoneInfo, season: Season | None = None) -> Understood:
    """When somebody wants to be reminded, and of what.

    Args:
        typed: what follows the command.
        now: the present; aware.
        zone: the zone in which they read times.
        season: the dates that a reminder can hang on; None where no programme is followed.

    Raises:
        UserError: there is no time, or none that can be told for sure, or it is past or too far away.
    """
    words = split(typed)
    phrase = _chosen(words, typed, season)
    found = settled(phrase, _said(phrase, words, typed), now, zone, season)
    text = _rest(phrase, words, typed)
    return Understood(found.at, text, found.anchor, found.complete, found.change, found.local)


def _chosen(words: tuple[Word, ...], typed: str, season: Season | None) -> Phrase:
    """The one time that is told at the beginning or at the end."""
    first = _at_beginning(words, season)
    if first and (other := _another(words, first, season)):
        raise UserError(f"I remind once; take {_quoted(first, words, typed)} or {_quoted(other, words, typed)}.")
    if first and first.hour:
        return first
    last = _at_end(words, season, first.end if first else 0)
    if first and last and last.hour:
        both = f"{_quoted(first, words, typed)} and {_quoted(last, words, typed)}"
        raise UserError(f"I see two times, {both}; write day and hour together, such as 'friday 17:00 …'.")
    if chosen := first or last:
        return chosen
    raise UserError(_nothing(words, typed, season))


def _at_beginning(words: tuple[Word, ...], season: Season | None) -> Phrase | None:
    start = next((place for place, word in enumerate(words) if word.text not in _FILLERS), 0)
    found = phrase_at(words, start, season)
    return found if found and found.needs < 2 else None


def _another(words: tuple[Word, ...], first: Phrase, season: Season | None) -> Phrase | None:
    """A second time right behind the first, as in "monday or tuesday"; behind a colon the text begins."""
    if words[first.end - 1].mark:
        return None
    found = phrase_at(words, first.end + (text_at(words, first.end) in _OR), season)
    return found if found and found.sure and not found.needs else None


def _at_end(words: tuple[Word, ...], season: Season | None, start: int) -> Phrase | None:
    """The longest time that reaches the end and does not belong to the text before it."""
    for place in range(max(start, len(words) - LONGEST_PHRASE), len(words)):
        found = phrase_at(words, place, season)
        if found and found.end == len(words) and not found.needs and text_at(words, place - 1) not in _AWAY:
            return found
    return None


def _said(phrase: Phrase, words: tuple[Word, ...], typed: str) -> str:
    return typed[words[phrase.first].start : words[phrase.end - 1].end]


def _quoted(phrase: Phrase, words: tuple[Word, ...], typed: str) -> str:
    return quoted(_said(phrase, words, typed))


def _rest(phrase: Phrase, words: tuple[Word, ...], typed: str) -> str:
    """What is not the time, without the words that join both."""
    end = words[phrase.end - 1].end
    if phrase.end < len(words):
        return _BEHIND.sub("", typed[end:], count=1).strip()
    text = typed[: words[phrase.first].start]
    return _FRONT.sub("", text, count=1).rstrip(_TAIL)


def _nothing(words: tuple[Word, ...], typed: str, season: Season | None) -> str:
    """No time was found where one must stand; what looks like one is offered."""
    if length := span_at(words, 0):
        return f"Do you mean {quoted(f'in {typed[words[0].start : words[length[1] - 1].end]}')}? Write it so."
    for place in range(min(len(words), 10 * LONGEST_PHRASE)):
        found = phrase_at(words, place, season)
        if found and found.sure and not found.needs:
            said = _quoted(found, words, typed)
            return f"If {said} is when I shall remind you, write it first, and then what of."
    return f"I found no time in that. Write it first or last, such as {_EXAMPLES}."
