"""The whole way: a page's text → what it says."""

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from bot.errors import UserError
from bot.importer import page_facts, reading, recognise, records, titles
from bot.importer.comments import put_away
from bot.importer.findings import Evidence, FoundDate, FoundLink, Imported, ImportedIdea, LeftOut, PageFacts
from bot.importer.people import Mentor, Nick
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
    found = records.find(blocks, whole.plain if whole else "")
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


def as_json(imported: Imported) -> dict[str, object]:
    """The page as plain data, ready for JSON: `page`, `ideas`, `left_out`; page-wide mentors stand with each idea."""
    shared = imported.page.mentors
    return {
        "page": imported.name,
        "format": imported.form,
        "ideas": [_idea_as_json(idea, () if idea.mentors_asked else shared) for idea in imported.ideas],
        "left_out": [{"title": left.title, "line": left.line, "reason": left.reason} for left in imported.left_out],
    }


def _idea_as_json(idea: ImportedIdea, shared: Sequence[Mentor]) -> dict[str, object]:
    return {
        "title": idea.title,
        "line": idea.line,
        "status": idea.status,
        "mentors": [_person_as_json(person) for person in idea.mentors or shared],
        "suggested_by": [_person_as_json(person) for person in idea.suggested_by],
        "difficulty_raw": idea.level,
        "size_raw": idea.size,
        "size_hours": list(idea.hours),
        "languages": list(idea.languages),
        "languages_optional": list(idea.languages_optional),
        "skills": list(idea.skills),
        "outcomes": list(idea.outcomes),
        "tasks": list(idea.tasks),
        "links": [{"label": link.label, "url": link.url} for link in idea.links],
        "section": list(idea.section),
        "evidence": {name: {"line": at.line, "words": at.words} for name, at in idea.evidence.items()},
    }


def _person_as_json(person: Mentor) -> dict[str, object]:
    said: dict[str, object] = {
        "name": person.name,
        "email": person.email,
        "nick": [*(nick.name for nick in person.nicks), *([person.matrix] if person.matrix else [])],
        "role": person.role,
    }
    return {key: value for key, value in said.items() if value}
