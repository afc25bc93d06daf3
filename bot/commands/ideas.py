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

NEAR = 3
"""How many ideas are named that fail one filter only, where none meets them all."""

_LIKE = re.compile(r"\s*(?:like|similar to)\s+(\S.*)", re.IGNORECASE | re.DOTALL)
_NUMBERED = re.compile(r"(?:^|\s)(?:the )?page #?([1-9]\d?)[?!. ]*$", re.IGNORECASE)


def answer(request: Request) -> Reply:
    """List what fits, from the page on that is asked for; a page by itself is one of the last list."""
    if (named := _LIKE.match(request.words)) and (idea := _named(replace(request, words=named[1]))):
        return _alike(request, idea)
    words, page = _paged(request.words)
    if request.choices and page and not words.strip():
        return _turned(request, request.choices.ideas, request.choices.heading, page)
    found = request.matcher.ideas(words, request.scope)
    if not found.ideas:
        near = found.near[:NEAR]
        body = listing.empty(found.understood, found.unknown, request.prefix, request.homed(near))
        return Reply(body, choices=Choices("idea", near, len(near)) if near else None)
    reply = _turned(request, found.ideas, listing.heading(len(found.ideas), found.understood), page or 1)
    return replace(reply, body=lines([reply.body, listing.left_out(found.unknown)]))


def _turned(request: Request, ideas: tuple[Idea, ...], heading: str, page: int) -> Reply:
    """One page of a list."""
    start = PAGE * (page - 1)
    shown = ideas[start : start + PAGE]
    if not shown:
        none = _("That list has no page {page}; its last one is {last}.")
        raise UserError(none.format(page=page, last=-(-len(ideas) // PAGE)))
    title = heading or listing.heading(len(ideas), ())
    body = listing.page(title, request.homed(shown), start + 1, len(ideas), request.prefix)
    return Reply(body, Named(ideas), Choices("idea", ideas, start + len(shown), title))


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


def _paged(words: str) -> tuple[str, int | None]:
    """The words without a page's number at their end, and that number."""
    found = _NUMBERED.search(words)
    return (words[: found.start()], int(found[1])) if found else (words, None)


COMMAND = Command(
    name="ideas",
    aliases=("projects",),
    summary="the list, filtered by language, size, level, organisation, year, status, mentor or words",
    usage="ideas [FILTER]",
    examples=("ideas", "ideas rust 175h", "ideas easy gvisor", "ideas like fanotify"),
    answer=answer,
)
