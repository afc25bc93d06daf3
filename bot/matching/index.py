"""The inverted index over a catalogue's ideas: which word stands where, and how much that says.

Weights depend on the field and on how many ideas share the word, never on the size of the catalogue, so that a new
idea leaves the order of two others as it was.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

import numpy as np

from bot.catalogue.model import Catalogue, Idea, Organisation
from bot.matching.lexicon import Lexicon
from bot.matching.normalise import Token, joins, stem_of, tokens
from bot.matching.postings import Collector, Posting, Postings

TITLE, KEYWORD, PHRASE, SUMMARY, LANGUAGE, MENTOR, TEXT, LINK, HOUSE = 1.0, 0.9, 0.8, 0.7, 0.5, 0.45, 0.5, 0.4, 0.3
"""What a word is worth by the field it stands in."""

BARE = 0.8
"""What a word of the text is worth where nobody has written keywords, so that the text has to serve instead."""

CROWD = 0.25
"""How quickly a word loses weight with the number of ideas that share it."""


@dataclass(slots=True)
class Index:
    """Everything that search looks up; built once, then only read.

    Attributes:
        ideas: the documents, in the catalogue's order; a document is its place here.
        homes: the organisation file of each document.
        postings: for each stem the documents with the weight of the best field.
        vocabulary: every surface form with its stem, for spelling.
        pairs: neighbouring words of titles and names read as one word, with their two stems.
        titles: the telling stems of each document's title.
        names: title and aliases of each document as spaced stems, for the exact hit.
        spelt: the title of each document, folded and spaced, in its own spelling.
        texts: each document's stems in order, spaced, for phrases.
        phrases: the documents of phrases that were looked for; only phrases of titles and synonyms ever are.
        twins: documents on a superseded page, with the document of the current edition.
    """

    ideas: tuple[Idea, ...] = ()
    homes: tuple[Organisation, ...] = ()
    postings: Postings = field(default_factory=lambda: Collector().gathered())
    vocabulary: dict[str, str] = field(default_factory=dict)
    pairs: dict[str, tuple[str, str]] = field(default_factory=dict)
    titles: list[frozenset[str]] = field(default_factory=list)
    names: list[frozenset[str]] = field(default_factory=list)
    spelt: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    phrases: dict[tuple[str, ...], Posting] = field(default_factory=dict)
    twins: dict[int, int] = field(default_factory=dict)

    def rarity(self, stem: str) -> float:
        """1 for a word of a single idea, less the more ideas share it."""
        return 1 / (1 + CROWD * math.log(max(self.postings.count(stem), 1)))

    def holds(self, phrase: tuple[str, ...]) -> Posting:
        """The documents in which the phrase stands word by word, with the weight of its weakest word."""
        if len(phrase) == 1:
            return self.postings.of(phrase[0])
        known = self.phrases.get(phrase)
        if known is None:
            text = f" {' '.join(phrase)} "
            both = self.postings.together(phrase)
            inside = np.fromiter((text in self.texts[d] for d in both.documents.tolist()), bool, len(both))
            known = self.phrases[phrase] = Posting(both.documents[inside], both.weights[inside])
        return known


def build(catalogue: Catalogue, lexicon: Lexicon) -> Index:
    """Index every idea of the catalogue."""
    homes = tuple(org for org in catalogue.organisations for _ in org.ideas)
    index = Index(tuple(i for org in catalogue.organisations for i in org.ideas), homes)
    collector = Collector()
    for document, (idea, home) in enumerate(zip(index.ideas, homes, strict=True)):
        collector.enter(document, _enter(index, idea, home, lexicon))
    index.postings = collector.gathered()
    index.twins = _twins(index, catalogue)
    return index


def _enter(index: Index, idea: Idea, home: Organisation, lexicon: Lexicon) -> dict[str, float]:
    """Add the next document; returns its stems, each with the weight of its best field."""
    in_order: list[str] = []
    best: dict[str, float] = {}
    for _, weight, text in fields_of(idea, home):
        words = _read(text)
        in_order += [token.stem for token in words]
        in_order.append("|")
        forms = {token.text: token.stem for token in words} | {joined: stem_of(joined) for joined in joins(words)}
        index.vocabulary.update(forms)
        best.update((stem, weight) for stem in forms.values() if weight > best.get(stem, 0.0))
        if weight >= PHRASE:
            for a, b in pairwise(words):
                index.pairs.setdefault(stem_of(a.text + b.text), (a.stem, b.stem))
    title = tokens(idea.title)
    index.spelt.append(" ".join(token.text for token in title))
    telling = frozenset(t.stem for t in title if t.text not in lexicon.silent)
    index.titles.append(telling or frozenset(t.stem for t in title))
    index.names.append(frozenset(" ".join(t.stem for t in tokens(n)) for n in (idea.title, *idea.aliases)))
    index.texts.append(f" {' '.join(in_order)} ")
    return best


@lru_cache(maxsize=4_096)
def _read(text: str) -> tuple[Token, ...]:
    """The words of a field; titles, languages, mentors and organisations come again and again."""
    return tokens(text, len(text))


def fields_of(idea: Idea, home: Organisation) -> Iterable[tuple[str, float, str]]:
    """What is known of an idea: the field's name, its weight, its text."""
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


def _twins(index: Index, catalogue: Catalogue) -> dict[int, int]:
    """The same title on a page and on the page that supersedes it."""
    by_title = {(home.id, index.titles[d]): d for d, home in enumerate(index.homes)}
    found: dict[int, int] = {}
    for document, home in enumerate(index.homes):
        newer = catalogue.organisation(home.page.superseded_by)
        if newer and (newer.id, index.titles[document]) in by_title:
            found[document] = by_title[newer.id, index.titles[document]]
    return found
