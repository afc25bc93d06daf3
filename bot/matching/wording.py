"""Wordings from the files in `words/`: named lists of regular expressions over folded text, a line each."""

import re
from collections.abc import Sequence
from functools import cache

from bot.matching.lexicon import text_of

_DEFINITION = re.compile(r"^(\w+) = (.+)$")


@cache
def wordings(name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The headings of a file with their wordings joined, in the file's order.

    Args:
        name: the file in `words/`; its comments tell what the headings are.
    """
    pieces: dict[str, str] = {}
    found: list[tuple[str, list[str]]] = []
    for line in text_of(name).splitlines():
        if not line or line.startswith("# "):
            continue
        if line.startswith("[") and line.endswith("]"):
            found.append((line[1:-1], []))
        elif definition := _DEFINITION.match(line):
            pieces[definition[1]] = definition[2]
        else:
            found[-1][1].append(_filled(line, pieces))
    return tuple((heading, re.compile(_joined(patterns))) for heading, patterns in found)


def _joined(patterns: Sequence[str]) -> str:
    """Any of the patterns; those that begin with a word are tried only where a word begins, which is much quicker."""
    inside = [pattern.removeprefix(r"\b") for pattern in patterns if pattern.startswith(r"\b")]
    others = [pattern for pattern in patterns if not pattern.startswith(r"\b")]
    return "|".join([rf"\b(?:{'|'.join(inside)})", *others] if inside else others)


def _filled(pattern: str, pieces: dict[str, str]) -> str:
    for name, piece in pieces.items():
        pattern = pattern.replace(f"{{{name}}}", piece)
    return pattern
