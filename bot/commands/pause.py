"""`!pause [HOW LONG]`: hold this room's reminders back, until somebody resumes or for a while."""

import re
from datetime import datetime

from bot.commands.command import Command, Request
from bot.deeds import PauseRoom
from bot.errors import UserError
from bot.messages import Reply
from bot.phrasing import pauses as phrasing
from bot.when.understanding import understand

_FOR, _UNTIL = re.compile(r"(?i)^(?:for|in)\s+"), re.compile(r"(?i)^(?:until|till)\s+")


def answer(request: Request) -> Reply:
    """Say what holding back means, and until when."""
    if request.message.direct:
        raise UserError(phrasing.only_in_rooms("pause", request.prefix))
    if request.catalogue.programme(request.room.programme) is None:
        raise UserError(phrasing.nothing_to_pause())
    until = _end(request) if request.words.strip() else None
    return Reply(phrasing.paused(until, request.room.tz, request.prefix), deed=PauseRoom(until), repeatable=True)


def _end(request: Request) -> datetime:
    """When a pause ends: 'until friday 9:00', 'for 3 days', or '3 days' alone.

    Raises:
        UserError: that is no time, or there is more.
    """
    words = request.words.strip()
    end = _UNTIL.sub("", words)
    tried = [end] if end != words else [f"in {_FOR.sub('', words)}", words]
    for time in tried:
        try:
            found = understand(time, request.now, request.zone)
        except UserError:
            continue
        if not found.text:
            return found.at
    raise UserError(phrasing.pause_how_long(words, request.prefix))


COMMAND = Command(
    name="pause",
    aliases=(),
    summary="hold this room's reminders back",
    usage="pause [HOW LONG]",
    examples=("pause", "pause 3 days", "pause until friday 9:00"),
    answer=answer,
    moderators=True,
)
