"""Does it hold for 20,000 ideas? Mentorix, tantivy, SQLite FTS5 and rapidfuzz on one synthetic catalogue and the same questions.

    python -m bench.scale [--ideas 20000] [--organisations 200] [--questions 150] [--seed 1] [--rounds 3]

Printed for each: seconds to build; memory in MiB that building took and keeps, and of the process with the catalogue in
all; milliseconds a question takes (p50, p99; each question is asked once, so that no cache helps); what share of the
questions with an answer was answered rightly in the first place, and what share of those without one got any answer.
Then, by kind, the shares that were right. "warm" is Mentorix again, started from the inventory that it kept. The same for
the catalogue that ships, and at last what `bench.sentences` prints. Each engine runs in a process of its own, once a
round. Times are CPU time, and of all rounds the least counts, so that other work on the machine does not.
"""

import argparse
import ctypes
import gc
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import process_time, thread_time

import yaml

from bench.big_catalogue import Writer
from bench.big_questions import STRANGERS, Asked, questions
from bench.engines import ENGINES, MISSING, Engine, Mentorix
from bot.catalogue.model import Catalogue
from bot.files import read_catalogue

ROOT = Path(__file__).parent.parent
OWN = ROOT / "tests" / "data" / "questions_own.yaml"
WARM = "warm"
"""Mentorix, started from what it kept."""

WARM_UP = 20
"""Questions asked before the clock runs, of another seed."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one engine did.

    Attributes:
        engine: its name.
        build: seconds of CPU.
        memory: MiB that building took and keeps.
        whole: MiB of the process, with the catalogue and Python.
        took: milliseconds of CPU for each question.
        answered: share of the questions with an answer that were answered rightly.
        false: share of the questions without an answer that got one.
        right: share answered rightly, by kind.
    """

    engine: str
    build: float
    memory: float
    whole: float
    took: list[float]
    answered: float
    false: float
    right: dict[str, float]

    def cut(self, percent: int) -> float:
        """The milliseconds in which so many of a hundred questions are answered."""
        return quantiles(self.took, n=100)[percent - 1]


@dataclass(frozen=True, slots=True)
class Trial:
    """What every engine is built over and asked.

    Attributes:
        catalogue: the ideas.
        asked: the questions.
        warm_up: questions asked before the clock runs.
    """

    catalogue: Catalogue
    asked: Sequence[Asked]
    warm_up: Sequence[Asked]

    def write(self, folder: Path) -> None:
        """Put it into a folder, for the processes of the engines."""
        (folder / "catalogue.json").write_text(self.catalogue.model_dump_json(by_alias=True))
        lists = [[(a.kind, a.text, sorted(a.relevant)) for a in asked] for asked in (self.asked, self.warm_up)]
        (folder / "questions.json").write_text(json.dumps(lists))

    @classmethod
    def read(cls, folder: Path) -> "Trial":
        """The trial in a folder."""
        catalogue = Catalogue.model_validate_json((folder / "catalogue.json").read_bytes())
        lists = json.loads((folder / "questions.json").read_text())
        asked, warm_up = ([Asked(kind, text, frozenset(keys)) for kind, text, keys in asked] for asked in lists)
        return cls(catalogue, asked, warm_up)


