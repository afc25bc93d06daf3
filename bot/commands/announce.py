"""`!announce WORDS`: say something in the room so that phones ring; with `@room` in front, ping everybody."""

from bot.brief import BYTES
from bot.commands.command import Command, Request
from bot.config import Style
from bot.deeds import Announce
from bot.errors import UserError
from bot.messages import Reply
from bot.phrasing import pauses as phrasing

LONGEST = 1_000
"""Characters that an announcement may have."""

PING = "@room"


def answer(request: Request) -> Reply:
    """The announcement itself, with who had it made."""
    if request.message.direct:
        raise UserError(phrasing.only_in_rooms("announce", request.prefix))
    words = request.words.strip()
    ping = words.casefold().startswith(PING)
    told = words[len(PING) :].lstrip(" :,") if ping else words
    if not told:
        raise UserError(phrasing.announce_what(request.prefix))
    if len(told) > LONGEST:
        raise UserError(phrasing.too_long(len(told), LONGEST))
    body = phrasing.announcement(told, request.message.sender)
    if request.room.style is Style.COMPACT and (over := len(body.plain.encode()) - BYTES) > 0:
        raise UserError(phrasing.too_long_here(over))
    return Reply(body, deed=Announce(told, ping), repeatable=True)


COMMAND = Command(
    name="announce",
    aliases=(),
    summary="have me say something so that phones ring",
    usage="announce WORDS",
    examples=("announce The call moved to 17:00 UTC",),
    answer=answer,
    moderators=True,
)
