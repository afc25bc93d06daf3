"""`!about`: version, source, and what is stored about people."""

from bot import __version__
from bot.commands.command import Command, Request
from bot.messages import Reply
from bot.phrasing import help as phrasing


def answer(request: Request) -> Reply:
    """Tell what this bot is and keeps."""
    ideas = sum(len(home.ideas) for home in request.homes)
    counting = request.kept.figures is not None
    return Reply(phrasing.about(__version__, ideas, len(request.homes), counting=counting))


COMMAND = Command(
    name="about",
    aliases=(),
    summary="version, source, and what is stored about people",
    usage="about",
    examples=("about",),
    answer=answer,
    free=False,
)
