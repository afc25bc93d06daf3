"""How long does a plain sentence take? Asked at the desk as in a direct message, over the catalogue that ships.

    python -m bench.sentences [--seed 1] [--rounds 5]

Printed for each kind: how many were asked, their words (median), and milliseconds of CPU that an answer takes with its
wording (p50, p99). Each is asked once in a process, so that no cache helps, and in as many processes as there are rounds;
the least of its times counts, so that other work on the machine does not. The labelled ones are those of `tests/data`; what else
people send is made by a seeded generator: long stories out of several sentences, the same words shuffled, program text,
pasted output, and six hundred words that nobody knows.
"""

import argparse
import gc
from collections.abc import Sequence
from multiprocessing import get_context
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import thread_time

from bench.big_catalogue import invented
from bench.labelled import CATALOGUE, NOW, read_questions
from bot.dispatch import Desk
from bot.files import read_catalogue
from bot.messages import Message

OWN = Path(__file__).parent.parent / "tests" / "data" / "questions_own.yaml"

EACH = 100
"""How many of each made-up kind are asked."""

STORY, PASTED, NONSENSE = 4, 30, 600
"""Sentences in a story, lines of something pasted, words of nonsense."""


def sentences(seed: int) -> dict[str, list[str]]:
    """What is said, by kind; always the same for one seed."""
    random = Random(seed)
    labelled = [question.text for question in read_questions([OWN]) if question.ask == "question"]
    names = invented(random, 20_000)
    stories = [" ".join(random.sample(labelled, STORY)) for _ in range(EACH)]
    return {
        "labelled": labelled,
        "stories": stories,
        "shuffled": [" ".join(random.sample(story.split(), len(story.split()))) for story in stories],
        "program text": [_pasted(random, "    {0} = {1}->{2}({0}, &{1});", names) for _ in range(EACH)],
        "output": [_pasted(random, "[{3:4}.{4:06}] {0}: {1} failed with {4}", names) for _ in range(EACH)],
        "nonsense": [" ".join(random.choices(names, k=NONSENSE)) for _ in range(EACH)],
    }


def _pasted(random: Random, line: str, names: Sequence[str]) -> str:
    """Lines of one form with changing names and numbers."""
    lines = ((*random.choices(names, k=3), number, random.randrange(10**6)) for number in range(PASTED))
    return "\n".join(line.format(*parts) for parts in lines)


def milliseconds(desk: Desk, said: Sequence[str]) -> list[float]:
    """CPU time of each answer, every one in a room of its own."""
    took: list[float] = []
    for number, text in enumerate(said):
        room = f"{text[:20]}-{number}"
        message = Message(key=room, room=room, sender="somebody", text=text, at=NOW, direct=True)
        start = thread_time()
        desk.answer(message, None, NOW)
        took.append(1_000 * (thread_time() - start))
    return took


def once(seed: int) -> dict[str, list[float]]:
    """The milliseconds of every answer by kind, from a desk of its own."""
    desk = Desk(read_catalogue(CATALOGUE), "!")
    gc.collect()
    gc.freeze()  # as the bot does
    return {kind: milliseconds(desk, said) for kind, said in sentences(seed).items()}


def table(seed: int, rounds: int) -> str:
    """A line for each kind."""
    with get_context("spawn").Pool(1, maxtasksperchild=1) as fresh:
        measured = fresh.map(once, [seed] * rounds, chunksize=1)
    lines = [f"{'':12}  asked  words  p50 ms  p99 ms"]
    for kind, said in sentences(seed).items():
        words = median(len(text.split()) for text in said)
        least = [min(times) for times in zip(*(each[kind] for each in measured), strict=True)]
        cuts = quantiles(least, n=100)
        lines.append(f"{kind:>12}  {len(said):5}  {words:5.0f}  {cuts[49]:6.2f}  {cuts[98]:6.2f}")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    print(table(arguments.seed, arguments.rounds))


if __name__ == "__main__":
    main()
