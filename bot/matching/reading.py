"""A question while its filters are read off it, and what comes of it; pure.

Each finding is a `Condition` with the documents that meet it, wherever it stands in the sentence; "not", "without" and
their like turn it round.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.matching.lexicon import shelf_of
from bot.matching.normalise import Token
from bot.matching.shelves import Shelves

WORDS = shelf_of("filters.txt")
"""The small words by which filters are read, by the names of their lists."""

BRIEF = 8
"""Words up to which a question is a list of filters rather than a story."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that is asked of an idea.

    Attributes:
        facet: `language`, `hours`, `level`, `organisation`, `year`, `status`, `mentored`.
        label: for people, such as "175 hours" or "not Rust".
        documents: those that meet it.
        places: tokens it was read from.
        negated: turned round.
        joined: said with "or" after another of its facet.
        loosely: those for which it is at least a plus, where that is known.
    """

    facet: str
    label: str
    documents: frozenset[int]
    places: frozenset[int]
    negated: bool = False
    joined: bool = False
    loosely: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """A question, read.

    Attributes:
        words: all tokens.
        conditions: what is asked of an idea besides its subject.
        superlative: the facet that shall be least (1) or greatest (-1).
        houses: files of the organisations that are named.
        used: places of tokens that conditions and superlatives were read from.
    """

    words: tuple[Token, ...]
    conditions: tuple[Condition, ...] = ()
    superlative: tuple[str, int] | None = None
    houses: frozenset[str] = frozenset()
    used: frozenset[int] = frozenset()

    @property
    def facets(self) -> frozenset[str]:
        """What the conditions are about."""
        return frozenset(condition.facet for condition in self.conditions)

    def filter_words(self) -> tuple[Token, ...]:
        """The words left beside the filters; in a story only those of the clauses that hold a filter."""
        if len(self.words) <= BRIEF or not self.used:
            return self.rest()
        clauses = {self.words[place].clause for place in self.used}
        return tuple(token for token in self.rest() if token.clause in clauses)

    def rest(self, used: frozenset[int] | None = None) -> tuple[Token, ...]:
        """The words that are left for the subject."""
        places = self.used if used is None else used
        return tuple(t for place, t in enumerate(self.words) if place not in places)


@dataclass(slots=True)
class Reading:
    """The state of one reading: what was found so far."""

    words: tuple[Token, ...]
    shelves: Shelves
    known: Callable[[str], bool]
    conditions: list[Condition] = field(default_factory=list)
    superlative: tuple[str, int] | None = None
    houses: set[str] = field(default_factory=set)
    used: set[int] = field(default_factory=set)

    def text(self, place: int) -> str:
        """The word there, or nothing beyond the ends."""
        return self.words[place].text if 0 <= place < len(self.words) else ""

    def add(
        self,
        facet: str,
        label: str,
        documents: frozenset[int],
        places: range | set[int],
        loosely: frozenset[int] | None = None,
    ) -> None:
        """Note a condition, turned round where the words before it say so."""
        negator = self._negator(min(places))
        joined, before = self._joined(facet, min(places))
        negated = negator is not None or (joined and before is not None and before.negated)
        if negated:
            documents = self.shelves.all - documents
        spots = frozenset(places) | ({negator} if negator is not None else frozenset())
        text = f"not {label}" if negated else label
        loose = documents if negated or loosely is None else loosely
        self.conditions.append(Condition(facet, text, documents, spots, negated, joined and not negated, loose))
        self.used |= spots

    def _negator(self, place: int) -> int | None:
        for before in range(place - 1, max(place - 6, -1), -1):
            word = self.text(before)
            if word in WORDS["not"] or (word == "than" and self.text(before - 1) == "other"):
                return before
            if word not in WORDS["through"]:
                return None
        return None

    def _joined(self, facet: str, place: int) -> tuple[bool, Condition | None]:
        """Whether "or" stands between this and the condition of the same facet just before."""
        before = next((c for c in reversed(self.conditions) if c.facet == facet), None)
        if before is None or place - max(before.places) > 3:
            return False, None
        between = {self.text(p) for p in range(max(before.places) + 1, place)}
        return bool(between & WORDS["or"]) or (before.negated and "and" in between), before
