"""A large catalogue in flat arrays: its postings and its vocabulary; the one module of this room that needs numpy; pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from functools import reduce
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from bot.matching.postings import Documents, Lists, Name, Phrase, Sought

Places = NDArray[np.int32]
"""Documents, ascending."""

Numbers = NDArray[np.float64]
"""A figure for each of some documents."""

Column = tuple[Places, Numbers]
"""The documents of a word or phrase, and what it is worth in each."""

Letters = NDArray[np.uint32]
"""Sets of letters, a bit for each letter."""

NOWHERE: Column = (np.empty(0, np.int32), np.empty(0))


class Columns:
    """Postings of all words, one word's behind the other's.

    Args:
        lists: where the words stand.
    """

    def __init__(self, lists: Lists) -> None:
        self.texts: Sequence[str] = lists.texts
        self._words = lists.words
        self.words: Collection[str] = lists.words.keys()
        self._documents = np.asarray(lists.documents)
        self._weights = np.array(lists.worths)[np.asarray(lists.grades)]
        self._begins = [0, *accumulate(lists.counts)]
        self._phrases: dict[Phrase, Column] = {}

    def count(self, word: str) -> int:
        """In how many documents the word stands."""
        number = self._words.get(word)
        return 0 if number is None else self._begins[number + 1] - self._begins[number]

    def holds(self, phrase: Phrase) -> bool:
        """Whether the phrase stands in any document."""
        return len(self._of(phrase)[0]) > 0

    def among(self, phrase: Phrase, documents: Documents) -> list[tuple[int, float]]:
        """Which of these documents have the phrase, and its weight there."""
        weights: list[float] = _among(self._of(phrase), np.array(documents, np.int32)).tolist()
        return [(place, weight) for place, weight in enumerate(weights) if weight]

    def first(self, sought: Sequence[Sought], allowed: frozenset[int] | None, most: int) -> list[int]:
        """The documents that have the most of what is sought."""
        scores = np.zeros(len(self.texts))
        for each in sought:
            self._add(scores, each)
        if allowed is not None:
            outside = np.ones(len(scores), bool)
            outside[np.fromiter(allowed, np.int32, len(allowed))] = False
            scores[outside] = 0.0
        found = np.flatnonzero(scores > 0)
        if len(found) > most:
            reached = scores[found]
            near = reached >= np.partition(reached, -most)[-most]
            found = found[near][np.argsort(-reached[near], kind="stable")][:most]
        return found.tolist()

    def _add(self, scores: Numbers, sought: Sought) -> None:
        """Add to the scores of all documents what the best name is worth in each."""
        if len(sought.names) == 1:
            documents, values = self._valued(sought.names[0])
            scores[documents] += sought.info * values
        elif sought.names:
            best = np.zeros(len(scores))
            columns = [self._valued(name) for name in sought.names]
            for documents, values in columns:
                best[documents] = np.maximum(best[documents], values)
            found = np.concatenate([documents for documents, _ in columns])
            scores[found] = scores[found] + sought.info * best[found]  # written twice, a document has it once

    def _valued(self, name: Name) -> Column:
        documents, weights = self._of(name.phrase)
        return documents, name.quality * weights * name.rarity

    def _of(self, phrase: Phrase) -> Column:
        if len(phrase) == 1:
            return self._column(phrase[0])
        known = self._phrases.get(phrase)  # only phrases of titles and synonyms are ever asked for
        if known is None:
            known = self._phrases[phrase] = self._together(phrase)
        return known

    def _column(self, word: str) -> Column:
        number = self._words.get(word)
        if number is None:
            return NOWHERE
        begin, end = self._begins[number], self._begins[number + 1]
        return self._documents[begin:end], self._weights[begin:end]

    def _together(self, phrase: Phrase) -> Column:
        text = f" {' '.join(phrase)} "
        documents, weights = reduce(_both, sorted(map(self._column, phrase), key=lambda column: len(column[0])))
        inside = np.fromiter((text in self.texts[d] for d in documents.tolist()), bool, len(documents))
        return documents[inside], weights[inside]


def _both(first: Column, second: Column) -> Column:
    """The documents that stand in both columns, with the lesser weight."""
    documents, weights = first
    weights = np.minimum(weights, _among(second, documents))
    return documents[weights > 0], weights[weights > 0]


def _among(column: Column, documents: NDArray[np.int32]) -> Numbers:
    """The weight in each of these documents; 0 where there is none."""
    places, weights = column
    if not len(places):
        return np.zeros(len(documents))
    found = np.minimum(np.searchsorted(places, documents), len(places) - 1)
    return np.where(places[found] == documents, weights[found], 0.0)


class Lettered:
    """A vocabulary of many words, by letter; each with the set of its letters, to pass over most of them by.

    A slip changes the number of letters by one at most, and the set of letters by two.

    Args:
        words: of two letters at least.
    """

    def __init__(self, words: Iterable[str]) -> None:
        by_length = sorted(words, key=len)
        first, second = np.array(by_length, "U2").view(np.uint32).reshape(-1, 2).T
        letters = _letters_of(by_length) if by_length else np.empty(0, np.uint32)
        begins = np.union1d(first, second)
        shelved = ((letter, np.flatnonzero((first == letter) | (second == letter))) for letter in begins)
        self._shelves = {
            chr(letter): _Shelf([by_length[place] for place in places.tolist()], letters[places])
            for letter, places in shelved
        }

    def to(self, word: str, slips: int) -> list[str]:
        """The words of about its length and letters that begin like it."""
        letters = _letters_of([word])[0]
        shelves = (self._shelves.get(letter) for letter in {word[0], word[1]})
        return [found for shelf in shelves if shelf for found in shelf.near(len(word), letters, slips)]


class _Shelf:
    """Words by length, beside the sets of their letters.

    Args:
        words: the shorter before the longer ones.
        letters: of each word.
    """

    def __init__(self, words: list[str], letters: Letters) -> None:
        self._words, self._letters = words, letters
        self._lengths = list(map(len, words))
        self._length = np.array(self._lengths, np.int16)

    def near(self, length: int, letters: np.uint32, slips: int) -> list[str]:
        """Those that may be so few slips from a word of this length and these letters."""
        begin, end = bisect_left(self._lengths, length - slips), bisect_right(self._lengths, length + slips)
        apart = np.bitwise_count(self._letters[begin:end] ^ letters) + np.abs(self._length[begin:end] - length)
        return [self._words[begin + place] for place in np.flatnonzero(apart <= 2 * slips).tolist()]


def _letters_of(words: Sequence[str]) -> Letters:
    """The set of each word's letters as bits; letters that fall together only make words look more alike."""
    codes = np.frombuffer("".join(words).encode("utf-32-le"), np.uint32)
    begins = np.cumsum([0, *map(len, words)])[:-1]
    return np.bitwise_or.reduceat(np.left_shift(np.uint32(1), codes & np.uint32(31)), begins)
