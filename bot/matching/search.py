"""Ranks ideas by how well they explain the concepts of a question; decides nothing; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.matching.concepts import Concept
from bot.matching.index import TEXT, Index, rarity, telling
from bot.matching.postings import Name, Sought

TITLE_BONUS, NEIGHBOUR_BONUS, NAME_BONUS, QUOTED_BONUS = 0.45, 0.12, 1.0, 0.35
"""What a fully named title, two neighbouring words in order, the exact title or alias, and one within a sentence add."""

MOST_NEIGHBOURS = 4
"""Neighbours in order beyond which more add nothing."""

JARGON = 0.4
"""How far a word that ordinary language does not know makes up for standing in the text rather than in the title."""

PROMINENT = 0.78
"""Share of what was found that must stand in names and keywords for them to hold all that was said."""

SPELT_OUT = 2
"""Spaces in a title or alias from which typing it leaves no doubt."""

RERANKED = 16
"""How many of the first hits are looked at more closely where one idea is wanted."""


@dataclass(slots=True)
class Hit:
    """One idea with what speaks for and against it.

    Attributes:
        document: its place in the index.
        score: for ranking within one search.
        evidence: how much telling matter was found, by field.
        matched: what the found words say, whatever the field.
        missed: what the words that were not found say.
        title: share of the title that the question names.
        named: the question is its title or alias.
        bare: nothing but a subject was said, or an idea about it was asked for.
        spelt_out: the same, in so many words that nothing else can be meant.
        why: for the place of each concept that was found, the stems it was found as, spaced, and what that was worth.
    """

    document: int
    score: float = 0.0
    evidence: float = 0.0
    matched: float = 0.0
    missed: float = 0.0
    title: float = 0.0
    named: bool = False
    bare: bool = False
    spelt_out: bool = False
    why: dict[int, tuple[str, float]] = field(default_factory=dict)

    @property
    def coverage(self) -> float:
        """Share of the question that is explained, 0 to 1."""
        return self.matched / (self.matched + self.missed) if self.matched else 0.0

    @property
    def whole(self) -> bool:
        """Whether the idea's names and keywords hold everything that was said."""
        return self.bare and self.missed == 0 and self.evidence >= PROMINENT * self.matched


def search(
    index: Index,
    concepts: Sequence[Concept],
    typed: str,
    allowed: frozenset[int] | None = None,
    most: int = RERANKED,
) -> list[Hit]:
    """The ideas that explain anything of the concepts, best first.

    Args:
        index: where to look.
        concepts: the question.
        typed: the whole question as stems with single spaces, to know an exact title by.
        allowed: documents to look at; None for all.
        most: how many hits at most.
    """
    sought = [_sought(index, concept) for concept in concepts]
    first = index.postings.first(sought, allowed, most)
    hits = [Hit(document) for document in first]
    gaps, explained = sum(concept.gap for concept in concepts), [0.0] * len(hits)
    for place, concept in enumerate(concepts):
        for number, (value, strength, stems) in _finds(index, concept, sought[place].names, first):
            hit = hits[number]
            hit.score += concept.info * value
            hit.evidence += concept.info * strength
            hit.matched += concept.info * min(1.0, strength + 0.3)
            hit.why[place] = (stems, value)
            explained[number] += concept.gap
    for hit, gap in zip(hits, explained, strict=True):
        hit.missed = round(gaps - gap, 6)
    _look_closer(index, typed, hits)
    return sorted(hits, key=lambda h: (-h.score, h.document in index.twins, h.document))


def _sought(index: Index, concept: Concept) -> Sought:
    names, cap = [], 1.0
    for reading in concept.readings:
        shared = index.shared(reading.phrase)
        worth = min(cap, rarity(shared))
        if reading.how == "word":
            cap = worth  # another name is worth no more than the word that was typed
        names.append(Name(reading.phrase, reading.quality, worth, telling(shared)))
    return Sought(concept.info, tuple(names))


def _finds(
    index: Index, concept: Concept, names: Sequence[Name], documents: Sequence[int]
) -> Iterable[tuple[int, tuple[float, float, str]]]:
    """The numbers of the documents that have the concept, with the greatest value and strength, and the best name."""
    lift = JARGON if concept.info >= 1.0 else 0.0
    found: dict[int, tuple[float, float, str]] = {}
    for name in names:
        quality, worth, tells, stems = name.quality, name.rarity, name.telling, " ".join(name.phrase)
        for number, weight in index.postings.among(name.phrase, documents):
            raised = weight + lift * (1 - weight) if weight >= TEXT else weight
            value, strength = quality * weight * worth, quality * raised * tells
            if known := found.get(number):
                best = stems if value > known[0] else known[2]
                found[number] = (max(value, known[0]), max(strength, known[1]), best)
            else:
                found[number] = (value, strength, stems)
    return found.items()


def _look_closer(index: Index, typed: str, hits: Sequence[Hit]) -> None:
    """Titles named in full, neighbouring words and exact names lift a hit."""
    spelt_out, spaced = typed.count(" ") >= SPELT_OUT, f" {typed} "
    found = {name for hit in hits for name, _ in hit.why.values()}
    named_by = {name: _named(index, name) for name in found}
    patterns: dict[tuple[str, ...], tuple[frozenset[str], list[str]]] = {}  # most hits were found by the same words
    for hit in hits:
        stems = tuple([name for name, _ in hit.why.values()])
        if stems not in patterns:
            named = frozenset().union(*[named_by[name] for name in stems])
            patterns[stems] = named, [f" {a} {b} " for a, b in pairwise(stems)]
        named, neighbours = patterns[stems]
        title, names = index.title(hit.document), index.named(hit.document)
        hit.title = len(title & named) / max(len(title), 1)
        hit.named = typed in names
        hit.spelt_out = hit.named and spelt_out
        text = index.postings.texts[hit.document]
        close = min(len([pair for pair in neighbours if pair in text]), MOST_NEIGHBOURS)
        hit.score += TITLE_BONUS * hit.title**2 + NEIGHBOUR_BONUS * close
        hit.score += NAME_BONUS * hit.named + QUOTED_BONUS * _quoted(names, spaced)


def _quoted(names: Iterable[str], spaced: str) -> bool:
    """Whether a name of several words stands in what was typed."""
    return bool([name for name in names if name in spaced and " " in name and f" {name} " in spaced])


def _named(index: Index, stems: str) -> frozenset[str]:
    """What these stems name of a title: themselves, and the words that they are when they are read as one."""
    single = stems.split()
    return frozenset(single).union(*[index.pairs.get(stem, "").split() for stem in single])
