"""Ids of ideas and keys of people, made out of titles and names."""

import re
import unicodedata
from collections.abc import Container

LONGEST = 60
"""Signs of a key; the shapes allow 80, which leaves room for a number behind it."""

_WORD = re.compile(r"[a-z0-9]+")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})


def slug(text: str) -> str:
    """'Rust bindings for libnbd' → 'rust-bindings-for-libnbd'; empty where no Latin letter or digit is."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign)).replace("'", "")
    whole = "-".join(_WORD.findall(bare))
    if len(whole) <= LONGEST:
        return whole
    cut = whole[: LONGEST + 1].rpartition("-")[0]
    return cut or whole[:LONGEST]


def free(key: str, taken: Container[str], otherwise: str) -> str:
    """The key, or with a number behind it where it is taken.

    Args:
        key: what `slug` made; may be empty.
        taken: the keys that there are already.
        otherwise: what stands for an empty key, such as 'idea'.
    """
    key = key or otherwise
    number, found = 2, key
    while found in taken:
        number, found = number + 1, f"{key}-{number}"
    return found
