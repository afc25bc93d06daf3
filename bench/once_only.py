"""Is every command answered exactly once, whatever is killed?

    python -m bench.once_only [--commands 200] [--people 10] [--rooms 3] [--kills 20] [--synapse-kills 2]
        [--seconds 60] [--encrypted]

People write commands in several rooms while the bot is killed with SIGKILL and started again at random moments, and
Synapse too. The counts come from the rooms' own history at the end. Exit code 1 where a command was answered twice or
not at all. With `--encrypted` rooms and commands are, and an answer in plain text counts as none.
"""

import argparse
import asyncio
import random
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from bench.answers import questions
from bench.sealed import ENCRYPTION, SealedWriter
from demo.applicant import Applicant
from demo.arrivals import answered
from demo.calls import Event
from demo.homeserver import SERVER_NAME, Homeserver
from demo.running import PASSWORD, RunningBot

PATIENCE = 120.0
"""Seconds that the last answers may take after the last kill."""


class Writer(Protocol):
    """Somebody who writes."""

    async def say(self, room: str, text: str) -> str:
        """Write a message; its id."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What the rooms' history says.

    Attributes:
        asked: commands written.
        once: answered exactly once.
        twice: answered more often.
        never: not answered.
        lateness: seconds from each command to its answer by the homeserver's clock, ascending.
    """

    asked: int
    once: int
    twice: int
    never: int
    lateness: tuple[float, ...]

    @property
    def clean(self) -> bool:
        """Whether everything was answered exactly once."""
        return self.once == self.asked

    def __str__(self) -> str:
        middle = self.lateness[len(self.lateness) // 2] if self.lateness else float("nan")
        longest = self.lateness[-1] if self.lateness else float("nan")
        return (
            f"asked {self.asked}, answered once {self.once}, twice or more {self.twice}, never {self.never}; "
            f"seconds to the answer: median {middle:.2f}, longest {longest:.1f}"
        )


async def soak(
    homeserver: Homeserver,
    folder: Path,
    *,
    commands: int,
    people: int,
    rooms: int,
    kills: int,
    outages: int,
    seconds: float,
    encrypted: bool = False,
) -> Tally:
    """Run it once.

    Args:
        homeserver: running; is killed and started again `outages` times.
        folder: an empty one for the bot.
        commands: how many are written in all.
        people: who write them.
        rooms: where.
        kills: how often the bot is killed.
        outages: how often the homeserver is killed.
        seconds: how long the writing takes.
        encrypted: whether the rooms are, and what is written there.
    """
    chance = random.Random(7)
    async with AsyncExitStack() as stack:
        crowd = [
            await stack.enter_async_context(
                await Applicant.register(
                    homeserver.url, f"soak{number}-{folder.name[-8:].lower()}", PASSWORD, reads=number == 0
                )
            )
            for number in range(people)
        ]
        aliases = [f"soak-{folder.name[-8:].lower()}-{number}" for number in range(rooms)]
        state = [ENCRYPTION] if encrypted else []
        places = [await crowd[0].create_room(alias=alias, initial_state=state) for alias in aliases]
        for person in crowd[1:]:
            for place in places:
                await person.join(place)
        names = [{"room": f"#{alias}:{SERVER_NAME}"} for alias in aliases]
        bot = await RunningBot.make(homeserver.url, f"soakbot-{folder.name[-8:].lower()}", folder, rooms=names)
        stack.push_async_callback(bot.stop)
        bot.start()
        for place in places:
            await _joined(crowd[0], place, bot)
        writers: list[Writer] = list(crowd)
        if encrypted:
            writers = [await stack.enter_async_context(_sealed(person, places, bot, folder)) for person in crowd]
        asked: list[str] = []
        await asyncio.gather(
            _write(writers, places, commands, seconds, asked),
            _kill_bot(bot, kills, seconds, chance),
            _kill_homeserver(homeserver, outages, seconds, chance),
        )
        return await _tally(crowd[0], places, bot, asked, "m.room.encrypted" if encrypted else "m.room.message")


@asynccontextmanager
async def _sealed(person: Applicant, places: list[str], bot: RunningBot, folder: Path) -> AsyncIterator[SealedWriter]:
    """Somebody who writes encrypted, and knows the bot's device in all rooms."""
    async with SealedWriter.of(person, PASSWORD, folder / f"of-{person.device_id}") as writer:
        for place in places:
            await writer.knows(place, bot.user_id)
        yield writer


async def _joined(person: Applicant, room: str, bot: RunningBot) -> None:
    async with asyncio.timeout(60):
        while bot.user_id not in await person.members(room):  # noqa: ASYNC110 - the homeserver knows, not we
            await asyncio.sleep(0.2)


async def _write(crowd: list[Writer], places: list[str], commands: int, seconds: float, asked: list[str]) -> None:
    """Everybody writes their share, spread over the time."""
    words = questions(3)

    async def one(number: int, person: Writer) -> None:
        for turn in range(number, commands, len(crowd)):
            asked.append(await person.say(places[turn % len(places)], next(words)))
            await asyncio.sleep(seconds * len(crowd) / commands * random.uniform(0.5, 1.5))

    await asyncio.gather(*(one(number, person) for number, person in enumerate(crowd)))


async def _kill_bot(bot: RunningBot, kills: int, seconds: float, chance: random.Random) -> None:
    for _ in range(kills):
        await asyncio.sleep(seconds / kills * chance.uniform(0.5, 1.3))
        bot.kill()
        bot.start()


async def _kill_homeserver(homeserver: Homeserver, outages: int, seconds: float, chance: random.Random) -> None:
    for _ in range(outages):
        await asyncio.sleep(seconds / outages * chance.uniform(0.4, 0.8))
        homeserver.kill()
        await asyncio.sleep(chance.uniform(0.5, 2))
        await homeserver.start()


async def _tally(person: Applicant, places: list[str], bot: RunningBot, asked: list[str], kind: str) -> Tally:
    """Count in the rooms' history, once nothing more comes."""

    async def counted() -> tuple[list[Event], list[Event]]:
        history = [event for place in places for event in await person.messages(place)]
        said = [event for event in history if (event["sender"], event["type"]) == (bot.user_id, kind)]
        return history, [event for event in said if answered(event) in asked]

    until = time.monotonic() + PATIENCE
    while len({answered(event) for event in (await counted())[1]}) < len(asked) and time.monotonic() < until:  # noqa: ASYNC110
        await asyncio.sleep(2)
    await asyncio.sleep(3)  # for a second answer to show itself
    history, answers = await counted()
    counts = Counter(map(answered, answers))
    sent = {event["event_id"]: event["origin_server_ts"] for event in history}
    return Tally(
        asked=len(asked),
        once=sum(counts[event_id] == 1 for event_id in asked),
        twice=sum(counts[event_id] > 1 for event_id in asked),
        never=sum(counts[event_id] == 0 for event_id in asked),
        lateness=tuple(sorted((e["origin_server_ts"] - sent[str(answered(e))]) / 1000 for e in answers)),
    )


async def main(given: argparse.Namespace) -> int:
    """Run it and print the tally; the exit code."""
    with TemporaryDirectory() as name:
        async with Homeserver(progress=lambda line: print(line, file=sys.stderr)) as homeserver:
            tally = await soak(
                homeserver,
                Path(name),
                commands=given.commands,
                people=given.people,
                rooms=given.rooms,
                kills=given.kills,
                outages=given.synapse_kills,
                seconds=given.seconds,
                encrypted=given.encrypted,
            )
    print(f"bot killed {given.kills} times, Synapse {given.synapse_kills} times: {tally}")
    return 0 if tally.clean else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option, default in (("commands", 200), ("people", 10), ("rooms", 3), ("kills", 20), ("synapse-kills", 2)):
        parser.add_argument(f"--{option}", type=int, default=default)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--encrypted", action="store_true")
    sys.exit(asyncio.run(main(parser.parse_args())))
