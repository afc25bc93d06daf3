"""What happens when the homeserver is ill: patience, few requests, and no lost command."""

import asyncio
import json
import time
from itertools import product

import aiohttp
import pytest
from aiohttp import web
from surroundings import Bots, People, Unique
from test_in_the_room import joined, logged
from test_staying_in_rooms import heard

from demo.applicant import Applicant
from demo.arrivals import answered
from demo.calls import Event, call
from demo.homeserver import Homeserver
from demo.proxy import (
    Behaviour,
    FaultyProxy,
    drop,
    garbage,
    limited,
    lose_answer,
    refuse,
    stall,
    status,
    unknown_token,
)
from demo.running import PASSWORD, RunningBot

ILL_FOR = 6.0
"""Seconds; long enough that a loop without patience would be seen."""


async def through(
    proxy: FaultyProxy,
    person: Applicant,
    bots: Bots,
    unique: Unique,
    *,
    password: str | None = PASSWORD,
) -> tuple[str, RunningBot]:
    """A room and a bot that reaches the homeserver through the proxy."""
    alias = unique("room")
    room = await person.create_room(alias=alias)
    bot = await bots(proxy.url, password=password, rooms=[{"room": f"#{alias}:localhost"}])
    bot.start()
    await joined(person, room, bot)
    await person.answers_to(await person.say(room, "!help"))
    return room, bot


async def test_an_ill_homeserver_is_asked_at_most_once_a_second_and_no_command_is_lost(
    people: People, mentorix: Bots, unique: Unique, proxy: FaultyProxy
) -> None:
    ada = await people("ada")
    room, bot = await through(proxy, ada, mentorix, unique)
    illnesses = [status(500), unknown_token, garbage(), drop, refuse(403, "M_FORBIDDEN")]
    for number, illness in enumerate(illnesses):
        proxy.behave(illness, only="/sync")
        proxy.behave(illness, only="/login")
        begun = time.monotonic()
        asked = [await ada.say(room, f"!ideas rust {number}"), await ada.say(room, f"!ideas python {number}")]
        await asyncio.sleep(ILL_FOR)
        assert len(proxy.requests("/sync", since=begun)) <= ILL_FOR + 2
        proxy.heal()
        answers = await ada.wait_for(lambda event, asked=asked: answered(event) in asked, count=2, within=20)  # type: ignore[misc]
        assert [answered(event) for event in answers] == asked
        assert bot.process.alive


async def test_a_stalled_homeserver_is_noticed(
    people: People, mentorix: Bots, unique: Unique, proxy: FaultyProxy
) -> None:
    ada = await people("ada")
    room, _ = await through(proxy, ada, mentorix, unique)
    proxy.behave(stall, only="/sync", times=1)
    await asyncio.sleep(11)
    asked = await ada.say(room, "!idea fanotify")
    await ada.answers_to(asked, within=40)


@pytest.mark.parametrize(
    "illness",
    [
        pytest.param(status(500), id="500"),
        pytest.param(lose_answer, id="lost answers"),
    ],
)
async def test_answers_are_sent_once_though_sending_fails_for_a_while(
    people: People, mentorix: Bots, unique: Unique, proxy: FaultyProxy, illness: Behaviour
) -> None:
    ada = await people("ada")
    room, bot = await through(proxy, ada, mentorix, unique)
    proxy.behave(illness, only="/send/", times=5)
    asked = [await ada.say(room, f"!ideas rust {number}") for number in range(10)]
    await ada.wait_for(lambda event: answered(event) in asked, count=10, within=40)
    history = [answered(event) for event in await ada.messages(room) if event["sender"] == bot.user_id]
    assert sorted(filter(None, history)) == sorted([*asked, *(h for h in history if h and h not in asked)])
    assert [h for h in history if h in asked] == asked


async def test_a_rate_limit_on_sending_does_not_stop_reading(
    people: People, mentorix: Bots, unique: Unique, proxy: FaultyProxy
) -> None:
    ada = await people("ada")
    room, _ = await through(proxy, ada, mentorix, unique)
    proxy.behave(limited(4000), only="/send/", times=1)
    begun = time.monotonic()
    asked = await ada.say(room, "!idea fanotify")
    await asyncio.sleep(1)
    await ada.say(room, "good morning")
    await asyncio.sleep(1)
    assert len(proxy.requests("/sync", since=begun)) >= 2
    await ada.answers_to(asked)


