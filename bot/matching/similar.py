"""Which ideas are like a given one: those that share the most of the words by which people would name it; pure."""

from collections.abc import Iterable

from bot.matching.index import Index, rarity
from bot.matching.postings import Name, Sought

MOST = 8
"""How many are found at most."""


def similar(index: Index, document: int, within: Iterable[int]) -> list[int]:
    """The documents most like one of them, best first; another edition of the same idea is none.

    Args:
        index: where they stand.
        document: the idea.
        within: the documents to look among.
    """
    phrases = (*index.named(document), *index.keyed(document))
    words = index.title(document) | {word for phrase in phrases for word in phrase.split()}
    shared = {word: index.postings.count(word) for word in sorted(words)}
    sought = [_single(word, count) for word, count in shared.items() if count > 1]
    same = {document, index.twins.get(document, document)}
    same |= {older for older, current in index.twins.items() if current in same}
    others = frozenset(within) - same - (index.twins.keys() - same)
    return index.postings.first(sought, others, MOST) if sought else []


def _single(word: str, shared: int) -> Sought:
    """A word, which says the more the fewer ideas share it."""
    return Sought(rarity(shared), (Name((word,), 1.0, rarity(shared)),))
