"""`!forget NUMBER`: drop reminders that one asked for."""

from bot.commands.command import Command, Request
from bot.deeds import Drop
from bot.errors import UserError
from bot.messages import Reply
from bot.phrasing import promises as phrasing
from bot.phrasing.bells import dropped

_JOINING = frozenset({"and", "reminder", "reminders", "number", "numbers"})


def answer(request: Request) -> Reply:
    """Name those that are dropped; all that were named, or none."""
    standing = {str(promise.number): promise for promise in request.kept.promises}
    numbers = [promise.number for promise in request.kept.promises]
    wanted = _wanted(request.words)
    if not wanted:
        raise UserError(phrasing.forget_which(numbers, request.prefix))
    if wanted == ["all"]:
        wanted = list(standing)
    unknown = [word for word in wanted if word not in standing]
    if unknown or not wanted:
        raise UserError(phrasing.not_standing(unknown, numbers))
    promises = tuple(standing[word] for word in dict.fromkeys(wanted))
    return Reply(dropped(promises), repeatable=True, deed=Drop(promises))


def _wanted(words: str) -> list[str]:
    """The numbers that were named, as they were typed: '3', '#3, 5', '3 and 5'."""
    bare = (word.strip("#.)") for word in words.casefold().replace(",", " ").split())
    return [
        (word.lstrip("0") or word) if word.isdecimal() else word for word in bare if word and word not in _JOINING
    ]


COMMAND = Command(
    name="forget",
    aliases=(),
    summary="drop reminders of yours by number, or all of them",
    usage="forget NUMBER",
    examples=("forget 3", "forget 3 5", "forget all"),
    answer=answer,
)
