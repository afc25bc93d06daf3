"""`!timeline [PROGRAMME]`: the season as a picture, with all that it shows in words."""

from bot.commands.command import Command, Request
from bot.messages import Attachment, Reply
from bot.phrasing import season as phrasing


def answer(request: Request) -> Reply:
    """The picture and its words."""
    from bot.drawing.season import draw, size_of  # noqa: PLC0415 - takes a while to import, and few ask for it

    season, now, audience = request.season, request.now, request.room.audience
    picture = Attachment(
        f"{season.id}.png", "image/png", lambda: draw(season, now, audience), size_of(season, audience)
    )
    return Reply(phrasing.picture(season, now, audience), attachment=picture)


COMMAND = Command(
    name="timeline",
    aliases=("season",),
    summary="the season as a picture and in words, with what is over and what is next",
    usage="timeline [PROGRAMME]",
    examples=("timeline", "timeline gsoc-2026"),
    answer=answer,
)