async def test_strange_parts_of_a_batch_do_not_stall_the_stream(
    people: People, mentorix: Bots, unique: Unique, proxy: FaultyProxy
) -> None:
    ada = await people("ada")
    room, bot = await through(proxy, ada, mentorix, unique)

    async def strange(between: FaultyProxy, request: web.Request) -> web.Response:
        answer = await between.forward(request)
        body = answer.body
        assert isinstance(body, bytes)
        batch = json.loads(body)
        rooms = batch.setdefault("rooms", {})
        rooms["invite"] = {"!broken:x": {"invite_state": {"events": [{"type": "m.room.member"}, 7]}}, "!b": []}
        rooms["leave"] = []
        part = rooms.setdefault("join", {}).setdefault(room, {})
        timeline = part.setdefault("timeline", {})
        timeline["events"] = [
            None,
            {"type": "m.room.message"},
            {"type": "m.room.message", "event_id": 7, "sender": [], "content": "", "origin_server_ts": "now"},
            {"type": "m.room.message", "event_id": "$1", "sender": "@a:b", "content": {}, "origin_server_ts": 2**70},
            {"type": "m.room.tombstone", "content": {"replacement_room": ["!x"]}},
            *timeline.get("events", []),
        ]
        part["summary"] = {"m.joined_member_count": "many"}
        return web.json_response(batch)

    proxy.behave(strange, only="/sync")
    assert (await ada.answer_to(await ada.say(room, "!idea fanotify"))).startswith("Implement fanotify")
    assert bot.process.alive


async def test_an_ended_session_is_renewed_on_the_same_device(
    people: People, mentorix: Bots, unique: Unique, proxy: FaultyProxy
) -> None:
    ada = await people("ada")
    room, bot = await through(proxy, ada, mentorix, unique)
    session = bot.folder / "data" / "session.json"
    before = json.loads(session.read_text())
    # Refused once, though the token still works: what a homeserver with short-lived tokens does.
    proxy.behave(unknown_token, only="/sync", times=1)
    assert await ada.answer_to(await ada.say(room, "!idea fanotify"), within=40)
    async with asyncio.timeout(20):
        while json.loads(session.read_text()) == before:  # noqa: ASYNC110 - another process writes it
            await asyncio.sleep(0.2)
    after = json.loads(session.read_text())
    assert after["device_id"] == before["device_id"]
    assert after["access_token"] != before["access_token"]


async def test_without_a_password_an_ended_session_ends_the_bot_with_a_code_of_its_own(
    people: People, mentorix: Bots, unique: Unique, homeserver: Homeserver, proxy: FaultyProxy
) -> None:
    ada = await people("ada")
    _, bot = await through(proxy, ada, mentorix, unique, password=None)
    await bot.log_out(homeserver.url)
    async with asyncio.timeout(30):
        assert await bot.process.finished() == 4
    assert "run `mentorix login`" in bot.log.read_text()
    assert "Traceback" not in bot.log.read_text()


async def test_a_homeserver_that_is_down_at_the_start_is_waited_for(
    people: People, mentorix: Bots, unique: Unique, proxy: FaultyProxy
) -> None:
    ada = await people("ada")
    room, bot = await through(proxy, ada, mentorix, unique)
    await bot.stop()
    await proxy.stop()
    asked = await ada.say(room, "!idea fanotify")
    bot.start()
    await asyncio.sleep(6)
    assert bot.process.alive
    await proxy.start()
    await ada.answers_to(asked)


async def test_a_permanent_refusal_is_told_to_the_operators_once(
    people: People, mentorix: Bots, unique: Unique, proxy: FaultyProxy
) -> None:
    ada = await people("ada")
    alias, office = unique("room"), unique("office")
    room, operators = await ada.create_room(alias=alias), await ada.create_room(alias=office)
    bot = await mentorix(proxy.url, rooms=[{"room": f"#{alias}:localhost"}], operators_room=f"#{office}:localhost")
    bot.start()
    await joined(ada, room, bot)
    await joined(ada, operators, bot)
    proxy.behave(refuse(403, "M_FORBIDDEN"), only=f"{room}/send", times=2)
    proxy.behave(refuse(403, "M_FORBIDDEN"), only=f"{room.replace('!', '%21')}/send", times=2)
    await ada.say(room, "!idea fanotify")
    await ada.say(room, "!idea setns")

    def by_the_bot(event: Event) -> bool:
        return (event["sender"], event["type"]) == (bot.user_id, "m.room.message")

    (told,) = await ada.wait_for(lambda event: event["room_id"] == operators and by_the_bot(event), within=20)
    assert "cannot answer" in told["content"]["body"]
    await ada.answers_to(await ada.say(room, "!help"))
    assert sum(map(by_the_bot, await ada.messages(operators))) == 1


