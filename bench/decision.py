"""Learning to decide: the weights by which a hit is believed and the cut-off, from questions whose answers are known."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from math import inf
from typing import TypeVar
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from bench.labelled import Judge, Question
from bot.matching import decide
from bot.matching.search import Hit

NAMES = ("BIAS", "EVIDENCE", "COVERAGE", "TITLE", "NAMED", "WHOLE")
"""The weights of `bot.matching.decide`, in the order of `features`."""

CUT = "ENOUGH"
"""The cut-off of `bot.matching.decide`."""

RIDGE = 0.3
"""Pull towards zero, in rows of evidence: keeps weights of signs that hardly differ from running away."""

ALLOWED = 0.02
"""Share of the questions without an answer that may be answered all the same, when a cut-off is chosen."""

FOLDS = 5
"""Parts into which questions are divided to choose a cut-off on others than the weights were learnt from."""

LISTS = frozenset({"filter", "deadline", "page-info"})
"""Kinds of questions that no single idea answers."""

T = TypeVar("T")

Decision = dict[str, float]
"""The weights and the cut-off, by their names in `bot.matching.decide`."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What search measured of a question's first hit.

    Attributes:
        features: what is weighed; None where nothing was found.
        meant: the hit is what was meant.
        none: the question has no answer.
    """

    features: tuple[float, ...] | None
    meant: bool
    none: bool


def features(hit: Hit) -> tuple[float, ...]:
    """What `decide.belief` weighs, with a leading one for the bias."""
    return (1.0, *decide.signs(hit))


def measured(judge: Judge, questions: Sequence[Question]) -> list[Seen]:
    """The first hit of every question that one idea answers, or nothing."""
    found: list[Seen] = []
    for question in questions:
        if question.kind not in LISTS and question.ask != "ideas-filter":
            hit = judge.first_hit(question)
            meant = hit is not None and hit[0] in question.relevant
            found.append(Seen(features(hit[1]) if hit else None, meant, question.none))
    return found


def learnt(seen: Sequence[Seen]) -> Decision:
    """Weights from all of the questions; the cut-off from beliefs by weights that did not know the question."""
    return weights(seen) | {CUT: cut_off(_doubted(seen), seen)}


def weights(seen: Sequence[Seen]) -> Decision:
    """Weights by logistic regression (Newton's method)."""
    rows, meant = _rows(seen)
    found = np.zeros(rows.shape[1])
    ridge = RIDGE * np.eye(len(found))
    ridge[0, 0] = 0.0
    for _ in range(25):
        chance = 1 / (1 + np.exp(-rows @ found))
        slope = rows.T @ (meant - chance) - ridge @ found
        bend = (rows.T * (chance * (1 - chance))) @ rows + ridge
        found = found + np.linalg.solve(bend, slope)
    return dict(zip(NAMES, (round(float(weight), 2) for weight in found), strict=True))


def cut_off(beliefs: Sequence[float], seen: Sequence[Seen]) -> float:
    """The least cut-off at which no more than the allowed share of the questions without an answer is believed."""
    refusals = sorted((belief for belief, each in zip(beliefs, seen, strict=True) if each.none), reverse=True)
    first_refused = refusals[int(ALLOWED * len(refusals))] if refusals else -inf
    return round(max(first_refused, -9.99) + 0.005, 2)


def parted(listed: Sequence[T], folds: int) -> Iterator[tuple[list[T], list[T]]]:
    """The others and the held-out part, for each of so many parts."""
    for fold in range(folds):
        seen = [each for place, each in enumerate(listed) if place % folds != fold]
        yield seen, [each for place, each in enumerate(listed) if place % folds == fold]


@contextmanager
def deciding(decision: Decision) -> Iterator[None]:
    """Decide by these weights and this cut-off inside."""
    with ExitStack() as stack:
        for name, value in decision.items():
            stack.enter_context(patch.object(decide, name, value))
        yield


def shipped() -> Decision:
    """The weights and the cut-off as they stand in `bot.matching.decide`."""
    return {name: float(getattr(decide, name)) for name in (*NAMES, CUT)}


def _doubted(seen: Sequence[Seen]) -> list[float]:
    """The belief in each first hit by weights that were learnt from other folds."""
    found = [-inf] * len(seen)
    for others, held in parted(range(len(seen)), FOLDS):
        known = weights([seen[place] for place in others])
        for place in held:
            signs = seen[place].features
            if signs is not None:
                found[place] = sum(known[name] * sign for name, sign in zip(NAMES, signs, strict=True))
    return found


def _rows(seen: Sequence[Seen]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    told = [(each.features, each.meant) for each in seen if each.features is not None]
    return np.array([signs for signs, _ in told]), np.array([meant for _, meant in told], dtype=float)
