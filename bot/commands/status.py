"""`!status`: how this room stands; to operators besides how the bot does."""

from bot import __version__
from bot.commands.command import Command, Request
from bot.deeds import TellStatus
from bot.messages import Reply
from bot.phrasing import upkeep as phrasing
from bot.timeline import ahead


def answer(request: Request) -> Reply:
    """Version, catalogue, the room's programme and next reminder."""
    skipped = request.kept.skipped
    to_come = [each for each in ahead(request.catalogue, request.room, request.now) if each.key not in skipped]
    programme = request.catalogue.programme(request.room.programme)
    told = phrasing.status(
        [
            phrasing.version(__version__, request.catalogue),
            phrasing.following(request.room.programme, programme, to_come, request.now),
            phrasing.held_back(request.kept.pause, request.room.tz),
            phrasing.set_here(len(request.kept.settings), request.prefix),
        ]
    )
    return Reply(told, repeatable=True, deed=TellStatus())


COMMAND = Command(
    name="status",
    aliases=(),
    summary="how this room stands, and the bot for its operators",
    usage="status",
    examples=("status",),
    answer=answer,
    free=False,
    moderators=True,
)
