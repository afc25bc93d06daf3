"""Which command answers a plain sentence, and which field of an idea it asks for; pure.

Only the wording is looked at here; whether an idea or a person is really meant is for the matcher to say.
"""

import re
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from bot.matching.lexicon import lexicon, text_of
from bot.matching.normalise import fold
from bot.matching.verdict import Aspect, Wish
from bot.matching.wording import wordings

LONGEST = 1_000
"""Characters of a sentence whose wording is looked at."""

SLIPPED = 4
"""Letters of the shortest word in which a slip is mended."""

_WORD = re.compile(r"[a-z]+")

LONGEST_BARE = 8
"""Words of the longest question for a field that leaves out the idea it means."""

BRIEF = 3
"""Words of the longest passage of which all words belong to the wording."""


@lru_cache(maxsize=8)
def is_log(text: str) -> bool:
    """Whether the text is pasted output rather than something a person says."""
    plain = fold(text[: 4 * LONGEST])
    found = dict(wordings("logs.txt"))
    signs = sum(1 for _ in found["sign"].finditer(plain))
    lines = sum(1 for line in plain.splitlines() if found["line"].match(line.lstrip()))
    several = "\n" in plain.strip()
    return signs >= 2 or lines >= 3 or bool(signs and (several or lines))


@lru_cache(maxsize=8)
def aspect_of(text: str) -> Aspect | None:
    """The field of an idea that is asked for."""
    return next((Aspect(name) for name, pattern in _asking()["aspect"] if pattern.search(_plain(text))), None)


def asks(text: str) -> frozenset[Wish]:
    """Every command whose wording the sentence has."""
    plain = _plain(text)
    return frozenset(Wish(name) for name, pattern in _asking()["wish"] if pattern.search(plain))


def names_season(text: str) -> bool:
    """Whether the dates of a programme itself are asked for, whatever a page has to say of schedules."""
    return any(pattern.search(_plain(text)) for _, pattern in _asking()["season"])


def worded(text: str, wish: Wish) -> frozenset[str]:
    """The words of the sentence, as typed, by which it is known to have a wish.

    Longer passages hold other words too; of those only the mended ones count, since they were mended for the wording.
    """
    plain = _plain(text)
    patterns = (pattern for name, pattern in _asking()["wish"] if name == wish.value)
    spans = [match[0].split() for pattern in patterns for match in pattern.finditer(plain)]
    brief = {_bare(word) for span in spans if len(span) <= BRIEF for word in span}
    every = {_bare(word) for span in spans for word in span}
    mended = ((word, _mended(word)) for word in _words(text))
    return frozenset(_bare(word) for word, right in mended if _bare(right) in (brief if right == word else every))


def courtesy(text: str) -> str | None:
    """`greeting` or `thanks`, where it is that and nothing more."""
    return next((name for name in ("greeting", "thanks") if _is(name, text)), None)


def refers(text: str) -> bool:
    """Whether the sentence asks about an idea that was named before, such as "who mentors it?"."""
    if not _is("reference", text) or (aspect_of(text) is None and not _is("more", text)):
        return False
    return _names_nothing(text)


def asks_similar(text: str) -> bool:
    """Whether the sentence asks for what is like an idea that was named before, such as "anything similar?"."""
    return _is("similar", text)


def asks_field(text: str) -> bool:
    """Whether the sentence asks for a field and does not say of which idea, such as "what language?"."""
    brief = len(_words(text)) <= LONGEST_BARE and aspect_of(text) is not None
    return brief and not _is("any of them", text) and _names_nothing(text)


def _names_nothing(text: str) -> bool:
    """Whether all words are small words and words of asking, and none turns to something else than an idea."""
    said = (_bare(word) for word in _plain(text).split())
    return not _is("no reference", text) and all(word in lexicon().silent or word in _telling() for word in said)


def _is(name: str, text: str) -> bool:
    plain = _plain(text)
    return any(heading == name and pattern.fullmatch(plain) for heading, pattern in wordings("manners.txt"))


@lru_cache(maxsize=8)
def _plain(text: str) -> str:
    """The sentence folded, with slips in the words mended by which wishes are known."""
    return " ".join(map(_mended, _words(text)))


def _words(text: str) -> list[str]:
    return fold(text[:LONGEST]).replace("'", "").split()


def _bare(word: str) -> str:
    return word.strip(".,:;!?")


@lru_cache(maxsize=10_000)
def _mended(word: str) -> str:
    """The word of a wording that is one slip away, else the word itself, if that is not right as it stands."""
    bare = _bare(word)
    if len(bare) < SLIPPED or not bare.isalpha() or not bare.isascii() or lexicon().knows(bare):
        return word
    near = [right for piece in _shortened(bare) for right in _nearly().get(piece, ())]
    right = next((right for right in sorted(near) if OSA.distance(bare, right, score_cutoff=1) == 1), None)
    return word.replace(bare, right) if right else word


@cache
def _asking() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    """The wordings of questions by what kind of heading they stand under: `aspect`, `wish` and `season`."""
    found: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for heading, pattern in wordings("asking.txt"):
        kind, name = heading.split()
        found.setdefault(kind, []).append((name, pattern))
    return found


@cache
def _telling() -> frozenset[str]:
    """The whole words that stand in the wordings."""
    words = _WORD.findall(text_of("asking.txt"))
    return frozenset(word for word in words if len(word) > SLIPPED and lexicon().knows(word))


@cache
def _nearly() -> dict[str, list[str]]:
    """The same by themselves and by what is left of them without one letter."""
    found: dict[str, list[str]] = {}
    for word in sorted(_telling()):
        for piece in _shortened(word):
            found.setdefault(piece, []).append(word)
    return found


def _shortened(word: str) -> set[str]:
    """The word, and what is left of it without one letter: two words that are a slip apart have one of these in common."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}
