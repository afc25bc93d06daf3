"""The inverted index over a catalogue's ideas: which word stands where, and how much that says.

Weights depend on the field and on how many ideas share the word, never on the size of the catalogue, so that a new
idea leaves the order of two others as it was.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from bot.catalogue.model import Catalogue, Idea, Organisation
from bot.matching.lexicon import Lexicon
from bot.matching.normalise import Token, joins, stem_of, tokens

TITLE, KEYWORD, PHRASE, SUMMARY, LANGUAGE, MENTOR, TEXT, LINK, HOUSE = 1.0, 0.9, 0.8, 0.7, 0.5, 0.45, 0.5, 0.4, 0.3
"""What a word is worth by the field it stands in."""

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
        twins: documents on a superseded page, with the document of the current edition.
    """

    ideas: tuple[Idea, ...] = ()
    homes: tuple[Organisation, ...] = ()
    postings: dict[str, dict[int, float]] = field(default_factory=dict)
    vocabulary: dict[str, str] = field(default_factory=dict)
    pairs: dict[str, tuple[str, str]] = field(default_factory=dict)
    titles: list[frozenset[str]] = field(default_factory=list)
    names: list[frozenset[str]] = field(default_factory=list)
    spelt: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    twins: dict[int, int] = field(default_factory=dict)

    def rarity(self, stem: str) -> float:
        """1 for a word of a single idea, less the more ideas share it."""
        return 1 / (1 + CROWD * math.log(max(len(self.postings.get(stem, ())), 1)))

    def holds(self, phrase: tuple[str, ...]) -> dict[int, float]:
        """The documents in which the phrase stands word by word, with the weight of its weakest word."""
        lists = [self.postings.get(stem) for stem in phrase]
        known = [found for found in lists if found]
        if len(known) < len(phrase):
            return {}
        shortest = min(known, key=len)
        if len(phrase) == 1:
            return shortest
        text = f" {' '.join(phrase)} "
        return {d: min(k.get(d, 0.0) for k in known) for d in shortest if text in self.texts[d]}


def build(catalogue: Catalogue, lexicon: Lexicon) -> Index:
    """Index every idea of the catalogue."""
    homes = tuple(org for org in catalogue.organisations for _ in org.ideas)
    index = Index(tuple(i for org in catalogue.organisations for i in org.ideas), homes)
    for document, (idea, home) in enumerate(zip(index.ideas, homes, strict=True)):
        _enter(index, document, idea, home, lexicon)
    index.twins = _twins(index, catalogue)
    return index


def _enter(index: Index, document: int, idea: Idea, home: Organisation, lexicon: Lexicon) -> None:
    in_order: list[str] = []
    for weight, text in _fields(idea, home):
        words = tokens(text, len(text))
        in_order += [token.stem for token in words] + ["|"]
        for surface, stem in _forms(words):
            index.vocabulary.setdefault(surface, stem)
            found = index.postings.setdefault(stem, {})
            found[document] = max(found.get(document, 0.0), weight)
        if weight >= PHRASE:
            for a, b in pairwise(words):
                index.pairs.setdefault(stem_of(a.text + b.text), (a.stem, b.stem))
    title = tokens(idea.title)
    index.spelt.append(" ".join(token.text for token in title))
    telling = frozenset(t.stem for t in title if t.text not in lexicon.silent)
    index.titles.append(telling or frozenset(t.stem for t in title))
    index.names.append(frozenset(" ".join(t.stem for t in tokens(n)) for n in (idea.title, *idea.aliases)))
    index.texts.append(f" {' '.join(in_order)} ")


def _forms(words: tuple[Token, ...]) -> Iterator[tuple[str, str]]:
    for token in words:
        yield token.text, token.stem
    for joined in joins(words):
        yield joined, stem_of(joined)


def _fields(idea: Idea, home: Organisation) -> Iterable[tuple[float, str]]:
    yield TITLE, idea.title
    for alias in idea.aliases:
        yield TITLE, alias
    for keyword in idea.keywords:
        yield (KEYWORD if len(keyword.split()) < 3 else PHRASE), keyword
    yield SUMMARY, idea.summary
    for text in (*idea.tasks, *idea.prerequisites):
        yield TEXT, text
    for link in idea.links:
        yield LINK, link.label
    for language in (*idea.languages, *idea.languages_optional):
        yield LANGUAGE, language
    yield HOUSE, " | ".join((home.organisation, *home.aliases, home.about))
    for person in home.mentors_of(idea):
        yield MENTOR, " ".join((person.called, *(nick.name for nick in person.nicks)))


def _twins(index: Index, catalogue: Catalogue) -> dict[int, int]:
    """The same title on a page and on the page that supersedes it."""
    by_title = {(home.id, index.titles[d]): d for d, home in enumerate(index.homes)}
    found: dict[int, int] = {}
    for document, home in enumerate(index.homes):
        newer = catalogue.organisation(home.page.superseded_by)
        if newer and (newer.id, index.titles[document]) in by_title:
            found[document] = by_title[newer.id, index.titles[document]]
    return found
