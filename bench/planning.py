"""Do plans grow well? Many rooms with twenty reminders each: planned, kept, found when due, planned again.

    python -m bench.planning [--rooms 100 1000 10000] [--engine sqlite postgresql apscheduler]

Printed for each step: seconds of the process's CPU by number of rooms; then, for the most rooms, `grows`: the CPU per room
as a multiple of that at the fewest; seconds in all; and how many MiB more the process had at its peak than before.
Mentorix keeps its plan in an SQLite file or in a throw-away PostgreSQL, whose own CPU is not counted; APScheduler has a
job for each reminder in an SQLite file, and is tried up to a thousand rooms, since more take it half an hour. Each run is
a process of its own.
"""

import argparse
import asyncio
import gc
import json
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.planners import PLANNERS
from bot import logs
from bot.catalogue.model import Catalogue, Programme
from bot.config import RoomSettings
from bot.timeline import Reminder, reminders
from demo.postgresql import PostgreSQL, binaries

DEADLINES = [datetime(2090, month, 20, 18, tzinfo=UTC) for month in range(3, 8)]
"""Five deadlines, each told four times: twenty reminders for each room; so late that no real clock comes near."""

MOVED, HOUR = timedelta(days=3), timedelta(hours=1)
LARGEST = {"apscheduler": 1_000}
ENGINES = ("sqlite", "postgresql", "apscheduler")
Work = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Measured:
    """One step.

    Attributes:
        step: what was done.
        cpu: seconds of this process's CPU.
        wall: seconds in all.
        peak: MiB at the peak above what there was before.
        count: what it found, where it looks for something.
    """

    step: str
    cpu: float
    wall: float
    peak: float
    count: int | None = None


def season(moved: timedelta = timedelta()) -> Catalogue:
    """A programme with the five deadlines; the last one may have moved."""
    dates = [*DEADLINES[:-1], DEADLINES[-1] + moved]
    milestones = [
        {"key": f"deadline-{number}", "name": f"Deadline {number}", "kind": "deadline", "at": at}
        | {"audience": ["applicants"]}
        for number, at in enumerate(dates)
    ]
    page = "https://dates.example.org/"
    programme = Programme.model_validate(
        {"id": "made-up-2026", "name": "Made up", "short": "MU", "year": 2026, "url": page, "zone": "UTC"}
        | {"verified": "2026-01-01", "trust": "official", "sources": [{"address": page, "what": "all dates"}]}
        | {"milestones": milestones}
    )
    return Catalogue(programmes=(programme,))


def rooms(number: int) -> list[RoomSettings]:
    """So many rooms, in several zones."""
    zones = ("UTC", "Europe/Bucharest", "Asia/Kolkata", "America/New_York")
    return [
        RoomSettings(room=f"#room-{each}:example.org", programme="made-up-2026", zone=zones[each % len(zones)])
        for each in range(number)
    ]


async def measure(engine: str, number: int, where: Path | str) -> list[Measured]:
    """All steps, in their order."""
    places = rooms(number)
    planned: list[Reminder] = []
    moved: list[Reminder] = []

    async def plan() -> None:
        planned.extend(reminders(season(), places))

    async def plan_moved() -> None:
        moved.extend(reminders(season(MOVED), places))

    planner = await PLANNERS["apscheduler" if engine == "apscheduler" else "mentorix"](where)
    first = DEADLINES[0] - timedelta(days=7)
    steps: list[tuple[str, Work]] = [
        ("work out the plan", plan),
        ("keep it", lambda: planner.plan(planned)),
        ("find what is due, before anything is", lambda: planner.due(first - HOUR)),
        ("find what is due, one in each room", lambda: planner.due(first)),
        ("find when to look next", planner.next_wake),
        ("keep the same plan again", lambda: planner.plan(planned)),
        ("work out the plan, one date moved", plan_moved),
        ("keep that", lambda: planner.plan(moved)),
    ]
    try:
        return [await step(name, work) for name, work in steps]
    finally:
        await planner.close()


async def step(name: str, work: Work) -> Measured:
    """Do it and measure."""
    before = settled()
    cpu, wall = time.process_time(), time.perf_counter()
    found = await work()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return Measured(name, cpu, wall, memory("VmHWM") - before, found if isinstance(found, int) else None)


def settled() -> float:
    """MiB of this process, whose peak begins anew (see proc(5), clear_refs)."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")
    return memory("VmRSS")


def memory(field: str) -> float:
    """A figure of this process in MiB."""
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(f"{field}:"))
    return int(line.split()[1]) / 1024


async def apart(engine: str, number: int) -> list[Measured]:
    """The steps in a fresh process, on a fresh database."""
    with TemporaryDirectory(prefix="mentorix-planning-") as folder:
        if engine != "postgresql":
            return await asyncio.to_thread(_run, engine, number, f"{folder}/plan.db")
        async with PostgreSQL() as server:
            return await asyncio.to_thread(_run, engine, number, await server.new_database())


def _run(engine: str, number: int, where: str) -> list[Measured]:
    command = [sys.executable, "-m", "bench.planning", "--only", engine, where, "--rooms", str(number)]
    ran = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return [Measured(**each) for each in json.loads(ran.stdout)]


def table(engine: str, sizes: Sequence[int], runs: Sequence[Sequence[Measured]]) -> str:
    """A line for each step: CPU by size; then of the largest size how it grew, seconds in all, and the peak."""
    rows = [[engine, *(f"{size:,} rooms" for size in sizes), "grows", "all s", "peak MiB"]]
    for steps in zip(*runs, strict=True):
        first, last = steps[0], steps[-1]
        grows = (last.cpu / sizes[-1]) / (first.cpu / sizes[0])
        found = "" if last.count is None else f": {last.count:,}"
        cells = [f"{last.step}{found}", *(f"{one.cpu:.3f}" for one in steps)]
        rows.append([*cells, f"{grows:.2f}", f"{last.wall:.2f}", f"{max(last.peak, 0):.0f}"])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        )
        for row in rows
    )


async def main(sizes: Sequence[int], engines: Sequence[str]) -> None:
    """Measure and print."""
    for engine in engines:
        if engine == "postgresql" and not binaries():
            print("postgresql: its binaries are not installed here\n")
            continue
        tried = [size for size in sizes if size <= LARGEST.get(engine, size)]
        runs = [await apart(engine, size) for size in tried]
        print(f"{table(engine, tried, runs)}\n", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rooms", type=int, nargs="+", default=[100, 1_000, 10_000])
    parser.add_argument("--engine", nargs="+", choices=ENGINES, default=ENGINES)
    parser.add_argument("--only", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        logs.configure(json=False, only_errors=True)
        name, place = given.only
        steps = asyncio.run(measure(name, given.rooms[0], place if "://" in place else Path(place)))
        print(json.dumps([asdict(each) for each in steps]))
    else:
        asyncio.run(main(given.rooms, given.engine))