async def test_no_command_is_lost_when_what_we_ask_about_the_room_fails(
    people: People, mentorix: Bots, proxy: FaultyProxy
) -> None:
    ada = await people("ada")
    bot = await mentorix(proxy.url, invites={"allow": [ada.user_id]})
    bot.start()
    for what, illness in product(["m.room.encryption", "joined_members"], [status(500), drop]):
        room = await ada.create_room(invite=[bot.user_id])
        proxy.behave(illness, only=what, times=2)
        await joined(ada, room, bot)
        asked = [await ada.say(room, "who mentors virtiofsd?"), await ada.say(room, "!idea fanotify")]
        answers = await ada.wait_for(lambda event, asked=asked: answered(event) in asked, count=2, within=30)  # type: ignore[misc]
        assert [answered(event) for event in answers] == asked
        proxy.heal()


async def test_an_invitation_outlives_a_kill_before_joining_worked(
    people: People, mentorix: Bots, proxy: FaultyProxy
) -> None:
    ada = await people("ada")
    bot = await mentorix(proxy.url, invites={"allow": [ada.user_id]})
    bot.start()
    first = await ada.create_room(invite=[bot.user_id])
    await joined(ada, first, bot)
    proxy.behave(status(500), only="/join/")
    room = await ada.create_room(invite=[bot.user_id])
    await asyncio.sleep(4)
    bot.kill()
    proxy.heal()
    bot.start()
    await joined(ada, room, bot)


async def test_what_is_said_between_joining_and_the_first_sync_is_answered(
    people: People, mentorix: Bots, unique: Unique, proxy: FaultyProxy
) -> None:
    ada = await people("ada")
    alias = unique("room")
    room = await ada.create_room(alias=alias)
    old = await ada.say(room, "!idea setns")
    bot = await mentorix(proxy.url, rooms=[{"room": f"#{alias}:localhost"}])
    proxy.behave(status(500), only="/sync")
    bot.start()
    await joined(ada, room, bot)
    asked = await ada.say(room, "!idea fanotify")
    proxy.heal()
    await ada.answers_to(asked)
    assert not [event for event in ada.arrivals.events if answered(event) == old]


@pytest.mark.parametrize("moment", [0.0, 0.3])
async def test_it_ends_soon_when_it_is_asked_to(
    people: People, mentorix: Bots, unique: Unique, moment: float
) -> None:
    ada = await people("ada")
    alias = unique("room")
    room = await ada.create_room(alias=alias)
    bot = await mentorix(rooms=[{"room": f"#{alias}:localhost"}])
    bot.start()
    await joined(ada, room, bot)
    for number in range(5):
        await ada.say(room, f"!ideas rust {number}")
    await asyncio.sleep(moment)
    async with asyncio.timeout(15):
        await bot.stop()
    assert bot.process.exit_code == 0


@pytest.mark.parametrize("where", ["/directory/room/", "/join/"])
async def test_rooms_that_cannot_be_reached_hold_up_neither_the_others_nor_the_operators_room(
    people: People, mentorix: Bots, unique: Unique, proxy: FaultyProxy, where: str
) -> None:
    ada = await people("ada")
    slow, alias, office = [unique("slow") for _ in range(3)], unique("room"), unique("office")
    for local in slow:
        await ada.create_room(alias=local)
    room, operators = await ada.create_room(alias=alias), await ada.create_room(alias=office)
    names = [f"#{local}:localhost" for local in (*slow, unique("nowhere"), alias)]
    bot = await mentorix(proxy.url, rooms=[{"room": name} for name in names], operators_room=f"#{office}:localhost")
    proxy.behave(stall, only=f"{where}#slow-")
    bot.start()
    await joined(ada, room, bot)
    await joined(ada, operators, bot)
    assert names[3] in await heard(ada, operators, bot, "cannot join")
    assert len(proxy.requests(f"{where}#slow-")) >= 3


ILLNESSES = (status(500), drop, garbage())
"""What may befall a request that asks something once."""


async def test_a_configured_room_is_joined_soon_though_looking_it_up_and_joining_fail_at_first(
    people: People, mentorix: Bots, unique: Unique, proxy: FaultyProxy
) -> None:
    ada, ben = await people("ada"), await people("ben")
    alias = unique("room")
    room = await ada.create_room(alias=alias)
    await ben.join(room)
    bot = await mentorix(proxy.url, rooms=[{"room": f"#{alias}:localhost", "prefix": "?"}])
    proxy.behave(garbage(), only="/directory/", times=1)
    proxy.behave(drop, only="/join/", times=1)
    bot.start()
    await joined(ada, room, bot)
    assert (await ada.answer_to(await ada.say(room, "?idea fanotify"))).startswith("Implement fanotify")


