"""Where words stand: for each word its documents and what it is worth there; pure.

A catalogue of some hundred ideas is kept in plain dictionaries, which are quickest there. A larger one is kept in flat
arrays (`columns.py`), behind the same doors.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from array import array

Phrase = tuple[str, ...]
"""Words that must stand side by side, in order."""

Documents = Sequence[int]
"""Places in the index."""


@dataclass(frozen=True, slots=True)
class Name:
    """One of the names under which something is looked for.

    Attributes:
        phrase: its stems.
        quality: trust in this name, 0 to 1.
        rarity: what it is worth to find it, by how few documents have it.
        telling: how much it tells of one document, rather than standing there by chance.
    """

    phrase: Phrase
    quality: float
    rarity: float
    telling: float = 1.0


@dataclass(frozen=True, slots=True)
class Sought:
    """One thing that is looked for; each document counts for the best of its names only.

    Attributes:
        info: what it says when it is found.
        names: what it may be called.
    """

    info: float
    names: tuple[Name, ...]


class Postings(Protocol):
    """The postings of all words."""

    texts: Sequence[str]
    """Each document's stems in order, between single spaces."""

    words: Collection[str]
    """Every word that any document has."""

    def count(self, word: str) -> int:
        """In how many documents the word stands."""

    def holds(self, phrase: Phrase) -> bool:
        """Whether the phrase stands word by word in any document."""

    def among(self, phrase: Phrase, documents: Documents) -> list[tuple[int, float]]:
        """Where the phrase stands: places in `documents`, each with the weight of the phrase's weakest word."""

    def first(self, sought: Sequence[Sought], allowed: frozenset[int] | None, most: int) -> list[int]:
        """The documents that have the most of what is sought; of equals the earlier ones, in any order.

        Args:
            sought: what is looked for.
            allowed: documents to look at; None for all.
            most: how many documents at most.
        """


@dataclass(frozen=True, slots=True)
class Lists:
    """The documents of each word, as they are kept.

    Attributes:
        words: every word, by its number.
        counts: in how many documents each of them stands.
        documents: where they stand, ascending; one word's documents behind the other's.
        grades: beside them, what the word is worth there, as a place in `worths`.
        worths: every worth that occurs.
        texts: each document's stems in order, between single spaces.
    """

    words: dict[str, int]
    counts: "array[int]"
    documents: "array[int]"
    grades: "array[int]"
    worths: list[float]
    texts: list[str]


class Plain:
    """Postings in dictionaries.

    Args:
        lists: where the words stand.
    """

    def __init__(self, lists: Lists) -> None:
        self.texts: Sequence[str] = lists.texts
        self._lists: dict[str, dict[int, float]] = {}
        end = 0
        for word, count in zip(lists.words, lists.counts, strict=True):
            begin, end = end, end + count
            weights = (lists.worths[grade] for grade in lists.grades[begin:end])
            self._lists[word] = dict(zip(lists.documents[begin:end], weights, strict=True))
        self.words: Collection[str] = self._lists.keys()
        self._phrases: dict[Phrase, dict[int, float]] = {}

    def count(self, word: str) -> int:
        """In how many documents the word stands."""
        return len(self._lists.get(word, ()))

    def holds(self, phrase: Phrase) -> bool:
        """Whether the phrase stands in any document."""
        return bool(self._of(phrase))

    def among(self, phrase: Phrase, documents: Documents) -> list[tuple[int, float]]:
        """Which of these documents have the phrase, and its weight there."""
        found = self._of(phrase)
        return [(place, found[document]) for place, document in enumerate(documents) if document in found]

    def first(self, sought: Sequence[Sought], allowed: frozenset[int] | None, most: int) -> list[int]:
        """The documents that have the most of what is sought."""
        found = set().union(*(self._of(name.phrase) for each in sought for name in each.names))
        if allowed is not None:
            found &= allowed
        if len(found) <= most:
            return list(found)
        scores: dict[int, float] = defaultdict(float)
        for each in sought:
            for document, value in self._best(each.names).items():
                scores[document] += each.info * value
        return sorted(found, key=lambda document: (-scores[document], document))[:most]

    def _best(self, names: Sequence[Name]) -> dict[int, float]:
        """What the best of the names is worth in each document that has any."""
        if len(names) == 1:
            (name,) = names
            return {d: name.quality * weight * name.rarity for d, weight in self._of(name.phrase).items()}
        best: dict[int, float] = {}
        for name in names:
            for document, weight in self._of(name.phrase).items():
                value = name.quality * weight * name.rarity
                if value > best.get(document, 0.0):
                    best[document] = value
        return best

    def _of(self, phrase: Phrase) -> dict[int, float]:
        if len(phrase) == 1:
            return self._lists.get(phrase[0], {})
        known = self._phrases.get(phrase)  # only phrases of titles and synonyms are ever asked for
        if known is None:
            known = self._phrases[phrase] = self._together(phrase)
        return known

    def _together(self, phrase: Phrase) -> dict[int, float]:
        text = f" {' '.join(phrase)} "
        first, *others = sorted((self._lists.get(word, {}) for word in phrase), key=len)
        documents = (d for d in first if all(d in other for other in others) and text in self.texts[d])
        return {d: min(first[d], *(other[d] for other in others)) for d in documents}
