"""What was understood of a page → a file to review; what no file can hold is told; pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.catalogue.wording import quoted
from bot.errors import UserError
from bot.importer.findings import FoundDate, FoundLink, Imported, ImportedIdea, PageFacts
from bot.importer.keys import free, slug
from bot.importer.page_dates import moment, names_hour, names_year
from bot.importer.page_text import beginning, closed, sentences
from bot.importer.people import Mentor
from bot.importer.settling import Settled, settled
from bot.importer.subjects import subjects_of

LONGEST_SUMMARY = 4_900
"""Signs; the sentences of a description that fit become the summary to rewrite. Until then every word can be asked for."""

LONGEST_ABOUT = 400
"""Signs of what is said about the organisation."""

_ASK_THERE = "Ask in the places that the page names."


@dataclass(frozen=True, slots=True)
class Whose:
    """What the importing person knows of a page.

    Attributes:
        id: the file's name without '.yaml'.
        organisation: as it writes itself.
        url: where the page is published.
        programme: the id of the programme's file, if it belongs to one.
        year: the season; left out, the year that the page names.
        source: the address that the page is read from, if it is one.
    """

    id: str
    organisation: str
    url: str
    programme: str | None = None
    year: int | None = None
    source: str | None = None


def proposed(found: Imported, whose: Whose) -> Settled:
    """A page as an organisation's file.

    Args:
        found: what was understood.
        whose: what the page need not say of itself.

    Raises:
        UserError: the id or the address is none.
    """
    if slug(whose.id) != whose.id:
        raise UserError(f"{quoted(whose.id)} is no name for a file; write small letters, digits and single hyphens")
    if not whose.url.startswith(("http://", "https://")):
        raise UserError(f"{quoted(whose.url)} is no address such as https://example.org/page")
    done = settled(_page(found.page, found.name, whose) | {"ideas": _ideas(found.ideas)})
    return replace(done, left_out=(*done.left_out, *_untold(found, whose.year or found.page.year)))


def _page(facts: PageFacts, name: str, whose: Whose) -> dict[str, Any]:
    year = whose.year or facts.year
    how = facts.how_to_ask.words if facts.how_to_ask else _ASK_THERE
    contact = {"how": how, "places": _links(facts.contacts)}
    return {
        "id": whose.id,
        "organisation": whose.organisation,
        "programme": whose.programme,
        "year": year,
        "about": _about(facts.intro, whose.organisation),
        "page": {"title": facts.title or name, "url": whose.url},
        "source": whose.source,
        "languages": list(facts.languages),
        "contact": contact if facts.contacts or facts.how_to_ask else {},
        "apply": [step.words for step in facts.apply],
        "propose": [step.words for step in facts.propose],
        "questions": [{"topic": q.topic, "keywords": list(q.keywords), "answer": q.answer} for q in facts.answers],
        "dates": _dates(facts.dates, year),
        "mentors": [_person(each) for each in facts.mentors],
    }


def _about(intro: str, organisation: str) -> str | None:
    """The first sentence that says what the organisation is."""
    says = re.compile(rf"{re.escape(organisation)}\b(?:\s\([^()]*\))?,? (?:is|are)\b", re.IGNORECASE)
    return next((beginning(each, LONGEST_ABOUT) for each in sentences(intro) if says.match(each)), None)


def _ideas(ideas: Sequence[ImportedIdea]) -> list[dict[str, Any]]:
    return [_idea(idea) | {"keywords": list(words)} for idea, words in zip(ideas, subjects_of(ideas), strict=True)]


def _idea(idea: ImportedIdea) -> dict[str, Any]:
    return {
        "title": idea.title,
        "status": None if idea.status == "open" else idea.status,
        "level": idea.level,
        "size": idea.size,
        "languages": list(idea.languages),
        "languages_optional": list(idea.languages_optional),
        "mentors": [_person(each) for each in idea.mentors],
        "suggested_by": [_person(each) for each in idea.suggested_by],
        "summary": beginning(closed(idea.prose), LONGEST_SUMMARY),
        "tasks": list(idea.tasks or idea.outcomes),
        "prerequisites": list(idea.skills),
        "links": _links(idea.links),
    }


def _person(mentor: Mentor) -> dict[str, Any]:
    nicks = [{"name": nick.name, "network": nick.network} for nick in mentor.nicks]
    if not (mentor.name or mentor.email or nicks) and mentor.matrix:
        nicks = [{"name": mentor.matrix[1:].partition(":")[0], "network": "Matrix"}]
    return {"name": mentor.name, "email": mentor.email, "nicks": nicks, "matrix": mentor.matrix}


def _links(links: Sequence[FoundLink]) -> list[dict[str, str]]:
    return [{"label": link.label or link.url, "url": link.url} for link in links]


def _dates(found: Sequence[FoundDate], year: int | None) -> list[dict[str, str]]:
    taken: set[str] = set()
    rows = []
    for each in found:
        when = moment(each.when, year)
        if when is not None:
            key = free(each.key, taken, "date")
            taken.add(key)
            rows.append(
                {"key": key, "name": each.name, "at" if isinstance(when, datetime) else "day": when.isoformat()}
            )
    return rows


def _untold(found: Imported, year: int | None) -> Iterator[str]:
    for each in found.left_out:
        yield f"line {each.line}: {quoted(each.title)} is not imported: {each.reason}"
    for date in found.page.dates:
        what = f"line {date.line}: the date of {quoted(date.name)} ({quoted(date.when)})"
        if (when := moment(date.when, year)) is None:
            yield f"{what} has no year that stands with it, or is none; add it by hand"
        elif not names_year(date.when):
            yield f"{what} names no year; it was taken to be {year}"
        if when and not isinstance(when, datetime) and names_hour(date.when):
            yield f"{what} has an hour of which the zone is not known for sure; only the day is imported"
