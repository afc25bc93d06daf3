"""Search engines under measurement: ours beside SQLite FTS5, rapidfuzz over titles, and tantivy; all asked the same way.

Each is built over one catalogue and answers a question with ideas as `file/idea`, best first. Only Mentorix corrects
spelling, knows people and may answer nothing; the others do what their own manuals show first.
"""

import re
import sqlite3
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Protocol

from rapidfuzz import process

from bot.catalogue.model import Catalogue, Idea, Organisation
from bot.matching.keeping import inventory_of
from bot.matching.matcher import Matcher

if TANTIVY := find_spec("tantivy") is not None:
    import tantivy

MOST = 10
"""How many ideas an engine is asked for."""


class Engine(Protocol):
    """Something built over a catalogue that answers questions."""

    def ask(self, text: str) -> list[str]:
        """The ideas for a question, best first; empty for nothing."""


class Mentorix:
    """Our own matching, with everything on; as the bot starts it, from what it kept or else anew.

    Attributes:
        fresh: what is to be kept for the next start, if anything.
    """

    def __init__(self, catalogue: Catalogue, kept: bytes | None = None) -> None:
        inventory, self.fresh = inventory_of(catalogue, kept)
        self._matcher = Matcher(catalogue, inventory)
        self._keys = {id(idea): f"{home.id}/{idea.id}" for home, idea in _ideas(catalogue)}

    def ask(self, text: str) -> list[str]:
        """What `!idea` would name."""
        return [self._keys[id(match.idea)] for match in self._matcher.idea(text).matches]


class Fts5:
    """SQLite's full-text search: BM25 with weighted columns, any word, each also as the beginning of one."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._base = sqlite3.connect(":memory:")
        self._base.execute("CREATE VIRTUAL TABLE ideas USING fts5(key UNINDEXED, title, names, body, prefix='3 4')")
        rows = ((key, *_texts(home, idea)) for key, home, idea in _keyed(catalogue))
        self._base.executemany("INSERT INTO ideas VALUES (?, ?, ?, ?)", rows)
        self._base.commit()

    def ask(self, text: str) -> list[str]:
        """The best by BM25."""
        words = " OR ".join(f'"{word}"*' for word in re.findall(r"\w+", text))
        if not words:
            return []
        order = "SELECT key FROM ideas WHERE ideas MATCH ? ORDER BY bm25(ideas, 0, 4, 2, 1) LIMIT ?"
        return [key for (key,) in self._base.execute(order, (words, MOST))]


class Titles:
    """rapidfuzz's `extract` with its default scorer over all titles."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._titles = {key: idea.title for key, _, idea in _keyed(catalogue)}

    def ask(self, text: str) -> list[str]:
        """The titles that are most alike."""
        return [key for _, _, key in process.extract(text, self._titles, limit=MOST)]


class Tantivy:
    """Tantivy's BM25 over weighted fields with English stemming; it corrects nothing."""

    FIELDS = ("title", "names", "body")

    def __init__(self, catalogue: Catalogue) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("key", stored=True, tokenizer_name="raw")
        for field in self.FIELDS:
            builder.add_text_field(field, tokenizer_name="en_stem")
        self._index = tantivy.Index(builder.build())
        writer = self._index.writer(heap_size=64_000_000, num_threads=1)
        for key, home, idea in _keyed(catalogue):
            texts = dict(zip(self.FIELDS, _texts(home, idea), strict=True))
            writer.add_document(tantivy.Document(key=[key], **{field: [text] for field, text in texts.items()}))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def ask(self, text: str) -> list[str]:
        """The best by BM25."""
        plain = " ".join(re.findall(r"\w+", text))
        query = self._index.parse_query(plain, list(self.FIELDS), field_boosts={"title": 4.0, "names": 2.0})
        return [str(self._searcher.doc(place)["key"][0]) for _, place in self._searcher.search(query, MOST).hits]


MISSING = frozenset() if TANTIVY else frozenset({"tantivy"})
"""Engines that are not installed."""

ENGINES: dict[str, type[Mentorix | Fts5 | Titles | Tantivy]] = {
    "mentorix": Mentorix,
    "tantivy": Tantivy,
    "fts5": Fts5,
    "rapidfuzz": Titles,
}
"""By the name that the tables print."""


def _ideas(catalogue: Catalogue) -> Iterator[tuple[Organisation, Idea]]:
    return ((home, idea) for home in catalogue.organisations for idea in home.ideas)


def _keyed(catalogue: Catalogue) -> Iterator[tuple[str, Organisation, Idea]]:
    return ((f"{home.id}/{idea.id}", home, idea) for home, idea in _ideas(catalogue))


def _texts(home: Organisation, idea: Idea) -> tuple[str, str, str]:
    """Title; other names, keywords, organisation and mentors; the prose."""
    mentors = (name for p in home.mentors_of(idea) for name in (p.called, *(nick.name for nick in p.nicks)))
    names = " ".join((*idea.aliases, *idea.keywords, home.organisation, *mentors))
    return idea.title, names, " ".join((idea.summary, *idea.tasks, *idea.prerequisites, *idea.languages))
