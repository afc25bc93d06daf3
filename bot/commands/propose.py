"""`!propose ORGANISATION`: how to propose an idea of one's own."""

from bot.commands.command import Command, Request
from bot.messages import Reply
from bot.phrasing import page


def answer(request: Request) -> Reply:
    """Tell the steps."""
    homes = request.matcher.page(request.words, request.scope).organisations
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
