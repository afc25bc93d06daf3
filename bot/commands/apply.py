"""`!apply ORGANISATION`: the steps of an application and whom to ask."""

from bot.commands.command import Command, Request
from bot.matching.strangers import strange_goal, strange_name
from bot.matching.verdict import Aspect
from bot.messages import Reply
from bot.phrasing import organisations, page


def answer(request: Request) -> Reply:
    """Tell the steps."""
    if name := _stranger(request):
        return Reply(organisations.unknown(name, request.homes, request.prefix, "apply"))
    homes = request.matcher.page(request.words, request.pages).organisations
    if len({home.organisation for home in homes}) != 1:
        return Reply(page.which(homes or request.homes, request.prefix, "apply"))
    if request.aspect is Aspect.CONTACT:
        return Reply(page.contact(homes[0]))
    return Reply(page.apply(homes[0], request.prefix))


def _stranger(request: Request) -> str | None:
    """An organisation that is not known; whoever applies for an idea names none."""
    if name := strange_name(request.words, request.catalogue):
        return name
    goal = strange_goal(request.words, request.catalogue)
    return goal if goal and not request.matcher.idea(goal).matches else None


COMMAND = Command(
    name="apply",
    aliases=(),
    summary="how to apply to an organisation, in steps",
    usage="apply ORGANISATION",
    examples=("apply qemu",),
    answer=answer,
)
