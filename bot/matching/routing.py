"""Which command answers a plain sentence, and which field of an idea it asks for; pure.

Only the wording is looked at here; whether an idea or a person is really meant is for the matcher to say.
"""

from bot.matching.normalise import fold
from bot.matching.verdict import Aspect, Wish
from bot.matching.wording import wordings

LONGEST = 1_000
"""Characters of a sentence whose wording is looked at."""


def is_log(text: str) -> bool:
    """Whether the text is pasted output rather than something a person says."""
    plain = fold(text[: 4 * LONGEST])
    found = dict(wordings("logs.txt"))
    signs = sum(1 for _ in found["sign"].finditer(plain))
    lines = sum(1 for line in plain.splitlines() if found["line"].match(line.lstrip()))
    several = "\n" in plain.strip()
    return signs >= 2 or lines >= 3 or bool(signs and (several or lines))


def aspect_of(text: str) -> Aspect | None:
    """The field of an idea that is asked for."""
    found = (heading.split() for heading, pattern in wordings("asking.txt") if pattern.search(_plain(text)))
    return next((Aspect(name) for kind, name in found if kind == "aspect"), None)


def asks(text: str) -> frozenset[Wish]:
    """Every command whose wording the sentence has."""
    found = (heading.split() for heading, pattern in wordings("asking.txt") if pattern.search(_plain(text)))
    return frozenset(Wish(name) for kind, name in found if kind == "wish")


def _plain(text: str) -> str:
    return " ".join(fold(text[:LONGEST]).replace("'", "").split())
