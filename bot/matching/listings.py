"""Every idea that a list's question asks for: filters, people and free words together; pure."""

from collections.abc import Sequence

from bot.matching.concepts import Reader
from bot.matching.index import Index
from bot.matching.labels import labels
from bot.matching.normalise import Token
from bot.matching.order import ordered
from bot.matching.persons import Persons
from bot.matching.query import meeting
from bot.matching.reading import Query
from bot.matching.search import search
from bot.matching.shelves import Shelves
from bot.matching.subjects import Subjects
from bot.matching.verdict import Listing

FREE_COVERAGE = 0.6
"""Share of the free words of a list's question that an idea must explain."""

LISTED = 100
"""How many ideas a list with free words has at most."""


class Listings:
    """The ideas of one catalogue, asked for by the list."""

    def __init__(self, index: Index, shelves: Shelves, reader: Reader, subjects: Subjects, persons: Persons) -> None:
        self._index = index
        self._shelves = shelves
        self._reader = reader
        self._subjects = subjects
        self._persons = persons

    def ask(self, query: Query, raw: str, scope: frozenset[str]) -> Listing:
        """Every idea that meets the filters and free words; all of them for no words.

        Args:
            query: the question, read.
            raw: the question as typed, for addresses of people.
            scope: organisation files to look in; empty for all.
        """
        documents = self._subjects.within(scope) & meeting(query.conditions, self._shelves.all)
        understood = labels(query)
        free = query.filter_words()
        if person := self._persons.meant(free, raw, scope):
            mine = {id(idea) for human in person.humans for idea in human.mentored(scope)}
            documents = frozenset(d for d in documents if id(self._index.ideas[d]) in mine)
            understood += tuple(human.person(scope).called for human in person.humans)
            free = ()
        ranked, unknown, known = self._with_words(free, documents)
        understood += tuple(f"“{word}”" for word in known)
        ideas = ordered(self._index, ranked, query.superlative)
        near = () if ideas or known or unknown else self._subjects.nearest(query, scope)
        return Listing(ideas, understood, unknown, near)

    def _with_words(
        self, free: Sequence[Token], documents: frozenset[int]
    ) -> tuple[dict[int, float], tuple[str, ...], tuple[str, ...]]:
        """The documents that explain the free words, with their scores; the words nothing explains, and the others."""
        concepts = self._reader.concepts(free)
        if not concepts:
            return dict.fromkeys(sorted(documents), 0.0), (), ()
        unknown = tuple(c.text for c in concepts if not c.readings)
        hits = search(self._index, concepts, " ".join(t.stem for t in free), documents, LISTED)
        kept = {h.document: h.score for h in hits if h.coverage >= FREE_COVERAGE}
        known = tuple(c.text for c in concepts if c.readings)
        return ({} if unknown and not kept else kept), unknown, known
