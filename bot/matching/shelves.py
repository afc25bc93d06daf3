"""The ideas by what they are rather than by their words: language, hours, level, house, year, status; pure."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

from bot.catalogue.model import Idea, Level, Organisation
from bot.matching.index import Index
from bot.matching.normalise import fold, stems

LANGUAGES = {
    "golang": "go", "cpp": "c++", "cplusplus": "c++", "js": "javascript", "ts": "typescript", "py": "python",
    "python3": "python", "asm": "assembly", "assembler": "assembly", "sh": "shell", "bash": "shell", "csharp": "c#",
    "make": "makefile", "makefiles": "makefile", "objc": "objective-c", "rustlang": "rust",
}  # fmt: skip
"""Other names of languages."""

SPOKEN = frozenset(
    "c c++ c# go rust python java javascript typescript ruby perl php haskell ocaml scala kotlin swift erlang elixir "
    "clojure lua julia r fortran cobol pascal ada prolog lisp scheme racket zig nim dart assembly shell makefile sql "
    "matlab f# objective-c verilog vhdl coq agda lean d tcl groovy html css".split()
)
"""Programming languages that a question may name, whether or not an idea has them."""

Facet = tuple[str, str | int]
"""What an idea is, such as `("hours", 175)`."""

HARDNESS = {Level.EASY: 1.0, Level.MEDIUM: 2.0, Level.HARD: 3.0}


@lru_cache(maxsize=4_096)
def language_of(word: str) -> str:
    """The one name of a programming language."""
    name = fold(word).strip()
    return LANGUAGES.get(name, name)


@dataclass(slots=True)
class Shelves:
    """Documents by facet.

    Attributes:
        all: every document.
        by: documents by (facet, value).
        houses: files by each folded name of an organisation, as stems.
        longest: words in the longest such name that begins with a stem.
        files: documents by file.
        written: the organisation as it writes itself, by each of those names.
    """

    all: frozenset[int] = frozenset()
    by: dict[Facet, set[int]] = field(default_factory=lambda: defaultdict(set))
    houses: dict[tuple[str, ...], set[str]] = field(default_factory=lambda: defaultdict(set))
    longest: dict[str, int] = field(default_factory=dict)
    files: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    written: dict[tuple[str, ...], str] = field(default_factory=dict)

    def of(self, facet: str, value: str | int) -> frozenset[int]:
        """The documents on one shelf."""
        return frozenset(self.by.get((facet, value), ()))

    def values(self, facet: str) -> list[str | int]:
        """All values of a facet."""
        return [value for name, value in self.by if name == facet]


def shelve(index: Index, organisations: tuple[Organisation, ...]) -> Shelves:
    """Put every idea on its shelves."""
    shelves = Shelves(frozenset(range(len(index.ideas))))
    for home in organisations:
        for name in (home.organisation, *home.aliases):
            phrase = stems(name)
            shelves.houses[phrase].add(home.id)
            shelves.written.setdefault(phrase, home.organisation)
            shelves.longest.update({stem: max(len(phrase), shelves.longest.get(stem, 0)) for stem in phrase[:1]})
    alike: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for document, (idea, home) in enumerate(zip(index.ideas, index.homes, strict=True)):
        shelves.files[home.id].add(document)
        shelves.by["mentored", "yes" if idea.mentors or home.mentors else "no"].add(document)
        alike["work", idea.status, idea.level, idea.size].append(document)
        alike["languages", idea.languages, idea.languages_optional].append(document)
    for (what, *_), documents in alike.items():  # thousands of ideas are written in some hundred ways
        facets = _of_work if what == "work" else _of_languages
        for facet in facets(index.ideas[documents[0]]):
            shelves.by[facet].update(documents)
    for home in organisations:
        for facet in _facets_of_page(home):
            shelves.by[facet] |= shelves.files[home.id]
    return shelves


def _of_work(idea: Idea) -> list[Facet]:
    found: list[Facet] = [("status", idea.status.value)]
    found += [("hours", hours) for hours in idea.hours]
    found += [("level", level.value) for level in idea.levels]
    if idea.grade:
        found += [("grade", idea.grade[0]), ("scale", f"{idea.grade[0]}/{idea.grade[1]}")]
    return found


def _of_languages(idea: Idea) -> list[Facet]:
    needed = [("language", name) for written in idea.languages for name in _languages(written)]
    return [*needed, *(("plus", name) for written in idea.languages_optional for name in _languages(written))]


def _facets_of_page(home: Organisation) -> list[Facet]:
    edition: Facet = ("edition", "older" if home.page.superseded_by else "newer")
    return [edition, ("year", home.year)] if home.year else [edition]


def _languages(written: str) -> set[str]:
    """A language as it is written, and by its plain name: `x86 assembly` is assembly too."""
    return {language_of(written)} | ({language_of(word) for word in written.split()} & SPOKEN)


def hardness(idea: Idea) -> float | None:
    """How hard an idea is, from 0 to 3; None where the page does not say."""
    if idea.grade:
        return 3 * idea.grade[0] / max(idea.grade[1], 1)
    levels = [HARDNESS[level] for level in idea.levels]
    return sum(levels) / len(levels) if levels else None
