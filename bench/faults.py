"""A homeserver on a bad day: faults at random, from a seed, for a `FaultyProxy`.

    mischief = Mischief(seed=1)
    proxy.behave(mischief)

A send meets a fault more often than other requests do; many leave it open whether it was done.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import web

from demo.proxy import FaultyProxy, drop, limited, lose_answer, status

KINDS = (
    *("429", "500", "502", "503"),
    *("cut before", "cut after", "cut after"),  # before or after the request was passed on
    *("slow before", "slow after", "too slow"),
)
"""The faults, all as likely; one stands twice."""

OF_SENDS, OF_OTHERS = 0.35, 0.1
"""The share of requests that meet a fault."""

SLOW, TOO_SLOW = (0.3, 4.0), (16.0, 18.0)
"""Seconds that a slow answer takes, and one that nobody waits for."""


@dataclass
class Mischief:
    """A behaviour for the proxy.

    Args:
        seed: of all chances.

    Attributes:
        awake: whether faults happen; passes everything on while it is not.
        requests: how many came while awake.
        sends: how many of them were to put an event into a room.
        met: how many met which fault.
    """

    seed: int
    awake: bool = False
    requests: int = 0
    sends: int = 0
    met: Counter[str] = field(default_factory=Counter)
    _chance: random.Random = field(init=False)
    _trap: tuple[Callable[[], None], asyncio.Event] | None = None

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)

    def trap(self, spring: Callable[[], None]) -> asyncio.Event:
        """Call this once, when the homeserver has done the next send and nobody has heard of it yet.

        Returns:
            What is set when it has been called.
        """
        self._trap = spring, asyncio.Event()
        return self._trap[1]

    def release(self) -> None:
        """Set no trap any more."""
        self._trap = None

    async def __call__(self, proxy: FaultyProxy, request: web.Request) -> web.Response:
        """Pass a request on, or not."""
        send = "/send/" in request.path
        if not self.awake:
            return await proxy.forward(request)
        self.requests += 1
        self.sends += send
        if self._chance.random() < (OF_SENDS if send else OF_OTHERS):
            return await self._disturbed(proxy, request)
        return await self._passed(proxy, request, send=send)

    async def _passed(self, proxy: FaultyProxy, request: web.Request, *, send: bool) -> web.Response:
        answer = await proxy.forward(request)
        if send and answer.status == 200 and self._trap:
            (spring, sprung), self._trap = self._trap, None
            spring()
            sprung.set()
        return answer

    async def _disturbed(self, proxy: FaultyProxy, request: web.Request) -> web.Response:
        kind = self._chance.choice(KINDS)
        self.met[kind] += 1
        if kind.startswith(("slow", "too")):
            return await self._late(proxy, request, kind)
        if kind == "429":
            return await limited(self._chance.randrange(200, 3000))(proxy, request)
        if kind.startswith("cut"):
            return await (drop if kind == "cut before" else lose_answer)(proxy, request)
        return await status(int(kind))(proxy, request)

    async def _late(self, proxy: FaultyProxy, request: web.Request, kind: str) -> web.Response:
        """Wait before passing the request on, or before passing the answer back."""
        seconds = self._chance.uniform(*(TOO_SLOW if kind == "too slow" else SLOW))
        if kind == "slow before":
            await asyncio.sleep(seconds)
            return await proxy.forward(request)
        answer = await proxy.forward(request)
        await asyncio.sleep(seconds)
        return answer
