"""Which idea is spoken of: search and decide joined, with filters, negations, editions and status; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.catalogue.model import Idea, Status
from bot.matching import decide
from bot.matching.concepts import Concept, Reader
from bot.matching.explain import explained
from bot.matching.index import Index
from bot.matching.order import ordered
from bot.matching.query import meeting, nearly
from bot.matching.reading import Query
from bot.matching.search import NAME_BONUS, Hit, search
from bot.matching.seasons import beside_names
from bot.matching.shelves import Shelves
from bot.matching.verdict import Explanation, Match, Outcome, Verdict

EVERYWHERE: frozenset[str] = frozenset()
"""A scope that leaves nothing out."""

NOTHING = Verdict(Outcome.NOTHING)

LEVEL = 0.97
"""Share of the first score from which another hit is as good as level with it."""

ELSEWHERE, AGREES = 0.6, 1.05
"""What a named condition does to an idea that fails it (an organisation only), and to one that meets it."""


class Subjects:
    """The ideas of one catalogue, asked for by what they are about."""

    def __init__(self, index: Index, shelves: Shelves, reader: Reader) -> None:
        self._index = index
        self._shelves = shelves
        self._reader = reader
        self._latest: tuple[Query, frozenset[str], Verdict] | None = None

    def ask(self, query: Query, scope: frozenset[str]) -> Verdict:
        """Which idea the question is about.

        Args:
            query: the question, read.
            scope: organisation files to look in; empty for all.
        """
        latest = self._latest
        if latest is None or latest[0] is not query or latest[1] != scope:  # asked for its wish, then for its answer
            latest = self._latest = query, scope, self._verdict(query, scope)
        return latest[2]

    def _verdict(self, query: Query, scope: frozenset[str]) -> Verdict:
        rest = query.rest()
        subject = self._reader.concepts(rest)
        if not subject and not any(c.facet == "language" for c in query.conditions):
            filtered = query.conditions or query.superlative
            return self.by_conditions(query, scope) if filtered else self._by_name(query, scope)
        if not subject and not self.within(scope) & meeting(query.conditions, self._shelves.all):
            near = self.nearest(query, scope)[: decide.MOST_CHOICES]
            return Verdict(Outcome.NOTHING, near=tuple(Match(idea, 0.0) for idea in near))
        words = query.rest(_spent(query))
        hits = self._hits(query, scope, subject if words == rest else self._reader.concepts(words))
        chosen = self._chosen(hits, query)
        if not chosen:
            listed = self.by_conditions(query, scope) if not subject else NOTHING
            if listed.matches:
                return listed
            return Verdict(Outcome.NOTHING, near=self._matches(self._current(decide.suggestions(hits), query)))
        current = self._open_first(self._current(self._as_spelt(chosen, query), query))
        if len(current) > 1:
            return Verdict(Outcome.SEVERAL, self._matches(current))
        return Verdict(Outcome.FOUND, self._matches(current), older=self._older(current[0].document))

    def explain(self, query: Query, scope: frozenset[str], listed: Sequence[Idea] | None = None) -> Explanation:
        """Why the answer to the question is what it is.

        Args:
            query: the question, read.
            scope: organisation files that were looked in; empty for all.
            listed: what the answer listed, if it was a list; nothing else is explained then.
        """
        concepts = self._reader.concepts(query.rest(_spent(query)) if listed is None else query.filter_words())
        hits = self._hits(query, scope, concepts)
        if listed is not None:
            shown = {id(idea) for idea in listed}
            hits = [hit for hit in hits if id(self._index.ideas[hit.document]) in shown]
        current = self._current(hits, query)
        if chosen := self._chosen(hits, query):
            best = self._open_first(self._current(self._as_spelt(chosen, query), query))[0]
            current = [best, *(hit for hit in current if hit is not best)]
        why = explained(current, self._index.ideas, self._index.homes, concepts)
        return replace(why, older=len(current) < len(hits))

    def _hits(self, query: Query, scope: frozenset[str], concepts: Sequence[Concept]) -> list[Hit]:
        """The hits, best first."""
        typed = self._reader.as_meant(query.words)
        hits = search(self._index, concepts, typed, self._allowed(query, scope))
        bare = self._reader.is_bare(query.words, concepts)
        for hit in hits:
            hit.bare = bare
        return self._agreeing(hits, query) if query.conditions else hits

    def _chosen(self, hits: Sequence[Hit], query: Query) -> list[Hit]:
        """The hits that are answers, else those of which a keyword was typed, or a name with a slip or two."""
        chosen = decide.answers(hits)
        for words in () if chosen else (query.words, beside_names(query)):
            typed = self._reader.as_meant(words)
            keyed = [hit for hit in hits[: decide.MOST_CHOICES] if typed in self._index.keyed(hit.document)]
            chosen = chosen or keyed or decide.misspelt(hits, typed, self._index.named)
            for hit in chosen:
                hit.named = True
        return chosen

    def _by_name(self, query: Query, scope: frozenset[str]) -> Verdict:
        """Nothing but small words: still they may be a title, alias or keyword, such as `name_to_handle_at`."""
        typed = self._reader.as_meant(query.words)
        within = sorted(self.within(scope)) if typed else ()
        documents = [d for d in within if typed in self._index.names[d] and typed in self._index.named(d)]
        if not documents:
            documents = [d for d in within if typed in self._index.keywords[d] and typed in self._index.keyed(d)]
        matches = self._matches(self._current([Hit(d, 1.0) for d in documents][: decide.MOST_CHOICES], query))
        return Verdict(Outcome.SEVERAL if len(matches) > 1 else Outcome.FOUND, matches) if matches else NOTHING

    def by_conditions(self, query: Query, scope: frozenset[str]) -> Verdict:
        """Only filters were given: a choice among what they select."""
        if not query.conditions and not query.superlative:
            return NOTHING
        documents = self.within(scope) & meeting(query.conditions, self._shelves.all)
        ideas = ordered(self._index, dict.fromkeys(sorted(documents), 1.0), query.superlative)[: decide.MOST_CHOICES]
        outcome = (Outcome.NOTHING, Outcome.FOUND)[len(ideas)] if len(ideas) < 2 else Outcome.SEVERAL
        return Verdict(outcome, tuple(Match(idea, 1.0) for idea in ideas))

    def nearest(self, query: Query, scope: frozenset[str]) -> tuple[Idea, ...]:
        """Where no idea meets all that is asked, those that fail one filter only, in the catalogue's order."""
        documents = self.within(scope) & nearly(query.conditions, self._shelves.all)
        return ordered(self._index, dict.fromkeys(sorted(documents), 1.0), None)

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
        """The hits in a new order: those that meet what else was asked come up, and titles named beside their house."""
        typed = self._reader.as_meant(beside_names(query))
        at_home = [c.documents for c in query.conditions if c.facet in {"organisation", "year"}]
        for hit in hits:
            named = typed in self._index.named(hit.document) and all(hit.document in house for house in at_home)
            if named and not hit.named:
                hit.named = True
                hit.score += NAME_BONUS
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

    def _current(self, hits: list[Hit], query: Query) -> list[Hit]:
        """The hits with one edition of each idea: the one that was asked for, else the current one."""
        asked = [c.documents for c in query.conditions if c.facet in {"edition", "year"}]
        listed, twins = {hit.document for hit in hits}, self._index.twins
        dropped = {
            twin if any(older in each and twin not in each for each in asked) else older
            for older, twin in twins.items()
            if {older, twin} <= listed
        }
        return [hit for hit in hits if hit.document not in dropped]

    def _open_first(self, hits: list[Hit]) -> list[Hit]:
        """The hits; of those that are as good as level, the ones that can be worked on come first."""
        level = [hit for hit in hits if hit.score >= LEVEL * hits[0].score]
        first = sorted(level, key=lambda hit: self._index.ideas[hit.document].status is not Status.OPEN)
        return first + [hit for hit in hits if hit not in first]

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
