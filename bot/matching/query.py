"""What a question asks of an idea besides its subject: language, size, level, house, year, status; pure."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence

from bot.matching import facets
from bot.matching.normalise import LONGEST, Token, tokens
from bot.matching.reading import WORDS, Condition, Query, Reading
from bot.matching.shelves import Shelves, language_of
from bot.matching.translation import translated

ADDRESS = re.compile(r"[^\s@]{1,64}@[^\s@]{1,255}\.\w{2,}|@[\w.=/-]{1,255}:[\w.-]{1,255}|https?://\S+")
"""Addresses of people and pages: they name no subject."""

STRANGE, LONGEST_WORD = 24, 40
"""How many words of a question may be known to nobody before further ones are passed over as noise, and the letters of
the longest of them. They cost most, since each may be a slip or a name."""


BENDING = ("level", "hours", "status", "edition", "year", "mentored", "organisation", "language")
"""The order in which filters give way where no idea meets all of them: last what somebody can do."""


def read(text: str, shelves: Shelves, known: Callable[[str], bool]) -> Query:
    """Read a question's conditions off its words.

    Args:
        text: the question.
        shelves: what there is.
        known: whether a word is right as it stands, so that it is no misspelt organisation.
    """
    words = _without_noise(translated(tokens(ADDRESS.sub(" ", text[:LONGEST])), known), known)
    reading = Reading(words, shelves, known)
    texts = [word.text for word in words]
    numbers = [place for place, word in enumerate(texts) if not word.isalpha()]
    for step in _STEPS:
        if step in _OF_NUMBERS:
            places: Sequence[int] = numbers
        elif begins := _OF_WORDS.get(step):
            places = [place for place, word in enumerate(texts) if word in begins]
        else:
            places = range(len(words))
        for place in places:
            if place not in reading.used:
                step(reading, place)
    wish = _only_wish(reading)
    if wish:
        reading.conditions = [c for c in reading.conditions if c.facet != "language" or c.negated] + [wish]
    return Query(
        words, tuple(reading.conditions), reading.superlative, frozenset(reading.houses), frozenset(reading.used)
    )


def _without_noise(words: tuple[Token, ...], known: Callable[[str], bool]) -> tuple[Token, ...]:
    if len(words) <= STRANGE and all(len(word.text) <= LONGEST_WORD for word in words):
        return words
    strange = [word for word in words if not known(word.text)]
    noise = {id(word) for place, word in enumerate(strange) if place >= STRANGE or len(word.text) > LONGEST_WORD}
    return tuple(word for word in words if id(word) not in noise)


def _only_wish(reading: Reading) -> Condition | None:
    """A wish such as "I only know Python": ideas that ask for nothing else."""
    wanted = [c for c in reading.conditions if c.facet == "language" and not c.negated]
    if not wanted:
        return None
    first = min(min(c.places) for c in wanted)
    last = max(max(c.places) for c in wanted)
    around = range(max(first - 5, 0), min(last + 2, len(reading.words)))
    of_hours = {p for p in range(first) if reading.text(p + 1).isdigit()}  # "only 175 hours"
    if not any(reading.text(p) in WORDS["only"] and p not in of_hours for p in around):
        return None
    mine = frozenset().union(*(c.documents for c in wanted))
    names = {language_of(reading.text(p)) for c in wanted for p in c.places}
    others = (v for v in reading.shelves.values("language") if v not in names)
    rest = frozenset().union(*(reading.shelves.of("language", v) for v in others))
    places = frozenset().union(*(c.places for c in wanted))
    return Condition("language", f"only {' and '.join(c.label for c in wanted)}", mine - rest, places)


def meeting(conditions: tuple[Condition, ...], everything: frozenset[int]) -> frozenset[int]:
    """The documents that meet all conditions, else those for which they are a plus; "or" makes several count as one."""
    met, loose = everything, everything
    for group in groups(conditions):
        met &= frozenset().union(*(c.documents for c in group))
        loose &= frozenset().union(*(c.documents if c.loosely is None else c.loosely for c in group))
    return met or loose


def nearly(conditions: tuple[Condition, ...], everything: frozenset[int]) -> frozenset[int]:
    """The documents that meet the conditions of all facets but one, where none meets all of them."""
    for facet in BENDING:
        kept = tuple(c for c in conditions if c.facet != facet or c.negated)
        if kept and len(kept) < len(conditions) and (found := meeting(kept, everything)):
            return found
    return frozenset()


def groups(conditions: tuple[Condition, ...]) -> Iterator[list[Condition]]:
    """The conditions of which one is enough, together."""
    group: list[Condition] = []
    for condition in sorted(conditions, key=lambda c: c.facet):
        same = bool(group) and group[-1].facet == condition.facet
        either = same and not condition.negated and not group[-1].negated
        if either and (condition.joined or condition.facet in {"level", "hours", "year", "organisation", "status"}):
            group.append(condition)
            continue
        if group:
            yield group
        group = [condition]
    if group:
        yield group


_STEPS: tuple[Callable[[Reading, int], None], ...] = (
    facets.year,
    facets.grade,
    facets.hours,
    facets.superlative,
    facets.mentored,
    facets.size,
    facets.level,
    facets.house,
    facets.edition,
    facets.language,
    facets.status,
)

_OF_NUMBERS = frozenset({facets.year, facets.grade, facets.hours})
"""Those that look for a number."""

_OF_WORDS: dict[Callable[[Reading, int], None], Collection[str]] = {
    facets.superlative: facets.SUPERLATIVES.keys() | facets.FEWEST,
    facets.mentored: facets.MENTORED,
    facets.size: facets.SIZES.keys(),
    facets.level: facets.LEVELS.keys(),
    facets.edition: facets.EDITIONS.keys(),
    facets.status: facets.STATUS.keys(),
}
"""Those that look for one of these words."""
