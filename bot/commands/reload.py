"""`!reload`: read the catalogue's files anew now, and tell what changed or what is wrong with them."""

from bot.commands.command import Command, Request
from bot.deeds import Reload
from bot.messages import Reply
from bot.phrasing import upkeep as phrasing


def answer(request: Request) -> Reply:
    """What is known now; where the files can be read anew, that is told in its place."""
    return Reply(phrasing.stands(request.catalogue), repeatable=True, deed=Reload())


COMMAND = Command(
    name="reload",
    aliases=(),
    summary="read the catalogue anew now, for the bot's operators",
    usage="reload",
    examples=("reload",),
    answer=answer,
    free=False,
    moderators=True,
)
