"""Does a room stay calm, whatever people do in it? A real homeserver, the real bot, and one minute of trouble.

    python -m bench.abuse [--people 50] [--commands 20] [--seconds 60] [--at-once 20]

First, under the homeserver's own default limits for messages, many ask at once: how long until all are answered, beside
nio's minimal echo. Then, without such limits, in one room and within a minute: a crowd asks without end, one floods,
another bot answers each answer of ours with a question, and somebody's name, questions and answers are full of HTML and
mentions; meanwhile a few ask like ordinary people. Printed: what the bot said in the room, how long ordinary people
waited, and whether anything it said pinged anybody or held foreign HTML.
"""

import argparse
import asyncio
import random
import re
import time
from contextlib import AsyncExitStack
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.answers import questions
from bot.matrix.content import transaction
from bot.matrix.joint import MARK
from demo.applicant import Applicant
from demo.arrivals import answered
from demo.calls import Event, Refused
from demo.child import Child
from demo.homeserver import UNLIMITED, Homeserver
from demo.running import RunningBot

GIVEN_UP = 60.0
"""Seconds after which a question counts as unanswered."""

ORDINARY = 5
"""People who ask now and then."""

PAUSE = 12.0
"""Seconds between two of their questions."""

FLOOD = 5.0
"""Questions a second of the one who floods."""

INJECTED = (
    '<img src=x onerror=alert(1)>@room <a href="https://matrix.to/#/@person0:localhost">hi</a>',
    "@room @person1:localhost [x](https://matrix.to/#/@person1:localhost)",
    "</strong><script>x</script> \u202e@room",
    "matrix:u/person1:localhost @room",
)
_TAGS = re.compile(r"</?([a-zA-Z][\w-]*)")
_ALLOWED = {"strong", "code", "a", "br", "ol", "li", "p"}


def answers(event: Event, question: str) -> bool:
    """Whether an event of the bot answers a question, alone or with others in one message."""
    marked = event["content"].get(MARK)
    return answered(event) == question or (isinstance(marked, list) and transaction("answer", question) in marked)


async def waited(person: Applicant, room: str, words: str) -> float | None:
    """Ask; the seconds until the answer, or None where there was none."""
    begun = time.perf_counter()
    try:
        question = await person.say(room, words)
        await person.arrivals.until(
            lambda: any(answers(event, question) for event in person.arrivals.events[-200:]), within=GIVEN_UP
        )
    except (TimeoutError, Refused):
        return None
    return time.perf_counter() - begun


def said(person: Applicant, room: str, bot: str) -> list[Event]:
    """What the bot said in the room."""
    ours = (event for event in person.arrivals.events if event["sender"] == bot and event["room_id"] == room)
    return [event for event in ours if event["type"] == "m.room.message"]


async def at_once(many: int, folder: Path) -> None:
    """Many ask at the same moment under the homeserver's default limits for messages."""
    lifted = {key: value for key, value in UNLIMITED.items() if key != "rc_message"}
    async with Homeserver(limits=True, settings=lifted) as homeserver, AsyncExitStack() as stack:
        people = [
            await stack.enter_async_context(await Applicant.register(homeserver.url, f"person{n}"))
            for n in range(many)
        ]
        rooms = {name: await people[0].create_room(alias=name) for name in ("mentorix", "echo")}
        for person in people[1:]:
            for room in rooms.values():
                await person.join(room)
        bot = await RunningBot.make(homeserver.url, "bot", folder, rooms=[{"room": "#mentorix:localhost"}])
        bot.start()
        stack.push_async_callback(bot.stop)
        echo = await stack.enter_async_context(await Applicant.register(homeserver.url, "echo", reads=False))
        await echo.join(rooms["echo"])
        child = Child(
            "echo",
            ["bench.echo_nio", homeserver.url, echo.user_id, echo.token],
            log=folder / "echo.log",
            folder=folder / "gone",
        )
        child.start()
        stack.push_async_callback(child.stop)
        await asyncio.sleep(8)
        asked = list(islice(questions(7), many))
        for name, user_id in (("mentorix", bot.user_id), ("echo", echo.user_id)):
            begun = time.perf_counter()
            took = await asyncio.gather(*(waited(p, rooms[name], w) for p, w in zip(people, asked, strict=True)))
            there = [seconds for seconds in took if seconds is not None]
            messages = len(said(people[0], rooms[name], user_id))
            label = "mentorix" if name == "mentorix" else "nio's minimal echo"
            print(
                f"{many} questions at once, {label}: {len(there)} answered in {messages} messages, "
                f"the last after {max(there, default=time.perf_counter() - begun):.1f} s"
            )


async def crowd(person: Applicant, room: str, commands: int, seconds: float, chance: random.Random) -> None:
    """One of the crowd: so many commands, anywhere within the time."""
    begun, words = time.perf_counter(), questions(chance.randrange(10**6))
    for at, command in zip(sorted(chance.random() * seconds for _ in range(commands)), words, strict=False):
        await asyncio.sleep(max(0.0, at - (time.perf_counter() - begun)))
        await person.say(room, command)


