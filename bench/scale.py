"""Does it hold for 20,000 ideas? Mentorix, tantivy, SQLite FTS5 and rapidfuzz on one synthetic catalogue and the same questions.

    python -m bench.scale [--ideas 20000] [--organisations 200] [--questions 150] [--seed 1]

Printed for each: seconds to build, memory that building took, milliseconds a question takes (p50, p99; each question
is asked once, so that no cache helps; both are CPU time, so that other work on the machine does not count), and by
kind how many questions it answers rightly in the first place. The last
two kinds have no answer; there an empty answer is right. The same again for the catalogue that ships.
Each engine runs in a process of its own.
"""

import argparse
import ctypes
import gc
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import quantiles
from time import process_time, thread_time

import yaml

from bench.big_catalogue import Asked, Writer, questions
from bench.engines import ENGINES
from bot.catalogue.model import Catalogue
from bot.files import read_catalogue

ROOT = Path(__file__).parent.parent
OWN = ROOT / "tests" / "data" / "questions_own.yaml"
WARM_UP = 20
"""Questions asked before the clock runs, of another seed."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one engine did.

    Attributes:
        engine: its name.
        build: seconds of CPU.
        memory: MiB that building took and keeps.
        p50: milliseconds of CPU.
        p99: milliseconds of CPU.
        right: share answered rightly, by kind.
    """

    engine: str
    build: float
    memory: float
    p50: float
    p99: float
    right: dict[str, float]


def resident() -> float:
    """This process's memory in MiB, after giving back what is free."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 2**20


def measure(engine: str, catalogue: Catalogue, asked: Sequence[Asked], warm_up: Sequence[Asked]) -> Measured:
    """Build the engine and ask it everything once."""
    before, start = resident(), process_time()
    built = ENGINES[engine](catalogue)
    seconds = process_time() - start
    memory = resident() - before
    gc.freeze()  # as the bot does after its start
    for question in warm_up:
        built.ask(question.text)
    took: list[float] = []
    right: dict[str, list[bool]] = defaultdict(list)
    for question in asked:
        start = thread_time()
        keys = built.ask(question.text)
        took.append(1_000 * (thread_time() - start))
        right[question.kind].append(keys[0] in question.relevant if keys else not question.relevant)
    cuts = quantiles(took, n=100)
    shares = {kind: sum(marks) / len(marks) for kind, marks in sorted(right.items())}
    return Measured(engine, seconds, memory, cuts[49], cuts[98], shares)


def own_questions() -> list[Asked]:
    """The labelled questions about the catalogue that ships."""
    listed = yaml.safe_load(OWN.read_text("utf-8"))
    asked = [q for q in listed if q["ask"] == "idea" or (q["ask"] == "mentor" and q.get("none"))]
    return [Asked(q["kind"], q["text"], frozenset(q.get("relevant", ()))) for q in asked]


def prepared(arguments: argparse.Namespace, *, shipped: bool) -> tuple[Catalogue, list[Asked], list[Asked]]:
    """The catalogue, the questions to measure by, and those to warm up with."""
    if shipped:
        asked = own_questions()
        return read_catalogue(ROOT / "catalogue"), asked, asked[:WARM_UP]
    catalogue = Writer(arguments.seed).catalogue(arguments.ideas, arguments.organisations)
    asked = questions(catalogue, arguments.questions, arguments.seed + 1)
    return catalogue, asked, questions(catalogue, WARM_UP // 7 + 1, arguments.seed + 2)


def apart(engine: str, *, shipped: bool) -> Measured:
    """Measure one engine in a fresh process, with this one's arguments."""
    options = [*sys.argv[1:], "--only", engine, *(["--shipped"] if shipped else [])]
    done = subprocess.run([sys.executable, "-m", "bench.scale", *options], stdout=subprocess.PIPE, check=True)
    return Measured(**json.loads(done.stdout))


def table(measured: Sequence[Measured]) -> str:
    """All figures, a line for each engine."""
    kinds = list(measured[0].right)
    rows = [["engine", "build s", "MiB", "p50 ms", "p99 ms", *kinds]]
    for one in measured:
        figures = [f"{one.build:.2f}", f"{one.memory:.0f}", f"{one.p50:.2f}", f"{one.p99:.2f}"]
        rows.append([one.engine, *figures, *(f"{one.right[kind]:.2f}" for kind in kinds)])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ideas", type=int, default=20_000)
    parser.add_argument("--organisations", type=int, default=200)
    parser.add_argument("--questions", type=int, default=150, help="of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engines", nargs="+", choices=list(ENGINES), default=list(ENGINES))
    parser.add_argument("--only", choices=list(ENGINES), help=argparse.SUPPRESS)
    parser.add_argument("--shipped", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.only:
        print(json.dumps(asdict(measure(arguments.only, *prepared(arguments, shipped=arguments.shipped)))))
        return
    print(f"{arguments.ideas:,} synthetic ideas of {arguments.organisations} organisations, seed {arguments.seed}")
    print(table([apart(engine, shipped=False) for engine in arguments.engines]))
    print("\nThe catalogue that ships, and its labelled questions for `!idea`")
    print(table([apart(engine, shipped=True) for engine in arguments.engines]))


if __name__ == "__main__":
    main()
