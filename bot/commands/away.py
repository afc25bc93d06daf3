"""`!away [WHO] [HOW LONG]`: a mentor is away, so that nobody waits for them; answers say so."""

import re
from dataclasses import replace
from datetime import datetime

from bot.absence import Kind
from bot.commands.command import Command, Request
from bot.deeds import MarkMentors
from bot.errors import UserError
from bot.mentors import Asking, meant
from bot.messages import Reply
from bot.phrasing import absences as phrasing
from bot.when.ends import end_of

LONGEST = 15
"""Words that are looked at; a name and a time are never more."""

_TIME = re.compile(r"(?i)\b(?:until|till|til|for)\b.*")


def answer(request: Request) -> Reply:
    """Say what answers will say now, and until when."""
    who, until = _read(request)
    asking = Asking(who, request.message.sender, "away", request.prefix)
    found = meant(asking, request.catalogue, request.matcher, request.scope)
    if found.idea:
        raise UserError(phrasing.whom(who, "away", request.prefix))
    begun = tuple(replace(each, until=until) for each in found.absences(Kind.AWAY))
    body = phrasing.away(found.persons[0], until, request.zone, request.prefix, own=found.own)
    return Reply(body, deed=MarkMentors(begun, own=found.own), repeatable=True)


def _read(request: Request) -> tuple[str, datetime | None]:
    """Who, as typed, and the end, where one is told.

    Raises:
        UserError: there is an end that is not understood.
    """
    words = request.words.split()[:LONGEST]
    for place in range(len(words)):
        if end := end_of(" ".join(words[place:]), request.now, request.zone):
            return " ".join(words[:place]), end
    who = " ".join(words)
    if time := _TIME.search(who):
        raise UserError(phrasing.how_long(time[0], request.prefix))
    return who, None


COMMAND = Command(
    name="away",
    aliases=(),
    summary="say that you, a mentor, are away; moderators say it of others",
    usage="away [WHO] [HOW LONG]",
    examples=("away until 3 May", "away elmarco 2 weeks"),
    answer=answer,
    free=False,
    moderators=True,
)
