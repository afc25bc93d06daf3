"""Names as they are heard: spellings of one sound in the languages of our mentors fall together; pure."""

import re
from functools import lru_cache

_RULES = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"tsch|tch|sch|sh|cz|cs|ch|kh|zh", "h"),
        (r"ts|tz|c(?=[eiy])", "s"),
        (r"ph", "f"),
        (r"x", "ks"),
        (r"ck|c|q", "k"),
        (r"w", "v"),
        (r"[yj]", "i"),
        (r"z", "s"),
        (r"ue", "u"),
        (r"oe", "o"),
        (r"ae", "a"),
        (r"ou", "u"),
        (r"(.)\1+", r"\1"),
    )
)
"""Spellings and the sign that stands for all of them, in this order."""


@lru_cache(maxsize=4_096)
def sound_of(name: str) -> str:
    """What a folded name sounds like, roughly: `mikhalitsyn`, `michalicin` and `mihalicyn` are the same."""
    for pattern, sound in _RULES:
        name = pattern.sub(sound, name)
    return name
