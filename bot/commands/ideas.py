"""`!ideas FILTER`: the list of ideas, filtered and paged."""

import re

from bot.commands.command import Command, Request
from bot.errors import UserError
from bot.markup import lines
from bot.messages import Choices, Named, Reply
from bot.phrasing import listing

PAGE = 8
"""How many ideas a page shows; `!more` goes on."""

_NUMBERED = re.compile(r"(?:^|\s)page #?([1-9]\d?)\s*$", re.IGNORECASE)


def answer(request: Request) -> Reply:
    """List what fits, from the page on that is asked for."""
    words, page = _paged(request.words)
    found = request.matcher.ideas(words, request.scope)
    if not found.ideas:
        return Reply(listing.empty(found.understood, found.unknown, request.prefix))
    title = listing.heading(len(found.ideas), found.understood)
    start = PAGE * (page - 1)
    shown = found.ideas[start : start + PAGE]
    if not shown:
        raise UserError(f"That list has no page {page}; its last one is {-(-len(found.ideas) // PAGE)}.")
    body = listing.page(title, request.homed(shown), start + 1, len(found.ideas), request.prefix)
    choices = Choices("idea", found.ideas, start + len(shown), title)
    return Reply(lines([body, listing.left_out(found.unknown)]), Named(found.ideas), choices)


def _paged(words: str) -> tuple[str, int]:
    """The words without a page's number at their end, and that number."""
    found = _NUMBERED.search(words)
    return (words[: found.start()], int(found[1])) if found else (words, 1)


COMMAND = Command(
    name="ideas",
    aliases=("projects",),
    summary="the list, filtered by language, size, level, organisation, year, status, mentor or words",
    usage="ideas [FILTER]",
    examples=("ideas", "ideas rust 175h", "ideas easy gvisor"),
    answer=answer,
)
