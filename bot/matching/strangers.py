"""Names that belong to nothing in the catalogue: an organisation that is not in it, a season without a file; pure.

Strategy: what is neither a small word, nor part of the wording of such questions, nor a name that the catalogue knows,
is a name that it does not know. Where an organisation that it does know is named too, that one is meant.
"""

import re
from collections.abc import Iterable
from functools import cache

from rapidfuzz.distance import OSA

from bot.catalogue.model import Catalogue
from bot.matching.lexicon import lexicon, text_of
from bot.matching.normalise import Token, fold, tokens

LONGEST = 200
"""Characters of a question in which a strange name is looked for."""

WORDS = 3
"""How many words a strange name has at most; with more it is no name."""

BRIEF = 4
"""Words up to which a question may be little more than a name."""

COMMON = 3
"""From this band on, a word of a whole sentence is too common to be taken for a name."""

PROGRAMMES = frozenset("outreachy lfx gsod hacktoberfest".split())
"""Names of programmes: small words elsewhere, but names where one asks for dates."""

TIMES = frozenset(
    "today tomorrow upcoming week weeks month months year years day days hour hours calendar date dates season seasons "
    "zone timezone utc gmt cet ist pst est world europe asia india africa america student applicant round phase".split()
)
"""Words about time and place that no wording of dates needs to name."""

SHORTEST = 3
"""Letters of the shortest name."""

SLIPPED = 4
"""A word of so many letters may have one slip, of twice as many two."""

_GOAL = re.compile(r"\b(?:to|at|with|for(?= (?:the )?[A-Z]))\s+(?:the )?(\w[\w .-]{2,40}?)\s*[?.!]*$")
"""What a sentence about applying ends with: 'how do I apply to debian?'. After "for" stand other things than organisations
too, such as funding; there only a capital letter makes a name."""

_PIECE = re.compile(r"[^\W\d_]{3,}")


def strange_name(
    words: str, catalogue: Catalogue, *, sentence: bool = False, explained: frozenset[str] = frozenset()
) -> str | None:
    """The name in the words that the catalogue does not know, folded; None where they hold no such name.

    Args:
        words: what was asked about dates, applying or a page.
        catalogue: whose organisations and programmes are known.
        sentence: more than a name was said, so that the question may be long and a common word is no name.
        explained: stems that an answer explains, and that are therefore no name.
    """
    said = tokens(words[:LONGEST])
    homes = _parts(name for home in catalogue.organisations for name in (home.organisation, *home.aliases))
    programmes = _parts(name for each in catalogue.programmes for name in (each.name, each.short))
    if (len(said) > BRIEF and not sentence) or any(_is_one(token, homes) for token in said):
        return None
    left = [place for place, token in enumerate(said) if _strange(token, programmes | explained)]
    common = sentence and any(lexicon().band(said[p].text, said[p].stem) >= COMMON for p in left)
    return " ".join(t.text for t in said[left[0] : left[-1] + 1]) if 0 < len(left) <= WORDS and not common else None


def strange_goal(words: str, catalogue: Catalogue) -> str | None:
    """The organisation that a sentence about applying ends with, where the catalogue does not know it; folded."""
    goal = _GOAL.search(words[:LONGEST])
    name = strange_name(goal[1], catalogue) if goal else None
    return name if goal and name == fold(goal[1]) else None


def strange_season(words: str, catalogue: Catalogue) -> str | None:
    """The season in the words that the catalogue has no programme of, such as 'GSoC 2027' or '2027'."""
    said = [token.text for token in tokens(words[:LONGEST])]
    shorts = {fold(programme.short): programme.short for programme in catalogue.programmes}
    known = {(programme.short, programme.year) for programme in catalogue.programmes}
    for place, word in enumerate(said):
        short = next((short for folded, short in shorts.items() if word.startswith(folded)), None)
        after = said[place + 1] if place + 1 < len(said) else ""
        year = _year(word.removeprefix(fold(short)) or after if short else word, short)
        if year and not any(y == year and short in {None, s} for s, y in known):
            return f"{short or ''} {year}".strip()
    return None


def _year(text: str, short: str | None) -> int | None:
    """'2027', and beside a programme's name also '27', as a year."""
    if not re.fullmatch(r"20\d\d|\d\d" if short else r"20\d\d", text, re.ASCII):
        return None
    return 2000 + int(text) % 100


def _strange(token: Token, known: frozenset[str]) -> bool:
    word = token.text
    if word in PROGRAMMES:
        return word not in known
    if not word.isalpha() or len(word) < SHORTEST or word in lexicon().silent | TIMES or _is_one(token, known):
        return False
    return not any(_begins(word, piece) or _slipped(word, piece) for piece in _vocabulary().get(word[0], ()))


def _is_one(token: Token, names: frozenset[str]) -> bool:
    """Whether it is one of these words, or a slip away from one."""
    return token.text in names or token.stem in names or any(_slipped(token.text, name, most=1) for name in names)


def _begins(word: str, piece: str) -> bool:
    return word == piece or (len(piece) >= SLIPPED and word.startswith(piece))


def _slipped(word: str, name: str, most: int = 2) -> bool:
    slips = min(most, len(word) // SLIPPED)
    return slips > 0 and abs(len(word) - len(name)) <= slips and OSA.distance(word, name, score_cutoff=slips) <= slips


@cache
def _vocabulary() -> dict[str, frozenset[str]]:
    """The words, or beginnings of words, by which dates and applying are asked for, by their first letter."""
    texts = (text_of(name).replace(r"\b", " ") for name in ("occasions.txt", "asking.txt"))
    pieces = {fold(piece) for piece in {piece for text in texts for piece in _PIECE.findall(text)}}
    return {letter: frozenset(p for p in pieces if p[0] == letter) for letter in {piece[0] for piece in pieces}}


def _parts(names: Iterable[str]) -> frozenset[str]:
    """Every word of the names, as it stands and as its stem."""
    return frozenset(part for name in names for token in tokens(name) for part in (token.text, token.stem))