async def test_an_upgraded_room_is_followed_though_what_we_ask_on_the_way_fails(
    people: People, mentorix: Bots, unique: Unique, proxy: FaultyProxy
) -> None:
    ada, ben = await people("ada"), await people("ben")
    alias = unique("room")
    room = await ada.create_room(alias=alias)
    await ben.join(room)
    bot = await mentorix(proxy.url, rooms=[{"room": f"#{alias}:localhost", "prefix": "?"}])
    bot.start()
    await joined(ada, room, bot)
    await ada.answers_to(await ada.say(room, "?help"))
    parts = ("/join/", "/state/m.room.create", "/state/m.room.member", "/state/m.room.encryption")
    for part, illness in product(parts, ILLNESSES):
        proxy.behave(illness, only=part, times=1)
    new = await ada.upgrade(room)
    await ben.join(new)
    await joined(ada, new, bot)
    assert (await ada.answer_to(await ada.say(new, "?idea fanotify"))).startswith("Implement fanotify")


async def test_a_gap_is_read_back_though_reading_fails_at_first(
    people: People, mentorix: Bots, unique: Unique, proxy: FaultyProxy
) -> None:
    ada = await people("ada")
    room, bot = await through(proxy, ada, mentorix, unique)
    await bot.stop()
    asked = [await ada.say(room, f"!ideas rust {number}") for number in range(70)]
    for illness in ILLNESSES:
        proxy.behave(illness, only="/messages", times=1)
    bot.start()
    answers = await ada.wait_for(lambda event: answered(event) in asked, count=len(asked), within=60)
    assert [answered(event) for event in answers] == asked


async def test_a_display_name_that_is_not_told_at_the_start_is_learnt_soon(
    people: People, mentorix: Bots, unique: Unique, proxy: FaultyProxy, homeserver: Homeserver
) -> None:
    ada = await people("ada")
    room, bot = await through(proxy, ada, mentorix, unique)
    await bot.stop()
    async with aiohttp.ClientSession() as http:
        profile = f"profile/{bot.user_id}/displayname"
        await call(http, "PUT", homeserver.url, profile, {"displayname": "The Guide"}, token=bot.token())
    for illness in (status(500), garbage()):
        proxy.behave(illness, only="/profile/", times=1)
    bot.start()
    await logged(bot, "The Guide")
    assert "German Maglione" in await ada.answer_to(await ada.say(room, "The Guide: who mentors virtiofsd?"))


async def on_a_new_device(between: FaultyProxy, request: web.Request) -> web.Response:
    """Log in as though the homeserver had lost the device and would not make it anew."""
    body = {key: value for key, value in (await request.json()).items() if key != "device_id"}
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{between.target}{request.path}", json=body) as answer,
    ):
        return web.json_response(await answer.json(), status=answer.status)


async def test_on_a_device_that_it_did_not_ask_for_it_goes_on_where_it_had_read_to(
    people: People, mentorix: Bots, unique: Unique, proxy: FaultyProxy
) -> None:
    ada = await people("ada")
    alias, office = unique("room"), unique("office")
    room, operators = await ada.create_room(alias=alias), await ada.create_room(alias=office)
    bot = await mentorix(proxy.url, rooms=[{"room": f"#{alias}:localhost"}], operators_room=f"#{office}:localhost")
    bot.start()
    await joined(ada, room, bot)
    await joined(ada, operators, bot)
    await ada.answers_to(await ada.say(room, "!help"))
    session = bot.folder / "data" / "session.json"
    before = json.loads(session.read_text())["device_id"]
    proxy.behave(on_a_new_device, only="/login")
    proxy.behave(unknown_token, only="/sync", times=1)
    assert before in await heard(ada, operators, bot, "new device")
    assert json.loads(session.read_text())["device_id"] != before
    bot.kill()
    asked = await ada.say(room, "!idea fanotify")
    bot.start()
    await ada.answers_to(asked)


async def test_a_session_that_cannot_be_written_down_is_used_all_the_same(
    people: People, mentorix: Bots, unique: Unique, proxy: FaultyProxy
) -> None:
    ada = await people("ada")
    alias, office = unique("room"), unique("office")
    room, operators = await ada.create_room(alias=alias), await ada.create_room(alias=office)
    bot = await mentorix(proxy.url, rooms=[{"room": f"#{alias}:localhost"}], operators_room=f"#{office}:localhost")
    bot.start()
    await joined(ada, room, bot)
    await joined(ada, operators, bot)
    (bot.folder / "data" / "session.json.new").mkdir()
    proxy.behave(unknown_token, only="/sync", times=1)
    await heard(ada, operators, bot, "cannot write the new session down")
    await ada.answers_to(await ada.say(room, "!idea fanotify"))
    assert bot.process.alive
