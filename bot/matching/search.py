"""Ranks ideas by how well they explain the concepts of a question; decides nothing; pure."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.matching.concepts import Concept
from bot.matching.index import Index

TITLE_BONUS, NEIGHBOUR_BONUS, NAME_BONUS, QUOTED_BONUS = 0.45, 0.12, 1.0, 0.35
"""What a fully named title, two neighbouring words in order, the exact title or alias, and one within a sentence add."""

PROMINENT = 0.85
"""Share of what was found that must stand in names and keywords for them to hold all that was said."""

SPELT_OUT = 2
"""Spaces in a title or alias from which typing it leaves no doubt."""

RERANKED = 60
"""How many of the first hits are looked at more closely."""


@dataclass(slots=True)
class Hit:
    """One idea with what speaks for and against it.

    Attributes:
        document: its place in the index.
        score: for ranking within one search.
        evidence: how much telling matter was found, by field.
        matched: what the found words say, whatever the field.
        missed: what the words that were not found say.
        best: the most telling single find.
        title: share of the title that the question names.
        named: the question is its title or alias.
        spelt_out: the same, in so many words that nothing else can be meant.
    """

    document: int
    score: float = 0.0
    evidence: float = 0.0
    matched: float = 0.0
    missed: float = 0.0
    best: float = 0.0
    title: float = 0.0
    named: bool = False
    spelt_out: bool = False
    why: dict[int, tuple[str, float]] = field(default_factory=dict)

    @property
    def coverage(self) -> float:
        """Share of the question that is explained, 0 to 1."""
        return self.matched / (self.matched + self.missed) if self.matched else 0.0

    @property
    def whole(self) -> bool:
        """Whether the idea's names and keywords hold everything that was said."""
        return self.missed == 0 and self.evidence >= PROMINENT * self.matched


def search(index: Index, concepts: Sequence[Concept], typed: str, allowed: frozenset[int] | None = None) -> list[Hit]:
    """The ideas that explain anything of the concepts, best first.

    Args:
        index: where to look.
        concepts: the question.
        typed: the whole question as stems with single spaces, to know an exact title by.
        allowed: documents to look at; None for all.
    """
    hits: dict[int, Hit] = {}
    for place, concept in enumerate(concepts):
        for document, (value, stem, strength) in _found(index, concept, allowed).items():
            hit = hits.get(document)
            if hit is None:
                hit = hits[document] = Hit(document)
            hit.score += concept.info * value
            hit.evidence += concept.info * strength
            hit.matched += concept.info * min(1.0, strength + 0.3)
            hit.best = max(hit.best, concept.info * strength)
            hit.why[place] = (stem, value)
    gaps = sum(concept.gap for concept in concepts)
    for hit in hits.values():
        hit.missed = round(gaps - sum(concepts[place].gap for place in hit.why), 6)
    first = sorted(hits.values(), key=lambda h: (-h.score, h.document))[:RERANKED]
    for hit in first:
        _look_closer(index, typed, hit)
    return sorted(first, key=lambda h: (-h.score, h.document in index.twins, h.document))


def _found(index: Index, concept: Concept, allowed: frozenset[int] | None) -> dict[int, tuple[float, str, float]]:
    """For each document the best reading of one concept: rank value, stems, strength."""
    best: dict[int, tuple[float, str, float]] = defaultdict(lambda: (0.0, "", 0.0))
    cap = 1.0
    for reading in concept.readings:
        documents = index.holds(reading.phrase)
        rarity = min(cap, max(index.rarity(stem) for stem in reading.phrase))
        if reading.how == "word":
            cap = rarity  # another name is worth no more than the word that was typed
        for document, weight in documents.items():
            if allowed is not None and document not in allowed:
                continue
            strength = reading.quality * weight
            if strength * rarity > best[document][0]:
                best[document] = (strength * rarity, " ".join(reading.phrase), strength)
    return best


def _look_closer(index: Index, typed: str, hit: Hit) -> None:
    """Titles named in full, neighbouring words and exact names lift a hit."""
    title = index.titles[hit.document]
    found = {stem for text, _ in hit.why.values() for stem in text.split()}
    named = found.union(*(index.pairs.get(stem, ()) for stem in found))
    hit.title = len(title & named) / len(title)
    text = index.texts[hit.document]
    stems = [hit.why[place][0] for place in sorted(hit.why)]
    neighbours = sum(1 for a, b in pairwise(stems) if f" {a} {b} " in text)
    hit.named = typed in index.names[hit.document]
    hit.spelt_out = hit.named and typed.count(" ") >= SPELT_OUT
    quoted = any(" " in name and f" {name} " in f" {typed} " for name in index.names[hit.document])
    hit.score += TITLE_BONUS * hit.title**2 + NEIGHBOUR_BONUS * min(neighbours, 4)
    hit.score += NAME_BONUS * hit.named + QUOTED_BONUS * quoted
