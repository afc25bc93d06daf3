"""An inventory of a catalogue's words: taken once, perhaps kept for the next start, and opened as an index; pure.

Pages say the same words again and again, so whatever stands between two spaces is read once and then known.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.catalogue.model import Catalogue, Idea, Organisation
from bot.matching.index import PHRASE, Index, fields_of
from bot.matching.lexicon import Lexicon
from bot.matching.normalise import Token, joins, stem_of, tokens
from bot.matching.postings import Forward, Phrase, Plain, Postings

LARGE = 500
"""Ideas from which flat arrays are quicker than dictionaries."""

STOPS = ".,;:!?()"
"""Signs around a word that are no part of it."""


@dataclass(slots=True)
class Inventory:
    """What an index needs beside the ideas themselves; see `Index` for what each part is.

    Attributes:
        forward: the words of each document.
        vocabulary: every surface form with its stem.
        pairs: neighbouring words of titles and names read as one word.
        titles: the telling stems of each title.
        names: title and aliases as spaced stems.
        spelt: each title in its own spelling.
    """

    forward: Forward = field(default_factory=Forward)
    vocabulary: dict[str, str] = field(default_factory=dict)
    pairs: dict[str, Phrase] = field(default_factory=dict)
    titles: list[frozenset[str]] = field(default_factory=list)
    names: list[frozenset[str]] = field(default_factory=list)
    spelt: list[str] = field(default_factory=list)


def taken(catalogue: Catalogue, lexicon: Lexicon) -> Inventory:
    """The inventory of every idea of the catalogue."""
    clerk = _Clerk(lexicon)
    for home in catalogue.organisations:
        for idea in home.ideas:
            clerk.enter(idea, home)
    return clerk.inventory


def opened(inventory: Inventory, catalogue: Catalogue) -> Index:
    """The index over a catalogue, from its inventory."""
    ideas = tuple(idea for home in catalogue.organisations for idea in home.ideas)
    homes = tuple(home for home in catalogue.organisations for _ in home.ideas)
    return Index(
        ideas,
        homes,
        _postings(inventory.forward),
        inventory.vocabulary,
        inventory.pairs,
        inventory.titles,
        inventory.names,
        inventory.spelt,
        _twins(inventory.titles, homes, catalogue),
    )


def _postings(forward: Forward) -> Postings:
    if len(forward.texts) < LARGE:
        return Plain(forward)
    from bot.matching.columns import Columns  # noqa: PLC0415 — numpy takes memory that a small catalogue can spare

    return Columns(forward)


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
        self.inventory = Inventory()

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
        forward, grades = self.inventory.forward, dict[int, int]()
        for worth, numbers in sorted(said, key=lambda field: field[0]):
            grades.update(dict.fromkeys(numbers, forward.grade(worth)))  # the best field is the last
        forward.enter(grades, f" {' '.join(in_order)} ")
        self._name(idea)

    def _name(self, idea: Idea) -> None:
        title = self._words(idea.title)
        telling = frozenset(t.stem for t in title if t.text not in self._silent)
        self.inventory.spelt.append(" ".join(t.text for t in title))
        self.inventory.titles.append(telling or frozenset(t.stem for t in title))
        names = (self._words(name) for name in (idea.title, *idea.aliases))
        self.inventory.names.append(frozenset(" ".join(t.stem for t in words) for words in names))

    def _pair(self, words: Sequence[Token]) -> None:
        for a, b in pairwise(words):
            self.inventory.pairs.setdefault(stem_of(a.text + b.text), (a.stem, b.stem))

    def _words(self, text: str) -> list[Token]:
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
        self.inventory.vocabulary.update(forms)
        known = self.inventory.forward.words
        numbers = tuple(known.setdefault(stem, len(known)) for stem in forms.values())
        found = self._pieces[text] = _Piece(words, " ".join(word.stem for word in words), numbers)
        return found


def _twins(titles: Sequence[frozenset[str]], homes: Sequence[Organisation], catalogue: Catalogue) -> dict[int, int]:
    """The same title on a page and on the page that supersedes it."""
    newer = {home.id: home.page.superseded_by for home in catalogue.organisations if home.page.superseded_by}
    current = frozenset(newer.values())
    by_title = {(homes[d].id, title): d for d, title in enumerate(titles) if homes[d].id in current}
    older = ((document, home.id) for document, home in enumerate(homes) if home.id in newer)
    found = ((document, by_title.get((newer[name], titles[document]))) for document, name in older)
    return {document: twin for document, twin in found if twin is not None}
