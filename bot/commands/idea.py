"""`!idea WORDS`: the one idea that is meant, a choice, or an honest nothing."""

from bot.catalogue.model import Idea
from bot.commands.command import Command, Request
from bot.errors import UserError
from bot.matching.verdict import Outcome, Verdict
from bot.messages import Choices, Missed, Named, Reply
from bot.phrasing import choice
from bot.phrasing import idea as phrasing
from bot.phrasing.closing import closed_on
from bot.tongue import _

SHOWN = 3
"""How many ideas are offered when it is unclear."""


def answer(request: Request) -> Reply:
    """Find the idea and tell of it."""
    if not request.words.strip():
        words = _("Which idea? For example {prefix}idea fanotify; {prefix}ideas lists them all.")
        raise UserError(words.format(prefix=request.prefix))
    if idea := request.chosen():
        return _found(request, idea, repeatable=True)
    verdict = request.matcher.idea(request.words, request.scope)
    if verdict.outcome is Outcome.FOUND:
        return _found(request, verdict.matches[0].idea, verdict.older)
    if verdict.outcome is Outcome.SEVERAL:
        return _several(request, verdict)
    near = tuple(match.idea for match in verdict.near[:SHOWN])
    pages = request.matcher.homes(request.words, request.scope) or request.homes
    body = choice.nothing(request.words, request.homed(near), pages, request.prefix)
    missed = Missed(request.words, near[0] if near else None)
    return Reply(body, choices=Choices("idea", near, len(near)) if near else None, missed=missed)


def _several(request: Request, verdict: Verdict) -> Reply:
    people = verdict.people or ((verdict.person,) if verdict.person else ())
    if not verdict.matches:
        return Reply(choice.persons(people))
    ideas = tuple(match.idea for match in verdict.matches)
    shown = ideas[:SHOWN]
    body = choice.several(request.homed(shown), people, len(ideas), request.prefix)
    return Reply(body, Named(shown), Choices("idea", ideas, len(shown)))


def _found(request: Request, idea: Idea, older: tuple[Idea, ...] = (), *, repeatable: bool = False) -> Reply:
    home = request.catalogue.home_of(idea)
    editions = [request.catalogue.home_of(other) for other in older]
    closed = closed_on(home, request.catalogue, request.now)
    body = phrasing.found(idea, home, request.aspect, editions, closed, request.there)
    return Reply(body, Named((idea,), home.mentors_of(idea)), repeatable=repeatable)


COMMAND = Command(
    name="idea",
    aliases=("project",),
    summary="one project idea: what, how big, who mentors it, where to ask",
    usage="idea WORDS",
    examples=("idea fanotify", "idea virtiofsd rust"),
    answer=answer,
)
