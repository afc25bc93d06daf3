"""`!digest`: what is open, what comes next and how to ask; moderators can have it pinned and kept up to date."""

from bot.commands.command import Command, Request
from bot.deeds import PinDigest
from bot.errors import UserError
from bot.messages import Reply
from bot.phrasing import digest as phrasing
from bot.phrasing.pauses import only_in_rooms

PIN, UNPIN = "pin", "unpin"


def answer(request: Request) -> Reply:
    """A small screen; with a word behind it, one that stays."""
    body = phrasing.digest(request.catalogue, request.room, request.now, request.prefix)
    word = request.words.strip().casefold()
    if word not in {PIN, UNPIN}:
        return Reply(body)
    if request.message.direct:
        raise UserError(only_in_rooms(f"digest {word}", request.prefix))
    if word == UNPIN:
        return Reply(phrasing.unpinned(), deed=PinDigest(request.message.room, pinned=False), repeatable=True)
    return Reply(body, deed=PinDigest(request.message.room), repeatable=True)


COMMAND = Command(
    name="digest",
    aliases=(),
    summary="what is open, what comes next and how to ask; moderators can pin it",
    usage="digest [pin or unpin]",
    examples=("digest",),
    answer=answer,
    free=False,
)
