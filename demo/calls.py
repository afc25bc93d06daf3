"""Calls of the Matrix Client-Server API with aiohttp alone; `Refused` is what the homeserver said no with."""

import asyncio
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import aiohttp
from yarl import URL

from demo import DemoError

Event = dict[str, Any]
"""A JSON object as the homeserver gave it."""


class Refused(DemoError):
    """The homeserver said no.

    Attributes:
        status: the HTTP status.
        errcode: Matrix's name for the reason, such as 'M_FORBIDDEN'; empty where the answer had none.
    """

    def __init__(self, what: str, status: int, said: object) -> None:
        body = said if isinstance(said, dict) else {}
        self.status = status
        self.errcode = str(body.get("errcode", ""))
        super().__init__(f"{what}: {status} {self.errcode} {body.get('error', '')}".rstrip())


def path_of(*segments: str) -> str:
    """A path out of segments, with `/`, `#` and `!` in them quoted."""
    return "/".join(quote(segment, safe="") for segment in segments)


async def call(
    http: aiohttp.ClientSession,
    method: str,
    url: str,
    path: str,
    body: object = None,
    *,
    query: Mapping[str, str] | None = None,
    token: str = "",
) -> Event:
    """Ask the homeserver; 429 is waited out as told.

    Args:
        http: the connections.
        method: the HTTP method.
        url: the homeserver's base address.
        path: below `/_matrix/client/v3/`, quoted (see `path_of`).
        body: anything that JSON can hold.
        query: the query string.
        token: the access token, where the call needs one.

    Raises:
        Refused: the homeserver answered with an error, or not with JSON.
        aiohttp.ClientError: it could not be reached.
        TimeoutError: it does not answer.
    """
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    address = URL(f"{url}/_matrix/client/v3/{path}", encoded=True)
    while True:
        async with http.request(method, address, json=body, params=query, headers=headers) as answer:
            try:
                said = await answer.json(content_type=None)
            except ValueError:
                raise Refused(f"{method} {path}", answer.status, None) from None
        if answer.status == 200:
            return dict(said)
        if answer.status != 429:
            raise Refused(f"{method} {path}", answer.status, said)
        await asyncio.sleep(said.get("retry_after_ms", 1000) / 1000)
