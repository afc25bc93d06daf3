"""Which word of the catalogue a misspelt word was meant to be; pure.

A word that ordinary language knows is never corrected, a short word must be right, and the longer the word the more
slips it may have. Swapped neighbours count as one slip.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Protocol

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.matching.lexicon import Lexicon, lexicon

SHORTEST = 4
"""Letters a word needs before it is corrected."""

SHORTEST_SLIP = 6
"""Letters a word needs to be an everyday word misspelt."""

SHORTEST_PREFIX = 4
"""Letters the beginning of a word needs before it stands for the word."""

CONSIDERED = 4
"""How many of the nearest words are considered."""

MANY = 8_000
"""Words from which flat arrays are quicker to look through than lists."""

_NO_VOWELS = str.maketrans("", "", "aeiou")


def slips_allowed(word: str) -> int:
    """How many slips a word of this length may have."""
    length = len(word)
    return 0 if length < SHORTEST else 1 if length < 7 else 2 if length < 12 else 3


class Alike(Protocol):
    """A vocabulary, ready to be asked which of its words look like another word."""

    def to(self, word: str, slips: int) -> list[str]:
        """At least all words that are so few slips away and have one of its first two letters as first or second."""


class Shelved:
    """A vocabulary of some thousand words, by letter and length.

    Args:
        words: of two letters at least.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._shelves: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in words:
            for letter in {word[0], word[1]}:
                self._shelves[letter, len(word)].append(word)

    def to(self, word: str, slips: int) -> list[str]:
        """The words of about its length that begin like it."""
        found: list[str] = []
        for letter in {word[0], word[1]}:
            for length in range(len(word) - slips, len(word) + slips + 1):
                found += self._shelves.get((letter, length), ())
        return found


def alike(words: Sequence[str]) -> Alike:
    """The words, kept in the way that is quicker for so many."""
    if len(words) < MANY:
        return Shelved(words)
    from bot.matching.columns import Lettered  # noqa: PLC0415 — numpy takes memory that a small catalogue can spare

    return Lettered(words)


class Speller:
    """Looks words up in one vocabulary, forgiving slips.

    Args:
        vocabulary: the right words.
        lexicon: what ordinary language knows.
    """

    def __init__(self, vocabulary: frozenset[str], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._sorted = sorted(w for w in vocabulary if len(w) >= SHORTEST_PREFIX)
        self._alike = alike([word for word in self._sorted if not word.isdigit()])
        self._bare: dict[str, str] = {}
        letters = [word for word in self._sorted if word.isalpha()]
        for word, bare in zip(letters, bare_of(letters), strict=True):
            if bare != word:
                self._bare[bare] = f"{self._bare[bare]} {word}" if bare in self._bare else word
        self.corrections = lru_cache(maxsize=4_096)(self._corrections)

    def _corrections(self, word: str) -> tuple[tuple[str, float], ...]:
        """Right words that `word` may have been meant to be, best first, each with a quality from 0 to 1."""
        slips = slips_allowed(word)
        if not slips or word.isdigit() or self._lexicon.knows(word):
            return ()
        near = process.extract(
            word, self._alike.to(word, slips), scorer=OSA.distance, score_cutoff=slips, limit=None, processor=None
        )
        nearest = sorted({(int(distance), right) for right, distance, _ in near})[:CONSIDERED]
        found = ((right, _quality(word, right, distance)) for distance, right in nearest)
        best = sorted(((right, quality) for right, quality in found if quality), key=lambda item: (-item[1], item[0]))
        return tuple(item for item in best if item[1] >= best[0][1] - 0.1)

    def expansions(self, word: str) -> tuple[str, ...]:
        """Words that `word` is without its vowels, at most three; `cntrl` stands for `control`."""
        if len(word) < SHORTEST or word[1:].translate(_NO_VOWELS) != word[1:]:
            return ()
        found = self._bare.get(word, "").split()
        return tuple(found) if len(found) < 4 else ()

    def completions(self, word: str) -> tuple[str, ...]:
        """Words that begin with `word`, at most eight; none when there are more, since it then says too little."""
        if len(word) < SHORTEST_PREFIX:
            return ()
        start = bisect_left(self._sorted, word)
        found = []
        for right in self._sorted[start : start + 9]:
            if not right.startswith(word):
                break
            found.append(right)
        return tuple(found) if len(found) < 9 else ()


class Everyday:
    """The words of ordinary language, to know one of them by when a single slip has changed it.

    They are many and asked for often. The first letter must be right or have changed places with the second; so with one
    slip, the first two letters are right, or they are swapped, or the first and the last two are right.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._shelves: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in sorted(words):
            if len(word) >= SHORTEST_SLIP - 1:
                self._shelves[word[:2], len(word)].append(word)
                self._shelves[word[0] + word[-2:], len(word)].append(word)
        self.meant = lru_cache(maxsize=4_096)(self._meant)

    def _meant(self, word: str) -> tuple[str, float] | None:
        """The everyday word that is one slip away, with a quality from 0 to 1; None where there is none."""
        if len(word) < SHORTEST_SLIP or not word.isalpha():
            return None
        shelved: list[str] = []
        for start in (word[:2], word[0] + word[-2:], word[1::-1]):
            for length in range(len(word) - 1, len(word) + 2):
                shelved += self._shelves.get((start, length), ())
        near = process.extract(word, shelved, scorer=OSA.distance, score_cutoff=1, limit=None)
        longer = ((right, len(right) - len(word)) for right, *_ in near)
        found = min(((right[0] != word[0], abs(n), -n, right) for right, n in longer), default=None)
        return (found[-1], _quality(word, found[-1], 1)) if found else None


@cache
def everyday() -> Everyday:
    """Every word that the lexicon knows; the same for each catalogue."""
    known = lexicon()
    return Everyday(known.silent | known.bands.keys())


def bare_of(words: Sequence[str]) -> list[str]:
    """The words without their inner vowels, as people shorten them: `control` gives `cntrl`."""
    rests = "\n".join([word[1:] for word in words]).translate(_NO_VOWELS).split("\n")  # there are many
    return [word[0] + rest for word, rest in zip(words, rests, strict=False)]


def _quality(word: str, right: str, distance: int) -> float:
    """How likely `word` is a slip for `right`; 0 when it is too far for the shorter of the two."""
    shorter = min(len(word), len(right))
    if distance == 0 or distance > slips_allowed(right) or shorter < SHORTEST - 1:
        return 0.0
    if len(word) == SHORTEST and len(word) == len(right) and sorted(word) != sorted(right):
        return 0.0
    same_start = word[0] == right[0] or word[:2] == right[1::-1]
    if not same_start and (distance > 1 or shorter < 5):
        return 0.0
    return max(0.0, 1.0 - 1.1 * distance / shorter - (0.0 if same_start else 0.1))
