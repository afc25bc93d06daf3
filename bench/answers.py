"""How quick are answers? Mentorix, a bare aiohttp echo (the floor) and nio's minimal echo, interleaved on one Synapse.

    python -m bench.answers [--rounds 200] [--burst 200] [--turns 3] [--members 1000]

Printed for each: milliseconds from a person's send to the received answer (p50, p90, p99), the bot's own CPU per
command, answers per second and the number answered in a burst (10 people; one room, ten rooms), and memory (RSS) after
the start and in a room of many members. Matching and wording are included for Mentorix; the echoes do nothing.
"""

import argparse
import asyncio
import json
import os
import random
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

import yaml

from demo.applicant import Applicant
from demo.arrivals import answered
from demo.child import ROOT, Child
from demo.homeserver import Homeserver

PEOPLE = 10
SILENCE = 6.0
"""Seconds without an answer after which a burst is over."""
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Burst:
    """How many of a burst were answered, in how many seconds from the first question to the last answer."""

    answered: int
    took: float

    def __str__(self) -> str:
        return f"{self.answered} answered, {self.answered / self.took:.1f}/s"


@dataclass
class Contestant:
    """One bot under measurement."""

    name: str
    user_id: str
    process: Child
    room: str
    rooms: list[str]
    took: list[float] = field(default_factory=list)
    bursts: dict[str, list[Burst]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)

    def cpu(self) -> float:
        """Seconds of CPU that its process has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(") ")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self) -> float:
        """Resident memory in MiB."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
        return 0.0


def questions(seed: int) -> Iterator[str]:
    """Questions of which hardly two are the same: a title with a letter lost, or some words of one in another order."""
    chance = random.Random(seed)
    titles = [
        idea["title"]
        for path in sorted((ROOT / "catalogue" / "organisations").glob("*.yaml"))
        for idea in yaml.safe_load(path.read_text("utf-8"))["ideas"]
    ]
    while True:
        title = chance.choice(titles)
        at = chance.randrange(len(title))
        yield f"!idea {title[:at]}{title[at + 1 :]}"
        words = chance.choice(titles).split()
        yield f"!idea {' '.join(chance.sample(words, max(1, len(words) - 1)))}"


@asynccontextmanager
async def contestants(homeserver: Homeserver, folder: Path, rooms: list[str]) -> AsyncIterator[list[Contestant]]:
    """The three, logged in and running."""
    async with AsyncExitStack() as stack:
        found = []
        for number, name in enumerate(("mentorix", "floor", "nio")):
            its_rooms = rooms[number * 11 : number * 11 + 11]
            async with await Applicant.register(homeserver.url, f"bench-{name}", "password", reads=False) as account:
                for room in its_rooms:
                    await account.join(room)
                user_id, token = account.user_id, account.token
            arguments = [f"bench.echo_{name}", homeserver.url, user_id, token]
            environment: dict[str, str] = {}
            if name == "mentorix":
                config = folder / "config.yaml"
                settings: dict[str, object] = {
                    "homeserver": homeserver.url,
                    "user_id": user_id,
                    "catalogue": str(ROOT / "catalogue"),
                }
                settings |= {"greet": False, "limits": {"person": None, "room": None}}
                config.write_text(json.dumps(settings | {"data_dir": str(folder / "data")}))
                environment = {"MENTORIX_PASSWORD": "password"}
                login = Child(
                    "login",
                    ["bot", "login", "--config", str(config)],
                    log=folder / "login.log",
                    folder=folder / "gone",
                    environment=environment,
                )
                login.start()
                if await login.finished():
                    raise login.failure("failed")
                login.kill()
                arguments = ["bot", "run", "--config", str(config)]
            child = Child(
                name, arguments, log=folder / f"{name}.log", folder=folder / "gone", environment=environment
            )
            child.start()
            stack.push_async_callback(child.stop)
            found.append(Contestant(name, user_id, child, its_rooms[0], its_rooms[1:]))
        await asyncio.sleep(5)
        for contestant in found:
            if not contestant.process.alive:
                raise contestant.process.failure("ended")
            contestant.notes["RSS after start"] = f"{contestant.memory():.0f} MiB"
        yield found


async def one_by_one(person: Applicant, racers: list[Contestant], rounds: int) -> None:
    """Ask each in turn, again and again."""
    asked = questions(1)
    before = {}
    for turn in range(rounds + 10):
        if turn == 10:
            before = {racer.name: racer.cpu() for racer in racers}
        for racer in random.sample(racers, len(racers)):
            begun = time.perf_counter()
            event_id = await person.say(racer.room, next(asked))
            await person.answers_to(event_id, within=20)
            if turn >= 10:
                racer.took.append((time.perf_counter() - begun) * 1000)
    for racer in racers:
        racer.notes["CPU per command"] = f"{(racer.cpu() - before[racer.name]) / rounds * 1000:.2f} ms"


