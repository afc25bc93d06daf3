"""One request to the homeserver: JSON in, JSON out, and every failure as one of our errors.

nio's own request loop retries rate limits without end and returns errors as values; here each answer's status is
looked at once, and who asked decides what to do about it.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

import aiohttp
import nio

from bot.errors import MatrixError, Refused

Json = dict[str, Any]

CLIENT_API = "/_matrix/client/v3"


class Limited(MatrixError):
    """The homeserver asks for patience (429, `M_LIMIT_EXCEEDED`).

    Attributes:
        seconds: how long to wait; None where the server does not say.
    """

    def __init__(self, seconds: float | None) -> None:
        super().__init__("the homeserver limits our rate")
        self.seconds = seconds


class LoggedOut(MatrixError):
    """The access token is no longer accepted (401)."""


def path_of(*parts: str, **query: str | int | None) -> str:
    """A Client-Server API path with each part escaped, without the token."""
    given = {key: value for key, value in query.items() if value is not None}
    path = "/".join((CLIENT_API, *map(_escaped, parts)))
    return f"{path}?{urlencode(given)}" if given else path


@lru_cache(maxsize=1024)
def _escaped(part: str) -> str:
    return quote(part, safe="")


class Wire:
    """Requests as the bot's own user.

    Args:
        client: nio's client; holds the homeserver's address, the token and the connections.
        renew: called with a token that is no longer accepted; returns when the client has a new one.
    """

    def __init__(self, client: nio.AsyncClient, renew: Callable[[str], Awaitable[None]] | None = None) -> None:
        self.client = client
        self._renew = renew

    async def get(self, path: str, *, seconds: float = 15.0) -> Json:
        """GET; see `request` for errors."""
        return await self.request("GET", path, None, seconds=seconds)

    async def post(self, path: str, body: Mapping[str, Any] | None = None, *, seconds: float = 15.0) -> Json:
        """POST; see `request` for errors."""
        return await self.request("POST", path, body or {}, seconds=seconds)

    async def put(self, path: str, body: Mapping[str, Any], *, seconds: float = 15.0) -> Json:
        """PUT; see `request` for errors."""
        return await self.request("PUT", path, body, seconds=seconds)

    async def put_event(self, path: str, content: Mapping[str, Any], *, seconds: float = 15.0) -> str:
        """Send an event; its id."""
        event_id = (await self.put(path, content, seconds=seconds)).get("event_id")
        if not isinstance(event_id, str):
            raise MatrixError("the homeserver's answer names no event")
        return event_id

    async def request(self, method: str, path: str, body: Mapping[str, Any] | None, *, seconds: float) -> Json:
        """Ask once, or twice where the session had to be renewed in between.

        Args:
            method: HTTP method.
            path: from `path_of`.
            body: sent as JSON.
            seconds: how long the whole exchange may take.

        Returns:
            The answer's JSON object.

        Raises:
            Limited: 429.
            LoggedOut: 401, and there is no way to renew the session or it did not help.
            Refused: another 4xx; asking again would not help.
            MatrixError: unreachable, too slow, 5xx, or not Matrix; worth another try.
        """
        token = str(self.client.access_token or "")
        try:
            return await self._once(method, path, body, token, seconds)
        except LoggedOut:
            if not self._renew:
                raise
        await self._renew(token)
        return await self._once(method, path, body, str(self.client.access_token or ""), seconds)

    async def _once(self, method: str, path: str, body: Mapping[str, Any] | None, token: str, seconds: float) -> Json:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        data = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            data = json.dumps(body, ensure_ascii=False).encode()
        try:
            response = await _ask(self.client, method, path, data, headers, seconds)
            async with response:
                return _judged(response.status, await response.read())
        except TimeoutError as error:
            raise MatrixError(f"no answer within {seconds:.0f} s") from error
        except (aiohttp.ClientError, OSError, asyncio.IncompleteReadError) as error:
            raise MatrixError(f"cannot reach the homeserver: {error or type(error).__name__}") from error


async def _ask(
    client: nio.AsyncClient,
    method: str,
    path: str,
    data: bytes | None,
    headers: dict[str, str],
    seconds: float,
) -> aiohttp.ClientResponse:
    timeout = aiohttp.ClientTimeout(total=seconds)
    response: aiohttp.ClientResponse = await client.send(method, path, data, headers, timeout=timeout)
    return response


def _judged(status: int, raw: bytes) -> Json:
    """The answer's object, or the error that it means (Client-Server API, 2.1 Standard error response)."""
    try:
        answer = json.loads(raw)
    except (ValueError, RecursionError):
        answer = None
    if 200 <= status < 300 and isinstance(answer, dict):
        return answer
    problem = answer if isinstance(answer, dict) else {}
    code = str(problem.get("errcode") or "")
    if status == 429 or code == "M_LIMIT_EXCEEDED":
        wait = problem.get("retry_after_ms")
        raise Limited(wait / 1000 if isinstance(wait, int | float) and wait >= 0 else None)
    if status == 401 and code in {"M_UNKNOWN_TOKEN", "M_MISSING_TOKEN"}:
        raise LoggedOut(f"the homeserver no longer accepts our session ({code})")
    if 400 <= status < 500 and code and code != "M_UNRECOGNIZED":
        raise Refused(f"{code}: {problem.get('error') or 'no reason given'}", code)
    raise MatrixError(f"HTTP {status} instead of an answer")
