"""`!reminders`: what this room will get and when; `!reminders mine`: what the asker will."""

from bot.commands.command import Command, Request
from bot.messages import Named, Reply
from bot.phrasing import promises, upcoming
from bot.promised import personals
from bot.timeline import ahead

_MINE = frozenset({"mine", "my", "me", "own"})


def answer(request: Request) -> Reply:
    """Tell the reminders that are to come in the room it was asked in, or in a conversation of two the asker's."""
    words = {word.strip(".!?") for word in request.words.casefold().split()}
    programme = request.catalogue.programme(request.room.programme)
    if words & _MINE or (request.message.direct and programme is None):
        return _of_asker(request)
    if programme is None:
        return Reply(upcoming.none_here(request.prefix))
    skipped, pause = request.kept.skipped, request.kept.pause
    to_come = [each for each in ahead(request.catalogue, request.room, request.now) if each.key not in skipped]
    if not to_come:
        return Reply(upcoming.nothing_left(programme, request.room))
    dates = tuple(each.when for each in to_come[: upcoming.SHOWN])
    return Reply(upcoming.coming(to_come, request.room, request.now, pause), Named(dates=dates), repeatable=True)


def _of_asker(request: Request) -> Reply:
    """Those of the asker; among others only what is said there, since the rest is nobody's business."""
    all_of_them = sorted(personals(request.kept.promises, request.catalogue), key=lambda each: each.due)
    here = [each for each in all_of_them if request.message.direct or each.room == request.message.room]
    elsewhere = len(all_of_them) - len(here)
    body = promises.standing(here, elsewhere, request.now, request.prefix)
    return Reply(body, Named(dates=tuple(each.due for each in here[: promises.SHOWN])), repeatable=True)


COMMAND = Command(
    name="reminders",
    aliases=(),
    summary="what this room will be reminded of, and when; or what you will be",
    usage="reminders [mine]",
    examples=("reminders", "reminders mine"),
    answer=answer,
)
