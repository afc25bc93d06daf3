"""What was typed as words, each with its place in the text; and which word a slip of the finger was meant to be."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from rapidfuzz.distance import OSA

SHORTEST_SLIP = 5
"""Letters a word needs before it may be misspelt."""

ORDINARY = frozenset("marco marsh match minuses monty mouth mouths nicht sundry toddy weiss".split())
"""Right words which a single slip would make from a word of time."""

_CHUNK = re.compile(r"[^\s,;()]+|[,;()]")
_STAMP = re.compile(r"(\d{4}-\d\d-\d\d)[Tt](\d[\d:]*)([zZ]|[+-][\d:]+)?")
_TRAIL = ".:!?…"
_DOUBLED = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Word:
    """One word.

    Attributes:
        text: in small letters, without marks at its end.
        typed: the same as it was typed.
        start: where it begins in what was typed.
        end: where it ends there, before its marks.
        mark: the marks at its end, such as "." or ":".
    """

    text: str
    typed: str
    start: int
    end: int
    mark: str = ""


def split(typed: str) -> tuple[Word, ...]:
    """The words of a text in order; commas, semicolons and brackets are words of their own."""
    return tuple(word for chunk in _CHUNK.finditer(typed) for word in _words(chunk[0], chunk.start()))


def text_at(words: tuple[Word, ...], at: int) -> str:
    """The word in this place; empty behind the end."""
    return words[at].text if 0 <= at < len(words) else ""


def meant(word: str, vocabulary: Collection[str]) -> str | None:
    """The word of the vocabulary that was meant: itself, or the nearest within a slip; None where there is none.

    Long words alone may be misspelt, never in their first letter; a plural ("mondays") is no slip. A doubled letter
    counts as a single one, so that 'tommorow' is as near to 'tomorrow' as people feel it to be.
    """
    if word in vocabulary:
        return word
    if len(word) < SHORTEST_SLIP or not word.isalpha() or word in ORDINARY:
        return None
    slips = [(_slips(word, right), right) for right in vocabulary if len(right) >= SHORTEST_SLIP]
    least = min((slip for slip, _ in slips), default=2)
    near = [right for slip, right in slips if slip == least <= 1]
    return near[0] if len(near) == 1 else None


def _words(chunk: str, start: int) -> Iterator[Word]:
    """A chunk as words; day, hour and zone that stand together as in 2026-03-31T18:00Z are three."""
    bare = chunk.rstrip(_TRAIL) or chunk
    stamp = _STAMP.fullmatch(bare)
    for first, end in [stamp.span(part) for part in (1, 2, 3) if stamp[part]] if stamp else [(0, len(bare))]:
        typed = bare[first:end]
        mark = chunk[end:] if end == len(bare) else ""
        yield Word(typed.casefold().replace("\u2019", "'"), typed, start + first, start + end, mark)


def _slips(word: str, right: str) -> int:
    """How many slips make one word of the other; 2 stands for all that are too many."""
    if word[0] != right[0] or word == f"{right}s":
        return 2
    return OSA.distance(_undoubled(word), _undoubled(right), score_cutoff=1)


def _undoubled(word: str) -> str:
    return _DOUBLED.sub(r"\1", word)
