"""Requests to the homeserver as the bot makes them, without a whole bot."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.account import Session
from bot.matrix.content import Content
from bot.matrix.envelopes import Envelope
from bot.matrix.session import client_of
from bot.matrix.wire import Wire
from demo.applicant import Applicant


@asynccontextmanager
async def wire_of(somebody: Applicant, url: str = "") -> AsyncIterator[Wire]:
    """Requests of one account; `url` is the proxy where one stands between."""
    url = url or somebody.url
    client = client_of(url, Session(url, somebody.user_id, somebody.device_id, somebody.token))
    try:
        yield Wire(client)
    finally:
        await client.close()


async def as_it_is(_room: str, content: Content) -> Envelope:
    """A message for a room that everybody can read along in."""
    return Envelope("m.room.message", content)


class Nobody(Wire):
    """A wire that must not be used."""

    def __init__(self) -> None:
        pass
