"""From when on is an idea an answer? Learns the decision's weights and cut-off, and shows right against false answers.

    python -m bench.thresholds QUESTIONS.yaml… [--folds 5]

The questions are asked of two catalogues: the one that ships, and the same without keywords and other names, as pages are
that nobody has worked on yet. What is learnt has to serve both.

First come the weights and the cut-off as they are learnt from all questions, to be put into `bot/matching/decide.py`,
beside those that ship. The cut-off is the least at which no more than the allowed share of the questions without an
answer would be answered by weights that did not know them.

Then, for each cut-off (log-odds from which a hit is believed), the share of right and of false answers with the shipped
weights, and cross-validated, where each fold is answered with weights learnt from the others. The last line is nested:
for each fold, weights and cut-off are learnt from the others alone, so that nothing was chosen on what it is tried on.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from bench.decision import ALLOWED, CUT, Decision, Seen, deciding, learnt, measured, parted, shipped, weights
from bench.labelled import CATALOGUE, Judge, Question, plain, read_questions
from bot.files import read_catalogue

CUTS = (-3.0, -2.0, -1.5, -1.25, -1.0, -0.75, -0.5, -0.25, 0.0, 0.25, 0.5, 1.0, 2.0)
"""Log-odds at which the curve is shown; 0 is where the weights themselves say "as likely as not"."""

Lot = tuple[Decision, Sequence[Question]]
"""Weights, with or without a cut-off, and questions to be answered by them."""


def judges() -> tuple[Judge, Judge]:
    """The catalogue that ships, and its text alone."""
    catalogue = read_catalogue(CATALOGUE)
    return Judge(catalogue), Judge(plain(catalogue))


def seen(asked: Sequence[Judge], questions: Sequence[Question]) -> list[Seen]:
    """What was measured of the questions, asked of each catalogue."""
    return [each for judge in asked for each in measured(judge, questions)]


def shares(judge: Judge, lots: Sequence[Lot]) -> tuple[float, float]:
    """Shares of right and of false answers."""
    marks: dict[bool, list[bool]] = {True: [], False: []}
    for decision, questions in lots:
        with deciding(decision):
            for question in questions:
                marks[question.none].append(judge.is_right(question))
    return sum(marks[False]) / max(len(marks[False]), 1), 1 - sum(marks[True]) / max(len(marks[True]), 1)


def curve(asked: Sequence[Judge], series: dict[str, Sequence[Lot]]) -> str:
    """The table of all series by cut-off, each of both catalogues."""
    lines = [
        "cut-off  " + "".join(f"{name:^34}" for name in series),
        "         " + "     as it ships        text alone  " * len(series),
        "         " + "     right  false" * len(series) * len(asked),
    ]
    for cut in CUTS:
        lots = [[(decision | {CUT: cut}, questions) for decision, questions in each] for each in series.values()]
        cells = (shares(judge, each) for each in lots for judge in asked)
        lines.append(f"{cut:+6.2f}   " + " ".join(f"    {right:.3f}  {false:.3f}" for right, false in cells))
    return "\n".join(lines)


def nested(asked: Sequence[Judge], questions: Sequence[Question], folds: int) -> list[tuple[float, float]]:
    """Shares of right and of false answers of each catalogue, each fold decided by what the others taught."""
    lots = [(learnt(seen(asked, others)), held) for others, held in parted(questions, folds)]
    return [shares(judge, lots) for judge in asked]


def main() -> None:
    """Learn and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    arguments = parser.parse_args()
    asked, questions = judges(), read_questions(arguments.files)
    now, new = shipped(), learnt(seen(asked, questions))
    print("            learnt  shipped")
    for name in now:
        print(f"{name:10} {new[name]:7.2f}  {now[name]:7.2f}")
    print()
    crossed = [(weights(seen(asked, others)), held) for others, held in parted(questions, arguments.folds)]
    print(curve(asked, {"shipped weights": [(now, questions)], "cross-validated": crossed}))
    print(f"\nnested, at most {ALLOWED:.0%} false allowed:")
    for name, (right, false) in zip(
        ("as it ships", "text alone"), nested(asked, questions, arguments.folds), strict=True
    ):
        print(f"  {name:12} answered right {right:.3f}, false answers {false:.3f}")


if __name__ == "__main__":
    main()
