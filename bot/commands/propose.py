"""`!propose ORGANISATION`: how to propose an idea of one's own."""

from bot.commands.command import Command, Request
from bot.matching.strangers import strange_name
from bot.messages import Reply
from bot.phrasing import organisations, page


def answer(request: Request) -> Reply:
    """Tell the steps."""
    if name := strange_name(request.words, request.catalogue):
        return Reply(organisations.unknown(name, request.homes, request.prefix, "propose"))
    homes = request.matcher.page(request.words, request.pages).organisations
    if len({home.organisation for home in homes}) != 1:
        return Reply(page.which(homes or request.homes, request.prefix, "propose"))
    return Reply(page.propose(homes[0]))


COMMAND = Command(
    name="propose",
    aliases=(),
    summary="how to propose an idea of your own to an organisation",
    usage="propose ORGANISATION",
    examples=("propose gvisor",),
    answer=answer,
)
