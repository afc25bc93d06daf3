"""The whole way: a page's text → what it says."""

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from bot.errors import UserError
from bot.importer import page_facts, reading, recognise, records, titles
from bot.importer.comments import put_away
from bot.importer.findings import Evidence, FoundDate, FoundLink, Imported, ImportedIdea, LeftOut, PageFacts
from bot.importer.people import Mentor, Nick
from bot.importer.plain_data import as_json
from bot.importer.readers import front_matter

__all__ = [
    "Evidence", "FoundDate", "FoundLink", "Imported", "ImportedIdea", "LeftOut", "Mentor", "Nick", "PageFacts",
    "as_json", "import_page",
]  # fmt: skip

_COMMENTED = frozenset({"markdown", "html", "mediawiki"})
_LONGEST_COMMENTS = 200_000


def import_page(text: str, name: str) -> Imported:
    """Read a page.

    Args:
        text: the whole page.
        name: its file name or address; its ending helps to recognise the format.

    Raises:
        UserError: it cannot be read, or there is no idea on it; the sentence says what was found.
    """
    form, blocks = recognise.read(text, name)
    fronts = recognise.fronts(blocks)
    whole = front_matter.value_of(fronts, "title")
    found = records.find(blocks, whole.plain if whole else "", PurePath(name).stem)
    ideas = reading.known_apart([reading.idea_of(record) for record in found.records])
    left_out = sorted(
        [*(LeftOut(*passed) for passed in found.passed), *_put_away(text, name, form)], key=lambda e: e.line
    )
    if not ideas:
        raise UserError(_nothing(form, len(blocks), left_out))
    return Imported(
        PurePath(name).stem,
        form,
        tuple(ideas),
        tuple(left_out),
        page_facts.facts_of(found, fronts, asked=any(idea.mentors_asked for idea in ideas)),
    )


def _put_away(text: str, name: str, form: str) -> Iterator[LeftOut]:
    """Ideas inside comments of the page's source."""
    for line, inner in put_away(text, _LONGEST_COMMENTS) if form in _COMMENTED else ():
        try:
            blocks = recognise.read(inner, name)[1]
        except UserError:
            continue
        for record in records.find(blocks, "").records:
            yield LeftOut(titles.cleaned(record.title.plain), line + record.line - 1, "inside a comment of the page")


def _nothing(form: str, blocks: int, left_out: Sequence[LeftOut]) -> str:
    said = f"no idea was found on this page; it was read as {form} with {blocks} block{'' if blocks == 1 else 's'}"
    if left_out:
        named = ", ".join(f"'{left.title}' ({left.reason})" for left in left_out[:5])
        said += f", and left out: {named}"
    return said
