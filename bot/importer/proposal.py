"""What was understood of a page → a file to review; what no file can hold is told; pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.catalogue.moments import moment_of
from bot.catalogue.wording import quoted
from bot.errors import UserError
from bot.importer.findings import FoundDate, FoundLink, Imported, ImportedIdea
from bot.importer.keys import slug
from bot.importer.people import Mentor
from bot.importer.settling import Settled, settled

LONGEST_SUMMARY = 700
"""Signs; the first sentences of a description that fit become the summary to rewrite."""

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
    """

    id: str
    organisation: str
    url: str
    programme: str | None = None
    year: int | None = None


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
    facts = found.page
    plain = {
        "id": whose.id,
        "organisation": whose.organisation,
        "programme": whose.programme,
        "year": whose.year or facts.year,
        "page": {"title": facts.title or found.name, "url": whose.url},
        "contact": {"how": _ASK_THERE, "places": _links(facts.contacts)} if facts.contacts else {},
        "apply": list(facts.apply),
        "dates": [row for each in facts.dates if (row := _date(each))],
        "mentors": [_person(each) for each in facts.mentors],
        "ideas": [_idea(idea) for idea in found.ideas],
    }
    done = settled(plain)
    return replace(done, left_out=(*done.left_out, *_untold(found)))


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
        "summary": _beginning(idea.prose),
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


def _date(found: FoundDate) -> dict[str, str] | None:
    if moment_of(found.when) is None or len(found.when) != len("2026-03-31"):
        return None
    return {"key": slug(found.name) or "date", "name": found.name, "day": found.when}


def _beginning(prose: Sequence[str]) -> str:
    """As many whole sentences from the beginning as fit; at least one, though it be cut."""
    text = " ".join(" ".join(prose).split())
    if len(text) <= LONGEST_SUMMARY:
        return text
    cut = max(text.rfind(end, 0, LONGEST_SUMMARY) for end in (". ", "! ", "? "))
    return text[: cut + 1] if cut > 0 else text[:LONGEST_SUMMARY].rpartition(" ")[0] + "…"


def _untold(found: Imported) -> Iterator[str]:
    for each in found.left_out:
        yield f"line {each.line}: {quoted(each.title)} is not imported: {each.reason}"
    for date in found.page.dates:
        if _date(date) is None:
            what = f"{quoted(date.name)} ({quoted(date.when)})"
            yield f"line {date.line}: the date of {what} has no year that stands with it; add it by hand"
