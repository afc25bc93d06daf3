"""`!full [WHO or IDEA]`: a mentor takes no more applicants, for an idea or for all; answers say so."""

from bot.absence import Kind
from bot.commands.command import Command, Request
from bot.deeds import MarkMentors
from bot.markup import Markup
from bot.mentors import Asking, Meant, meant
from bot.messages import Reply
from bot.phrasing import absences as phrasing


def answer(request: Request) -> Reply:
    """Say what answers will say now."""
    asking = Asking(request.words.strip(), request.message.sender, "full", request.prefix)
    found = meant(asking, request.catalogue, request.matcher, request.scope)
    deed = MarkMentors(found.absences(Kind.FULL), own=found.own)
    return Reply(_words(found, request.prefix), deed=deed, repeatable=True)


def _words(found: Meant, prefix: str) -> Markup:
    if found.idea and not found.own:
        return phrasing.full_idea(found.persons, found.idea, found.home, prefix)
    return phrasing.full(found.persons[0], found.idea, found.home, prefix, own=found.own)


COMMAND = Command(
    name="full",
    aliases=(),
    summary="say that you, a mentor, take no more applicants, at all or for an idea; moderators say it of others",
    usage="full [WHO or IDEA]",
    examples=("full", "full virtiofsd"),
    answer=answer,
    free=False,
    moderators=True,
)
