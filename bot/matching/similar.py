"""Which ideas are like a given one: those that share the most of the words by which people would name it; pure."""

from collections import defaultdict
from collections.abc import Iterable

from bot.matching.index import Index, rarity
from bot.matching.postings import Name, Sought

MOST = 5
"""How many are found at most."""

LOOKED_AT = 32
"""How many are compared."""

CLOSE = 0.4
"""Share of the likeness of the first that the others must have."""


def similar(index: Index, document: int, within: Iterable[int]) -> list[int]:
    """The documents most like one of them, best first; another edition of the same idea is none.

    Args:
        index: where they stand.
        document: the idea.
        within: the documents to look among.
    """
    phrases = (*index.named(document), *index.keyed(document))
    words = index.title(document) | {word for phrase in phrases for word in phrase.split()}
    worth = {word: rarity(count) for word in sorted(words) if (count := index.postings.count(word)) > 1}
    same = {document, index.twins.get(document, document)}
    others = frozenset(within) - same - index.twins.keys()
    sought = [Sought(value, (Name((word,), 1.0, value),)) for word, value in worth.items()]
    found = index.postings.first(sought, others, LOOKED_AT) if sought else []
    likeness: dict[int, float] = defaultdict(float)
    for word, value in worth.items():
        for place, weight in index.postings.among((word,), found):
            likeness[found[place]] += value * value * weight
    best = max(likeness.values(), default=0.0)
    close = [each for each, value in likeness.items() if value >= CLOSE * best]
    return sorted(close, key=lambda each: (-likeness[each], each))[:MOST]
