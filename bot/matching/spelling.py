"""Which word of the catalogue a misspelt word was meant to be; pure.

A word that ordinary language knows is never corrected, a short word must be right, and the longer the word the more
slips it may have. Swapped neighbours count as one slip.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.matching.lexicon import Lexicon

SHORTEST = 4
"""Letters a word needs before it is corrected."""

SHORTEST_SLIP = 6
"""Letters a word needs to be an everyday word misspelt."""

SHORTEST_PREFIX = 4
"""Letters the beginning of a word needs before it stands for the word."""


def slips_allowed(word: str) -> int:
    """How many slips a word of this length may have."""
    length = len(word)
    return 0 if length < SHORTEST else 1 if length < 7 else 2 if length < 12 else 3


class Speller:
    """Looks words up in one vocabulary, forgiving slips.

    Args:
        vocabulary: the right words.
        lexicon: what ordinary language knows.
    """

    def __init__(self, vocabulary: frozenset[str], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._sorted = sorted(w for w in vocabulary if len(w) >= SHORTEST_PREFIX)
        self._correctable = [word for word in self._sorted if not word.isdigit()]
        self._letters = np.array([_letters_of(word) for word in self._correctable], np.uint32)
        self._shape = np.array([(len(w), ord(w[0]), ord(w[1])) for w in self._correctable], np.int32).reshape(-1, 3).T
        self._bare: dict[str, list[str]] = defaultdict(list)
        for word in self._sorted:
            if word.isalpha() and (bare := bare_of(word)) != word:
                self._bare[bare].append(word)
        self.corrections = lru_cache(maxsize=4_096)(self._corrections)

    def _corrections(self, word: str) -> tuple[tuple[str, float], ...]:
        """Right words that `word` may have been meant to be, best first, each with a quality from 0 to 1."""
        slips = slips_allowed(word)
        if not slips or word.isdigit() or self._lexicon.knows(word):
            return ()
        near = process.extract(
            word, self._neighbours(word, slips), scorer=OSA.distance, score_cutoff=slips, limit=4, processor=None
        )
        found: dict[str, float] = {}
        for right, distance, _ in near:
            quality = _quality(word, right, int(distance))
            if quality:
                found[right] = max(quality, found.get(right, 0.0))
        best = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        return tuple(item for item in best if item[1] >= best[0][1] - 0.1)

    def _neighbours(self, word: str, slips: int) -> list[str]:
        """Words that share the first or second letter, also shifted by one, and may be so few slips away.

        A slip changes the length by one at most, and the set of letters by two.
        """
        lengths, first, second = self._shape
        a, b = ord(word[0]), ord(word[1])
        near = np.bitwise_count(self._letters ^ np.uint32(_letters_of(word))) <= 2 * slips
        near &= np.abs(lengths - len(word)) <= slips
        near &= (first == a) | (first == b) | (second == a) | (second == b)
        return [self._correctable[place] for place in np.flatnonzero(near).tolist()]

    def expansions(self, word: str) -> tuple[str, ...]:
        """Words that `word` is without its vowels, at most three; `cntrl` stands for `control`."""
        if len(word) < SHORTEST or bare_of(word) != word:
            return ()
        found = self._bare.get(word, [])
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

    They are many and asked for often, so they stand by first letter and length, and the first letter must be right or
    have changed places with the second.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._shelves: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in sorted(words):
            if len(word) >= SHORTEST_SLIP - 1:
                self._shelves[word[0], len(word)].append(word)
        self.meant = lru_cache(maxsize=4_096)(self._meant)

    def _meant(self, word: str) -> tuple[str, float] | None:
        """The everyday word that is one slip away, with a quality from 0 to 1; None where there is none."""
        if len(word) < SHORTEST_SLIP or not word.isalpha():
            return None
        places = [(word[0], len(word) + step) for step in (0, 1, -1)] + [(word[1], len(word))]
        near = (
            process.extractOne(word, self._shelves.get(p, ()), scorer=OSA.distance, score_cutoff=1) for p in places
        )
        found = next((hit[0] for hit in near if hit), None)
        return (found, _quality(word, found, 1)) if found else None


def _letters_of(word: str) -> int:
    """The set of a word's letters as bits; letters that fall together only make words look more alike."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 31)
    return bits


def bare_of(word: str) -> str:
    """The word without its inner vowels, as people shorten it: `control` gives `cntrl`."""
    return word[0] + "".join(c for c in word[1:] if c not in "aeiou")


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
