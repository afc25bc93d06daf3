"""The door of this room: questions in, verdicts out. Built once for a catalogue; afterwards every answer is pure."""

from dataclasses import replace
from functools import lru_cache

from bot.catalogue.model import Catalogue, Idea, Organisation
from bot.matching import routing
from bot.matching.concepts import Reader
from bot.matching.inventory import Inventory, opened, taken
from bot.matching.labels import labels
from bot.matching.lexicon import lexicon
from bot.matching.listings import Listings
from bot.matching.pages import Pages
from bot.matching.people import People
from bot.matching.persons import Persons, ideas_of
from bot.matching.query import read
from bot.matching.reading import Query
from bot.matching.seasons import Seasons, beside_names
from bot.matching.shelves import shelve
from bot.matching.similar import similar
from bot.matching.spelling import Speller, everyday
from bot.matching.strangers import strange_name
from bot.matching.subjects import EVERYWHERE, NOTHING, Subjects
from bot.matching.verdict import DateVerdict, Explanation, Listing, PageVerdict, Understanding, Verdict, Wish
from bot.matching.wishes import Wishes

KEPT = 4
"""How many of the latest questions are not read again: the desk asks first what is wished, then for the answer."""

WARMING = "who mentrs the first idea?"
"""Asked once when all is built, so that nobody waits for word lists and wordings to be read; with a slip, since mending
one needs a list too."""


class Matcher:
    """Answers what is meant by what somebody typed.

    Args:
        catalogue: what there is to be found.
        inventory: that of the catalogue, where it was taken before.
    """

    def __init__(self, catalogue: Catalogue, inventory: Inventory | None = None) -> None:
        self.catalogue = catalogue
        self._lexicon = lexicon()
        self._index = opened(inventory or taken(catalogue, self._lexicon), catalogue)
        self._shelves = shelve(self._index, catalogue.organisations)
        speller = Speller(frozenset(self._index.vocabulary) - self._lexicon.silent, self._lexicon)
        reader = Reader(self._index, speller, everyday(), self._lexicon)
        self._subjects = Subjects(self._index, self._shelves, reader)
        self._persons = Persons(People(catalogue, self._lexicon), reader)
        self._listings = Listings(self._index, self._shelves, reader, self._subjects, self._persons)
        self._seasons = Seasons(catalogue)
        self._pages = Pages(catalogue.organisations, self._lexicon)
        self._wishes = Wishes(reader, self._subjects, self._persons, self._listings, self._pages)
        self._read = lru_cache(KEPT)(self._reading)
        self._warm()

    def _warm(self) -> None:
        self.understand(WARMING)
        self.dates(WARMING)
        strange_name(WARMING, self.catalogue, sentence=True)
        routing.courtesy(WARMING)
        routing.refers(WARMING)

    def idea(self, words: str, scope: frozenset[str] = EVERYWHERE) -> Verdict:
        """Which idea the words mean; a person's name gives that person's ideas.

        Args:
            words: what was typed after the command, or a whole sentence.
            scope: organisation files to look in; empty for all.
        """
        return self._one(words, scope, choose=True)

    def mentor(self, words: str, scope: frozenset[str] = EVERYWHERE) -> Verdict:
        """Who mentors the idea that the words mean, or what the person they name mentors."""
        return self._one(words, scope, choose=False)

    def mentored(self, words: str, scope: frozenset[str] = EVERYWHERE) -> tuple[Organisation, ...] | None:
        """The pages whose mentors are asked for as a whole, current editions first; None where the words ask for less."""
        query = self._read(words)
        return self._seasons.houses(query, scope) if self._wishes.whole_page(query) else None

    def ideas(self, words: str, scope: frozenset[str] = EVERYWHERE) -> Listing:
        """Every idea that meets the filters and free words; all of them for no words."""
        return self._listings.ask(self._read(words), words, scope)

    def similar(self, idea: Idea, scope: frozenset[str] = EVERYWHERE) -> tuple[Idea, ...]:
        """The ideas most like one of the catalogue, best first."""
        document = next(place for place, each in enumerate(self._index.ideas) if each is idea)
        return tuple(self._index.ideas[d] for d in similar(self._index, document, self._subjects.within(scope)))

    def dates(self, words: str, scope: frozenset[str] = EVERYWHERE) -> DateVerdict:
        """Which dates are asked for, and whose."""
        return self._seasons.dates(self._read(words), scope)

    def page(self, words: str, scope: frozenset[str] = EVERYWHERE) -> PageVerdict:
        """Whose page is asked about, and which of its answers."""
        query = self._read(words)
        homes = self._seasons.houses(query, scope)
        files = frozenset(home.id for home in homes) or scope
        ranked = self._pages.look(beside_names(query), query.words, files)
        best = ranked[0][0] if ranked else 0.0
        kept = tuple((home, question) for score, home, question in ranked if score >= max(0.5, 0.6 * best))
        return PageVerdict(homes, kept, bare=not beside_names(query))

    def homes(self, words: str, scope: frozenset[str] = EVERYWHERE) -> tuple[Organisation, ...]:
        """The pages of the organisations that the words name, else the only one in scope; current editions first."""
        return () if routing.is_log(words) else self._seasons.houses(self._read(words), scope)

    def understand(self, words: str) -> Understanding:
        """Which command answers a plain sentence, and the field of an idea it asks for."""
        if not any(c.isalnum() for c in words) or routing.is_log(words):
            return Understanding(Wish.NOTHING)
        return self._wishes.understand(words, self._read(words))

    def explain(self, words: str, scope: frozenset[str] = EVERYWHERE, wish: Wish | None = None) -> Explanation:
        """Why the answer to the words is what it is.

        Args:
            words: what was asked.
            scope: organisation files that were looked in; empty for all.
            wish: which command answered.
        """
        query = self._read(words)
        filters = labels(query)
        person = self._persons.meant(query.words, words, scope)
        if person:
            people = tuple(human.person(scope) for human in person.humans)
            return Explanation(wish, filters=filters, people=people, enough=True)
        if wish is Wish.IDEAS:
            listed = self._listings.ask(query, words, scope).ideas
            why = self._subjects.explain(query, scope, listed)
            return replace(why, wish=wish, filters=filters, listed=len(listed))
        return replace(self._subjects.explain(query, scope), wish=wish, filters=filters)

    def _one(self, words: str, scope: frozenset[str], *, choose: bool) -> Verdict:
        if routing.is_log(words):
            return NOTHING
        query = self._read(words)
        if person := self._persons.meant(query.words, words, scope):
            return ideas_of(person, scope, choose=choose)
        return self._subjects.ask(query, scope)

    def _reading(self, words: str) -> Query:
        return read(words, self._shelves, self._knows)

    def _knows(self, word: str) -> bool:
        return word in self._lexicon.bands or word in self._index.vocabulary or word in self._lexicon.silent
