"""One request to the homeserver: JSON in, JSON out, and every failure as one of our errors.

nio's own request loop retries rate limits without end and returns errors as values; here each answer's status is
looked at once, and who asked decides what to do about it.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
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


class ProofWanted(MatrixError):
    """The homeserver first wants to know that it is really us (401, user-interactive authentication).

    Attributes:
        session: to be named in the next try.
        flows: each a way to prove it: its stages.
        params: what stages need, by their names.
        code: why the last proof was refused; empty where none was given.
    """

    def __init__(self, asked: Mapping[str, Any]) -> None:
        super().__init__("the homeserver wants proof that it is us")
        self.session = str(asked.get("session") or "")
        self.flows = [
            list(flow["stages"]) for flow in asked["flows"] if isinstance(flow, dict) and flow.get("stages")
        ]
        self.params: Json = asked["params"] if isinstance(asked.get("params"), dict) else {}
        self.code = str(asked.get("errcode") or "")


def path_of(*parts: str, **query: str | int | None) -> str:
    """A Client-Server API path with each part escaped, without the token."""
    return path_below(CLIENT_API, *parts, **query)


def path_below(api: str, *parts: str, **query: str | int | None) -> str:
    """The same below another root than `/_matrix/client/v3`."""
    given = {key: value for key, value in query.items() if value is not None}
    path = "/".join((api, *map(_escaped, parts)))
    return f"{path}?{urlencode(given)}" if given else path


@lru_cache(maxsize=1024)
def _escaped(part: str) -> str:
    return quote(part, safe="")


@dataclass(frozen=True, slots=True)
class _Request:
    """What is asked, but for the token; `data` of None for a request without a body."""

    method: str
    path: str
    data: bytes | None
    media_type: str
    seconds: float


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

    async def put_event(self, path: str, content: Mapping[str, Any]) -> str:
        """Send an event; its id."""
        event_id = (await self.put(path, content)).get("event_id")
        if not isinstance(event_id, str):
            raise MatrixError("the homeserver's answer names no event")
        return event_id

    async def post_file(self, path: str, content: bytes, media_type: str, *, seconds: float) -> Json:
        """POST bytes as they are; see `request` for errors."""
        return await self._ask(_Request("POST", path, content, media_type, seconds))

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
            ProofWanted: 401 of another sort: the request must carry the password or the like.
            Refused: another 4xx; asking again would not help.
            MatrixError: unreachable, too slow, 5xx, or not Matrix; worth another try.
        """
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        return await self._ask(_Request(method, path, data, "application/json", seconds))

    async def _ask(self, request: _Request) -> Json:
        token = str(self.client.access_token or "")
        try:
            return await self._once(request, token)
        except LoggedOut:
            if not self._renew:
                raise
        await self._renew(token)
        return await self._once(request, str(self.client.access_token or ""))

    async def _once(self, request: _Request, token: str) -> Json:
        try:
            response = await _sent(self.client, request, token)
            async with response:
                return _judged(response.status, await response.read())
        except TimeoutError as error:
            raise MatrixError(f"no answer within {request.seconds:.0f} s") from error
        except (aiohttp.ClientError, OSError, asyncio.IncompleteReadError) as error:
            raise MatrixError(f"cannot reach the homeserver: {error or type(error).__name__}") from error


async def _sent(client: nio.AsyncClient, request: _Request, token: str) -> aiohttp.ClientResponse:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    if request.data is not None:
        headers["Content-Type"] = request.media_type
    timeout = aiohttp.ClientTimeout(total=request.seconds)
    response: aiohttp.ClientResponse = await client.send(
        request.method, request.path, request.data, headers, timeout=timeout
    )
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
    if status == 401 and isinstance(problem.get("flows"), list):
        raise ProofWanted(problem)
    if 400 <= status < 500 and code and code != "M_UNRECOGNIZED":
        raise Refused(f"{code}: {problem.get('error') or 'no reason given'}", code)
    raise MatrixError(f"HTTP {status} instead of an answer")
