"""What search looks up: which word stands where, what idea is called what, and how much each field says; pure.

Weights depend on the field and on how many ideas share the word, never on the size of the catalogue, so that a new
idea leaves the order of two others as it was.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from bot.catalogue.model import Idea, Organisation
from bot.matching.normalise import stems
from bot.matching.postings import Phrase, Postings

TITLE, KEYWORD, PHRASE, SUMMARY, LANGUAGE, MENTOR, TEXT, LINK, HOUSE = 1.0, 0.9, 0.8, 0.7, 0.5, 0.45, 0.5, 0.4, 0.3
"""What a word is worth by the field it stands in."""

BARE = 0.8
"""What a word of the text is worth where nobody has written keywords, so that the text has to serve instead."""

CROWD = 0.25
"""How quickly a word loses weight with the number of ideas that share it."""

MANY, MANY_CROWD = 40, 0.5
"""From so many ideas on that share a word it tells ever less of any one of them, and how quickly."""


@dataclass(frozen=True, slots=True)
class Index:
    """Everything that search looks up; built once, then only read.

    Attributes:
        ideas: the documents, in the catalogue's order; a document is its place here.
        homes: the organisation file of each document.
        postings: for each stem and phrase the documents with the weight of the best field.
        vocabulary: every surface form with its stem, for spelling.
        pairs: neighbouring words of titles and names read as one word, with their two stems, spaced.
        titles: the telling stems of each document's title, spaced.
        names: title and aliases of each document as spaced stems, with tabs between; for the exact hit.
        keywords: those of each document in the same way.
        spelt: the title of each document, folded and spaced, in its own spelling.
        twins: documents on a superseded page, with the document of the current edition.
    """

    ideas: tuple[Idea, ...]
    homes: tuple[Organisation, ...]
    postings: Postings
    vocabulary: dict[str, str]
    pairs: dict[str, str]
    titles: list[str]
    names: list[str]
    keywords: list[str]
    spelt: list[str]
    twins: dict[int, int]

    def stem(self, word: str) -> str | None:
        """The stem of a word that some idea has, if only in the singular; None for others, which are not stemmed."""
        if (known := self.vocabulary.get(word)) or word in self.postings.words:
            return known or word
        return self.vocabulary.get(word[:-1]) if word.endswith("s") else None

    def title(self, document: int) -> frozenset[str]:
        """The telling stems of its title."""
        return _parted(self.titles[document], " ")

    def named(self, document: int) -> frozenset[str]:
        """Its title and aliases as spaced stems."""
        return _parted(self.names[document], "\t")

    def keyed(self, document: int) -> frozenset[str]:
        """Its keywords as spaced stems."""
        return _parted(self.keywords[document], "\t")

    def shared(self, phrase: Phrase) -> int:
        """How many ideas share the rarest word of a phrase."""
        return self.postings.count(phrase[0]) if len(phrase) == 1 else min(map(self.postings.count, phrase))

    def holds(self, phrase: Phrase) -> bool:
        """Whether the phrase stands in any idea."""
        return self.postings.holds(phrase)


@lru_cache(maxsize=5_000)
def rarity(shared: int) -> float:
    """1 for a word of a single idea, less the more ideas share it."""
    return 1 / (1 + CROWD * math.log(max(shared, 1)))


@lru_cache(maxsize=5_000)
def telling(shared: int) -> float:
    """1 for what at most forty ideas share, less the more do: it may stand in any of them by chance."""
    return 1.0 if shared <= MANY else 1 / (1 + MANY_CROWD * math.log(shared / MANY))


@lru_cache(maxsize=5_000)
def _parted(text: str, sign: str) -> frozenset[str]:
    return frozenset(filter(None, text.split(sign)))


def fields_of(idea: Idea, home: Organisation) -> Iterable[tuple[str, float, str]]:
    """What is known of an idea: the field's name, its weight, its text."""
    if not home.synonyms:
        yield from _told(idea, home)
        return
    told = list(_told(idea, home))
    yield from told
    said = " | ".join(" ".join(stems(text)) for _, _, text in told)
    for group in home.synonyms:
        if any(f" {' '.join(stems(name))} " in f" {said} " for name in group):
            yield "other words", SUMMARY, " | ".join(group)


def _told(idea: Idea, home: Organisation) -> Iterable[tuple[str, float, str]]:
    """What its page and its maintainers say of an idea."""
    yield "title", TITLE, idea.title
    for alias in idea.aliases:
        yield "other names", TITLE, alias
    for keyword in idea.keywords:
        yield "keywords", (KEYWORD if len(keyword.split()) < 3 else PHRASE), keyword
    described = bool(idea.keywords or idea.aliases)
    text = TEXT if described else BARE
    yield "summary", max(SUMMARY, text), idea.summary
    for task in idea.tasks:
        yield "tasks", text, task
    for prerequisite in idea.prerequisites:
        yield "prerequisites", text, prerequisite
    for link in idea.links:
        yield "links", LINK, link.label
    for language in (*idea.languages, *idea.languages_optional):
        yield "languages", LANGUAGE, language
    yield "organisation", HOUSE, " | ".join((home.organisation, *home.aliases, home.about))
    for person in home.mentors_of(idea):
        yield "mentors", MENTOR, " ".join((person.called, *(nick.name for nick in person.nicks)))
