"""Titles that a search can hardly tell apart."""

import re
import unicodedata

from rapidfuzz import fuzz

_SMALL = frozenset("a an and as at by for from in into of on or the to via with".split())
_WORD = re.compile(r"\w+")
_NEAR = 88.0
_SAME_WORD = 60.0
_SHORT = 2


def folded(title: str) -> str:
    """A title as it is compared: one case, no accents, words in order."""
    parts = unicodedata.normalize("NFKD", title)
    bare = "".join(sign for sign in parts if not unicodedata.combining(sign))
    return " ".join(_WORD.findall(bare.casefold().replace("_", " ")))


def alike(one: str, other: str) -> bool:
    """Whether two titles have nearly the same words.

    A single distinctive word is enough to tell two long titles apart: 'Port the server to ARM' and 'Port the server to
    RISC-V' are far enough, 'Tests, part 1' and 'Tests, part 2' are not.
    """
    first, second = ([word for word in folded(title).split() if word not in _SMALL] for title in (one, other))
    if fuzz.ratio(" ".join(sorted(first)), " ".join(sorted(second))) < _NEAR:
        return False
    left, right = (_own(words, others) for words, others in ((first, second), (second, first)))
    return min(len(left), len(right)) <= _SHORT or fuzz.ratio(left, right) >= _SAME_WORD


def _own(words: list[str], others: list[str]) -> str:
    return "".join(sorted(set(words) - set(others)))
