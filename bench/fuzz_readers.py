"""Do broken pages break a reader, or keep it busy for long? Pages that look real are mutated for a while.

    python -m bench.fuzz_readers --seconds 60 [--seed 1] [--keep FOLDER]

Each round takes a page in one of the formats, changes it (bytes flipped, stretches doubled, moved or cut, brackets and
markup repeated, pages of two formats mixed) and imports it through the same door as the command line. A sentence about
what is wrong with the page is an answer; any other exception is a crash. Told are the rounds, the crashes with what
brings them back, and the pages that took longest for their length. Exit code 1 if there was a crash.
"""

import argparse
import random
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from bench.pages import SUFFIXES, page
from bot.errors import UserError
from bot.importer.decoding import text_of
from bot.importer.importing import import_page
from bot.importer.proposal import Whose, proposed

LONGEST = 60_000
"""Signs of a mutated page."""

SLOWEST = 5
"""How many of the slowest pages are told."""

_OF = Whose("fuzzed-2031", "Harbour", "https://harbour.example.org/ideas", None, 2031)
_PIECES = (
    "[", "](", "**", "__", "`", "```\n", "> ", "- ", "  ", "\t", "{{", "}}", "[[", "||", "|", "<div>", "</div>", "<b>",
    "<!--", "-->", "=" * 40 + "\n", "''", "'''", ".. note::\n", "\n\n", "\n", "---\n", ": ", "@", " AT ", "(", ")", "\\",
    "&amp;", "\u00a0", "\u202e", "\x00", "•", "{", "}", "\"", "'", "#", "*", "&a", "*a", "!!x", "Mentor:", "TBD", "::",
    "Size: 175h", "April 4", " - ", "<a href=", "|===\n", "include::x[]\n", "`x <y>`_", "0" * 30,
    "<td rowspan=99 colspan=99>", "<tr><td>", "<![CDATA[", "]]>", "<x>", "/*", "+\n--\n", "=item ", "~\"a::b\"", "1.2 ",
    "é", "\ud7ff", "中",
)  # fmt: skip

Mutation = Callable[[random.Random, str], str]


def _spot(chance: random.Random, text: str) -> tuple[int, int]:
    start = chance.randrange(len(text) + 1)
    return start, min(len(text), start + chance.choice((1, 5, 40, 400, 4_000)))


def _doubled(chance: random.Random, text: str) -> str:
    start, end = _spot(chance, text)
    return text[:end] + text[start:end] * chance.choice((1, 2, 10)) + text[end:]


def _cut(chance: random.Random, text: str) -> str:
    start, end = _spot(chance, text)
    return text[:start] + text[end:]


def _moved(chance: random.Random, text: str) -> str:
    start, end = _spot(chance, text)
    rest = text[:start] + text[end:]
    at = chance.randrange(len(rest) + 1)
    return rest[:at] + text[start:end] + rest[at:]


def _strewn(chance: random.Random, text: str) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(_PIECES) * chance.choice((1, 1, 2, 30, 3_000)) + text[at:]


def _flipped(chance: random.Random, text: str) -> str:
    data = bytearray(text.encode())
    for _ in range(chance.choice((1, 3, 30))):
        if data:
            data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data).decode("utf-8", "replace")


def _joined_up(chance: random.Random, text: str) -> str:
    start, end = _spot(chance, text)
    return text[:start] + text[start:end].replace("\n", " ") + text[end:]


def _mixed(chance: random.Random, text: str) -> str:
    other = page(chance.choice(list(SUFFIXES)), 2_000)
    at = chance.randrange(len(text) + 1)
    return text[:at] + other + text[at:]


_MUTATIONS: tuple[Mutation, ...] = (_doubled, _cut, _moved, _strewn, _strewn, _flipped, _joined_up, _mixed)


@dataclass(slots=True)
class Findings:
    """What came of the rounds.

    Attributes:
        rounds: pages that were imported, by layout.
        refused: of them those which got a sentence.
        crashes: by where they happened: the page and its traceback.
        slowest: seconds per length, seconds, the name it was read under, and the page; the slowest first.
    """

    rounds: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    crashes: dict[str, tuple[str, str]] = field(default_factory=dict)
    slowest: list[tuple[float, float, str, str]] = field(default_factory=list)

    def add(self, layout: str, named: str, text: str, seconds: float) -> None:
        """Count a page, and keep it if it is among the slowest."""
        self.rounds[layout] += 1
        share = seconds / (len(text) + 5_000)
        self.slowest = sorted([*self.slowest, (share, seconds, named, text)], reverse=True)[:SLOWEST]


def mutated(chance: random.Random, layout: str) -> str:
    """A page of a layout that something happened to."""
    text = page(layout, chance.choice((500, 3_000, 12_000)))
    for _ in range(chance.choice((1, 2, 5, 12))):
        text = chance.choice(_MUTATIONS)(chance, text)[:LONGEST]
    return text


def one_round(chance: random.Random, findings: Findings) -> None:
    """Mutate a page and import it."""
    layout = chance.choice(list(SUFFIXES))
    text = mutated(chance, layout)
    named = chance.choice((f"ideas.{SUFFIXES[layout]}", "ideas", f"ideas.{chance.choice(list(SUFFIXES.values()))}"))
    began = perf_counter()
    try:
        proposed(import_page(text_of(text.encode("utf-8", "replace")), named), _OF)
    except UserError:
        findings.refused += 1
    except Exception as error:  # noqa: BLE001 (what is looked for)
        where = traceback.extract_tb(error.__traceback__)[-1]
        findings.crashes.setdefault(
            f"{type(error).__name__} in {where.filename}:{where.lineno} ({named})", (text, traceback.format_exc())
        )
    findings.add(layout, named, text, perf_counter() - began)


def in_words(findings: Findings) -> str:
    """The report."""
    total = findings.rounds.total()
    lines = [f"{total} pages, {findings.refused} refused with a sentence, {len(findings.crashes)} kinds of crash"]
    lines += [f"  {layout:15} {times}" for layout, times in sorted(findings.rounds.items())]
    lines.append("slowest for their length:")
    lines += [f"  {seconds:6.2f} s  {named:17} {len(text):6} signs" for _, seconds, named, text in findings.slowest]
    for where, (_, trace) in findings.crashes.items():
        lines += ["", where, trace]
    return "\n".join(lines)


def _keep(findings: Findings, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number, (text, _) in enumerate(findings.crashes.values()):
        (folder / f"crash-{number}.txt").write_bytes(text.encode("utf-8", "replace"))
    for number, (_, _, named, text) in enumerate(findings.slowest):
        (folder / f"slow-{number}-{named}").write_bytes(text.encode("utf-8", "replace"))


def main(arguments: Sequence[str] | None = None) -> None:
    """Fuzz for a while and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a folder for the pages that crash or are slow")
    chosen = parser.parse_args(arguments)
    chance, findings, until = random.Random(chosen.seed), Findings(), perf_counter() + chosen.seconds
    while perf_counter() < until:
        one_round(chance, findings)
    if chosen.keep:
        _keep(findings, chosen.keep)
    print(in_words(findings))
    sys.exit(1 if findings.crashes else 0)


if __name__ == "__main__":
    main()
