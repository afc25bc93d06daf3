"""Ranks ideas by how well they explain the concepts of a question; decides nothing; pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from bot.matching.concepts import Concept
from bot.matching.index import TEXT, Index
from bot.matching.postings import Documents, Numbers, Posting

TITLE_BONUS, NEIGHBOUR_BONUS, NAME_BONUS, QUOTED_BONUS = 0.45, 0.12, 1.0, 0.35
"""What a fully named title, two neighbouring words in order, the exact title or alias, and one within a sentence add."""

JARGON = 0.4
"""How far a word that ordinary language does not know makes up for standing in the text rather than in the title."""

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
    finds = [_find(index, concept) for concept in concepts]
    first = _first(len(index.ideas), finds, allowed)
    hits = [Hit(document) for document in first.tolist()]
    for place, find in enumerate(finds):
        for hit, found in zip(hits, find.among(first), strict=True):
            if found:
                _credit(hit, place, concepts[place].info, *found)
    gaps = sum(concept.gap for concept in concepts)
    for hit in hits:
        hit.missed = round(gaps - sum(concepts[place].gap for place in hit.why), 6)
    _look_closer(index, typed, hits)
    return sorted(hits, key=lambda h: (-h.score, h.document in index.twins, h.document))


@dataclass(frozen=True, slots=True)
class _Find:
    """Where one concept was found.

    Attributes:
        info: what the concept says.
        lift: how far standing in the text is made up for.
        readings: for each of its readings the stems, the documents, and what it is trusted with and worth.
    """

    info: float
    lift: float
    readings: tuple[tuple[str, Posting, float, float], ...]

    def add_to(self, scores: Numbers) -> None:
        """Add to the scores of all documents what the best reading is worth in each."""
        if len(self.readings) == 1:
            ((_, posting, quality, rarity),) = self.readings
            scores[posting.documents] += self.info * (quality * posting.weights * rarity)
        elif self.readings:
            best = np.zeros(len(scores))
            for _, posting, quality, rarity in self.readings:
                values = quality * posting.weights * rarity
                best[posting.documents] = np.maximum(best[posting.documents], values)
            scores += self.info * best

    def among(self, documents: Documents) -> list[tuple[str, float, float] | None]:
        """For each document the best reading's stems, value and strength; None where there is none."""
        found: list[tuple[str, float, float] | None] = [None] * len(documents)
        for stems, posting, quality, rarity in self.readings:
            for place, weight in enumerate(posting.among(documents).tolist()):
                value, best = quality * weight * rarity, found[place]
                if value > (best[1] if best else 0.0):
                    strength = quality * (weight + self.lift * (1 - weight) if weight >= TEXT else weight)
                    found[place] = (stems, value, strength)
        return found


def _find(index: Index, concept: Concept) -> _Find:
    readings = []
    cap, lift = 1.0, JARGON if concept.info >= 1.0 else 0.0
    for reading in concept.readings:
        rarity = min(cap, max(index.rarity(stem) for stem in reading.phrase))
        if reading.how == "word":
            cap = rarity  # another name is worth no more than the word that was typed
        readings.append((" ".join(reading.phrase), index.holds(reading.phrase), reading.quality, rarity))
    return _Find(concept.info, lift, tuple(readings))


def _first(documents: int, finds: Sequence[_Find], allowed: frozenset[int] | None) -> Documents:
    """The documents of the highest scores, at most as many as are looked at more closely; the earlier ones of equals."""
    scores = np.zeros(documents)
    for find in finds:
        find.add_to(scores)
    if allowed is not None:
        inside = np.fromiter(allowed, np.int32, len(allowed))
        kept = np.zeros(documents)
        kept[inside] = scores[inside]
        scores = kept
    found = np.flatnonzero(scores)
    if len(found) > RERANKED:
        found = found[scores[found] >= np.partition(scores[found], -RERANKED)[-RERANKED]]
    return found[np.argsort(-scores[found], kind="stable")][:RERANKED].astype(np.int32)


def _credit(hit: Hit, place: int, info: float, stems: str, value: float, strength: float) -> None:
    hit.score += info * value
    hit.evidence += info * strength
    hit.matched += info * min(1.0, strength + 0.3)
    hit.best = max(hit.best, info * strength)
    hit.why[place] = (stems, value)


def _look_closer(index: Index, typed: str, hits: Sequence[Hit]) -> None:
    """Titles named in full, neighbouring words and exact names lift a hit."""
    spelt_out, spaced = typed.count(" ") >= SPELT_OUT, f" {typed} "
    patterns: dict[tuple[str, ...], tuple[frozenset[str], list[str]]] = {}  # most hits were found by the same words
    for hit in hits:
        title = index.titles[hit.document]
        stems = tuple(hit.why[place][0] for place in sorted(hit.why))
        if stems not in patterns:
            patterns[stems] = _pattern(index, stems)
        named, neighbours = patterns[stems]
        hit.title = len(title & named) / len(title)
        text = index.texts[hit.document]
        close = sum(pair in text for pair in neighbours)
        hit.named = typed in index.names[hit.document]
        hit.spelt_out = hit.named and spelt_out
        quoted = any(name in typed and " " in name and f" {name} " in spaced for name in index.names[hit.document])
        hit.score += TITLE_BONUS * hit.title**2 + NEIGHBOUR_BONUS * min(close, 4)
        hit.score += NAME_BONUS * hit.named + QUOTED_BONUS * quoted


def _pattern(index: Index, found: tuple[str, ...]) -> tuple[frozenset[str], list[str]]:
    """What these stems name of a title, and how they read where they stand side by side."""
    single = {stem for text in found for stem in text.split()}
    named = frozenset(single.union(*(index.pairs.get(stem, ()) for stem in single)))
    return named, [f" {a} {b} " for a, b in pairwise(found)]
