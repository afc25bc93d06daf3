"""`!timezone [ZONE]`: the zone in which one types and reads times."""

import re
from zoneinfo import ZoneInfo

from bot.commands.command import Command, Request
from bot.deeds import SetZone
from bot.messages import Reply
from bot.phrasing import zones as phrasing
from bot.when.zones import zone_named

_LEAD = re.compile(r"(?i)^(?:to|is|=)\s+")


def answer(request: Request) -> Reply:
    """Tell the zone that holds, or set another."""
    words = _LEAD.sub("", request.words.strip())
    if not words:
        own = request.kept.person.zone is not None
        return Reply(phrasing.present(request.zone, request.now, request.prefix, own=own), repeatable=True)
    name = zone_named(words)
    said = phrasing.chosen(ZoneInfo(name), request.now, len(request.kept.promises))
    return Reply(said, repeatable=True, deed=SetZone(name))


COMMAND = Command(
    name="timezone",
    aliases=("tz",),
    summary="the zone in which you type and read times",
    usage="timezone [ZONE]",
    examples=("timezone", "timezone Europe/Bucharest", "timezone berlin"),
    answer=answer,
)
