"""`python -m bot.locales [LANGUAGE]`: bring the message files in step with the sources, or begin one.

What is new in the sources is added with nothing beside it, to be translated; what is gone from them is taken out; what
was translated stays.
"""

import re
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from bot.commands import MENU
from bot.tongue import CATALOGUE, LOCALES

PACKAGE = Path(__file__).parents[1]
WIDTH = 120

_IDLE = re.compile(
    rb'^"(?:Project-Id-Version|Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team'
    rb"|Generated-By): .*\n",
    re.MULTILINE,
)
"""Lines of the header that tell nothing which the history of the file does not tell."""


def template() -> Catalog:
    """All that is said in fixed words, in English: what the functions of `bot.tongue` are called with, and the menu."""
    found = Catalog()
    for file, _line, words, _remarks, context in extract_from_dir(PACKAGE, [("**.py", "python")]):
        found.add(words, locations=[(f"bot/{file}", 0)], context=context)
    for command in MENU:
        module = command.answer.__module__.replace(".", "/")
        found.add(command.summary, locations=[(f"{module}.py", 0)])
    return found


def file_of(language: str) -> Path:
    """The message file of a language."""
    return PACKAGE / LOCALES / language / "LC_MESSAGES" / CATALOGUE


def read(language: str) -> Catalog:
    """The messages of a language; none yet where there is no file."""
    file = file_of(language)
    if not file.exists():
        return Catalog(language, fuzzy=False)
    return read_po(BytesIO(file.read_bytes()), locale=language)


def written(catalogue: Catalog) -> bytes:
    """A message file's content, the same for the same messages."""
    out = BytesIO()
    write_po(out, catalogue, width=WIDTH, sort_by_file=True, ignore_obsolete=True, include_lineno=False)
    return _IDLE.sub(b"", out.getvalue())


def renewed(language: str, english: Catalog) -> bytes:
    """What the message file of a language should be.

    Args:
        language: its code.
        english: all that is said.
    """
    catalogue = read(language)
    catalogue.header_comment = "# Mentorix: fixed words of answers. See docs/languages.md."
    catalogue.update(english, no_fuzzy_matching=True, update_header_comment=False)
    return written(catalogue)


def main() -> None:
    """Write all message files anew, and begin those of the languages that are named."""
    english = template()
    begun = {file.parents[1].name for file in PACKAGE.glob(f"{LOCALES}/*/*/{CATALOGUE}")}
    for language in sorted(begun | {*sys.argv[1:]}):
        file = file_of(language)
        content = renewed(language, english)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        missing = [message for message in read(language) if message.id and not _translated(message)]
        print(f"{language}: {len(english)} messages, {len(missing)} to be translated")  # noqa: T201


def _translated(message: Message) -> bool:
    """Whether it has words, and where it is counted those for one and for many."""
    return bool(message.string) and all(message.string or ())


if __name__ == "__main__":
    main()
