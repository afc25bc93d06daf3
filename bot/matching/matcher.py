"""The door of this room: questions in, verdicts out. Built once for a catalogue; afterwards every answer is pure."""

from collections.abc import Sequence
from dataclasses import replace

from bot.catalogue.model import Catalogue, Organisation, Programme
from bot.matching import dates as occasions
from bot.matching import routing
from bot.matching.concepts import Reader
from bot.matching.index import build
from bot.matching.lexicon import extended, lexicon
from bot.matching.normalise import Token, fold
from bot.matching.order import ordered
from bot.matching.pages import Pages
from bot.matching.people import People, Sighting
from bot.matching.query import meeting, read
from bot.matching.reading import Query
from bot.matching.search import search
from bot.matching.shelves import shelve
from bot.matching.spelling import Everyday, Speller
from bot.matching.subjects import NOTHING, Subjects
from bot.matching.verdict import (
    Aspect,
    DateVerdict,
    Explanation,
    Listing,
    Match,
    Outcome,
    PageVerdict,
    Understanding,
    Verdict,
    Wish,
)

EVERYWHERE: frozenset[str] = frozenset()

FREE_COVERAGE = 0.6
"""Share of the free words of a list's question that an idea must explain."""

STRANGE = 0.6
"""What unexplained words may say in a question about the season or about applying."""

STORY = 20
"""Words from which a sentence that finds one idea is about that idea, whatever filters it touches."""

ANSWERED = 0.75
"""Score from which a page's own answer is what a plain sentence asks for."""


