"""Why something is not done: whose right is missing, and what would help."""

import math

from bot.markup import Markup, text
from bot.tongue import _


def not_yours(level: float, needed: float, command: str = "") -> str:
    """The asker is no moderator, or has left; the room may have kept a command for those who are."""
    if level == -math.inf:
        kept = _("This room keeps {command} for its moderators, and you are not in the room.")
        return (
            kept.format(command=command)
            if command
            else _("That is for this room's moderators, and you are not in the room.")
        )
    theirs = _("That is for this room's moderators: it takes power level {needed} here, and yours is {level}.")
    kept = _(
        "This room keeps {command} for its moderators: it takes power level {needed} here, and yours is {level}."
    )
    return (kept if command else theirs).format(command=command, needed=_level(needed), level=_level(level))


def not_operator() -> str:
    """The asker does not run the bot."""
    return (
        "That is for those who run this bot: its configuration names them as operators, and you are not among them."
    )


def unknown_rights() -> str:
    """The homeserver did not say who may do what."""
    return _(
        "I cannot ask the homeserver at the moment whether you may do that. Nothing has changed; please try again."
    )


def ping_not_set() -> str:
    """The operator did not allow it."""
    return "I may not ping everybody in this room: the bot's operator has to set ping_room for it. Without @room it goes."


def ping_not_yours(level: float, needed: float) -> str:
    """The asker may not ping the room."""
    return f"To ping everybody here takes power level {_level(needed)}, and yours is {_level(level)}. Without @room it goes."


def ping_not_ours(level: float, needed: float) -> str:
    """We may not ping the room."""
    return (
        f"To ping everybody here takes power level {_level(needed)}, and mine is {_level(level)}. "
        "An admin of the room can raise it; without @room it goes."
    )


def pin_not_ours(level: float, needed: float) -> str:
    """We may not pin messages."""
    return (
        f"To pin messages here takes power level {_level(needed)}, and mine is {_level(level)}. "
        "An admin of the room can raise it; !digest alone says it without pinning it."
    )


def not_pinned() -> str:
    """The homeserver did not have it."""
    return "I cannot change what is pinned here at the moment, so it stays as it is. Please try again."


def not_here() -> str:
    """It concerns more than this room, which the operators have not chosen."""
    return (
        "That is for operators, and for moderators in a room that the bot's configuration names: "
        "this conversation is none, and you are not among the operators."
    )


def themselves() -> str:
    """Follows why somebody may not speak for a mentor."""
    return "Mentors say it of themselves, from the Matrix address that my catalogue has of them."


def not_written() -> Markup:
    """The database failed."""
    words = _(
        "I could not write that down, so nothing is promised and nothing has changed. Please try again in a moment."
    )
    return text(words)


def _level(level: float) -> str:
    return f"{level:g}"
