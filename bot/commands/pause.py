"""`!pause [HOW LONG]`: hold this room's reminders back, until somebody resumes or for a while."""

from bot.commands.command import Command, Request
from bot.deeds import PauseRoom
from bot.errors import UserError
from bot.messages import Reply
from bot.phrasing import pauses as phrasing
from bot.when.ends import end_of


def answer(request: Request) -> Reply:
    """Say what holding back means, and until when."""
    if request.message.direct:
        raise UserError(phrasing.only_in_rooms("pause", request.prefix))
    if request.catalogue.programme(request.room.programme) is None:
        raise UserError(phrasing.nothing_to_pause())
    words = request.words.strip()
    until = end_of(words, request.now, request.zone) if words else None
    if words and until is None:
        raise UserError(phrasing.pause_how_long(words, request.prefix))
    return Reply(phrasing.paused(until, request.room.tz, request.prefix), deed=PauseRoom(until), repeatable=True)


COMMAND = Command(
    name="pause",
    aliases=(),
    summary="hold this room's reminders back",
    usage="pause [HOW LONG]",
    examples=("pause", "pause 3 days", "pause until friday 9:00"),
    answer=answer,
    moderators=True,
)
