"""Which idea is spoken of: search and decide joined, with filters, negations, editions and status; pure."""

from collections.abc import Iterable

from bot.catalogue.model import Idea, Status
from bot.matching import decide
from bot.matching.concepts import Concept, Reader
from bot.matching.explain import explained
from bot.matching.index import Index
from bot.matching.order import ordered
from bot.matching.query import meeting
from bot.matching.reading import Query
from bot.matching.search import Hit, search
from bot.matching.shelves import Shelves
from bot.matching.verdict import Explanation, Match, Outcome, Verdict

NOTHING = Verdict(Outcome.NOTHING)

ELSEWHERE, AGREES = 0.6, 1.05
"""What a named condition does to an idea that fails it (an organisation only), and to one that meets it."""


class Subjects:
    """The ideas of one catalogue, asked for by what they are about."""

    def __init__(self, index: Index, shelves: Shelves, reader: Reader) -> None:
        self._index = index
        self._shelves = shelves
        self._reader = reader

    def ask(self, query: Query, scope: frozenset[str]) -> Verdict:
        """Which idea the question is about.

        Args:
            query: the question, read.
            scope: organisation files to look in; empty for all.
        """
        subject = self._reader.concepts(query.rest())
        if not subject and not any(c.facet == "language" for c in query.conditions):
            filtered = query.conditions or query.superlative
            return self.by_conditions(query, scope) if filtered else self._by_name(query, scope)
        hits, _ = self._found(query, scope)
        chosen = decide.answers(hits)
        if not chosen:
            listed = self.by_conditions(query, scope) if not subject else NOTHING
            if listed.matches:
                return listed
            return Verdict(Outcome.NOTHING, near=self._matches(self._current(decide.suggestions(hits))))
        current = self._open_first(self._current(self._as_spelt(chosen, query)))
        if len(current) > 1:
            return Verdict(Outcome.SEVERAL, self._matches(current))
        return Verdict(Outcome.FOUND, self._matches(current), older=self._older(current[0].document))

    def explain(self, query: Query, scope: frozenset[str]) -> Explanation:
        """Why the answer to the question is what it is."""
        hits, concepts = self._found(query, scope)
        current = self._current(hits)
        if chosen := decide.answers(hits):
            best = self._open_first(self._current(self._as_spelt(chosen, query)))[0]
            current = [best, *(hit for hit in current if hit is not best)]
        return explained(current, self._index.ideas, self._index.homes, concepts)

    def _found(self, query: Query, scope: frozenset[str]) -> tuple[list[Hit], tuple[Concept, ...]]:
        """The hits, best first, and the concepts that they were found by."""
        concepts = self._reader.concepts(query.rest(_spent(query)))
        typed = self._reader.as_meant(query.words)
        hits = search(self._index, concepts, typed, self._allowed(query, scope))
        return self._agreeing(hits, query), concepts

    def _by_name(self, query: Query, scope: frozenset[str]) -> Verdict:
        """Nothing but small words: still they may be a title or alias, such as "project website"."""
        typed = self._reader.as_meant(query.words)
        documents = [d for d in sorted(self.within(scope)) if typed in self._index.names[d]] if typed else []
        matches = self._matches(self._current([Hit(d, 1.0) for d in documents][: decide.MOST_CHOICES]))
        return Verdict(Outcome.SEVERAL if len(matches) > 1 else Outcome.FOUND, matches) if matches else NOTHING

    def by_conditions(self, query: Query, scope: frozenset[str]) -> Verdict:
        """Only filters were given: a choice among what they select."""
        if not query.conditions and not query.superlative:
            return NOTHING
        documents = self.within(scope) & meeting(query.conditions, self._shelves.all)
        ideas = ordered(self._index, dict.fromkeys(sorted(documents), 1.0), query.superlative)[: decide.MOST_CHOICES]
        outcome = (Outcome.NOTHING, Outcome.FOUND)[len(ideas)] if len(ideas) < 2 else Outcome.SEVERAL
        return Verdict(outcome, tuple(Match(idea, 1.0) for idea in ideas))

    def _allowed(self, query: Query, scope: frozenset[str]) -> frozenset[int] | None:
        """What negations leave, unless they leave nothing."""
        refused = [c for c in query.conditions if c.negated and c.facet in {"language", "organisation"}]
        if not scope and not refused:
            return None
        left = self.within(scope)
        for condition in refused:
            left &= condition.documents
        return left

    def _agreeing(self, hits: list[Hit], query: Query) -> list[Hit]:
        for hit in hits:
            for condition in query.conditions:
                if hit.document in condition.documents:
                    hit.score *= AGREES
                elif condition.facet == "organisation":
                    hit.score *= ELSEWHERE
        return sorted(hits, key=lambda h: (-h.score, h.document in self._index.twins, h.document))

    def _as_spelt(self, hits: list[Hit], query: Query) -> list[Hit]:
        """Of the hits those whose title was typed letter by letter, else all: editions may differ in spelling alone."""
        typed = " ".join(token.text for token in query.words)
        return [hit for hit in hits if self._index.spelt[hit.document] == typed] or hits

    def _current(self, hits: list[Hit]) -> list[Hit]:
        """The hits without the older edition of an idea whose current one is there too."""
        listed = {hit.document for hit in hits}
        return [hit for hit in hits if self._index.twins.get(hit.document) not in listed]

    def _open_first(self, hits: list[Hit]) -> list[Hit]:
        """The hits, those that can be worked on before those that cannot; they are too close for it to matter else."""
        return sorted(hits, key=lambda hit: self._index.ideas[hit.document].status is not Status.OPEN)

    def _matches(self, hits: Iterable[Hit]) -> tuple[Match, ...]:
        return tuple(Match(self._index.ideas[hit.document], hit.score) for hit in hits)

    def _older(self, document: int) -> tuple[Idea, ...]:
        return tuple(self._index.ideas[old] for old, new in self._index.twins.items() if new == document)

    def within(self, scope: frozenset[str]) -> frozenset[int]:
        """The documents of these organisation files; all where none is given."""
        if not scope:
            return self._shelves.all
        return frozenset().union(*(self._shelves.files.get(name, frozenset()) for name in scope))


def _spent(query: Query) -> frozenset[int]:
    """Places whose words describe the idea rather than its subject, so that search need not explain them."""
    kept = {p for c in query.conditions if c.facet == "language" and not c.negated for p in c.places}
    return query.used - kept
