"""A question's words as concepts: each with everything in the catalogue that it may stand for; pure.

In order of trust: the phrase as it stands, the word, parts that were written apart or together, general synonyms,
corrected spelling, the beginning of a longer word.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from bot.matching.guesses import COMPLETED, Guesses, Reading
from bot.matching.index import Index
from bot.matching.lexicon import Lexicon, shelf_of
from bot.matching.normalise import Token, stem_of
from bot.matching.spelling import Everyday, Speller

ASKING = shelf_of("filters.txt")["asking for ideas"]
"""Words of somebody who asks or wishes for something, and is not merely talking."""

INFO = (1.0, 0.85, 0.7, 0.45, 0.25)
"""What a found word says, by how common it is in ordinary language (0 unknown to 4 everywhere)."""

GAP = (0.9, 0.95, 0.8, 0.45, 0.2)
"""What an unexplained word says against an answer, by how common it is."""

INFLECTED, DERIVED, SYNONYM, RELATED, PART = 0.95, 0.5, 0.72, 0.5, 0.45
"""Trust in a plural the catalogue does not have, another ordinary word of the same stem, a synonym, a word for nearly
the same, a single word of a phrase."""

FOREIGN_WORDS, FOREIGN_GAP = 3, 0.15
"""How many small words make a sentence foreign, and what a word of it that nobody knows then says against an answer."""

PHRASE = 0.8
"""What a known phrase says at least: two common words together are telling."""

NUMBER = 0.15
"""What a bare number or letter says."""

KEPT, KEPT_WORDS = 16, 4_000
"""How many of the latest runs of words are not read again, since one question asks for the same ones several times; and
how many of the latest words, since people use the same ones."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One meaning-bearing piece of a question.

    Attributes:
        text: as it was typed, folded.
        readings: what it may stand for, only such as the catalogue has; empty when nothing fits.
        info: what it says when it is found.
        gap: what it says against an answer that does not have it.
    """

    text: str
    readings: tuple[Reading, ...]
    info: float
    gap: float


class Reader:
    """Turns tokens into concepts by one index."""

    def __init__(self, index: Index, speller: Speller, everyday: Everyday, lexicon: Lexicon) -> None:
        self._index = index
        self._speller = speller
        self._everyday = everyday
        self._lexicon = lexicon
        self._guesses = Guesses(index, speller, lexicon)
        self._known = lru_cache(KEPT)(self._concepts)
        self._single = lru_cache(KEPT_WORDS)(self._of_word)

    def as_meant(self, words: Sequence[Token]) -> str:
        """The words as stems with single spaces, slips mended, to know an exact title by."""
        return " ".join(self._meant(token) for token in words)

    def is_bare(self, words: Sequence[Token], concepts: Sequence[Concept]) -> bool:
        """Whether the words are nothing but a subject, or ask for an idea about one in so many words."""
        texts = {token.text for token in words}
        meant = {text for concept in concepts for text in concept.text.split()}
        return bool(texts & ASKING) or not (texts - meant) & self._lexicon.silent

    def _meant(self, token: Token) -> str:
        if token.stem in self._index.postings.words or self._lexicon.knows(token.text):
            return token.stem
        catalogue, everyday = self._speller.corrections(token.text)[:1], self._slip(token.text)
        if everyday and (not catalogue or everyday[1] >= catalogue[0][1]):
            return stem_of(everyday[0])
        return self._index.vocabulary[catalogue[0][0]] if catalogue else token.stem

    def _slip(self, word: str) -> tuple[str, float] | None:
        """The everyday word that `word` is one slip from, with the likeness; None for what is right or far off."""
        known = word in self._index.vocabulary or self._lexicon.knows(word)
        return None if known else self._everyday.meant(word)

    def concepts(self, words: Sequence[Token]) -> tuple[Concept, ...]:
        """The concepts of the words in order; silent words and repetitions are left out."""
        return self._known(tuple(words))

    def _concepts(self, words: tuple[Token, ...]) -> tuple[Concept, ...]:
        found: dict[str, Concept] = {}
        place, compounds = 0, self._compounds([token.text for token in words])
        foreign = sum(token.text in self._lexicon.foreign for token in words) >= FOREIGN_WORDS
        while place < len(words):
            taken, concepts = self._at(words, place, compounds)
            for concept in concepts:
                strange = foreign and _is_guess(concept.readings) and not self._lexicon.knows(concept.text)
                found.setdefault(concept.text, replace(concept, gap=FOREIGN_GAP) if strange else concept)
            place += taken
        return tuple(found.values())

    def _compounds(self, texts: Sequence[str]) -> dict[int, list[int]]:
        """Where three or two words may be one of the catalogue's: places with how many words, the longest first."""
        twos = [a + b for a, b in pairwise(texts)]
        threes = [two + c for two, c in zip(twos, texts[2:], strict=False)]
        found: dict[int, list[int]] = {}
        right, stems = self._index.vocabulary, self._index.postings.words
        for length, joined in ((3, threes), (2, twos)):
            for place in [p for p, word in enumerate(joined) if word in right or word in stems or word[:-1] in right]:
                found.setdefault(place, []).append(length)
        return found

    def _at(
        self, words: Sequence[Token], place: int, compounds: dict[int, list[int]]
    ) -> tuple[int, Sequence[Concept]]:
        longest = self._lexicon.longest.get(words[place].stem, 1)
        for length in range(min(longest, len(words) - place), 1, -1):
            phrase = self._phrase(words[place : place + length])
            if phrase:
                return length, [phrase]
        for length in compounds.get(place, ()):
            if joined := self._joined(words[place : place + length]):
                return length, [joined]
        word = words[place].text
        if word in self._lexicon.silent or (len(word) == 1 and not word.isalpha()):
            return 1, []
        return 1, self._single(word, words[place].stem)

    def _phrase(self, words: Sequence[Token]) -> Concept | None:
        """A phrase of the synonym list: found as a whole, by another name, or weakly by one of its words."""
        phrase = tuple(token.stem for token in words)
        synonyms, related = self._lexicon.synonyms.get(phrase), self._lexicon.related.get(phrase, ())
        if synonyms is None and not any(self._index.holds(p) for p in (phrase, *related) if related):
            return None
        readings = [Reading(phrase, 1.0, "phrase"), *(Reading(p, SYNONYM + 0.15, "synonym") for p in synonyms or ())]
        readings += (Reading(p, RELATED + 0.15, "related") for p in related)
        known = tuple(r for r in readings if self._index.holds(r.phrase))
        text = " ".join(token.text for token in words)
        telling = [t for t in words if t.text not in self._lexicon.silent] or words
        bands = [self._lexicon.band(t.text, t.stem) for t in telling]
        if known:
            known += tuple(Reading((t.stem,), PART, "part") for t in telling if self._index.holds((t.stem,)))
        gap = max(GAP[band] for band in bands) if known else GAP[0]
        return Concept(text, known, max(PHRASE, *(INFO[band] for band in bands)), gap)

    def _joined(self, words: Sequence[Token]) -> Concept | None:
        """Words typed apart which the catalogue has as one, such as `io uring` for `io_uring`."""
        joined = "".join([token.text for token in words])
        stem = self._index.stem(joined)
        if stem is None or (len(joined) < 4 and joined.isalpha()) or joined.isdigit():
            return None
        if joined in self._lexicon.silent or all(token.text in self._lexicon.silent for token in words):
            return None
        if self._lexicon.knows(joined) and joined not in self._index.vocabulary:
            return None
        return Concept(joined, (Reading((stem,), 1.0, "joined"),), INFO[0], GAP[0])

    def _of_word(self, word: str, stem: str) -> tuple[Concept, ...]:
        """What a word by itself may mean: nothing, one thing, or two where it is two words written as one."""
        band = 0 if not word.isalpha() and len(word) > 1 else self._lexicon.band(word, stem)
        readings = tuple(self._readings(word, stem))
        slip = self._slip(word) if _is_guess(readings) else None
        if slip and slip[1] >= max((reading.quality for reading in readings), default=0.0):
            if slip[0] in self._lexicon.silent:
                return ()
            band = self._lexicon.band(slip[0], stem_of(slip[0]))
        if not readings and (parts := self._guesses.parts(word)):
            return tuple(
                Concept(part, (Reading((stem_of(part),), 0.95, "split"),), INFO[self._lexicon.band(part, part)], 0.5)
                for part in parts
            )
        if word.isdigit() or len(word) == 1:
            return (Concept(word, readings, NUMBER, GAP[4]),)
        if readings and all(reading.how in {"synonym", "related"} for reading in readings):
            # A translation says as much as the word it stands for.
            band = max(band, min(self._lexicon.stem_bands.get(each, 0) for each in readings[0].phrase))
        return (Concept(word, readings, INFO[band], GAP[band] if word.isascii() else FOREIGN_GAP),)

    def _readings(self, word: str, stem: str) -> Iterator[Reading]:
        index = self._index
        if stem in index.postings.words:
            exact = word in index.vocabulary
            yield (
                Reading((stem,), 1.0, "word") if exact else Reading((stem,), self._likeness(word, stem), "inflected")
            )
        for other in self._lexicon.synonyms.get((stem,), ()):
            if index.holds(other):
                yield Reading(other, SYNONYM, "synonym")
        for other in self._lexicon.related.get((stem,), ()):
            if index.holds(other):
                yield Reading(other, RELATED, "related")
        if stem in index.postings.words:
            return
        if pair := index.pairs.get(word) or index.pairs.get(stem):
            yield Reading(tuple(pair.split()), 1.0, "split")
        yield from self._guesses.of(word)

    def _likeness(self, word: str, stem: str) -> float:
        """Trust in a form that the catalogue does not have: an ordinary word of its own may mean something else."""
        if word == stem or word.endswith("s") or not self._lexicon.knows(word):
            return INFLECTED
        return COMPLETED if self._lexicon.band(word, stem) > 2 else DERIVED


def _is_guess(readings: Sequence[Reading]) -> bool:
    """Whether nothing is known of a word, but that it may be a slip or the beginning of another."""
    return all(reading.how in {"corrected", "completed"} for reading in readings)
