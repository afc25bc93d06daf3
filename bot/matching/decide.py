"""Found, several or nothing: apart from search, from how much is explained and how far ahead the first is; pure.

A hit is believed by a weighted sum of what search measured. The weights are learnt from labelled questions; none of
them depends on the size of the catalogue.
"""

from collections.abc import Sequence

from bot.matching.search import Hit

BIAS, EVIDENCE, COVERAGE, MISSED, BEST, TITLE, NAMED, WHOLE = -4.5, 4.45, 1.65, -2.7, 0.7, 1.3, 0.95, 1.0
"""Weights of a logistic regression: belief is the log-odds that the hit is what was meant."""

MOST_EVIDENCE, MOST_MISSED = 3.0, 2.0
"""Beyond these, more tells no more: long stories neither prove nor refute themselves."""

ENOUGH = -0.6
"""Log-odds from which an idea is an answer: where questions that no threshold was learnt from get at most one false
answer in twenty-five, since a missed idea costs its asker more than a suggestion that is easily passed over."""

NEAR = -2.0
"""Log-odds from which an idea may be offered as a suggestion."""

MARGIN = 0.12
"""Share of the first score within which a second idea is too close to choose between them."""

LOOKED_AT, MOST_CHOICES = 20, 6
"""How many hits may be close to the first, and how many of them are offered."""


def belief(hit: Hit) -> float:
    """Log-odds that the hit is what was meant."""
    return (
        BIAS
        + EVIDENCE * min(hit.evidence, MOST_EVIDENCE)
        + COVERAGE * hit.coverage
        + MISSED * min(hit.missed, MOST_MISSED)
        + BEST * hit.best
        + TITLE * hit.title
        + NAMED * hit.named
        + WHOLE * hit.whole
    )


def is_answer(hit: Hit) -> bool:
    """Whether the hit is good enough to be told; whoever types a title or alias whole means it."""
    return hit.named or belief(hit) >= ENOUGH


def answers(hits: Sequence[Hit]) -> list[Hit]:
    """The hits that are answers: none, the one that is meant, or several that are too close to choose."""
    close = [h for h in hits[:LOOKED_AT] if h.score >= hits[0].score * (1 - MARGIN) and is_answer(h)]
    spelt_out = [hit for hit in close if hit.spelt_out]
    return (spelt_out or close)[:MOST_CHOICES]


def suggestions(hits: Sequence[Hit]) -> list[Hit]:
    """The nearest of what was not good enough."""
    return [hit for hit in hits[:3] if belief(hit) >= NEAR]
