"""`!remind WHEN WHAT`: a reminder for oneself, in the room by mention or in a direct message."""

from bot.catalogue.model import Programme
from bot.commands.command import Command, Request, called
from bot.deeds import Keep
from bot.errors import UserError
from bot.markup import Markup
from bot.messages import Named, Reply
from bot.personal import MOST, Promise
from bot.phrasing import promises as phrasing
from bot.promised import Personal, personal
from bot.timeline import date_of
from bot.when.seasons import Known, Season
from bot.when.understanding import Understood, understand

LONGEST = 500
"""Characters of a reminder's text."""


def answer(request: Request) -> Reply:
    """Say what was understood, and promise it."""
    if not request.words.strip():
        raise UserError(phrasing.when_and_what(request.prefix))
    if promise := _promised_before(request):
        corrected = [phrasing.unchanged(promise.number, request.prefix)] if request.message.edits else []
        return _reply(request, promise, corrected)
    understood = understand(request.words, request.now, request.zone, _season(request))
    if len(understood.text) > LONGEST:
        raise UserError(phrasing.too_long(len(understood.text), LONGEST))
    if same := _same(request, understood):
        shown = phrasing.stands_already(personal(same, request.catalogue), request.now, request.prefix)
        return Reply(shown, repeatable=True)
    if len(request.kept.promises) >= MOST:
        raise UserError(phrasing.too_many(MOST, request.prefix))
    promise = _promise(request, understood)
    return _reply(request, promise, _remarks(request, understood, personal(promise, request.catalogue)))


def _promised_before(request: Request) -> Promise | None:
    """What this very message was promised already: it is read again, or was corrected since."""
    key = _key(request)
    return next((promise for promise in request.kept.promises if promise.key == key), None)


def _key(request: Request) -> str:
    return request.message.edits or request.message.key


def _same(request: Request, understood: Understood) -> Promise | None:
    """One that stands already for the same instant, with the same words."""
    wanted = (understood.at, understood.text, understood.anchor)
    return next((each for each in request.kept.promises if (each.due, each.text, each.anchor) == wanted), None)


def _promise(request: Request, understood: Understood) -> Promise:
    message = request.message
    return Promise(
        key=_key(request),
        owner=message.sender,
        number=request.kept.number,
        room=message.room,
        direct=message.direct,
        text=understood.text,
        due=understood.at,
        zone=str(request.zone),
        made=request.now,
        anchor=understood.anchor,
    )


def _remarks(request: Request, understood: Understood, reminder: Personal) -> list[Markup | str]:
    said: list[Markup | str] = [*phrasing.remarks(understood, reminder)]
    if understood.local and request.kept.person.zone is None:
        said.append(phrasing.read_in(reminder, request.prefix))
    return said


def _reply(request: Request, promise: Promise, remarks: list[Markup | str] | list[Markup]) -> Reply:
    reminder = personal(promise, request.catalogue)
    body = phrasing.promised(reminder, remarks, request.now, request.prefix)
    return Reply(body, Named(dates=(reminder.due,)), repeatable=True, deed=Keep((promise,)))


def _season(request: Request) -> Season | None:
    """The dates of the room's programme, else of the newest, with the matcher's understanding of their names."""
    newest = max(request.catalogue.programmes, key=_year, default=None)
    programme = request.catalogue.programme(request.room.programme) or newest
    if programme is None:
        return None
    dates = tuple(Known(each.key, each.name, date_of(each)) for each in programme.milestones)
    keys = {each.key for each in dates}

    def find(words: str) -> str | None:
        return next((key for key in request.matcher.dates(words).keys if key in keys), None)

    names = (called(programme), programme.name, programme.id.replace("-", " "))
    return Season(programme.id, names, dates, find)


def _year(programme: Programme) -> int:
    return programme.year


COMMAND = Command(
    name="remind",
    aliases=(),
    summary="be reminded of something, at a time or before a date of the season",
    usage="remind WHEN WHAT",
    examples=(
        "remind in 3 hours mail the list",
        "remind fri 17:00 send the draft to the list",
        "remind 2 days before the application deadline",
    ),
    answer=answer,
)
