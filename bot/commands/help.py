"""`!help [COMMAND]`: the menu, or one command of it."""

from bot.catalogue.wording import nearest
from bot.commands.command import Command, Request
from bot.markup import Markup, lines
from bot.matching.lexicon import lexicon
from bot.messages import Reply
from bot.phrasing import help as phrasing


def answer(request: Request) -> Reply:
    """Show the menu, or explain one command."""
    words = [word.removeprefix(request.prefix.casefold()) for word in request.words.casefold().split()]
    by_verb = {verb: command for command in request.menu for verb in command.verbs}
    if named := [by_verb[word] for word in words if word in by_verb]:
        return Reply(_explained(named[0 if words[0] in by_verb else -1], request))
    strange = [word for word in words if word.strip(".,!?") not in lexicon().silent]
    if not strange:
        entries, moderators = (
            [(command.usage, command.summary) for command in request.menu if command.moderators is each]
            for each in (False, True)
        )
        return Reply(phrasing.overview(entries, moderators, request.prefix))
    none = phrasing.no_command(" ".join(strange), request.prefix)
    near = nearest(strange[0], by_verb)
    return Reply(lines([none, _explained(by_verb[near], request)] if near else [none]))


def _explained(command: Command, request: Request) -> Markup:
    entry = (command.usage, command.summary)
    return phrasing.command(entry, command.aliases, command.examples, request.prefix)


COMMAND = Command(
    name="help",
    aliases=(),
    summary="this list, or more on one command",
    usage="help [COMMAND]",
    examples=("help", "help idea"),
    answer=answer,
    free=False,
)
