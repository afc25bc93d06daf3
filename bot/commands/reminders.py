"""`!reminders`: what this room will get and when."""

from bot.commands.command import Command, Request
from bot.messages import Named, Reply
from bot.phrasing import upcoming
from bot.timeline import reminders


def answer(request: Request) -> Reply:
    """Tell the reminders that are to come in the room it was asked in."""
    programme = request.catalogue.programme(request.room.programme)
    if programme is None:
        return Reply(upcoming.none_here(request.prefix))
    ahead = [each for each in reminders(request.catalogue, [request.room]) if each.due > request.now]
    if not ahead:
        return Reply(upcoming.nothing_left(programme, request.room))
    dates = tuple(each.when for each in ahead[: upcoming.SHOWN])
    return Reply(upcoming.coming(ahead, request.room, request.now), Named(dates=dates))


COMMAND = Command(
    name="reminders",
    aliases=(),
    summary="what this room will be reminded of, and when",
    usage="reminders",
    examples=("reminders",),
    answer=answer,
    free=False,
)
