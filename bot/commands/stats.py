"""`!stats`: what was asked for lately, as counts, for those in charge."""

from bot.commands.command import Command, Request
from bot.deeds import ShowFigures
from bot.errors import UserError
from bot.messages import Reply
from bot.phrasing import figures as phrasing


def answer(request: Request) -> Reply:
    """Tell the counts; whether the asker may see them is asked afterwards."""
    if request.kept.figures is None:
        raise UserError(phrasing.CANNOT)
    body = phrasing.stats(request.kept.figures(), request.catalogue, request.prefix)
    return Reply(body, deed=ShowFigures(), repeatable=True)


COMMAND = Command(
    name="stats",
    aliases=(),
    summary="which ideas are asked for and what is searched for in vain, as counts",
    usage="stats",
    examples=("stats",),
    answer=answer,
    free=False,
    moderators=True,
)
