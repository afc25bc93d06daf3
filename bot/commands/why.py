"""`!why`: how the answer came about that this person got last in this room."""

from bot.commands.command import Command, Request
from bot.errors import UserError
from bot.matching.verdict import Wish
from bot.messages import Reply
from bot.phrasing import why as phrasing

MATCHED = {"idea": Wish.IDEA, "mentor": Wish.MENTOR, "ideas": Wish.IDEAS, "": Wish.NOTHING}
"""The commands that look for ideas; without a name, words that were not understood."""


def answer(request: Request) -> Reply:
    """Search once more, and tell what was found by which words."""
    asked = request.asked
    if asked is None:
        raise UserError(
            f"There is no answer to explain (any more). Ask first, such as {request.prefix}idea fanotify."
        )
    if asked.verb not in MATCHED or not asked.words.strip(" #.)0123456789"):
        raise UserError(f"That came from {request.prefix}{asked.verb}; no idea had to be looked for by its words.")
    why = request.matcher.explain(asked.words, request.scope, MATCHED[asked.verb])
    return Reply(phrasing.explained(asked.words, why, request.catalogue.home_of), repeatable=True)


COMMAND = Command(
    name="why",
    aliases=(),
    summary="how the last answer came about: words, corrections, score and runner-up",
    usage="why",
    examples=("why",),
    answer=answer,
    free=False,
)
