"""`!ideas FILTER`: the list of ideas, filtered and paged."""

import re
from dataclasses import replace

from bot.catalogue.model import Idea
from bot.commands.command import Command, Request
from bot.errors import UserError
from bot.markup import lines
from bot.matching.verdict import Outcome
from bot.messages import Choices, Named, Reply
from bot.phrasing import listing
from bot.tongue import _

PAGE = 8
"""How many ideas a page shows; `!more` goes on."""

_LIKE = re.compile(r"\s*(?:like|similar to)\s+(\S.*)", re.IGNORECASE | re.DOTALL)
NEAR = 3
"""How many ideas are named that fail one filter only, where none meets them all."""

_NUMBERED = re.compile(r"(?:^|\s)page #?([1-9]\d?)\s*$", re.IGNORECASE)


def answer(request: Request) -> Reply:
    """List what fits, from the page on that is asked for; or what is like an idea."""
    if (named := _LIKE.match(request.words)) and (idea := _named(replace(request, words=named[1]))):
        return _alike(request, idea)
    words, page = _paged(request.words)
    found = request.matcher.ideas(words, request.scope)
    if not found.ideas:
        near = found.near[:NEAR]
        body = listing.empty(found.understood, found.unknown, request.prefix, request.homed(near))
        return Reply(body, choices=Choices("idea", near, len(near)) if near else None)
    title = listing.heading(len(found.ideas), found.understood)
    start = PAGE * (page - 1)
    shown = found.ideas[start : start + PAGE]
    if not shown:
        none = _("That list has no page {page}; its last one is {last}.")
        raise UserError(none.format(page=page, last=-(-len(found.ideas) // PAGE)))
    body = listing.page(title, request.homed(shown), start + 1, len(found.ideas), request.prefix)
    choices = Choices("idea", found.ideas, start + len(shown), title)
    return Reply(lines([body, listing.left_out(found.unknown)]), Named(found.ideas), choices)


def _named(request: Request) -> Idea | None:
    """The one idea that is named, by its number in the asker's list or by words."""
    if idea := request.chosen():
        return idea
    verdict = request.matcher.idea(request.words, request.scope)
    return verdict.matches[0].idea if verdict.outcome is Outcome.FOUND else None


def _alike(request: Request, idea: Idea) -> Reply:
    """The ideas most like that one."""
    found = request.matcher.similar(idea, request.scope)
    if not found:
        return Reply(listing.unlike(idea))
    body = listing.page(listing.alike(idea), request.homed(found), 1, len(found), request.prefix)
    return Reply(body, Named(found), Choices("idea", found, len(found), listing.alike(idea)))


def _paged(words: str) -> tuple[str, int]:
    """The words without a page's number at their end, and that number."""
    found = _NUMBERED.search(words)
    return (words[: found.start()], int(found[1])) if found else (words, 1)


COMMAND = Command(
    name="ideas",
    aliases=("projects",),
    summary="the list, filtered by language, size, level, organisation, year, status, mentor or words",
    usage="ideas [FILTER]",
    examples=("ideas", "ideas rust 175h", "ideas easy gvisor", "ideas like fanotify"),
    answer=answer,
)
