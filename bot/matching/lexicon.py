"""What is known of words before any catalogue is read: small words, ordinary words, general synonyms.

The one place of this package that opens files, its own, once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from bot.matching.normalise import fold, stem_of, stems

Phrase = tuple[str, ...]
"""A phrase as the stems of its words."""


FOREIGN = frozenset(
    {
        "Spanish", "French", "German", "Portuguese", "Italian", "Russian", "Hindi in Latin letters", "Polish", "Turkish",
        "Indonesian",
    }
)  # fmt: skip
"""Headings in the file of silent words."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Knowledge of language, the same for every catalogue.

    Attributes:
        silent: folded words that say nothing about a subject.
        foreign: those of them that are no English.
        bands: how common an ordinary word is, 1 (known) to 4 (everywhere), by the folded word.
        stem_bands: the same by stem.
        synonyms: what else a phrase may be called, by the phrase.
        related: the same of phrases that mean nearly the same.
        longest: words in the longest phrase of `synonyms` and `related` that begins with a stem.
    """

    silent: frozenset[str]
    foreign: frozenset[str]
    bands: dict[str, int]
    synonyms: dict[Phrase, tuple[Phrase, ...]]
    related: dict[Phrase, tuple[Phrase, ...]] = field(default_factory=dict)
    stem_bands: dict[str, int] = field(default_factory=dict)
    longest: dict[str, int] = field(default_factory=dict)

    def band(self, word: str, stem: str) -> int:
        """How common a word is, 0 (unknown) to 4; an inflected form counts a little rarer than its best known one."""
        known = self.bands.get(word)
        if known is not None:
            return known
        by_stem = self.stem_bands.get(stem, 0)
        return max(by_stem - 1, 1) if by_stem else 0

    def knows(self, word: str) -> bool:
        """Whether the word is correct as it stands and must not be taken for a misspelling."""
        return word in self.bands or word in self.silent


@cache
def lexicon() -> Lexicon:
    """The lexicon from the files in `words/`."""
    silent, foreign = _silent()
    bands = {w: int(band) for line in _lines("ordinary.txt") for band, *ws in [line.split()] for w in ws}
    synonyms, related = (
        _synonyms(line.split(",") for line in _lines(f"{name}.txt")) for name in ("synonyms", "related")
    )
    stem_bands: dict[str, int] = {}
    for word, band in bands.items():
        stem = stem_of(word)
        stem_bands[stem] = max(band, stem_bands.get(stem, 0))
    longest: dict[str, int] = {}
    for phrase in (*synonyms, *related):
        longest[phrase[0]] = max(len(phrase), longest.get(phrase[0], 0))
    return Lexicon(silent, foreign, bands, synonyms, related, stem_bands, longest)


def text_of(name: str) -> str:
    """One file of `words/`."""
    return files("bot.matching").joinpath("words", name).read_text(encoding="utf-8")


def sources() -> list[bytes]:
    """Every file of this package, to know by whether it is still the same."""
    here = files("bot.matching")
    found = (file for folder in (here, here.joinpath("words")) for file in folder.iterdir() if file.is_file())
    return [file.read_bytes() for file in sorted(found, key=lambda file: file.name)]


@cache
def shelf_of(name: str) -> dict[str, frozenset[str]]:
    """A file of word lists: under each `[name]` its words; comments begin with `# `."""
    found: dict[str, set[str]] = {}
    heading = ""
    for line in _lines(name):
        if line.startswith("["):
            heading = line.strip("[]")
        found.setdefault(heading, set()).update(() if line.startswith("[") else line.split())
    return {name: frozenset(words) for name, words in found.items()}


def _lines(name: str) -> list[str]:
    return [line for line in text_of(name).splitlines() if line and not line.startswith("#")]


def _silent() -> tuple[frozenset[str], frozenset[str]]:
    """All silent words, and those that stand only under the name of a foreign language."""
    english: set[str] = set()
    foreign: set[str] = set()
    shelf = english
    for line in text_of("silent.txt").splitlines():
        if line.startswith("#"):
            shelf = foreign if line.removeprefix("# ") in FOREIGN else english
        else:
            shelf.update(fold(line).split())
    return frozenset(english | foreign), frozenset(foreign - english)


def _synonyms(groups: Iterable[Sequence[str]]) -> dict[Phrase, tuple[Phrase, ...]]:
    found: dict[Phrase, tuple[Phrase, ...]] = {}
    for names in groups:
        group = [phrase for name in names if (phrase := stems(name))]
        for phrase in group:
            others = found.get(phrase, ()) + tuple(p for p in group if p != phrase)
            found[phrase] = tuple(dict.fromkeys(others))
    return found
