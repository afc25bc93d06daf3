"""What people call the bot: its display name, which may change while it runs."""

import asyncio
from collections.abc import Callable

import structlog

from bot.errors import MatrixError, Refused
from bot.matrix.patience import Patience
from bot.matrix.wire import Wire, path_of

LOOK_EVERY = 3600.0
"""Seconds between two looks at the profile."""

AT_FIRST = 3.0
"""Seconds that the first look may hold up the start; later ones are taken beside the stream."""

log = structlog.get_logger()


async def display_name(wire: Wire, me: str, *, seconds: float = 15.0) -> str | None:
    """The display name, asked for that long; None where there is none.

    Raises:
        MatrixError: it cannot be known now.
    """
    try:
        shown = (await wire.get(path_of("profile", me, "displayname"), seconds=seconds)).get("displayname")
    except Refused:
        return None  # as of an account that never set one
    return shown if isinstance(shown, str) and shown else None


async def at_first(wire: Wire, me: str) -> str | None:
    """The display name, if there is one and the homeserver tells it at the first asking."""
    try:
        return await display_name(wire, me, seconds=AT_FIRST)
    except MatrixError:
        return None


async def keep_up(
    wire: Wire, me: str, known: str | None, called: Callable[[str | None], None], every: float = LOOK_EVERY
) -> None:
    """Look now and again whether the display name is still the one we know, for ever; run it as a task.

    Args:
        wire: requests as the bot.
        me: its Matrix address.
        known: the name so far.
        called: is told another name, or that there is none any more.
        every: seconds between two looks.
    """
    while True:
        shown = await Patience("profile").insist(lambda: display_name(wire, me))
        if shown != known:
            log.info("people see another name of ours", name=shown)
            called(shown)
            known = shown
        await asyncio.sleep(every)
