"""`!unset SETTING`: have it in this room as the configuration says, or as by default."""

from bot.commands.command import Command, Request
from bot.deeds import Set
from bot.errors import UserError
from bot.messages import Reply
from bot.phrasing import settings as phrasing
from bot.settings.typed import PERSONAL, split, written


def answer(request: Request) -> Reply:
    """Take back what was set here, if something was."""
    if not request.words.strip():
        raise UserError(phrasing.unset_what(request.prefix))
    name = split(request.words)[0]
    if request.message.direct and name not in PERSONAL:
        raise UserError(phrasing.not_in_direct(name, PERSONAL))
    chosen = {setting.name: setting for setting in request.kept.settings}
    configured = request.kept.configured
    if name not in chosen:
        told = phrasing.origin(name, request.room, configured, chosen)
        raise UserError(phrasing.not_set(name, written(getattr(request.room, name)), told))
    return Reply(phrasing.taken_back(name, configured), repeatable=True, deed=Set(name, None))


COMMAND = Command(
    name="unset",
    aliases=(),
    summary="take back what was set in this room",
    usage="unset SETTING",
    examples=("unset style",),
    answer=answer,
    moderators=True,
)
