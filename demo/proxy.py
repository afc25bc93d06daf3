"""A homeserver that misbehaves: an HTTP proxy on loopback whose behaviour can be switched while it runs.

    async with FaultyProxy(homeserver.url) as proxy:
        proxy.behave(status(502), only="/sync")
        ...
        proxy.heal()

Strategy: a behaviour is a function from the request to what is done with it, so a test can bring its own. The proxy
itself only chooses one, counts, and passes on.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp import web
from multidict import CIMultiDict
from yarl import URL

from demo.server import free_port

Behaviour = Callable[["FaultyProxy", web.Request], Awaitable[web.Response]]
"""What is done with a request."""

_HOP_BY_HOP = frozenset(
    {"connection", "content-encoding", "content-length", "host", "keep-alive", "transfer-encoding", "upgrade"}
)


@dataclass(frozen=True, slots=True)
class Seen:
    """One request.

    Attributes:
        at: when it came, on `time.monotonic`.
        method: its HTTP method.
        path: its path without the query.
    """

    at: float
    method: str
    path: str


@dataclass(slots=True)
class _Rule:
    behaviour: Behaviour
    only: str
    times: int | None

    def applies(self, path: str) -> bool:
        return self.only in path and self.times != 0


class FaultyProxy:
    """Stands between a client and a homeserver.

    Args:
        target: the homeserver's base address.

    Attributes:
        url: the proxy's own base address, which the client is given.
        target: the homeserver's.
        seen: every request so far.
    """

    def __init__(self, target: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.seen: list[Seen] = []
        self.target = target
        self._rules: list[_Rule] = []
        self._http: aiohttp.ClientSession | None = None
        self._runner: web.AppRunner | None = None

    def behave(self, behaviour: Behaviour, *, only: str = "", times: int | None = None) -> None:
        """From now on do this; what was said before still holds for other requests.

        Args:
            behaviour: what to do, such as `status(500)`, `unknown_token`, `stall` or `drop`.
            only: a part of the paths it is meant for, such as '/sync'.
            times: for so many requests; left out, until `heal`.
        """
        self._rules.insert(0, _Rule(behaviour, only, times))

    def heal(self) -> None:
        """Pass everything on again; requests that stall already go on stalling."""
        self._rules.clear()

    def requests(self, only: str = "", *, since: float = 0) -> list[Seen]:
        """The requests whose path has that part, from that moment (`time.monotonic`) on."""
        return [seen for seen in self.seen if only in seen.path and seen.at >= since]

    async def start(self) -> None:
        """Listen; the port is the same after `stop` and `start`."""
        timeout = aiohttp.ClientTimeout(total=None)
        connections = aiohttp.TCPConnector(limit=0)
        self._http = aiohttp.ClientSession(timeout=timeout, connector=connections, auto_decompress=True)
        app = web.Application(client_max_size=2**30)
        app.router.add_route("*", "/{path:.*}", self._handle)
        self._runner = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()

    async def stop(self) -> None:
        """Refuse connections, and end those that are open."""
        if self._runner:
            await self._runner.cleanup()
        if self._http:
            await self._http.close()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def forward(self, request: web.Request) -> web.Response:
        """Pass a request on; the homeserver's answer, or 502 where it is away."""
        assert self._http  # noqa: S101 - requests come only between start and stop
        headers = CIMultiDict((k, v) for k, v in request.headers.items() if k.lower() not in _HOP_BY_HOP)
        address = URL(self.target + request.raw_path, encoded=True)
        try:
            async with self._http.request(
                request.method, address, data=await request.read(), headers=headers, allow_redirects=False
            ) as answer:
                kept = {k: v for k, v in answer.headers.items() if k.lower() not in _HOP_BY_HOP}
                return web.Response(status=answer.status, body=await answer.read(), headers=kept)
        except aiohttp.ClientError:
            return _page(502)

    async def _handle(self, request: web.Request) -> web.Response:
        rule = next((rule for rule in self._rules if rule.applies(request.path)), None)
        behaviour = rule.behaviour if rule else forward
        if rule and rule.times is not None:
            rule.times -= 1
        self.seen.append(Seen(time.monotonic(), request.method, request.path))
        return await behaviour(self, request)


async def forward(proxy: FaultyProxy, request: web.Request) -> web.Response:
    """Pass on, as nothing were wrong."""
    return await proxy.forward(request)


async def stall(_: FaultyProxy, request: web.Request) -> web.Response:
    """Take the request and never answer; ends when the client gives up."""
    await asyncio.Event().wait()
    return _cut(request)


async def drop(_: FaultyProxy, request: web.Request) -> web.Response:
    """Cut the connection without an answer; the homeserver hears nothing."""
    return _cut(request)


async def lose_answer(proxy: FaultyProxy, request: web.Request) -> web.Response:
    """Pass on, then cut the connection: the homeserver did it, and the client does not know."""
    await proxy.forward(request)
    return _cut(request)


def status(code: int) -> Behaviour:
    """Answer with this status and a page of HTML, as a reverse proxy does."""

    async def answer(_: FaultyProxy, __: web.Request) -> web.Response:
        return _page(code)

    return answer


def garbage(body: str = '{"next_batch": ') -> Behaviour:
    """Answer 200 and call it JSON, whatever it is."""

    async def answer(_: FaultyProxy, __: web.Request) -> web.Response:
        return web.Response(text=body, content_type="application/json")

    return answer


def refuse(code: int, errcode: str, **more: object) -> Behaviour:
    """Answer as a homeserver refuses, such as `refuse(403, "M_FORBIDDEN")`."""
    body: Mapping[str, object] = {"errcode": errcode, "error": "The proxy was told to say so", **more}

    async def answer(_: FaultyProxy, __: web.Request) -> web.Response:
        return web.Response(status=code, text=json.dumps(body), content_type="application/json")

    return answer


def limited(retry_after_ms: int) -> Behaviour:
    """Answer 429 with that waiting time, in milliseconds."""
    return refuse(429, "M_LIMIT_EXCEEDED", retry_after_ms=retry_after_ms)


unknown_token = refuse(401, "M_UNKNOWN_TOKEN", soft_logout=False)
"""Answer that the access token is none."""


def _page(code: int) -> web.Response:
    return web.Response(status=code, text=f"<html><h1>{code}</h1></html>", content_type="text/html")


def _cut(request: web.Request) -> web.Response:
    if request.transport:
        request.transport.abort()
    return web.Response()
