"""Does every reminder come exactly once, whatever is killed, cut off, refused or set wrong?

    python -m bench.soak [--reminders 300] [--rooms 10] [--minutes 6] [--kills 60] [--homeserver-kills 5] [--seed 1]
                         [--database sqlite|postgresql]
                         [--peer bare | --peer matrix-reminder-bot --packages FOLDER]

A season falls due within minutes on a real Synapse. Meanwhile the bot is killed with SIGKILL and started again: while
it starts, at any moment later, and just when the homeserver has done a send that the bot has not heard of yet. Synapse
is killed too, and so is PostgreSQL where the bot keeps its ledger there. A proxy between bot and Synapse refuses, delays
and cuts off requests. The bot's clock is set forward and back, while it runs and while it is down. The counts come from
the rooms' own history at the end. Exit code 1 where a reminder is missing, came twice or came early, or where something
else was said.
"""

import argparse
import asyncio
import sys
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.contenders import Contender, Maker, Stage, bare, matrix_reminder_bot, mentorix
from bench.counting import Count, counted
from bench.dense_season import season
from bench.false_clock import FalseClock
from bench.faults import Mischief
from bench.ordeal import Ordeal, Plan, Server
from demo import DemoError
from demo.applicant import Applicant
from demo.calls import Event
from demo.homeserver import SERVER_NAME, Homeserver
from demo.postgresql import PostgreSQL
from demo.proxy import FaultyProxy

AHEAD = timedelta(hours=1)
"""From the making of the season to its begin, which comes when the bot is ready; its clock is then set."""

START_WITHIN = 120.0
"""Seconds."""

SECOND_THOUGHTS = 5.0
"""Seconds at the end, for a double to show itself."""


@dataclass(frozen=True, slots=True)
class Report:
    """What came of it.

    Attributes:
        count: what the rooms' history says.
        done: how often what was done to the bot.
        faults: what the proxy did.
    """

    count: Count
    done: Mapping[str, int]
    faults: Mischief

    def __str__(self) -> str:
        done = ", ".join(f"{what} {times} times" for what, times in sorted(self.done.items()))
        met = ", ".join(f"{what} {times}" for what, times in sorted(self.faults.met.items()))
        asked = f"{self.faults.requests} requests, {self.faults.sends} of them sends"
        return f"{self.count}\n{done}\n{asked}; faults: {met}"


async def soak(
    homeserver: Homeserver, folder: Path, plan: Plan, make: Maker = mentorix, postgresql: PostgreSQL | None = None
) -> Report:
    """Run it once.

    Args:
        homeserver: running; is killed and started again.
        folder: an empty one for the bot; its name goes into those of accounts and rooms.
        plan: how hard it is.
        make: makes the bot.
        postgresql: running; ours keeps its ledger there if given. It is killed and started again as well.

    Raises:
        DemoError: the bot was not ready in time.
    """
    faults = Mischief(plan.seed)
    async with FaultyProxy(homeserver.url) as proxy, await _observer(homeserver, folder) as observer:
        proxy.behave(faults)
        stage = await _stage(
            observer, proxy.url, folder, plan, await postgresql.new_database() if postgresql else None
        )
        servers: dict[str, Server] = {"Synapse": homeserver} | ({"PostgreSQL": postgresql} if postgresql else {})
        bot = await make(stage)
        async with Ordeal(plan, bot, servers, faults, stage) as ordeal:
            await _ready(bot, observer, stage)
            await ordeal.run()
            await _settled(bot, observer, stage)
        count = counted(stage.season.expected, await _histories(observer, stage), bot.user_id, stage.clock)
        return Report(count, ordeal.done, faults)


async def _observer(homeserver: Homeserver, folder: Path) -> Applicant:
    return await Applicant.register(homeserver.url, f"observer-{_mark(folder)}", reads=False)


def _mark(folder: Path) -> str:
    """What tells the names of this run from those of others."""
    return "".join(filter(str.isalnum, folder.name))[-8:].lower()


