"""Learning to decide: the weights by which a hit is believed, from questions whose answers are known."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from bench.labelled import Judge, Question
from bot.matching import decide
from bot.matching.search import Hit

NAMES = ("BIAS", "EVIDENCE", "COVERAGE", "MISSED", "BEST", "TITLE", "NAMED", "WHOLE")
"""The weights of `bot.matching.decide`, in the order of `features`."""

RIDGE = 0.3
"""Pull towards zero, in rows of evidence: keeps weights of signs that hardly differ from running away."""

FALSE_COST = 1.0
"""What a false answer costs against a right one, when a cut-off is chosen."""

Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class Seen:
    """The first hit of a question: what search measured of it, and whether it is what was meant."""

    features: tuple[float, ...]
    meant: bool


def features(hit: Hit) -> tuple[float, ...]:
    """What `decide.belief` weighs, with a leading one for the bias."""
    evidence, missed = min(hit.evidence, decide.MOST_EVIDENCE), min(hit.missed, decide.MOST_MISSED)
    return (1.0, evidence, hit.coverage, missed, hit.best, hit.title, float(hit.named), float(hit.whole))


def measured(judge: Judge, questions: Sequence[Question]) -> list[Seen]:
    """The first hit of every question that search had to decide on."""
    found: list[Seen] = []
    for question in questions:
        if question.kind == "filter" or question.ask == "ideas-filter":
            continue
        hit = judge.first_hit(question)
        if hit:
            key, measures = hit
            found.append(Seen(features(measures), key in question.relevant))
    return found


def learnt(seen: Sequence[Seen]) -> Weights:
    """Weights by logistic regression (Newton's method), the bias moved to the best cut-off on the same rows."""
    rows = np.array([each.features for each in seen])
    meant = np.array([each.meant for each in seen], dtype=float)
    weights = np.zeros(rows.shape[1])
    ridge = RIDGE * np.eye(len(weights))
    ridge[0, 0] = 0.0
    for _ in range(25):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (meant - chance) - ridge @ weights
        bend = (rows.T * (chance * (1 - chance))) @ rows + ridge
        weights = weights + np.linalg.solve(bend, slope)
    weights[0] -= _cut_off(rows @ weights, meant)
    return dict(zip(NAMES, (float(weight) for weight in weights), strict=True))


def _cut_off(beliefs: NDArray[np.float64], meant: NDArray[np.float64]) -> float:
    """Where the share of right answers less the share of false ones is greatest."""
    cuts = np.sort(beliefs)
    right = np.array([(beliefs[meant == 1] >= cut).mean() for cut in cuts])
    false = np.array([(beliefs[meant == 0] >= cut).mean() for cut in cuts])
    best = int(np.argmax(right - FALSE_COST * false))
    return float(cuts[best] + cuts[max(best - 1, 0)]) / 2


@contextmanager
def weighing(weights: Weights) -> Iterator[None]:
    """Decide by these weights inside."""
    with ExitStack() as stack:
        for name, value in weights.items():
            stack.enter_context(patch.object(decide, name, value))
        yield


def shipped() -> Weights:
    """The weights as they stand in `bot.matching.decide`."""
    return {name: float(getattr(decide, name)) for name in NAMES}
