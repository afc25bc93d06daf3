"""`!resume`: let this room's reminders come again."""

from bot.commands.command import Command, Request
from bot.deeds import ResumeRoom
from bot.errors import UserError
from bot.messages import Reply
from bot.phrasing import pauses as phrasing


def answer(request: Request) -> Reply:
    """Say that they come again, and what happens to those that were held back."""
    if request.message.direct:
        raise UserError(phrasing.only_in_rooms("resume", request.prefix))
    if request.kept.pause is None:
        return Reply(phrasing.not_paused(request.prefix), repeatable=True)
    return Reply(phrasing.resumed(request.prefix), deed=ResumeRoom(), repeatable=True)


COMMAND = Command(
    name="resume",
    aliases=("unpause",),
    summary="let this room's reminders come again",
    usage="resume",
    examples=("resume",),
    answer=answer,
    free=False,
    moderators=True,
)
