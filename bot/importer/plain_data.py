"""What was understood of a page, as plain data for programs; pure."""

from collections.abc import Sequence

from bot.importer.findings import FoundWords, Imported, ImportedIdea, PageFacts
from bot.importer.people import Mentor


def as_json(imported: Imported) -> dict[str, object]:
    """The page as plain data, ready for JSON: `page`, `ideas`, `facts`, `left_out`; page-wide mentors stand with each idea."""
    shared = imported.page.mentors
    return {
        "page": imported.name,
        "format": imported.form,
        "ideas": [_idea_as_json(idea, () if idea.mentors_asked else shared) for idea in imported.ideas],
        "facts": _facts_as_json(imported.page),
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


def _facts_as_json(facts: PageFacts) -> dict[str, object]:
    """What the page says beyond its ideas, each part with the line where it stands."""
    return {
        "title": facts.title,
        "year": facts.year,
        "languages": list(facts.languages),
        "mentors": [_person_as_json(person) for person in facts.mentors],
        "contacts": [{"label": link.label, "url": link.url, "line": link.line} for link in facts.contacts],
        "how_to_ask": _words_as_json(facts.how_to_ask) if facts.how_to_ask else None,
        "apply": [_words_as_json(step) for step in facts.apply],
        "propose": [_words_as_json(step) for step in facts.propose],
        "answers": [{"topic": each.topic, "words": each.answer, "line": each.line} for each in facts.answers],
        "dates": [{"key": date.key, "name": date.name, "when": date.when, "line": date.line} for date in facts.dates],
    }


def _words_as_json(said: FoundWords) -> dict[str, object]:
    return {"words": said.words, "line": said.line}
