"""Reminders through what may happen in a year: each drill with real processes, and counted in the room's history."""

import asyncio
import os
import secrets
import signal
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from surroundings import Bots, People, Unique
from test_in_the_room import joined
from test_reminders_in_the_room import reminders_of, season
from yarl import URL

from bench.contenders import mentorix_by
from bench.false_clock import FalseClock
from demo.applicant import Applicant
from demo.homeserver import Homeserver
from demo.proxy import FaultyProxy
from demo.running import RunningBot

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DUE = HOUR
"""From a drill's start to when its reminder falls due by the bot's clock, which is then set ahead."""

LEAD = 12 * HOUR


async def about_to_remind(
    person: Applicant, bots: Bots, unique: Unique, folder: Path, url: str | None = None, **others: timedelta
) -> tuple[str, RunningBot, FalseClock]:
    """A room, a bot in it that has a reminder which falls due in an hour, and the bot's clock.

    `url` is the proxy where one stands between; `others` are names of other dates, and how far ahead their reminders
    fall due.
    """
    alias = unique("room")
    room = await person.create_room(alias=alias)
    due = {"applications": DUE, **others}
    catalogue = season(folder / "near", *((name, ahead + LEAD) for name, ahead in due.items()))
    settings = {"room": f"#{alias}:localhost", "programme": "near", "lead_times": ["12 h"]}
    bot = await bots(url, catalogue=str(catalogue), rooms=[settings])
    clock = FalseClock(folder / "ahead")
    bot.process = mentorix_by(clock, bot)
    bot.start()
    await joined(person, room, bot)
    await noted(bot, "reminders planned")
    return room, bot, clock


async def noted(bot: RunningBot, words: str) -> None:
    """Wait until the bot's log says so; a clock that was set is noticed within half a minute."""
    async with asyncio.timeout(120):
        while words not in bot.log.read_text():  # noqa: ASYNC110 - another process writes it
            await asyncio.sleep(0.2)


async def told(person: Applicant, room: str, bot: RunningBot, words: str) -> None:
    """Wait until the bot has said so in the room."""
    await person.wait_for(
        lambda e: (e["room_id"], e["sender"]) == (room, bot.user_id) and words in e["content"].get("body", ""),
        within=120,
    )


async def told_once(person: Applicant, room: str, bot: RunningBot, *expected: str) -> None:
    """Wait until the bot has said each of these, and see that it says nothing more."""
    for words in expected:
        await told(person, room, bot, words)
    await asyncio.sleep(3)
    assert len(reminders_of(bot, await person.messages(room))) == len(expected)


async def test_a_reminder_that_falls_due_while_the_homeserver_is_down_comes_when_it_is_back(
    people: People, mentorix: Bots, unique: Unique, tmp_path: Path, homeserver: Homeserver
) -> None:
    ada = await people("ada")
    room, bot, clock = await about_to_remind(ada, mentorix, unique, tmp_path)
    homeserver.kill()
    try:
        clock.set(DUE)
        await noted(bot, "standing=sending")
    finally:
        await homeserver.start()
    await told_once(ada, room, bot, "applications close")


async def test_a_reminder_that_fell_due_while_homeserver_and_bot_were_down_comes_when_both_are_back(
    people: People, mentorix: Bots, unique: Unique, tmp_path: Path, homeserver: Homeserver
) -> None:
    ada = await people("ada")
    room, bot, clock = await about_to_remind(ada, mentorix, unique, tmp_path)
    bot.kill()
    homeserver.kill()
    try:
        clock.set(DUE)
        bot.start()
        await noted(bot, "the homeserver is ill")
    finally:
        await homeserver.start()
    await told_once(ada, room, bot, "applications close")


async def test_a_reminder_that_fell_due_while_the_bot_was_suspended_comes_when_it_goes_on(
    people: People, mentorix: Bots, unique: Unique, tmp_path: Path
) -> None:
    ada = await people("ada")
    room, bot, clock = await about_to_remind(ada, mentorix, unique, tmp_path)
    os.kill(bot.process.pid, signal.SIGSTOP)
    clock.set(2 * DUE)
    os.kill(bot.process.pid, signal.SIGCONT)
    await told_once(ada, room, bot, "applications close")
    (late,) = [
        event for event in await ada.messages(room) if "applications close" in event["content"].get("body", "")
    ]
    assert "1 hour late" in late["content"]["body"]


@pytest.mark.parametrize("restarts", [False, True], ids=["while it runs", "while it is down"])
async def test_a_clock_that_jumps_a_day_ahead_and_back_neither_loses_nor_repeats_a_reminder(
    people: People, mentorix: Bots, unique: Unique, tmp_path: Path, *, restarts: bool
) -> None:
    ada = await people("ada")
    # A day ahead, the first date is over, and the reminder of the second is due.
    room, bot, clock = await about_to_remind(ada, mentorix, unique, tmp_path, proposals=DAY)
    await jump(bot, clock, DAY, restarts=restarts)
    await told(ada, room, bot, "proposals close")
    await jump(bot, clock, DUE, restarts=restarts)
    await told_once(ada, room, bot, "proposals close", "applications close")


async def jump(bot: RunningBot, clock: FalseClock, ahead: timedelta, *, restarts: bool) -> None:
    """Set the bot's clock, between an end and a start where wanted."""
    if restarts:
        bot.kill()
    clock.set(ahead)
    if restarts:
        bot.start()


async def forgetful(between: FaultyProxy, request: web.Request) -> web.Response:
    """Pass a send on under another transaction id, so that the homeserver cannot know it again."""
    place = request.raw_path.rpartition("/")[0]
    headers = {name: request.headers[name] for name in ("Authorization", "Content-Type")}
    async with (
        aiohttp.ClientSession(headers=headers) as http,
        http.put(
            URL(f"{between.target}{place}/{secrets.token_hex(8)}", encoded=True), data=await request.read()
        ) as answer,
    ):
        return web.json_response(await answer.json(), status=answer.status)


async def test_a_reminder_that_came_through_unheard_is_not_repeated_though_the_homeserver_has_forgotten_it(
    people: People, mentorix: Bots, unique: Unique, tmp_path: Path, proxy: FaultyProxy
) -> None:
    ada = await people("ada")
    room, bot, clock = await about_to_remind(ada, mentorix, unique, tmp_path, proxy.url)

    async def take_and_kill(between: FaultyProxy, request: web.Request) -> web.Response:
        answer = await forgetful(between, request)
        bot.kill()
        return answer

    proxy.behave(forgetful, only="/send/")
    proxy.behave(take_and_kill, only="/send/", times=1)
    clock.set(DUE)
    await told(ada, room, bot, "applications close")
    await bot.process.finished()
    bot.start()
    await noted(bot, "standing=sent")
    await told_once(ada, room, bot, "applications close")


async def test_a_try_that_was_held_up_on_its_way_and_arrives_after_another_is_not_seen(
    people: People, mentorix: Bots, unique: Unique, tmp_path: Path, proxy: FaultyProxy
) -> None:
    ada = await people("ada")
    room, bot, clock = await about_to_remind(ada, mentorix, unique, tmp_path, proxy.url)
    held: asyncio.Future[web.Request] = asyncio.get_running_loop().create_future()

    async def hold(_: FaultyProxy, request: web.Request) -> web.Response:
        await request.read()
        held.set_result(request)
        return web.Response(status=502)

    proxy.behave(hold, only="/send/", times=1)
    clock.set(DUE)
    first = await held
    bot.kill()
    bot.start()
    await told(ada, room, bot, "applications close")
    assert (await proxy.forward(first)).status == 200
    await told_once(ada, room, bot, "applications close")
