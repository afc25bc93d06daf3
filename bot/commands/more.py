"""`!more`: the next page of the list shown last."""

from dataclasses import replace

from bot.commands.command import Command, Request
from bot.errors import UserError
from bot.messages import Named, Reply
from bot.phrasing import listing
from bot.tongue import _

PAGE = 8
"""How many ideas a page shows."""


def answer(request: Request) -> Reply:
    """Go on with the list."""
    choices = request.choices
    if choices is None:
        words = _("There is no list to go on with (any more). {prefix}ideas shows one.")
        raise UserError(words.format(prefix=request.prefix))
    shown = choices.ideas[choices.shown : choices.shown + PAGE]
    if not shown:
        raise UserError(_("That was the whole list."))
    title = choices.heading or listing.heading(len(choices.ideas), ())
    body = listing.page(title, request.homed(shown), choices.shown + 1, len(choices.ideas), request.prefix)
    further = replace(choices, shown=choices.shown + len(shown))
    return Reply(body, Named(shown), further, repeatable=True)


COMMAND = Command(
    name="more",
    aliases=(),
    summary="the next page of the list",
    usage="more",
    examples=("more",),
    answer=answer,
    free=False,
)
