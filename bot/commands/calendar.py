"""`!calendar [PROGRAMME]`: the dates as a file for one's own calendar."""

from bot.commands.command import Command, Request
from bot.messages import Attachment, Reply
from bot.phrasing import season as phrasing


def answer(request: Request) -> Reply:
    """The file, with whose dates it holds and where they come from."""
    from bot.almanac import calendar  # noqa: PLC0415 - takes a while to import, and few ask for it

    season = request.season
    file = Attachment(f"{season.id}.ics", "text/calendar", lambda: calendar(season, request.room.audience))
    return Reply(phrasing.file_of_dates(season), attachment=file)


COMMAND = Command(
    name="calendar",
    aliases=("ics",),
    summary="the dates as a file for your own calendar, with alarms",
    usage="calendar [PROGRAMME]",
    examples=("calendar", "calendar gsoc-2026"),
    answer=answer,
)
