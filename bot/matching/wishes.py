"""Which command answers a plain sentence: its wording, and what is really found; pure."""

from bot.matching import routing
from bot.matching.concepts import Reader
from bot.matching.lexicon import lexicon
from bot.matching.listings import Listings
from bot.matching.pages import Pages
from bot.matching.persons import Persons
from bot.matching.reading import WORDS, Query
from bot.matching.seasons import beside_names, moments_of
from bot.matching.subjects import EVERYWHERE, Subjects
from bot.matching.verdict import Aspect, Outcome, Understanding, Wish

STRANGE = 0.6
"""What unexplained words may say in a question about the season or about applying."""

PAGE = frozenset({"organisation", "year", "edition"})
"""What tells one page from another."""

WORK = frozenset({"language", "hours", "level"})
"""What is said of the work rather than of where it is done."""

STORY = 20
"""Words from which a sentence that finds one idea is about that idea, whatever filters it touches."""

PARTICULAR = 0.3
"""What unexplained words say at least where somebody means one thing by them."""

NEARLY_ANSWERED, ANSWERED, SURELY_ANSWERED = 0.5, 0.75, 1.0
"""Scores from which a page's own answer is what a plain sentence asks for: where nothing else fits and the page is named
or the wording is that of such a question, where not, and before a list."""

MERE = 2
"""Words of a sentence that is hardly more than one word, which must then be a topic whole."""


