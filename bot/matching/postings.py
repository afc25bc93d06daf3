"""Where words stand: for each word its documents and what it is worth there, in flat arrays; pure."""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Documents = NDArray[np.int32]
"""Places in the index, ascending."""

Numbers = NDArray[np.float64]
"""A figure for each of some documents."""


@dataclass(frozen=True, slots=True)
class Posting:
    """The documents in which one word or phrase stands.

    Attributes:
        documents: ascending.
        weights: what it is worth in each of them.
    """

    documents: Documents
    weights: Numbers

    def __len__(self) -> int:
        return len(self.documents)

    def __iter__(self) -> Iterator[tuple[int, float]]:
        return zip(self.documents.tolist(), self.weights.tolist(), strict=True)

    def among(self, documents: Documents) -> Numbers:
        """The weight in each of these documents; 0 where it does not stand."""
        if not len(self):
            return np.zeros(len(documents))
        places = np.minimum(np.searchsorted(self.documents, documents), len(self) - 1)
        return np.where(self.documents[places] == documents, self.weights[places], 0.0)


NOWHERE = Posting(np.empty(0, np.int32), np.empty(0))


class Postings:
    """The postings of all words, one behind the other.

    Args:
        documents: of all words, each word's ascending.
        weights: beside them.
        spans: where each word's stand, as begin and end.
    """

    def __init__(self, documents: Documents, weights: Numbers, spans: dict[str, tuple[int, int]]) -> None:
        self.documents = documents
        self.weights = weights
        self.spans = spans

    def __contains__(self, word: str) -> bool:
        return word in self.spans

    def count(self, word: str) -> int:
        """In how many documents the word stands."""
        begin, end = self.spans.get(word, (0, 0))
        return end - begin

    def of(self, word: str) -> Posting:
        """The documents of one word."""
        if word not in self.spans:
            return NOWHERE
        begin, end = self.spans[word]
        return Posting(self.documents[begin:end], self.weights[begin:end])

    def together(self, words: Iterable[str]) -> Posting:
        """The documents that have all the words, each with the weight of its weakest."""
        lists = sorted((self.of(word) for word in words), key=len)
        documents, weights = lists[0].documents, lists[0].weights
        for other in lists[1:]:
            weights = np.minimum(weights, other.among(documents))
            documents, weights = documents[weights > 0], weights[weights > 0]
        return Posting(documents, weights)


class Collector:
    """Gathers postings document by document."""

    def __init__(self) -> None:
        self._lists: dict[str, tuple[array[int], array[float]]] = {}

    def enter(self, document: int, weights: dict[str, float]) -> None:
        """Note the words of the next document."""
        for word, weight in weights.items():
            found = self._lists.get(word)
            if found is None:
                found = self._lists[word] = (array("i"), array("d"))
            found[0].append(document)
            found[1].append(weight)

    def gathered(self) -> Postings:
        """Everything that was entered."""
        documents, weights, spans = array("i"), array("d"), dict[str, tuple[int, int]]()
        for word, (places, values) in self._lists.items():
            spans[word] = (len(documents), len(documents) + len(places))
            documents.extend(places)
            weights.extend(values)
        return Postings(np.array(documents, np.int32), np.array(weights), spans)
