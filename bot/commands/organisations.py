"""`!organisations`: whose ideas are known here."""

from bot.commands.command import Command, Request
from bot.messages import Reply
from bot.phrasing import organisations as phrasing


def answer(request: Request) -> Reply:
    """Name the organisations, each with its pages."""
    return Reply(phrasing.known(request.homes, request.prefix))


COMMAND = Command(
    name="organisations",
    aliases=("organizations", "orgs"),
    summary="whose ideas are known here, and where their pages are",
    usage="organisations",
    examples=("organisations",),
    answer=answer,
    free=False,
)
