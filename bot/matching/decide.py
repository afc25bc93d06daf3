"""Found, several or nothing: apart from search, from how much is explained and how far ahead the first is; pure.

A hit is believed by a weighted sum of what search measured. The weights are learnt from labelled questions; none of
them depends on the size of the catalogue.
"""

from collections.abc import Callable, Sequence

from rapidfuzz.distance import OSA

from bot.matching.search import Hit

BIAS, EVIDENCE, COVERAGE, TITLE, NAMED, WHOLE = -5.81, 2.09, 6.03, 0.71, 3.27, 2.08
"""Weights of a logistic regression: belief is the log-odds that the hit is what was meant."""

MOST_EVIDENCE = 3.0
"""Beyond this, more tells no more: long stories do not prove themselves."""

ENOUGH = -0.06
"""Log-odds from which an idea is an answer: where questions that no weight was learnt from get one false answer in
fifty."""

NEAR = -2.0
"""Log-odds from which an idea may be offered as a suggestion."""

MARGIN = 0.12
"""Share of the first score within which a second idea is too close to choose between them."""

MOST_CHOICES = 6
"""How many of the hits that are close to the first are offered."""

MISSPELT, SHORTEST_NAME, LONGEST_NAME = 0.82, 9, 80
"""Likeness from which a question is taken for a name with slips in it, and the characters of such a question."""


def signs(hit: Hit) -> tuple[float, ...]:
    """What speaks for the hit, as it is weighed; that all is explained means little where little was said."""
    evidence = min(hit.evidence, MOST_EVIDENCE)
    return evidence, hit.coverage * min(evidence, 1.0), hit.title, float(hit.named), float(hit.whole)


def belief(hit: Hit) -> float:
    """Log-odds that the hit is what was meant."""
    weights = (EVIDENCE, COVERAGE, TITLE, NAMED, WHOLE)
    return BIAS + sum(weight * sign for weight, sign in zip(weights, signs(hit), strict=True))


def is_answer(hit: Hit) -> bool:
    """Whether the hit is good enough to be told; whoever types a title or alias whole means it."""
    return hit.named or belief(hit) >= ENOUGH


def answers(hits: Sequence[Hit]) -> list[Hit]:
    """The hits that are answers: none, the one that is meant, or several that are too close to choose."""
    close = [h for h in hits if h.score >= hits[0].score * (1 - MARGIN) and is_answer(h)]
    spelt_out = [hit for hit in close if hit.spelt_out]
    return (spelt_out or close)[:MOST_CHOICES]


def misspelt(hits: Sequence[Hit], typed: str, named: Callable[[int], frozenset[str]]) -> list[Hit]:
    """The hits of which a name of several words was typed with slips that no single word could be known by.

    Args:
        hits: best first.
        typed: the question as stems with single spaces.
        named: titles and aliases of a document, as spaced stems.
    """
    if not SHORTEST_NAME <= len(typed) <= LONGEST_NAME or " " not in typed:
        return []
    close = {hit.document: max(_likeness(typed, name) for name in named(hit.document)) for hit in hits}
    return [hit for hit in hits if close[hit.document] >= max(MISSPELT, *close.values())][:MOST_CHOICES]


def _likeness(typed: str, name: str) -> float:
    return float(OSA.normalized_similarity(typed, name, score_cutoff=MISSPELT))


def suggestions(hits: Sequence[Hit]) -> list[Hit]:
    """The nearest of what was not good enough."""
    return [hit for hit in hits[:3] if belief(hit) >= NEAR]
