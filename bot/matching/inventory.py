"""An inventory of a catalogue's words: taken once, perhaps kept for the next start, and opened as an index; pure.

Pages say the same words again and again, so whatever stands between two spaces is read once and then known.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.catalogue.model import Catalogue, Idea, Organisation
from bot.matching.index import PHRASE, Index, fields_of
from bot.matching.lexicon import Lexicon
from bot.matching.normalise import Token, joins, stem_of, tokens
from bot.matching.postings import Lists, Plain, Postings

LARGE = 500
"""Ideas from which flat arrays are quicker than dictionaries."""

STOPS = ".,;:!?()"
"""Signs around a word that are no part of it."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """What an index needs beside the ideas themselves; see `Index` for what each part is.

    Attributes:
        lists: where every word stands.
        vocabulary: every surface form with its stem.
        pairs: neighbouring words of titles and names read as one word, with their two stems, spaced.
        titles: the telling stems of each title, spaced.
        names: title and aliases as spaced stems, with tabs between.
        keywords: in the same way.
        spelt: each title in its own spelling.
    """

    lists: Lists
    vocabulary: dict[str, str]
    pairs: dict[str, str]
    titles: list[str]
    names: list[str]
    keywords: list[str]
    spelt: list[str]


def taken(catalogue: Catalogue, lexicon: Lexicon) -> Inventory:
    """The inventory of every idea of the catalogue."""
    clerk = _Clerk(lexicon)
    for home in catalogue.organisations:
        for idea in home.ideas:
            clerk.enter(idea, home)
    return clerk.inventory()


def opened(inventory: Inventory, catalogue: Catalogue) -> Index:
    """The index over a catalogue, from its inventory."""
    ideas = tuple(idea for home in catalogue.organisations for idea in home.ideas)
    homes = tuple(home for home in catalogue.organisations for _ in home.ideas)
    return Index(
        ideas,
        homes,
        _postings(inventory.lists),
        inventory.vocabulary,
        inventory.pairs,
        inventory.titles,
        inventory.names,
        inventory.keywords,
        inventory.spelt,
        _twins(inventory.titles, homes, catalogue),
    )


def _postings(lists: Lists) -> Postings:
    if len(lists.texts) < LARGE:
        return Plain(lists)
    from bot.matching.columns import Columns  # noqa: PLC0415 — numpy takes memory that a small catalogue can spare

    return Columns(lists)


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands between two spaces.

    Attributes:
        words: its words; several in `io_uring`, none in a dash.
        spaced: their stems with single spaces.
        numbers: the numbers of the stems, also of those that its parts make when they are read as one.
    """

    words: tuple[Token, ...]
    spaced: str
    numbers: tuple[int, ...]


class _Clerk:
    """Goes from idea to idea and writes the inventory."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._silent = lexicon.silent
        self._pieces: dict[str, _Piece] = {}
        self._words: dict[str, int] = {}
        self._vocabulary: dict[str, str] = {}
        self._pairs: dict[str, str] = {}
        self._documents: list[array[int]] = []
        self._grades: list[bytearray] = []
        self._worths: list[float] = []
        self._texts: list[str] = []
        self._titles: list[str] = []
        self._names: list[str] = []
        self._keywords: list[str] = []
        self._spelt: list[str] = []

    def inventory(self) -> Inventory:
        """What has been written so far."""
        counts = array("i", map(len, self._documents))
        documents, grades = array("i"), array("B", b"".join(self._grades))
        for places in self._documents:
            documents.extend(places)
        lists = Lists(self._words, counts, documents, grades, self._worths, self._texts)
        names = (self._titles, self._names, self._keywords, self._spelt)
        return Inventory(lists, self._vocabulary, self._pairs, *names)

    def enter(self, idea: Idea, home: Organisation) -> None:
        """Add the next document."""
        in_order: list[str] = []
        said: list[tuple[float, list[int]]] = []
        for _, worth, text in fields_of(idea, home):
            pieces = self._read(text)
            in_order += [piece.spaced for piece in pieces if piece.words]
            in_order.append("|")
            said.append((worth, [number for piece in pieces for number in piece.numbers]))
            if worth >= PHRASE:
                self._pair([word for piece in pieces for word in piece.words])
        grades: dict[int, int] = {}
        for worth, numbers in sorted(said, key=lambda field: field[0]):
            grades.update(dict.fromkeys(numbers, self._grade(worth)))  # the best field is the last
        for number, grade in grades.items():
            self._documents[number].append(len(self._texts))
            self._grades[number].append(grade)
        self._texts.append(f" {' '.join(in_order)} ")
        self._name(idea)

    def _grade(self, worth: float) -> int:
        """The place of a worth."""
        if worth not in self._worths:
            self._worths.append(worth)
        return self._worths.index(worth)

    def _name(self, idea: Idea) -> None:
        title = self._tokens(idea.title)
        telling = {t.stem for t in title if t.text not in self._silent} or {t.stem for t in title}
        self._spelt.append(" ".join(t.text for t in title))
        self._titles.append(" ".join(sorted(telling)))
        self._names.append(self._stems((idea.title, *idea.aliases)))
        self._keywords.append(self._stems(idea.keywords))

    def _stems(self, names: Sequence[str]) -> str:
        spaced = {" ".join([piece.spaced for piece in self._read(name) if piece.words]) for name in names}
        return "\t".join(sorted(spaced))

    def _pair(self, words: Sequence[Token]) -> None:
        for a, b in pairwise(words):
            self._pairs.setdefault(stem_of(a.text + b.text), f"{a.stem} {b.stem}")

    def _tokens(self, text: str) -> list[Token]:
        return [word for piece in self._read(text) for word in piece.words]

    def _read(self, text: str) -> list[_Piece]:
        known = self._pieces
        return [known.get(piece) or self._learn(piece) for piece in text.split()]

    def _learn(self, text: str) -> _Piece:
        plain = text.strip(STOPS).casefold() if text.isascii() else text
        if plain != text:
            found = self._pieces[text] = self._pieces.get(plain) or self._learn(plain)
            return found
        words = tokens(text, len(text))
        forms = {word.text: word.stem for word in words} | {joined: stem_of(joined) for joined in joins(words)}
        self._vocabulary.update(forms)
        numbers = tuple(map(self._number, forms.values()))
        found = self._pieces[text] = _Piece(words, " ".join(word.stem for word in words), numbers)
        return found

    def _number(self, stem: str) -> int:
        """The number of a word, which may be new."""
        if stem not in self._words:
            self._words[stem] = len(self._words)
            self._documents.append(array("i"))
            self._grades.append(bytearray())
        return self._words[stem]


def _twins(titles: Sequence[str], homes: Sequence[Organisation], catalogue: Catalogue) -> dict[int, int]:
    """The same title on a page and on the page that supersedes it."""
    newer = {home.id: home.page.superseded_by for home in catalogue.organisations if home.page.superseded_by}
    current = frozenset(newer.values())
    by_title = {(homes[d].id, title): d for d, title in enumerate(titles) if homes[d].id in current}
    older = ((document, home.id) for document, home in enumerate(homes) if home.id in newer)
    found = ((document, by_title.get((newer[name], titles[document]))) for document, name in older)
    return {document: twin for document, twin in found if twin is not None}