async def _stage(observer: Applicant, url: str, folder: Path, plan: Plan, database: str | None) -> Stage:
    """Make rooms and a season."""
    mark = _mark(folder)
    names = [f"soak-{mark}-{number}" for number in range(plan.rooms)]
    places = {f"#{name}:{SERVER_NAME}": await observer.create_room(alias=name) for name in names}
    dates = season(list(places), reminders=plan.reminders, begin=datetime.now(UTC) + AHEAD, seconds=plan.seconds)
    return Stage(url, f"soakbot-{mark}", folder, dates, places, FalseClock(folder / "ahead"), database)


async def _ready(bot: Contender, observer: Applicant, stage: Stage) -> None:
    """Wait until the bot is in all rooms and has planned everything."""
    until = time.monotonic() + START_WITHIN
    for place in stage.places.values():
        while bot.user_id not in await observer.members(place) or await bot.left() < len(stage.season.expected):
            await asyncio.sleep(0.2)
            if time.monotonic() > until:
                raise bot.process.failure(f"was not ready after {START_WITHIN:.0f} s")


async def _settled(bot: Contender, observer: Applicant, stage: Stage) -> None:
    """Wait until the bot has nothing left to say, or has said nothing for long."""
    heard, since = 0, time.monotonic()
    while await bot.left() and time.monotonic() - since < bot.silence:
        await asyncio.sleep(2)
        now = sum(map(len, (await _histories(observer, stage)).values()))
        if now > heard:
            heard, since = now, time.monotonic()
    await asyncio.sleep(SECOND_THOUGHTS)


async def _histories(observer: Applicant, stage: Stage) -> dict[str, list[Event]]:
    return {alias: await observer.messages(place) for alias, place in stage.places.items()}


def _maker(given: argparse.Namespace) -> Maker:
    if given.peer == "matrix-reminder-bot":
        if not given.packages:
            raise SystemExit("--peer matrix-reminder-bot needs --packages, where `pip install --target` put it")
        return matrix_reminder_bot(given.packages.absolute())
    return bare if given.peer == "bare" else mentorix


def _told(line: str) -> None:
    print(line, file=sys.stderr)


async def main(given: argparse.Namespace) -> int:
    """Run it and print the report; the exit code."""
    plan = Plan(
        reminders=given.reminders,
        rooms=given.rooms,
        seconds=given.minutes * 60,
        kills=given.kills,
        outages=given.homeserver_kills,
        seed=given.seed,
    )
    async with AsyncExitStack() as stack:
        folder = given.keep or Path(stack.enter_context(TemporaryDirectory()))
        homeserver = await stack.enter_async_context(Homeserver(progress=_told))
        postgresql = PostgreSQL(progress=_told) if given.database == "postgresql" else None
        if postgresql:
            await stack.enter_async_context(postgresql)
        report = await soak(homeserver, folder, plan, _maker(given), postgresql)
    print(report)
    for what, those in (
        ("lost", report.count.lost),
        ("doubled", report.count.doubled),
        ("early", report.count.early),
    ):
        for one in those:
            print(f"{what}: {one.words} in {one.room}, due {one.due:%H:%M:%S} UTC", file=sys.stderr)
    return 0 if report.count.clean else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option, default in (("reminders", 300), ("rooms", 10), ("kills", 60), ("homeserver-kills", 5), ("seed", 1)):
        parser.add_argument(f"--{option}", type=int, default=default)
    parser.add_argument("--minutes", type=float, default=6)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite", help="where the ledger is")
    parser.add_argument("--peer", choices=("bare", "matrix-reminder-bot"), help="put another bot through it")
    parser.add_argument("--packages", type=Path, help="where the peer was installed with `pip install --target`")
    parser.add_argument("--keep", type=Path, help="an empty folder for the bot, which is kept, with its log")
    try:
        sys.exit(asyncio.run(main(parser.parse_args())))
    except DemoError as error:
        sys.exit(str(error))
