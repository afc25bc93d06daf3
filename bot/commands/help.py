"""`!help [COMMAND]`: the menu, or one command of it."""

from bot.commands.command import Command, Request
from bot.messages import Reply
from bot.phrasing import help as phrasing


def answer(request: Request) -> Reply:
    """Show the menu, or explain one command."""
    wanted = request.words.strip().casefold().removeprefix(request.prefix.casefold())
    if not wanted:
        entries = [(command.usage, command.summary) for command in request.menu]
        return Reply(phrasing.overview(entries, request.prefix))
    for command in request.menu:
        if wanted in command.verbs:
            entry = (command.usage, command.summary)
            return Reply(phrasing.command(entry, command.aliases, command.examples, request.prefix))
    names = [command.name for command in request.menu]
    return Reply(phrasing.no_command(wanted, names, request.prefix))


COMMAND = Command(
    name="help",
    aliases=(),
    summary="this list, or more on one command",
    usage="help [COMMAND]",
    examples=("help", "help idea"),
    answer=answer,
    free=False,
)
