"""Lists of ideas, a page at a time."""

from collections.abc import Sequence

from bot.markup import Markup, blocks, joined, numbered, strong, text
from bot.phrasing.choice import Homed, row
from bot.phrasing.names import listed, quoted, typed

MENTIONED = 5
"""How many of the asker's words an answer repeats."""


def heading(count: int, understood: Sequence[str]) -> str:
    """'5 ideas: Rust, 175 hours'."""
    what = f"{count} idea" if count == 1 else f"{count} ideas"
    return f"{what}: {', '.join(_few(understood))}" if understood else what


def _few(words: Sequence[str]) -> list[str]:
    """Each once and only the first of many, so that an answer is not longer than it is useful."""
    return list(dict.fromkeys(words))[:MENTIONED]


def page(title: str, rows: Sequence[Homed], start: int, total: int, prefix: str) -> Markup:
    """One page of a list.

    Args:
        title: the words above the list.
        rows: the ideas of this page.
        start: the number of the first of them, from 1.
        total: how many there are in all.
        prefix: what commands begin with here.
    """
    end = start + len(rows) - 1
    span = "" if len(rows) == total else f" ({start} to {end} of {total})"
    more = typed(prefix, "more") + " goes on; " if end < total else Markup()
    one = typed(prefix, f"idea {start}") + " tells of one."
    return blocks([strong(title) + span, numbered((row(*each) for each in rows), start), more + one])


def left_out(unknown: Sequence[str]) -> Markup:
    """Words that selected nothing."""
    if not unknown:
        return Markup()
    return "Left out, since I know no filter and no idea with it: " + listed(map(quoted, _few(unknown))) + "."


def empty(understood: Sequence[str], unknown: Sequence[str], prefix: str) -> Markup:
    """No idea fits."""
    asked = text(": " + ", ".join(_few(understood))) if understood else Markup()
    strange = Markup()
    if unknown:
        strange = "I know no idea, organisation or person with " + listed(map(quoted, _few(unknown)), "or") + "."
    rest = "All ideas: " + typed(prefix, "ideas") + "; whose they are: " + typed(prefix, "organisations")
    return joined(["No idea fits" + asked + ".", strange, rest])
