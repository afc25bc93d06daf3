"""The order in which a list shows ideas, and what a superlative leaves of it; pure."""

from bot.catalogue.model import Idea
from bot.matching.index import Index
from bot.matching.shelves import hardness


def ordered(index: Index, ranked: dict[int, float], superlative: tuple[str, int] | None) -> tuple[Idea, ...]:
    """The ideas, best first and current editions before superseded ones.

    Args:
        index: where the documents stand.
        ranked: documents with their scores.
        superlative: a facet that shall be least (1) or greatest (-1); only the ideas that have it so are kept.
    """
    documents = sorted(ranked, key=lambda d: (-ranked[d], index.homes[d].page.superseded_by is not None, d))
    if superlative:
        documents = _extreme(index, documents, *superlative)
    return tuple(index.ideas[document] for document in documents)


def _extreme(index: Index, documents: list[int], facet: str, sign: int) -> list[int]:
    measured = ((document, _measure(index, document, facet)) for document in documents)
    values = {document: value * sign for document, value in measured if value is not None}
    least = min(values.values(), default=0.0)
    return [document for document in documents if values.get(document) == least]


def _measure(index: Index, document: int, facet: str) -> float | None:
    """How hard, how long or how late an idea is; None where the page does not say."""
    idea = index.ideas[document]
    if facet == "level":
        return hardness(idea)
    if facet == "year":
        return index.homes[document].year
    return float(idea.hours[0]) if idea.hours else None