async def flood(person: Applicant, room: str, seconds: float) -> None:
    """One who asks and asks."""
    for words in islice(questions(99), int(seconds * FLOOD)):
        await person.say(room, words)
        await asyncio.sleep(1 / FLOOD)


async def echoing_bot(person: Applicant, room: str, bot: str, seconds: float) -> int:
    """Another bot, which asks again whenever ours has spoken to it; how often it did."""
    words, rounds = questions(5), 1
    question = await person.say(room, next(words))
    until = time.perf_counter() + seconds
    while (left := until - time.perf_counter()) > 0:
        try:
            await person.arrivals.until(
                lambda asked=question: any(answers(e, asked) for e in person.arrivals.events[-200:]),  # type: ignore[misc]
                within=left,
            )
        except TimeoutError:
            break
        question = await person.say(room, next(words), **{"m.mentions": {"user_ids": [bot]}})
        rounds += 1
    return rounds


async def injecting(person: Applicant, room: str, seconds: float) -> None:
    """Somebody whose name and words are full of HTML and mentions."""
    await person.call("PUT", "profile", person.user_id, "displayname", body={"displayname": INJECTED[0][:200]})
    for verb, words in zip(
        cycle(["idea", "mentor", "ideas", "faq", "help", "deadlines"]), INJECTED * 3, strict=False
    ):
        await person.say(room, f"!{verb} {words}")
        await asyncio.sleep(seconds / 12)


async def ordinary(person: Applicant, room: str, seconds: float, after: float) -> list[float | None]:
    """Somebody who asks now and then; how long each answer took."""
    await asyncio.sleep(after)
    until = time.perf_counter() + seconds - after
    words, took = questions(int(after * 1000)), list[float | None]()
    while time.perf_counter() < until:
        took.append(await waited(person, room, next(words)))
        await asyncio.sleep(PAUSE)
    return took


async def trouble(people: int, commands: int, seconds: float, folder: Path) -> None:
    """The minute."""
    chance = random.Random(11)
    async with Homeserver() as homeserver, AsyncExitStack() as stack:
        everybody = [
            await stack.enter_async_context(
                await Applicant.register(homeserver.url, f"person{n}", reads=n <= ORDINARY + 1)
            )
            for n in range(people + ORDINARY + 4)
        ]
        room = await everybody[0].create_room(alias="room")
        for person in everybody[1:]:
            await person.join(room)
        limits = {"person": 20, "room": 60}
        bot = await RunningBot.make(homeserver.url, "bot", folder, rooms=[{"room": "#room:localhost"}], limits=limits)
        bot.start()
        stack.push_async_callback(bot.stop)
        await asyncio.sleep(6)
        watcher, other, *rest = everybody
        some, (flooder, rude, *many) = rest[:ORDINARY], rest[ORDINARY:]
        async with asyncio.TaskGroup() as works:
            waits = [works.create_task(ordinary(p, room, seconds, 0.5 + n)) for n, p in enumerate(some)]
            rounds = works.create_task(echoing_bot(other, room, bot.user_id, seconds))
            works.create_task(flood(flooder, room, seconds))
            works.create_task(injecting(rude, room, seconds))
            for person in many:
                works.create_task(crowd(person, room, commands, seconds, chance))
        await asyncio.sleep(5)
        _report(said(watcher, room, bot.user_id), watcher, room, rounds.result())
        took = [seconds for wait in waits for seconds in wait.result()]
        there = sorted(seconds for seconds in took if seconds is not None)
        print(
            f"ordinary people: {len(there)} of {len(took)} questions answered, "
            f"p50 {median(there):.2f} s, longest {there[-1]:.2f} s"
        )


def _report(ours: list[Event], watcher: Applicant, room: str, rounds: int) -> None:
    asked = [e for e in watcher.arrivals.events if e["room_id"] == room and e["type"] == "m.room.message"]
    print(f"{len(asked) - len(ours)} messages of people and the other bot, {len(ours)} of ours")
    print(f"the other bot asked {rounds} times before it fell silent")
    pings = [e for e in ours if e["content"].get("m.mentions") != {}]
    loud = [e for e in ours if re.search(r"@room\b|matrix\.to/#/@", e["content"]["body"])]
    shown = [e["content"].get("formatted_body", "") for e in ours]
    foreign = [tag for html in shown for tag in _TAGS.findall(html) if tag.lower() not in _ALLOWED]
    print(
        f"pings {len(pings)}, words that clients could take for a ping {len(loud)}, foreign HTML tags {len(foreign)}"
    )


async def main(people: int, commands: int, seconds: float, many: int) -> None:
    """Both."""
    for run in (at_once(many, _fresh()), trouble(people, commands, seconds, _fresh())):
        await run


_folders: list[TemporaryDirectory[str]] = []


def _fresh() -> Path:
    _folders.append(TemporaryDirectory(prefix="mentorix-abuse-"))
    return Path(_folders[-1].name)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--commands", type=int, default=20, help="of each in the crowd")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--at-once", type=int, default=20)
    given = parser.parse_args()
    asyncio.run(main(given.people, given.commands, given.seconds, given.at_once))