async def burst(
    people: list[Applicant], racer: Contestant, rooms: list[str], asked: Iterator[str], count: int
) -> Burst:
    """All ask at once; over when all is answered, or when no answer has come for a while."""
    arrivals = people[0].arrivals
    mine: list[list[tuple[str, str]]] = [[] for _ in people]
    for number in range(count):
        mine[number % len(people)].append((rooms[number % len(rooms)], next(asked)))
    begun, unread, replied = time.perf_counter(), len(arrivals.events), set[str | None]()

    async def ask(person: Applicant, lot: list[tuple[str, str]]) -> list[str]:
        return [await person.say(room, words) for room, words in lot]

    def got() -> int:
        nonlocal unread
        replied.update(answered(event) for event in arrivals.events[unread:] if event["sender"] == racer.user_id)
        unread = len(arrivals.events)
        return len(replied & sent)

    sent = {event_id for ids in await asyncio.gather(*map(ask, people, mine)) for event_id in ids}
    with suppress(TimeoutError):
        while (before := got()) < count:
            await arrivals.until(lambda before=before: got() > before, within=SILENCE)  # type: ignore[misc]
    return Burst(got(), time.perf_counter() - begun)


async def bursts(people: list[Applicant], racers: list[Contestant], count: int, turns: int) -> None:
    """Several bursts for each, in one room and in ten, interleaved; the median rate counts. Who loses some is asked once."""
    asked = questions(2)
    for turn, label in [(turn, label) for turn in range(turns) for label in ("one room", "ten rooms")]:
        complete = [racer for racer in racers if not turn or racer.bursts[label][0].answered == count]
        for racer in random.sample(complete, len(complete)):
            rooms = [racer.room] if label == "one room" else racer.rooms
            racer.bursts.setdefault(label, []).append(await burst(people, racer, rooms, asked, count))
            print(f"burst {turn + 1} of {turns}, {label}, {racer.name}: {racer.bursts[label][-1]}", file=sys.stderr)


def _printed(racers: list[Contestant]) -> None:
    rows = sorted({note for racer in racers for note in racer.notes})
    print(f"{'':28}" + "".join(f"{racer.name:>22}" for racer in racers))
    for share, index in ((50, 49), (90, 89), (99, 98)):
        values = [quantiles(racer.took, n=100)[index] for racer in racers]
        floor = values[1]
        print(
            f"{f'p{share} (ms; ratio to floor)':28}" + "".join(f"{f'{v:.1f} ({v / floor:.2f})':>22}" for v in values)
        )
    for label in racers[0].bursts:
        rates = [median(burst.answered / burst.took for burst in racer.bursts[label]) for racer in racers]
        counts = [min(burst.answered for burst in racer.bursts[label]) for racer in racers]
        cells = [f"{n}, {rate:.1f}/s ({rate / rates[1]:.2f})" for n, rate in zip(counts, rates, strict=True)]
        print(f"{f'burst, {label} (least; median)':28}" + "".join(f"{cell:>22}" for cell in cells))
    for row in rows:
        print(f"{row:28}" + "".join(f"{racer.notes.get(row, ''):>22}" for racer in racers))


async def main(rounds: int, count: int, turns: int, members: int) -> None:
    """Run everything and print the table."""
    with TemporaryDirectory() as name:
        async with (
            Homeserver(progress=lambda line: print(line, file=sys.stderr)) as homeserver,
            AsyncExitStack() as stack,
        ):
            people = [
                await stack.enter_async_context(await Applicant.register(homeserver.url, f"person{n}", reads=n == 0))
                for n in range(PEOPLE)
            ]
            rooms = [await people[0].create_room(alias=f"room{n}") for n in range(3 * 11)]
            for person in people[1:]:
                for room in rooms:
                    await person.join(room)
            racers = await stack.enter_async_context(contestants(homeserver, Path(name), rooms))
            print("one by one …", file=sys.stderr)
            await one_by_one(people[0], racers, rounds)
            print("bursts …", file=sys.stderr)
            await bursts(people, racers, count, turns)
            if members:
                print(f"a room of {members} …", file=sys.stderr)
                await _crowd(homeserver, people[0], racers, members)
            _printed(racers)


async def _crowd(homeserver: Homeserver, owner: Applicant, racers: list[Contestant], members: int) -> None:
    room = await owner.create_room(alias="crowd", invite=[racer.user_id for racer in racers])
    for number in range(members):
        async with await Applicant.register(homeserver.url, f"crowd{number}", reads=False) as somebody:
            await somebody.join(room)
    for racer in racers:
        racer.notes[f"RSS, room of {members}"] = f"{racer.memory():.0f} MiB"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--burst", type=int, default=200)
    parser.add_argument("--turns", type=int, default=3, help="how many bursts of each kind")
    parser.add_argument("--members", type=int, default=0)
    given = parser.parse_args()
    asyncio.run(main(given.rounds, given.burst, given.turns, given.members))
