"""What a word that is not in the catalogue may have been meant to be; pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.matching.index import Index
from bot.matching.lexicon import Lexicon
from bot.matching.normalise import stem_of
from bot.matching.spelling import Speller

COMPLETED, SHORTENED = 0.7, 0.65
"""Trust in a completed word, and in a word without its vowels."""

ABBREVIATION, SWAPPED = 3, 0.65
"""Letters of an abbreviation in which two may have changed places, and trust in it."""

STARTING = 3
"""Letters at the beginning of a word that its stem has too."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that a concept may stand for.

    Attributes:
        phrase: stems that must stand together.
        quality: trust in this reading, 0 to 1.
        how: where it comes from, for explanations.
    """

    phrase: tuple[str, ...]
    quality: float
    how: str = "word"


class Guesses:
    """Takes strange words for words of one index."""

    def __init__(self, index: Index, speller: Speller, lexicon: Lexicon) -> None:
        self._index = index
        self._speller = speller
        self._lexicon = lexicon
        self._starts = frozenset(pair[:STARTING] for pair in index.pairs)

    def of(self, word: str) -> Iterator[Reading]:
        """Shortened, corrected and completed words; ordinary words are never touched."""
        for right in self._speller.expansions(word):
            yield Reading((self._index.vocabulary[right],), SHORTENED, "shortened")
        if self._lexicon.knows(word):
            return
        if f"lib{word}" in self._index.vocabulary:
            yield Reading((self._index.vocabulary[f"lib{word}"],), COMPLETED, "completed")
        for right in self._swapped(word):
            yield Reading((self._index.vocabulary[right],), SWAPPED, "corrected")
        for right, quality in self._speller.corrections(word):
            yield Reading((self._index.vocabulary[right],), quality, "corrected")
        for right in self._speller.completions(word):
            yield Reading((self._index.vocabulary[right],), COMPLETED, "completed")

    def _swapped(self, word: str) -> Iterator[str]:
        """Abbreviations of three letters, two of which changed places: `rpd` for `rdp`."""
        if len(word) == ABBREVIATION:
            swapped = (word[1] + word[0] + word[2], word[0] + word[2] + word[1])
            yield from (right for right in swapped if self._is_jargon(right))

    def _is_jargon(self, word: str) -> bool:
        return word in self._index.vocabulary and not self._lexicon.band(word, word)

    def parts(self, word: str) -> tuple[str, ...]:
        """Words of the catalogue written as one, two or a word and a pair; the most even split first."""
        if len(word) < 7 or self._lexicon.knows(word) or self._speller.corrections(word):
            return ()
        cuts = sorted(range(3, len(word) - 2), key=lambda cut: abs(2 * cut - len(word)))
        for cut in cuts:
            if (left := self._known(word[:cut])) and (right := self._known(word[cut:])):
                return (*left, *right)
        return ()

    def _known(self, piece: str) -> tuple[str, ...]:
        """The piece where the catalogue has it, else the two words that it is when titles are read without spaces."""
        if piece in self._index.vocabulary:
            return (piece,)
        if piece[:STARTING] not in self._starts:
            return ()
        return tuple(self._index.pairs.get(stem_of(piece), "").split())
