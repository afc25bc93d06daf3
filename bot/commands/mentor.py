"""`!mentor WORDS`: who mentors an idea and how to ask, or what a person mentors."""

from bot.catalogue.model import Idea, Organisation, Person
from bot.commands.command import Command, Request
from bot.errors import UserError
from bot.matching.verdict import Outcome, Verdict
from bot.messages import Choices, Named, Reply
from bot.phrasing import choice
from bot.phrasing import mentor as phrasing
from bot.tongue import _

SHOWN = 3
"""How many ideas are offered when it is unclear."""


def answer(request: Request) -> Reply:
    """Name the mentors; nobody is pinged."""
    whose = _("Whose mentor? For example {prefix}mentor virtiofsd, or a mentor's name.").format(prefix=request.prefix)
    if not request.words.strip():
        raise UserError(whose)
    if idea := request.chosen():
        return _of_idea(request, idea, repeatable=True)
    pages = request.matcher.mentored(request.words, request.scope)
    if pages:
        return _of_page(request, pages[0])
    verdict = request.matcher.mentor(request.words, request.scope)
    if pages is not None and verdict.outcome is Outcome.NOTHING:
        raise UserError(whose)
    if verdict.people and not verdict.matches:
        return Reply(choice.persons(verdict.people))
    if verdict.person:
        return _of_person(request, verdict.person, tuple(match.idea for match in verdict.matches))
    if verdict.outcome is Outcome.FOUND:
        return _of_idea(request, verdict.matches[0].idea, verdict.older)
    if verdict.outcome is Outcome.SEVERAL:
        return _of_each(request, verdict)
    near = tuple(match.idea for match in verdict.near[:SHOWN])
    looked = request.matcher.homes(request.words, request.scope) or request.homes
    body = choice.nothing(request.words, request.homed(near), looked, request.prefix, person=True)
    return Reply(body, choices=Choices("mentor", near, len(near)) if near else None)


def _of_idea(request: Request, idea: Idea, older: tuple[Idea, ...] = (), *, repeatable: bool = False) -> Reply:
    home = request.catalogue.home_of(idea)
    body = phrasing.of_idea(idea, home, [request.catalogue.home_of(other) for other in older], request.there)
    return Reply(body, Named((idea,), home.mentors_of(idea)), repeatable=repeatable)


def _of_page(request: Request, home: Organisation) -> Reply:
    mentors = tuple(dict.fromkeys(person for idea in home.ideas for person in home.mentors_of(idea)))
    return Reply(phrasing.of_page(home, mentors, request.there), Named((), mentors))


def _of_each(request: Request, verdict: Verdict) -> Reply:
    ideas = tuple(match.idea for match in verdict.matches)
    homed = request.homed(ideas[:SHOWN])
    mentors = tuple(dict.fromkeys(person for idea, home in homed for person in home.mentors_of(idea)))
    body = phrasing.of_each(homed, verdict.people, len(ideas), request.prefix, request.there)
    return Reply(body, Named(ideas[:SHOWN], mentors), Choices("mentor", ideas, len(homed)))


def _of_person(request: Request, person: Person, ideas: tuple[Idea, ...]) -> Reply:
    naming = [home for home in request.homes if person in home.people.values()]
    body = phrasing.of_person(person, request.homed(ideas), naming, request.prefix, request.there)
    named = Named(ideas, (person,) if ideas else ())
    return Reply(body, named, Choices("idea", ideas, phrasing.ROWS) if len(ideas) > 1 else None)


COMMAND = Command(
    name="mentor",
    aliases=("mentors",),
    summary="who mentors an idea and how to ask, or what a person mentors",
    usage="mentor WORDS",
    examples=("mentor virtiofsd", "mentor elmarco"),
    answer=answer,
)
