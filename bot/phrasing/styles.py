"""Answers in the style of their room: rich as they are, plain without HTML, or compact for bridges to IRC."""

from dataclasses import replace

from bot.brief import fitted
from bot.config import Style
from bot.markup import Markup
from bot.messages import Reply
from bot.tongue import _


def worded(body: Markup, style: Style | None) -> Markup:
    """What is said unasked, in the style of its room; None for rich."""
    match style:
        case Style.PLAIN:
            return Markup(body.plain)
        case Style.COMPACT:
            return Markup(fitted(body.brief or body.plain).words)
    return body


def styled(reply: Reply, style: Style | None, prefix: str) -> Reply:
    """An answer in the style of its room; None for rich.

    A compact list may show less than was meant to be shown, and `!more` goes on from there. Files are left to rooms that
    can show them.

    Args:
        reply: the answer with all its faces.
        style: of the room.
        prefix: what commands begin with there.
    """
    if style is not Style.COMPACT:
        return replace(reply, body=worded(reply.body, style)) if style else reply
    choices = reply.choices
    total = len(choices.ideas) if choices else 0
    more = _("more: {command}").format(command=f"{prefix}more")
    brief = fitted(reply.body.brief or reply.body.plain, more, total)
    if choices and brief.shown is not None:
        choices = replace(choices, shown=brief.shown)
    return replace(reply, body=Markup(brief.words), choices=choices, attachment=None)
