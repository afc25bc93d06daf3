"""`!back [WHO or IDEA]`: a mentor is there again, and takes applicants."""

from bot.absence import Kind
from bot.commands.command import Command, Request
from bot.deeds import MarkMentors
from bot.mentors import Asking, meant
from bot.messages import Reply
from bot.phrasing import absences as phrasing


def answer(request: Request) -> Reply:
    """Say what answers will say no longer."""
    asking = Asking(request.words.strip(), request.message.sender, "back", request.prefix)
    found = meant(asking, request.catalogue, request.matcher, request.scope)
    about = {(each.page, each.person) for each in found.absences(Kind.AWAY)}
    ended = tuple(
        each
        for each in request.kept.absences
        if (each.page, each.person) in about and (found.idea is None or each.idea == found.idea.id)
    )
    if not ended:
        return Reply(phrasing.nothing_to_end(request.prefix), repeatable=True)
    body = phrasing.back(found.persons, found.idea, found.home, own=found.own)
    return Reply(body, deed=MarkMentors(ended=ended, own=found.own), repeatable=True)


COMMAND = Command(
    name="back",
    aliases=(),
    summary="say that you, a mentor, are there again; moderators say it of others",
    usage="back [WHO or IDEA]",
    examples=("back", "back elmarco"),
    answer=answer,
    free=False,
    moderators=True,
)
