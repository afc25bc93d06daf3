"""`!settings`: how this room is set, and where each setting comes from."""

from bot.commands.command import Command, Request
from bot.deeds import ShowSettings
from bot.messages import Reply
from bot.phrasing import settings as phrasing
from bot.settings.room import RoomSettings
from bot.settings.typed import PERSONAL


def answer(request: Request) -> Reply:
    """Tell all settings; in a conversation of two those that one may set there."""
    names = PERSONAL if request.message.direct else tuple(RoomSettings.model_fields)[1:]
    chosen = {setting.name: setting for setting in request.kept.settings}
    told = phrasing.overview(request.room, request.kept.configured, chosen, names, request.prefix)
    return Reply(told, repeatable=True, deed=ShowSettings())


COMMAND = Command(
    name="settings",
    aliases=(),
    summary="how this room is set, and by whom",
    usage="settings",
    examples=("settings",),
    answer=answer,
    free=False,
    moderators=True,
)
