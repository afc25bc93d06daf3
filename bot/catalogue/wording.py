"""How faults speak of what was found: quoted values, kept secrets, the nearest word that would be right."""

import re
from collections.abc import Iterable

from rapidfuzz.distance import OSA

Loc = tuple[str | int, ...]
"""Where in a file: the keys and list positions that lead there, such as `("ideas", 2, "mentors", 0)`."""

SECRET = re.compile(r"pass(word|phrase)|token|secret|pickle", re.IGNORECASE)
_LOGIN = re.compile(r"(//)(?:\S*@|[^\s/:]+:(?!\d{1,5}(?:[/?#\s]|$))[^\s/]*)")
"""A name and a password in an address, also where the '@' behind them was forgotten; a port is none."""

_SLIPS_IN = 3
_LONGEST = 60
_FEW = 12


def dotted(loc: Loc) -> str:
    """`("ideas", 2, "mentors", 0)` → `ideas[2].mentors[0]`."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{_legible(step)}" for step in loc)
    return "".join(steps).removeprefix(".")


def is_secret(loc: Loc) -> bool:
    """Whether a value may be a secret, by the names of the keys that lead to it."""
    return any(SECRET.search(step) for step in loc if isinstance(step, str))


def quoted(text: str, loc: Loc = (), mark: str = "'") -> str:
    """A value as a fault shows it: in quotes, on one line, shortened; a secret is not shown at all."""
    if is_secret(loc):
        return "a value that is not shown here"
    shown = _legible(_LOGIN.sub(r"\1…@", text))
    return f"{mark}{shown}{mark}"


def put_in_quotes(text: str, loc: Loc) -> str:
    """The advice to write a value in quotes."""
    shown = "" if is_secret(loc) else f": {quoted(text, loc, mark=chr(34))}"
    return f"put it in quotes{shown}"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant, if one is near enough: a slip in three letters, or its beginning.

    Of several as near, one of the same letters goes first, since letters change places easily, then the shortest; at
    last the last in order, which is the newest of ids that end with a year.
    """
    meant = word[:_LONGEST].casefold()
    slips = max(len(meant) // _SLIPS_IN, 1)

    def distance(other: str) -> tuple[int, bool, int]:
        same = other.casefold()
        begun = len(meant) >= _SLIPS_IN and same.startswith(meant)
        return (1 if begun else OSA.distance(meant, same)), sorted(same) != sorted(meant), len(same)

    near = [(distance(other), other) for other in sorted(known, reverse=True)]
    least, found = min(near, key=lambda each: each[0], default=((slips + 1, True, 0), ""))
    return found if least[0] <= slips else None


def suggestion(word: str, known: Iterable[str], there_is: str = "there is") -> str:
    """The second half of a fault about an unknown word: the nearest, else all when they are few, else nothing."""
    words = sorted(known)
    if near := nearest(word, words):
        return f"; did you mean '{near}'?"
    return f"; {there_is} {', '.join(words)}" if 0 < len(words) <= _FEW else ""


def _legible(text: str) -> str:
    """On one line, shortened, without signs that a terminal would obey."""
    shown = text[:_LONGEST].replace("\n", " ") + ("…" if len(text) > _LONGEST else "")
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in shown)
