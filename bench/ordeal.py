"""What befalls a bot: kills of it and of its homeserver, a clock that is set wrong, and somebody who starts it again."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType
from typing import Self

from bench.contenders import Contender, Stage
from bench.faults import Mischief
from demo.homeserver import Homeserver
from demo.postgresql import PostgreSQL

CLOCK_EVERY = 15.0
"""Seconds, about, between two settings of the clock."""

AMBUSH = 5.0
"""Seconds to wait for a send to kill the bot at."""

START_WITHIN = 30.0
"""Seconds to wait for the bot to come up, before it is killed anyway."""

REVIVE_AFTER = 1.0
"""Seconds until a bot that ended by itself is started again, as a service manager does."""


Server = Homeserver | PostgreSQL
"""What can be killed and started again with what it keeps."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How hard it is.

    Attributes:
        reminders: how many fall due.
        rooms: where.
        seconds: within which time.
        kills: how often the bot is killed.
        outages: how often the homeserver is killed, and as often the database where that is a server.
        clock_off: by how many seconds the clock is set wrong at most.
        seed: of all chances.
    """

    reminders: int
    rooms: int
    seconds: float
    kills: int
    outages: int
    clock_off: float = 40
    seed: int = 1


class Ordeal:
    """Does to a bot what a plan says; an async context manager, within which the bot runs.

    Args:
        plan: how hard it is.
        bot: ready to be started.
        servers: the homeserver, and the database where that is a server; by their names, running.
        mischief: of the proxy between bot and homeserver.
        stage: the bot's, with its clock.

    Attributes:
        done: how often what was done.
    """

    def __init__(
        self, plan: Plan, bot: Contender, servers: Mapping[str, Server], mischief: Mischief, stage: Stage
    ) -> None:
        self.done: Counter[str] = Counter()
        self._plan = plan
        self._bot = bot
        self._servers = servers
        self._mischief = mischief
        self._clock = stage.clock
        self._begin = stage.season.begin
        self._down = False
        self._reviving: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._bot.process.start()
        self._reviving = asyncio.create_task(self._revive())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._reviving:
            self._reviving.cancel()
            await asyncio.wait([self._reviving])
        await self._bot.process.stop()

    async def run(self) -> None:
        """Let the season begin, and all befall the bot at once; afterwards all is well again."""
        self._bot.process.kill()
        self._clock.make_it(self._begin)
        self._bot.process.start()
        self._mischief.awake = True
        try:
            until = asyncio.sleep(self._plan.seconds)
            await asyncio.gather(until, self._kill_bot(), self._set_clock(), *map(self._kill_server, self._servers))
        finally:
            self._mischief.awake = False
            self._clock.set(timedelta())

    async def _revive(self) -> None:
        """Start the bot again whenever it ended by itself; until cancelled."""
        while True:
            await asyncio.sleep(REVIVE_AFTER)
            if not self._bot.process.alive and not self._down:
                self.done["bot ended by itself"] += 1
                self._bot.process.start()

    async def _moments(self, times: int, chance: random.Random) -> AsyncIterator[int]:
        """Random moments within the time of the plan, numbered."""
        begun = time.monotonic()
        for number, moment in enumerate(sorted(chance.uniform(0, self._plan.seconds) for _ in range(times))):
            await asyncio.sleep(begun + moment - time.monotonic())
            yield number

    async def _kill_bot(self) -> None:
        """Every third time while it starts or a little later, every third in the middle of a send, if one comes.

        One time in four its clock is set before it starts again.
        """
        chance, pace = random.Random(f"{self._plan.seed} bot"), self._plan.seconds / self._plan.kills
        for number in range(self._plan.kills):
            if number % 3:
                await self._awake()
            await asyncio.sleep(chance.uniform(0, pace))
            if number % 3 == 1:
                await self._ambush()
            self._kill()
            await asyncio.sleep(chance.choice((0, 0, 0.3, 2)))
            if number % 4 == 0:
                self._shift(chance, "clock set while the bot was down")
            self._bot.process.start()
            self._down = False

    async def _awake(self) -> None:
        """Wait until the bot has asked the homeserver for something, however slow the machine is."""
        asked, until = self._mischief.requests, time.monotonic() + START_WITHIN
        while self._mischief.requests == asked and time.monotonic() < until:  # noqa: ASYNC110 - a count has no event
            await asyncio.sleep(0.05)

    async def _ambush(self) -> None:
        """Wait for a send, to kill the bot before it hears of it."""
        sprung = self._mischief.trap(lambda: self._kill("bot killed in the middle of a send"))
        with suppress(TimeoutError):
            await asyncio.wait_for(sprung.wait(), AMBUSH)
        self._mischief.release()

    def _kill(self, how: str = "bot killed at any moment") -> None:
        if not self._down:
            self._down = True
            self._bot.process.kill()
            self.done[how] += 1

    async def _kill_server(self, name: str) -> None:
        chance, server = random.Random(f"{self._plan.seed} {name}"), self._servers[name]
        async for _ in self._moments(self._plan.outages, chance):
            server.kill()
            self.done[f"{name} killed"] += 1
            try:
                await asyncio.sleep(chance.uniform(0.2, 3))
            finally:
                await server.start()

    async def _set_clock(self) -> None:
        chance = random.Random(f"{self._plan.seed} clock")
        async for _ in self._moments(round(self._plan.seconds / CLOCK_EVERY), chance):
            self._shift(chance, "clock set while the bot ran")

    def _shift(self, chance: random.Random, how: str) -> None:
        self._clock.set(timedelta(seconds=chance.uniform(-1, 1) * self._plan.clock_off))
        self.done[how] += 1
