"""`!ideas FILTER`: the list of ideas, filtered and paged."""

from bot.commands.command import Command, Request
from bot.markup import lines
from bot.messages import Choices, Named, Reply
from bot.phrasing import listing

PAGE = 8
"""How many ideas a page shows; `!more` goes on."""


def answer(request: Request) -> Reply:
    """List what fits."""
    found = request.matcher.ideas(request.words, request.scope)
    if not found.ideas:
        return Reply(listing.empty(found.understood, found.unknown, request.prefix))
    title = listing.heading(len(found.ideas), found.understood)
    shown = found.ideas[:PAGE]
    body = listing.page(title, request.homed(shown), 1, len(found.ideas), request.prefix)
    choices = Choices("idea", found.ideas, len(shown), title)
    return Reply(lines([body, listing.left_out(found.unknown)]), Named(found.ideas), choices)


COMMAND = Command(
    name="ideas",
    aliases=("projects",),
    summary="the list, filtered by language, size, level, organisation, year, status, mentor or words",
    usage="ideas [FILTER]",
    examples=("ideas", "ideas rust 175h", "ideas easy gvisor"),
    answer=answer,
)
