"""Technical words of other languages as the English ones that stand for them; pure.

A word is taken for a foreign one where the sentence is foreign, or where nobody knows it in English.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from bot.matching.lexicon import lexicon, text_of
from bot.matching.normalise import Token, fold, stem_of, tokens

FOREIGN = 2
"""Small words of another language that make a sentence foreign."""

BEGINNING = 3
"""Letters by which entries are found; shorter beginnings stand for no word."""

SHORTEST_REST = 4
"""Letters of the rest of a compound that are looked up by themselves."""

Pattern = tuple[str, ...]
"""The words of an entry; an asterisk ends the beginning of a word."""


@dataclass(frozen=True, slots=True)
class _Entry:
    pattern: Pattern
    english: tuple[Token, ...]


def translated(words: tuple[Token, ...], known: Callable[[str], bool]) -> tuple[Token, ...]:
    """The words, foreign ones replaced by English ones.

    Args:
        words: a question's tokens.
        known: whether a word is right as it stands.
    """
    if not any(word.text[:BEGINNING] in _entries() for word in words):
        return words
    foreign = sum(word.text in lexicon().foreign for word in words) >= FOREIGN
    found: list[Token] = []
    place = 0
    while place < len(words):
        word = words[place]
        entries = _entries().get(word.text[:BEGINNING])
        entry = _at(words, place) if entries and (foreign or not known(word.text)) else None
        found += _english(word, entry) if entry else (word,)
        place += len(entry.pattern) if entry else 1
    return tuple(found)


def _english(word: Token, entry: _Entry) -> Iterator[Token]:
    """The entry's words, and those of what is left of a compound."""
    yield from (replace(token, clause=word.clause) for token in entry.english)
    rest = word.text[len(entry.pattern[0]) - 1 :] if entry.pattern[0].endswith("*") else ""
    if len(rest) < SHORTEST_REST:
        return
    for cut in (rest, rest.removeprefix("s"), rest.removeprefix("n"), rest.removeprefix("en")):
        inner = _at((Token(cut, stem_of(cut)),), 0)
        if inner:
            yield from (replace(token, clause=word.clause) for token in inner.english)
            return


def _at(words: Sequence[Token], place: int) -> _Entry | None:
    """The entry that fits there: the one of most words, then the one of most letters."""
    entries = _entries().get(words[place].text[:BEGINNING], ())
    return next((entry for entry in entries if _fits(entry.pattern, words, place)), None)


def _fits(pattern: Pattern, words: Sequence[Token], place: int) -> bool:
    texts = [word.text for word in words[place : place + len(pattern)]]
    return len(texts) == len(pattern) and all(
        text.startswith(piece[:-1]) if piece.endswith("*") else text == piece
        for piece, text in zip(pattern, texts, strict=True)
    )


@cache
def _entries() -> dict[str, tuple[_Entry, ...]]:
    """All entries by the first letters of their first word, the longest patterns first."""
    found: dict[str, list[_Entry]] = {}
    for line in fold(text_of("translations.txt")).splitlines():
        if line.startswith("#"):
            continue
        english, _, foreign = line.partition(": ")
        for phrase in foreign.split():
            entry = _Entry(tuple(phrase.split("_")), tokens(english))
            found.setdefault(phrase[:BEGINNING], []).append(entry)
    return {start: tuple(sorted(each, key=_longest_first)) for start, each in found.items()}


def _longest_first(entry: _Entry) -> tuple[int, int]:
    return -len(entry.pattern), -sum(map(len, entry.pattern))
