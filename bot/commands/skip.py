"""`!skip [NUMBER]`: leave out the next reminder of this room, or another one of those that `!reminders` lists."""

from bot.commands.command import Command, Request
from bot.deeds import Skip
from bot.errors import UserError
from bot.messages import Reply
from bot.phrasing import pauses as phrasing
from bot.timeline import ahead


def answer(request: Request) -> Reply:
    """Name the reminder that will not come."""
    if request.message.direct:
        raise UserError(phrasing.only_in_rooms("skip", request.prefix))
    to_come = [
        each for each in ahead(request.catalogue, request.room, request.now) if each.key not in request.kept.skipped
    ]
    place = request.words.strip().removeprefix("#").rstrip(".)") or "1"
    if not to_come:
        raise UserError(phrasing.nothing_to_skip())
    if not place.isdecimal() or not 1 <= int(place) <= len(to_come):
        raise UserError(phrasing.no_such_reminder(request.words.strip(), len(to_come), request.prefix))
    chosen = to_come[int(place) - 1]
    return Reply(phrasing.skipped(chosen), deed=Skip(chosen.key), repeatable=True)


COMMAND = Command(
    name="skip",
    aliases=(),
    summary="leave out the next reminder of this room, or the one of that number in !reminders",
    usage="skip [NUMBER]",
    examples=("skip", "skip 2"),
    answer=answer,
    moderators=True,
)
