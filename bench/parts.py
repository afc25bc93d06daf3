"""Parts of the matching that can be switched off, to see what each contributes.

The switches live here and not in the matching itself: each puts something that does nothing in the place of a part
while a matcher is built and asked.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from bot.matching.lexicon import Lexicon, lexicon
from bot.matching.normalise import Token
from bot.matching.search import Hit
from bot.matching.spelling import Everyday, Speller

Swap = tuple[str, Any]
"""A name in `bot.matching` and what stands there while the part is off."""


class _NoSpeller(Speller):
    """Knows no words, so corrects, completes and expands nothing."""

    def __init__(self, vocabulary: frozenset[str], lexicon: Lexicon) -> None:
        super().__init__(vocabulary & frozenset(), lexicon)


def _no_everyday() -> Everyday:
    return Everyday(())


def _small_words() -> Everyday:
    return Everyday(lexicon().silent)


def _nobody(*_: object) -> None:
    return None


def _as_typed(words: tuple[Token, ...], _: object) -> tuple[Token, ...]:
    return words


def _first(hits: Sequence[Hit]) -> list[Hit]:
    return list(hits[:1])


def _flat(names: str) -> list[Swap]:
    return [(f"index.{name}", 0.7) for name in names.split()]


def _knowing(**changes: Any) -> Callable[[], Lexicon]:
    known = replace(lexicon(), **changes)
    return lambda: known


SWITCHES: dict[str, Callable[[], list[Swap]]] = {
    "spelling": lambda: [
        ("matcher.Speller", _NoSpeller),
        ("people.Speller", _NoSpeller),
        ("matcher.everyday", _no_everyday),
    ],
    "proximity": lambda: [("search.NEIGHBOUR_BONUS", 0.0), ("search.TITLE_BONUS", 0.0)],
    "fields": lambda: [
        *_flat("TITLE KEYWORD PHRASE SUMMARY LANGUAGE MENTOR TEXT LINK HOUSE BARE"),
        ("inventory.PHRASE", 0.7),
    ],
    "people": lambda: [("persons.Persons.meant", _nobody)],
    "filters": lambda: [("query._STEPS", ())],
    "synonyms": lambda: [("matcher.lexicon", _knowing(synonyms={}, related={}, longest={}))],
    "translations": lambda: [("query.translated", _as_typed)],
    "background": lambda: [
        ("matcher.lexicon", _knowing(bands={}, stem_bands={})),
        ("matcher.everyday", _small_words),
    ],
    "decide": lambda: [("decide.answers", _first)],
}
"""By name, what is swapped. `background` is the knowledge of ordinary words; without `decide` the first hit answers."""


@contextmanager
def without(*names: str) -> Iterator[None]:
    """The matching without these parts, for matchers built and asked inside."""
    with ExitStack() as stack:
        for target, instead in (swap for name in names for swap in SWITCHES[name]()):
            stack.enter_context(patch(f"bot.matching.{target}", instead))
        yield
