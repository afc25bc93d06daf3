"""The language of the answer that is being made, and the fixed words in it.

The sources say everything in English; `bot/locales` has it in other languages. What is not translated yet stays English,
sentence by sentence. Whoever makes an answer says once in which language (`speaking`), and those who word it look up
whole sentences (`_`), so that translators see what belongs together.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO

ENGLISH = "en"
"""The language of the sources."""

LOCALES, CATALOGUE = "locales", "mentorix.po"
"""Where translations lie within the package, a folder for each language, and what their files are called."""

_spoken = ContextVar("spoken", default=ENGLISH)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Let what is worded meanwhile be in this language.

    Args:
        language: its code (BCP 47), such as 'de'; one without translations is English.
    """
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def spoken() -> str:
    """The code of the language that is spoken now."""
    return _spoken.get()


def _(words: str) -> str:
    """Fixed words, or a sentence with places such as '{idea}' in it."""
    return _translations(_spoken.get()).gettext(words)


def ngettext(one: str, many: str, number: int) -> str:
    """The words for one of something, or those for so many."""
    return _translations(_spoken.get()).ngettext(one, many, number)


def npgettext(context: str, one: str, many: str, number: int) -> str:
    """The same, where the words take another form beside others, which the context tells."""
    return _translations(_spoken.get()).npgettext(context, one, many, number)


def N_(words: str) -> str:  # noqa: N802 - so called wherever gettext is used
    """Words that are looked up when they are said; here they are only marked for translators."""
    return words


@cache
def _translations(language: str) -> NullTranslations:
    """Read once for each language; takes some hundredths of a second."""
    catalogue = files("bot") / LOCALES / language / "LC_MESSAGES" / CATALOGUE
    if language == ENGLISH or not catalogue.is_file():
        return NullTranslations()
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - takes a while to import, and English needs none of it
    from babel.messages.pofile import read_po  # noqa: PLC0415

    compiled = BytesIO()
    with catalogue.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)