class Matcher:
    """Answers what is meant by what somebody typed.

    Args:
        catalogue: what there is to be found.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._lexicon = extended(lexicon(), (group for o in catalogue.organisations for group in o.synonyms))
        self._index = build(catalogue, self._lexicon)
        self._shelves = shelve(self._index, catalogue.organisations)
        known, everyday = frozenset(self._index.vocabulary), self._lexicon.silent | self._lexicon.bands.keys()
        self._reader = Reader(
            self._index,
            Speller(known - self._lexicon.silent, self._lexicon),
            Everyday(everyday),
            self._lexicon,
        )
        self._subjects = Subjects(self._index, self._shelves, self._reader)
        self._people = People(catalogue, self._lexicon)
        self._pages = Pages(catalogue.organisations, self._lexicon)

    def idea(self, words: str, scope: frozenset[str] = EVERYWHERE) -> Verdict:
        """Which idea the words mean; a person's name gives that person's ideas.

        Args:
            words: what was typed after the command, or a whole sentence.
            scope: organisation files to look in; empty for all.
        """
        if routing.is_log(words):
            return NOTHING
        query = read(words, self._shelves, self._knows)
        person = self._person(query, words, scope)
        if person:
            return self._ideas_of(person, scope, choose=True)
        return self._subjects.ask(query, scope)

    def mentor(self, words: str, scope: frozenset[str] = EVERYWHERE) -> Verdict:
        """Who mentors the idea that the words mean, or what the person they name mentors."""
        if routing.is_log(words):
            return NOTHING
        query = read(words, self._shelves, self._knows)
        person = self._person(query, words, scope)
        if person:
            return self._ideas_of(person, scope, choose=False)
        return self._subjects.ask(query, scope)

    def ideas(self, words: str, scope: frozenset[str] = EVERYWHERE) -> Listing:
        """Every idea that meets the filters and free words; all of them for no words."""
        query = read(words, self._shelves, self._knows)
        documents = self._subjects.within(scope) & meeting(query.conditions, self._shelves.all)
        understood = tuple(c.label for c in query.conditions)
        free = query.filter_words()
        sighting = self._people.look(free, words, scope)
        if sighting.humans and self._explains(sighting, free):
            mine = {id(idea) for human in sighting.humans for idea in human.mentored(scope)}
            documents = frozenset(d for d in documents if id(self._index.ideas[d]) in mine)
            understood += tuple(human.person(scope).called for human in sighting.humans)
            free = ()
        ranked, unknown = self._with_words(free, documents)
        return Listing(ordered(self._index, ranked, query.superlative), understood, unknown)

    def dates(self, words: str, scope: frozenset[str] = EVERYWHERE) -> DateVerdict:
        """Which dates are asked for, and whose."""
        query = read(words, self._shelves, self._knows)
        programme = self._programme(query)
        homes = self._houses(query, scope)
        named = bool(query.houses) or programme is not None
        keys = occasions.keys_of(" ".join(t.text for t in query.words))
        found = tuple(date for home in homes for date in occasions.dates_of(keys, home))
        return DateVerdict(homes, programme, found, keys, named)

    def page(self, words: str, scope: frozenset[str] = EVERYWHERE) -> PageVerdict:
        """Whose page is asked about, and which of its answers."""
        query = read(words, self._shelves, self._knows)
        homes = self._houses(query, scope)
        files = frozenset(home.id for home in homes) or scope
        ranked = self._pages.look(query.rest(_places(query, "organisation", "year")), query.words, files)
        best = ranked[0][0] if ranked else 0.0
        kept = [(home, question) for score, home, question in ranked if score >= max(0.5, 0.6 * best)]
        return PageVerdict(homes, tuple(kept[:4]))

    def understand(self, words: str) -> Understanding:
        """Which command answers a plain sentence, and the field of an idea it asks for."""
        if not any(c.isalnum() for c in words) or routing.is_log(words):
            return Understanding(Wish.NOTHING)
        asked = routing.asks(words)
        aspect = routing.aspect_of(words)
        query = read(words, self._shelves, self._knows)
        if Wish.HELP in asked and not self._strange(query):
            return Understanding(Wish.HELP)
        if Wish.PROPOSE in asked:
            return Understanding(Wish.PROPOSE)
        return Understanding(self._wish(words, query, asked, aspect), aspect)

    def explain(self, words: str, scope: frozenset[str] = EVERYWHERE, wish: Wish | None = None) -> Explanation:
        """Why the answer to the words is what it is.

        Args:
            words: what was asked.
            scope: organisation files that were looked in; empty for all.
            wish: which command answered.
        """
        query = read(words, self._shelves, self._knows)
        filters = tuple(c.label for c in query.conditions)
        person = self._person(query, words, scope)
        if person:
            people = tuple(human.person(scope) for human in person.humans)
            return Explanation(wish, filters=filters, people=people, enough=True)
        return replace(self._subjects.explain(query, scope), wish=wish, filters=filters)

    # ---- the parts of an answer

    def _knows(self, word: str) -> bool:
        return self._lexicon.knows(word) or word in self._index.vocabulary

    def _wish(self, words: str, query: Query, asked: frozenset[Wish], aspect: Aspect | None) -> Wish:
        """The command for a sentence: people first, then the season, filters, answers of pages, and ideas."""
        if self._person(query, words, EVERYWHERE):
            return Wish.MENTOR
        verdict = self._subjects.ask(query, EVERYWHERE)
        found = verdict.outcome is not Outcome.NOTHING
        subject = found and bool(self._reader.concepts(query.rest()))
        if not subject and asked & {Wish.DEADLINE, Wish.APPLY}:
            return self._wish_of_season(query, asked)
        if self._filters_only(query, asked) and not (len(query.words) > STORY and verdict.outcome is Outcome.FOUND):
            return Wish.IDEAS if self.ideas(words).ideas or not found else Wish.IDEA
        about_idea = Wish.MENTOR if aspect is Aspect.MENTORS else Wish.IDEA
        if subject and found:
            return about_idea
        if self._faq(query) >= ANSWERED:
            return Wish.FAQ
        if query.houses and aspect is Aspect.CONTACT:
            return Wish.APPLY
        if found or (Wish.IDEAS in asked and self.ideas(words).ideas):
            return Wish.IDEAS
        return about_idea if about_idea is Wish.MENTOR and verdict.near else Wish.NOTHING

    def _wish_of_season(self, query: Query, asked: frozenset[Wish]) -> Wish:
        if Wish.DEADLINE in asked:
            return Wish.DEADLINE if self._about_season(query) else Wish.NOTHING
        if self._faq(query) > 2 * ANSWERED:
            return Wish.FAQ
        return Wish.APPLY if self._strange(query) < STRANGE else Wish.NOTHING

    def _filters_only(self, query: Query, asked: frozenset[Wish]) -> bool:
        """Whether a list is wanted: a superlative, nothing but filters, or filters in the wording of a list."""
        if query.superlative or (Wish.IDEAS in asked and query.conditions):
            return True
        filters = any(c.facet != "organisation" for c in query.conditions)
        return filters and not self._reader.concepts(query.filter_words())

    def _about_season(self, query: Query) -> bool:
        """Whether hardly anything but the season and its organisations is spoken of."""
        keys = occasions.keys_of(" ".join(t.text for t in query.words))
        return self._strange(query) < STRANGE * (1 + 2 * bool(keys))

    def _strange(self, query: Query) -> float:
        """How much is said that neither filters nor small words explain."""
        return sum(concept.gap for concept in self._reader.concepts(query.rest()))

    def _faq(self, query: Query) -> float:
        ranked = self._pages.look(query.rest(_places(query, "organisation", "year")), query.words, query.houses)
        return ranked[0][0] if ranked else 0.0

    def _person(self, query: Query, raw: str, scope: frozenset[str]) -> Sighting | None:
        """The person the question is about: named, and hardly anything else said."""
        sighting = self._people.look(query.words, raw, scope)
        if not sighting.humans or not self._explains(sighting, query.words):
            return None
        return sighting

    def _explains(self, sighting: Sighting, words: Sequence[Token]) -> bool:
        others = tuple(t for place, t in enumerate(words) if place not in sighting.places)
        left = sum(concept.gap for concept in self._reader.concepts(others))
        return left < (0.9 if sighting.certain else 0.15)

    def _ideas_of(self, sighting: Sighting, scope: frozenset[str], *, choose: bool) -> Verdict:
        humans = sighting.humans
        ideas = dict.fromkeys(id(i) for h in humans for i in h.mentored(scope))
        by_id = {id(i): i for h in humans for i in h.mentored(scope)}
        matches = tuple(Match(by_id[key], 1.0) for key in ideas)
        if len(humans) > 1:
            return Verdict(Outcome.SEVERAL, matches, people=tuple(h.person(scope) for h in humans))
        outcome = Outcome.SEVERAL if choose and len(matches) > 1 else Outcome.FOUND
        if choose and not matches:
            outcome = Outcome.NOTHING
        return Verdict(outcome, matches, person=humans[0].person(scope))

    def _with_words(
        self, free: Sequence[Token], documents: frozenset[int]
    ) -> tuple[dict[int, float], tuple[str, ...]]:
        """The documents that explain the free words, with their scores, and the words nothing explains."""
        concepts = self._reader.concepts(free)
        if not concepts:
            return dict.fromkeys(sorted(documents), 0.0), ()
        unknown = tuple(c.text for c in concepts if not c.readings)
        hits = search(self._index, concepts, " ".join(t.stem for t in free), documents)
        kept = {h.document: h.score for h in hits if h.coverage >= FREE_COVERAGE}
        return ({} if unknown and not kept else kept), unknown

    def _houses(self, query: Query, scope: frozenset[str]) -> tuple[Organisation, ...]:
        """The organisations that are named, else the only one in scope; current editions first."""
        inside = [o for o in self.catalogue.organisations if not scope or o.id in scope]
        years = {c.label for c in query.conditions if c.facet == "year" and not c.negated}
        named = [
            o for o in (inside if query.houses & scope else self.catalogue.organisations) if o.id in query.houses
        ]
        if named and years:
            named = [o for o in named if o.year is None or str(o.year) in years] or named
        found = named or (inside if scope or len(inside) == 1 else [])
        return tuple(sorted(found, key=lambda o: (o.page.superseded_by is not None, -(o.year or 0))))

    def _programme(self, query: Query) -> Programme | None:
        """The season that is named: a programme's name with a year, or its only or newest season."""
        texts = {t.text for t in query.words}
        joined = " ".join(t.text for t in query.words)
        years = {int(c.label) for c in query.conditions if c.facet == "year" and not c.negated}
        named = [p for p in self.catalogue.programmes if _named(p, texts, joined)]
        if years:
            return next((p for p in (named or self.catalogue.programmes) if p.year in years), None)
        return None


def _places(query: Query, *facets: str) -> frozenset[int]:
    return frozenset().union(*(c.places for c in query.conditions if c.facet in facets))


def _named(programme: Programme, texts: set[str], joined: str) -> bool:
    """Whether the words name the programme: `gsoc`, `gsoc26`, `google summer of code`."""
    short = fold(programme.short)
    dated = any(text.startswith(short) and text[len(short) :].isdigit() for text in texts)
    return short in texts or dated or fold(programme.name) in joined