def resident() -> float:
    """This process's memory in MiB, after giving back what is free."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 2**20


def measure(engine: str, folder: Path) -> Measured:
    """Build the engine over the trial in the folder and ask it everything once."""
    trial = Trial.read(folder)
    before = resident()
    gc.freeze()  # as the bot does when it has read its catalogue, and again when it is ready
    start = process_time()
    built = _built(engine, trial.catalogue, folder / "inventory")
    seconds = process_time() - start
    if isinstance(built, Mentorix) and built.fresh:
        (folder / "inventory").write_bytes(built.fresh)
        built.fresh = None
    whole = resident()
    gc.freeze()
    for question in trial.warm_up:
        built.ask(question.text)
    took, right = _asked(built, trial.asked)
    known = [mark for kind, marks in right.items() if kind not in STRANGERS for mark in marks]
    strange = [mark for kind, marks in right.items() if kind in STRANGERS for mark in marks]
    shares = {kind: _share(marks) for kind, marks in sorted(right.items())}
    false = 1 - _share(strange)
    return Measured(engine, seconds, whole - before, whole, took, _share(known), false, shares)


def _built(engine: str, catalogue: Catalogue, inventory: Path) -> Engine:
    return Mentorix(catalogue, inventory.read_bytes()) if engine == WARM else ENGINES[engine](catalogue)


def _asked(engine: Engine, asked: Sequence[Asked]) -> tuple[list[float], dict[str, list[bool]]]:
    """Milliseconds of CPU for each question, and by kind whether it was answered rightly."""
    took: list[float] = []
    right: dict[str, list[bool]] = defaultdict(list)
    for question in asked:
        start = thread_time()
        keys = engine.ask(question.text)
        took.append(1_000 * (thread_time() - start))
        right[question.kind].append(keys[0] in question.relevant if keys else not question.relevant)
    return took, right


def _share(marks: Sequence[bool]) -> float:
    return sum(marks) / len(marks)


def synthetic(arguments: argparse.Namespace) -> Trial:
    """The synthetic catalogue and its questions."""
    catalogue = Writer(arguments.seed).catalogue(arguments.ideas, arguments.organisations)
    asked = questions(catalogue, arguments.questions, arguments.seed + 1)
    return Trial(catalogue, asked, questions(catalogue, WARM_UP // 7 + 1, arguments.seed + 2))


def shipped() -> Trial:
    """The catalogue that ships, and the labelled questions for `!idea`."""
    listed = yaml.safe_load(OWN.read_text("utf-8"))
    wanted = [q for q in listed if q["ask"] == "idea" or (q["ask"] == "mentor" and q.get("none"))]
    asked = [Asked(q["kind"], q["text"], frozenset(q.get("relevant", ()))) for q in wanted]
    return Trial(read_catalogue(ROOT / "catalogue"), asked, asked[:WARM_UP])


def least(rounds: Sequence[Measured]) -> Measured:
    """What one engine did at its best; its answers are the same in every round."""
    took = [min(times) for times in zip(*(each.took for each in rounds), strict=True)]
    build, memory, whole = (
        min(values) for values in zip(*((r.build, r.memory, r.whole) for r in rounds), strict=True)
    )
    return replace(rounds[0], build=build, memory=memory, whole=whole, took=took)


def compare(trial: Trial, engines: Sequence[str], rounds: int) -> None:
    """Measure each engine in processes of its own, and print the tables."""
    with TemporaryDirectory() as name:
        trial.write(Path(name))
        able = [engine for engine in engines if engine not in MISSING]
        each = [[apart(engine, name) for engine in able] for _ in range(rounds)]
    measured = [least(runs) for runs in zip(*each, strict=True)]
    print(speeds(measured, [engine for engine in engines if engine in MISSING]))
    print(kinds(measured), "\n")


def apart(engine: str, folder: str) -> Measured:
    """Measure one engine in a fresh process."""
    command = [sys.executable, "-m", "bench.scale", "--only", engine, "--trial", folder]
    return Measured(**json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout))


def speeds(measured: Sequence[Measured], missing: Sequence[str]) -> str:
    """Times, memory and answers, a line for each engine."""
    rows = [["engine", "build s", "MiB", "in all", "p50 ms", "p99 ms", "right", "false"]]
    for one in measured:
        figures = [
            f"{one.build:.2f}",
            f"{one.memory:.0f}",
            f"{one.whole:.0f}",
            f"{one.cut(50):.2f}",
            f"{one.cut(99):.2f}",
        ]
        rows.append([one.engine, *figures, f"{one.answered:.3f}", f"{one.false:.3f}"])
    rows += [[engine, "not", "installed", *[""] * 5] for engine in missing]
    return _aligned(rows)


def kinds(measured: Sequence[Measured]) -> str:
    """The share answered rightly by kind, a line for each engine."""
    names = list(measured[0].right)
    rows = [["right of", *names]]
    rows += [[one.engine, *(f"{one.right[name]:.2f}" for name in names)] for one in measured if one.engine != WARM]
    return _aligned(rows)


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ideas", type=int, default=20_000)
    parser.add_argument("--organisations", type=int, default=200)
    parser.add_argument("--questions", type=int, default=150, help="of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--engines", nargs="+", choices=[*ENGINES, WARM], default=["mentorix", WARM, *ENGINES])
    parser.add_argument("--only", help=argparse.SUPPRESS)
    parser.add_argument("--trial", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    engines = list(dict.fromkeys(arguments.engines))
    if arguments.only:
        print(json.dumps(asdict(measure(arguments.only, arguments.trial))))
        return
    print(f"{arguments.ideas:,} synthetic ideas of {arguments.organisations} organisations, seed {arguments.seed}")
    compare(synthetic(arguments), engines, arguments.rounds)
    print("The catalogue that ships, and its labelled questions for `!idea`")
    compare(shipped(), engines, arguments.rounds)
    print("The catalogue that ships, asked in plain sentences in a room", flush=True)
    subprocess.run([sys.executable, "-m", "bench.sentences"], check=True)


if __name__ == "__main__":
    main()
