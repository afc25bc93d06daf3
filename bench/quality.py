"""How good are the answers? Labelled questions over the catalogue that ships: right and false answers, by kind.

    python -m bench.quality QUESTIONS.yaml… [--without PART…] [--folds 5]

The first table counts at the shipped thresholds. The second switches off one part after another (or only those given
by `--without`). The last line is cross-validated: the weights that decide are learnt from the other folds each time.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from bench.labelled import Judge, Question, Score, read_questions
from bench.parts import SWITCHES, without
from bench.thresholds import judges, nested


def by_kind(score: Score) -> str:
    """Right answers of each kind, and both totals."""
    lines = [f"{kind:16} {score.right[kind]:4} of {n:4}  {score.share(kind):.3f}" for kind, n in score.asked.items()]
    return "\n".join([*lines, f"answered right {score.answered:.3f}, false answers {score.false:.3f}"])


def contributions(questions: Sequence[Question], parts: Sequence[str]) -> str:
    """What is lost without each part: totals, and the share of each kind."""
    rows = [("everything on", Judge().score(questions))]
    for part in parts:
        with without(part):
            rows.append((f"without {part}", Judge().score(questions)))
    kinds = list(rows[0][1].asked)
    lines = [f"{'':22} {'right':>6} {'false':>6}  {'  '.join(kinds)}"]
    for name, score in rows:
        cells = "  ".join(f"{score.share(kind):{len(kind)}.2f}" for kind in kinds)
        lines.append(f"{name:22} {score.answered:6.3f} {score.false:6.3f}  {cells}")
    return "\n".join(lines)


def cross_validated(questions: Sequence[Question], folds: int) -> str:
    """Totals when each fold is answered with weights and a cut-off learnt from the other folds."""
    names, found = ("as it ships", "text alone"), nested(judges(), questions, folds)
    lines = (
        f"  {name:12} answered right {r:.3f}, false answers {f:.3f}"
        for name, (r, f) in zip(names, found, strict=True)
    )
    return "\n".join((f"{folds}-fold cross-validated:", *lines))


def main() -> None:
    """Score and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--without", nargs="+", choices=list(SWITCHES), default=list(SWITCHES))
    parser.add_argument("--folds", type=int, default=5)
    arguments = parser.parse_args()
    questions = read_questions(arguments.files)
    print(by_kind(Judge().score(questions)))
    print()
    print(contributions(questions, arguments.without))
    print()
    print(cross_validated(questions, arguments.folds))


if __name__ == "__main__":
    main()
