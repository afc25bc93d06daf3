"""From when on is an idea an answer? Learns the decision's weights, and shows right against false answers at cut-offs.

    python -m bench.thresholds QUESTIONS.yaml… [--folds 5]

Prints the shipped weights beside the learnt ones, then for each cut-off (log-odds from which a hit is believed) the
share of right and of false answers: with the shipped weights, with weights learnt from all questions, and
cross-validated, where each fold is answered with weights learnt from the others.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from unittest.mock import patch

from bench.decision import Weights, learnt, measured, shipped, weighing
from bench.labelled import Judge, Question, read_questions
from bot.matching import decide

CUTS = (-3.0, -2.0, -1.5, -1.0, -0.75, -0.5, -0.25, 0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0)
"""Log-odds at which the curve is shown; 0 is where the weights themselves say "as likely as not"."""

Lot = tuple[Weights, Sequence[Question]]
"""Weights, and questions to be answered by them."""


def parted(judge: Judge, questions: Sequence[Question], folds: int) -> Iterator[Lot]:
    """Each fold with weights learnt from the others."""
    for fold in range(folds):
        seen = [question for place, question in enumerate(questions) if place % folds != fold]
        yield learnt(measured(judge, seen)), [q for place, q in enumerate(questions) if place % folds == fold]


def at(judge: Judge, lots: Sequence[Lot], cut: float) -> tuple[float, float]:
    """Shares of right and of false answers at a cut-off."""
    marks: dict[bool, list[bool]] = {True: [], False: []}
    for weights, questions in lots:
        with weighing(weights), patch.object(decide, "ENOUGH", cut):
            for question in questions:
                marks[question.none].append(judge.is_right(question))
    return sum(marks[False]) / max(len(marks[False]), 1), 1 - sum(marks[True]) / max(len(marks[True]), 1)


def curve(judge: Judge, series: dict[str, Sequence[Lot]]) -> str:
    """The table of all series by cut-off; the shipped cut-off is marked."""
    lines = [
        "cut-off  " + "  ".join(f"{name:^15}" for name in series),
        "         " + "     right  false" * len(series),
    ]
    for cut in CUTS:
        cells = (at(judge, lots, cut) for lots in series.values())
        mark = "*" if cut == decide.ENOUGH else " "
        lines.append(f"{cut:+6.2f} {mark} " + "  ".join(f"  {right:.3f}  {false:.3f}" for right, false in cells))
    return "\n".join(lines)


def main() -> None:
    """Learn and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    arguments = parser.parse_args()
    judge, questions = Judge(), read_questions(arguments.files)
    now, new = shipped(), learnt(measured(judge, questions))
    print("weight      shipped  learnt")
    for name in now:
        print(f"{name:10} {now[name]:8.2f} {new[name]:7.2f}")
    print()
    folds = list(parted(judge, questions, arguments.folds))
    print(curve(judge, {"shipped": [(now, questions)], "learnt": [(new, questions)], "cross-validated": folds}))


if __name__ == "__main__":
    main()
