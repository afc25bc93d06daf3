"""A long reStructuredText page in parts at its titles: docutils' time grows faster than the page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

LONGEST = 50_000
"""Characters that are read in one piece; titles part longer pages."""

_SIGNS = r"=\-~^\"'`#*+.:_"
_TITLE = re.compile(
    rf"(?:\A|(?<=\n\n))(?P<over>(?P<o>[{_SIGNS}])(?P=o){{2,}}[ \t]*\n)?"
    rf"(?P<words>(?![ \t\n]|\.\. )[^\n]{{1,300}})\n(?P<under>[{_SIGNS}])(?P=under){{2,}}[ \t]*(?=\n|\Z)"
)
_TARGET = re.compile(r"^\.\. (?:_(?:`([^`\n]+)`|([^:`\n]+)):|\|([^|\n]+)\|)[^\n]*(?:\n[ \t]+\S[^\n]*)*", re.MULTILINE)
_REFERENCE = re.compile(r"`([^`<>]+)`_|\|([^|\n]+)\||(?<![\w.+-])([\w.+-]{1,80})_(?!\w)")
_WHOLE = 2  # the beginning and the end alone
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece that reads as it would within its page.

    Attributes:
        text: dummy titles that tell the levels, the piece, and what the page defines elsewhere.
        before: how many lines of the dummy titles stand before the piece.
        first: the line of the page on which the piece begins, from 1.
        last: the line of the page on which it ends.
    """

    text: str
    before: int
    first: int
    last: int


def parts_of(text: str) -> Iterator[Part]:
    """The page, whole if it is short, else in parts of about `LONGEST` characters where its titles allow it.

    A part also begins where a title leaves a level out, which docutils would not take for a title.
    """
    titles = list(_TITLE.finditer(text))
    styles = list(dict.fromkeys(_style(title) for title in titles))
    cuts = [0, *_cuts([(title.start(), styles.index(_style(title))) for title in titles]), len(text)]
    if len(cuts) == _WHOLE:
        yield Part(text, 0, 1, text.count("\n") + 1)
        return
    levels = "".join(f"{sign * 3}\nx\n{sign * 3}\n\n" if over else f"x\n{sign * 3}\n\n" for over, sign in styles)
    known = {_key(found): found[0] for found in _TARGET.finditer(text)}
    line = 1
    for start, end in pairwise(cuts):
        piece = text[start:end]
        after = line + piece.count("\n")
        yield Part(f"{levels}{piece}\n\n{_defined(piece, known)}", levels.count("\n"), line, after)
        line = after


def _style(title: re.Match[str]) -> tuple[bool, str]:
    return title["over"] is not None, title["under"]


def _cuts(titles: list[tuple[int, int]]) -> Iterator[int]:
    """Where parts begin, given the places and levels of the titles."""
    begun, above = 0, -1
    for (start, level), (end, _) in zip(titles, [*titles[1:], (titles[-1][0] if titles else 0, 0)], strict=False):
        if start > begun and (end - begun > LONGEST or level > above + 1):
            begun = start
            yield start
        above = level


def _defined(piece: str, known: dict[str, str]) -> str:
    """What the page defines outside of the piece and the piece refers to."""
    here = {_key(found) for found in _TARGET.finditer(piece)}
    named = {_key(found) for found in _REFERENCE.finditer(piece)}
    return "\n".join(known[name] for name in sorted((named & known.keys()) - here))


def _key(found: re.Match[str]) -> str:
    return _BLANKS.sub(" ", next(name for name in found.groups() if name)).casefold()