class Wishes:
    """Tells what plain sentences ask for."""

    def __init__(
        self, reader: Reader, subjects: Subjects, persons: Persons, listings: Listings, pages: Pages
    ) -> None:
        self._reader = reader
        self._subjects = subjects
        self._persons = persons
        self._listings = listings
        self._pages = pages

    def understand(self, words: str, query: Query) -> Understanding:
        """Which command answers a plain sentence, and the field of an idea it asks for.

        Args:
            words: the sentence.
            query: the same, read.
        """
        asked = routing.asks(words)
        aspect = routing.aspect_of(words)
        if aspect is None and _wants_any(query):
            asked |= {Wish.IDEAS}
        if Wish.HELP in asked and not self._strange(query):
            return Understanding(Wish.HELP)
        if Wish.ABOUT in asked:
            return Understanding(Wish.ABOUT)
        if Wish.PROPOSE in asked:
            return Understanding(Wish.PROPOSE)
        if Wish.ORGANISATIONS in asked and not query.conditions and not self._strange(query):
            return Understanding(Wish.ORGANISATIONS)
        return Understanding(self._wish(words, query, asked, aspect), aspect)

    def whole_page(self, query: Query) -> bool:
        """Whether nothing is said of an idea or a person; at most an organisation and a season are named."""
        return query.facets <= PAGE and not self._reader.concepts(query.rest())

    def _wish(self, words: str, query: Query, asked: frozenset[Wish], aspect: Aspect | None) -> Wish:
        """The command for a sentence: people first, then the season, filters, answers of pages, and ideas."""
        if self._persons.meant(query.words, words, EVERYWHERE):
            return Wish.MENTOR
        verdict = self._subjects.ask(query, EVERYWHERE)
        found = verdict.outcome is not Outcome.NOTHING
        subject = found and bool(self._reader.concepts(query.rest()))
        if not subject and asked & {Wish.DEADLINE, Wish.APPLY}:
            return self._wish_of_season(words, query, asked)
        whose = self._asks_whose(query, aspect)
        answered = 0.0 if whose else self._faq(query)
        if not subject and answered >= SURELY_ANSWERED and self._asks_page(query, asked, aspect, answered):
            return Wish.FAQ
        if aspect is Aspect.MENTORS and self.whole_page(query):
            return Wish.MENTOR
        if self._filters_only(query, asked) and not (len(query.words) > STORY and verdict.outcome is Outcome.FOUND):
            return self._wish_of_list(words, query, subject=subject, answered=answered)
        about_idea = Wish.MENTOR if aspect is Aspect.MENTORS else Wish.IDEA
        if subject and found:
            return about_idea
        if query.houses and aspect is Aspect.CONTACT and answered < ANSWERED:
            return Wish.APPLY
        if answered >= (NEARLY_ANSWERED if query.houses or Wish.FAQ in asked else ANSWERED):
            return Wish.FAQ
        if found or (Wish.IDEAS in asked and self._listings.ask(query, words, EVERYWHERE).ideas):
            return Wish.IDEAS
        return about_idea if about_idea is Wish.MENTOR and (verdict.near or whose) else Wish.NOTHING

    def _wish_of_list(self, words: str, query: Query, *, subject: bool, answered: float) -> Wish:
        """A list, also an empty one; but what else is said may be about one idea, or about what a page answers."""
        listed = self._listings.ask(query, words, EVERYWHERE).ideas
        if listed or not self._reader.concepts(query.rest()):
            return Wish.IDEAS
        if subject:
            return Wish.IDEA
        return Wish.FAQ if answered >= ANSWERED else Wish.IDEAS

    def _wish_of_season(self, words: str, query: Query, asked: frozenset[Wish]) -> Wish:
        answered = self._faq(query)
        particular = moments_of(query) or routing.names_season(words)
        if Wish.DEADLINE in asked and (answered < SURELY_ANSWERED or particular):
            return Wish.DEADLINE if self._about_season(words, query) else Wish.NOTHING
        if answered > 2 * ANSWERED or (Wish.APPLY not in asked and answered >= SURELY_ANSWERED):
            return Wish.FAQ
        if self._strange(query, routing.worded(words, Wish.APPLY)) < STRANGE:
            return Wish.APPLY
        return Wish.FAQ if answered >= ANSWERED else Wish.NOTHING

    def _asks_page(self, query: Query, asked: frozenset[Wish], aspect: Aspect | None, answered: float) -> bool:
        """Whether a sentence may ask for an answer of a page, although it may also be read as one for a list."""
        filters = sum(condition.facet in WORK for condition in query.conditions)
        if Wish.IDEAS in asked and (_wants_any(query) or _orders(query) or "status" in query.facets):
            return False
        if answered >= 2 * SURELY_ANSWERED:
            return filters <= 1  # two filters are a list's, whatever a page says of hours and languages
        if query.superlative or filters:
            return False
        return Wish.IDEAS not in asked or aspect is Aspect.LANGUAGES

    def _asks_whose(self, query: Query, aspect: Aspect | None) -> bool:
        """Whether the mentors of something particular are asked for, known or not, rather than those of a page."""
        return aspect is Aspect.MENTORS and self._strange(query) >= PARTICULAR

    def _filters_only(self, query: Query, asked: frozenset[Wish]) -> bool:
        """Whether a list is wanted: a superlative, nothing but filters, or filters in the wording of a list."""
        if query.superlative or (Wish.IDEAS in asked and query.conditions):
            return True
        filters = any(c.facet != "organisation" for c in query.conditions)
        return filters and not self._reader.concepts(query.filter_words())

    def _about_season(self, words: str, query: Query) -> bool:
        """Whether hardly anything but the season and its organisations is spoken of."""
        asking = routing.worded(words, Wish.DEADLINE)
        return self._strange(query, asking) < STRANGE * (1 + 2 * bool(moments_of(query)))

    def _strange(self, query: Query, besides: frozenset[str] = frozenset()) -> float:
        """How much is said that neither filters nor small words explain, nor these words."""
        rest = tuple(token for token in query.rest() if token.text not in besides)
        return sum(concept.gap for concept in self._reader.concepts(rest))

    def _faq(self, query: Query) -> float:
        words = beside_names(query)
        telling = [word for word in words if word.text not in lexicon().silent]
        if len(words) <= MERE and len(telling) == 1 and not self._pages.is_topic(telling[0]):
            return 0.0
        ranked = self._pages.look(words, query.words, query.houses)
        return ranked[0][0] if ranked else 0.0


def _orders(query: Query) -> bool:
    """Whether the sentence orders a list by some filter, such as "show all that are rated 3/5"."""
    return bool(query.conditions) and query.words[0].text in WORDS["ordering"]


def _wants_any(query: Query) -> bool:
    """Whether a short sentence takes anything of a language, size or level, such as "is there something for 175 hours?"."""
    brief = len(query.words) <= STORY and any(condition.facet in WORK for condition in query.conditions)
    return brief and any(token.text in WORDS["wanting"] for token in query.words)
