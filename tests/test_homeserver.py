"""The surroundings of the other tests hold what they promise: Synapse, people, and the proxy that fails."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import aiohttp
import pytest
from surroundings import People, Unique

from demo import DemoError
from demo import proxy as faults
from demo.applicant import Applicant
from demo.calls import Refused
from demo.child import ROOT
from demo.homeserver import Homeserver
from demo.proxy import Behaviour, FaultyProxy


async def bodies(person: Applicant, room: str) -> list[str]:
    """What was written in the room."""
    history = await person.messages(room)
    return [event["content"]["body"] for event in history if event["type"] == "m.room.message"]


async def versions(between: FaultyProxy, within: float = 10) -> tuple[int, str]:
    """Ask through the proxy for the one thing that needs no account."""
    timeout = aiohttp.ClientTimeout(total=within)
    async with (
        aiohttp.ClientSession(timeout=timeout) as http,
        http.get(f"{between.url}/_matrix/client/versions") as answer,
    ):
        return answer.status, await answer.text()


async def test_an_answer_is_known_by_its_relation_to_the_question(people: People, unique: Unique) -> None:
    anna, ben = await people("anna"), await people("ben")
    room = await anna.create_room(alias=unique("gsoc"))
    await ben.join(room)
    question = await anna.say(room, "who mentors this?")
    await ben.say(room, "something else")
    await ben.say(room, "I do", **{"m.relates_to": {"m.in_reply_to": {"event_id": question}}})
    assert await anna.answer_to(question) == "I do"


async def test_waiting_in_vain_says_how_much_came(people: People) -> None:
    anna = await people("anna")
    room = await anna.create_room()
    question = await anna.say(room, "anybody here?")
    with pytest.raises(DemoError, match="0 of 1 awaited events"):
        await anna.answer_to(question, within=0.2)


async def test_a_burst_that_the_homeserver_cuts_short_arrives_whole_and_in_order(
    proxy: FaultyProxy, people: People, unique: Unique
) -> None:
    anna = await people("anna")
    room = await anna.create_room(alias=unique("gsoc"))
    said = [f"message {number}" for number in range(130)]
    async with await Applicant.register(proxy.url, unique("ben")) as ben:
        await ben.join(room)
        await ben.wait_for(lambda event: event.get("state_key") == ben.user_id)
        proxy.behave(faults.status(500), only="/sync")
        for words in said:
            await anna.say(room, words)
        proxy.heal()
        came = await ben.wait_for(lambda event: event["type"] == "m.room.message", count=len(said))
    assert [event["content"]["body"] for event in came] == said
    assert await bodies(anna, room) == said


async def test_one_transaction_id_makes_one_event(people: People) -> None:
    anna = await people("anna")
    room = await anna.create_room()
    content = {"msgtype": "m.text", "body": "once"}
    ids = {await anna.send(room, "m.room.message", content, transaction="t1") for _ in range(2)}
    assert len(ids) == 1
    assert await bodies(anna, room) == ["once"]


async def test_an_invitation_names_the_one_who_invites(people: People) -> None:
    anna, ben = await people("anna"), await people("ben")
    room = await anna.create_room(invite=[ben.user_id])
    assert await ben.invited(room) == anna.user_id


async def test_power_is_given_without_taking_it_from_others(people: People) -> None:
    anna, ben = await people("anna"), await people("ben")
    room = await anna.create_room(version="11")
    await anna.empower(room, {ben.user_id: 50})
    levels = await anna.state(room, "m.room.power_levels")
    assert levels["users"] == {anna.user_id: 100, ben.user_id: 50}


async def test_an_upgraded_room_points_to_its_successor_of_version_12(people: People) -> None:
    anna = await people("anna")
    room = await anna.create_room(version="11")
    successor = await anna.upgrade(room, "12")
    assert (await anna.state(room, "m.room.tombstone"))["replacement_room"] == successor
    assert (await anna.state(successor, "m.room.create"))["room_version"] == "12"


async def test_a_redacted_message_has_no_words_left(people: People) -> None:
    anna = await people("anna")
    room = await anna.create_room()
    event_id = await anna.say(room, "forget this")
    await anna.redact(room, event_id)
    (message,) = [event for event in await anna.messages(room) if event["event_id"] == event_id]
    assert message["content"] == {}


async def test_a_refusal_carries_the_reason(people: People) -> None:
    anna, ben = await people("anna"), await people("ben")
    room = await anna.create_room()
    with pytest.raises(Refused, match="403 M_FORBIDDEN") as caught:
        await ben.say(room, "let me in")
    assert (caught.value.status, caught.value.errcode) == (403, "M_FORBIDDEN")


async def test_rooms_outlive_a_restart_and_a_crash(homeserver: Homeserver, people: People) -> None:
    anna = await people("anna")
    room = await anna.create_room()
    await anna.say(room, "before")
    try:
        await homeserver.restart()
        await anna.say(room, "after a restart")
        homeserver.kill()
        assert not homeserver.alive
    finally:
        if not homeserver.alive:
            await homeserver.start()
    await anna.say(room, "after a crash")
    assert await bodies(anna, room) == ["before", "after a restart", "after a crash"]


async def test_what_is_said_while_the_homeserver_is_away_is_said_once_it_is_back(
    homeserver: Homeserver, people: People
) -> None:
    anna = await people("anna")
    room = await anna.create_room()
    homeserver.kill()
    saying = asyncio.create_task(anna.say(room, "still there?"))
    await homeserver.start()
    await saying
    assert await bodies(anna, room) == ["still there?"]


@pytest.mark.homeserver
async def test_a_homeserver_that_cannot_start_says_why() -> None:
    broken = Homeserver(settings={"database": {"name": "no-such-database"}})
    with pytest.raises(DemoError, match=r"ended with code \d+ instead of answering(.|\n)*no-such-database"):
        await broken.start()
    await broken.close()
    assert not broken.folder.exists()


@pytest.mark.homeserver
async def test_limits_are_those_of_synapse_where_asked_for() -> None:
    async with Homeserver(limits=True) as strict, await Applicant.register(strict.url, "anna") as anna:
        room = await anna.create_room()
        async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {anna.token}"}) as http:
            statuses = []
            for number in range(12):
                address = f"{strict.url}/_matrix/client/v3/rooms/{room}/send/m.room.message/{number}"
                async with http.put(address, json={"msgtype": "m.text", "body": "quick"}) as answer:
                    statuses.append(answer.status)
    assert statuses[:5] == [200] * 5
    assert statuses[-1] == 429


@pytest.mark.homeserver
def test_nothing_is_left_when_the_one_who_started_it_is_killed(tmp_path: Path) -> None:
    programme = tmp_path / "starts_and_hangs.py"
    programme.write_text(
        "import asyncio, time\n"
        "from demo.homeserver import Homeserver\n"
        "synapse = Homeserver()\n"
        "asyncio.run(synapse.start())\n"
        "print(synapse.process.pid, synapse.folder, flush=True)\n"
        "time.sleep(600)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    starter = subprocess.Popen([sys.executable, programme], stdout=subprocess.PIPE, env=environment, text=True)
    with starter:
        assert starter.stdout
        pid, folder = starter.stdout.readline().split()
        starter.kill()
    assert gone(int(pid))
    assert not Path(folder).exists()


def gone(pid: int) -> bool:
    """Whether a process that is no child of ours has ended, after some waiting."""
    for _ in range(200):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        if Path(f"/proc/{pid}/stat").exists() and Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z":
            return True
        time.sleep(0.05)
    os.kill(pid, signal.SIGKILL)
    return False


async def test_the_proxy_passes_on_and_counts(proxy: FaultyProxy, unique: Unique) -> None:
    async with await Applicant.register(proxy.url, unique("anna")) as anna:
        room = await anna.create_room(alias=unique("gsoc"))
        question = await anna.say(room, "a / slash, a # hash and ünïcode")
        await anna.wait_for(lambda event: event["event_id"] == question)
    assert len(proxy.requests("/send/")) == 1
    assert len(proxy.requests("/sync")) >= 1
    assert proxy.requests("/send/", since=time.monotonic()) == []


@pytest.mark.parametrize(
    ("behaviour", "code", "words"),
    [
        pytest.param(faults.status(500), 500, "<html>", id="500"),
        pytest.param(faults.status(502), 502, "<html>", id="502"),
        pytest.param(faults.unknown_token, 401, "M_UNKNOWN_TOKEN", id="unknown token"),
        pytest.param(faults.limited(1500), 429, '"retry_after_ms": 1500', id="limited"),
        pytest.param(faults.refuse(403, "M_FORBIDDEN"), 403, "M_FORBIDDEN", id="refused"),
        pytest.param(faults.garbage("}{"), 200, "}{", id="garbage"),
    ],
)
async def test_the_proxy_answers_as_told_until_healed(
    proxy: FaultyProxy, behaviour: Behaviour, code: int, words: str
) -> None:
    proxy.behave(behaviour)
    found, body = await versions(proxy)
    assert found == code
    assert words in body
    proxy.heal()
    found, body = await versions(proxy)
    assert found == 200
    assert words not in body


async def test_the_proxy_fails_only_where_and_as_often_as_told(proxy: FaultyProxy) -> None:
    proxy.behave(faults.status(500), only="/sync")
    assert (await versions(proxy))[0] == 200
    proxy.behave(faults.status(503), only="/versions", times=2)
    assert [(await versions(proxy))[0] for _ in range(3)] == [503, 503, 200]


async def test_the_proxy_never_answers_when_it_stalls(proxy: FaultyProxy) -> None:
    proxy.behave(faults.stall)
    with pytest.raises(TimeoutError):
        await versions(proxy, within=0.3)
    assert len(proxy.requests("/versions")) == 1


async def test_a_dropped_request_never_reaches_the_homeserver(proxy: FaultyProxy, people: People) -> None:
    anna = await people("anna")
    room = await anna.create_room()
    proxy.behave(faults.drop, only="/send/")
    with pytest.raises(aiohttp.ClientError):
        await say_through(proxy, anna, room)
    assert await bodies(anna, room) == []


async def test_a_lost_answer_leaves_the_message_said(proxy: FaultyProxy, people: People) -> None:
    anna = await people("anna")
    room = await anna.create_room()
    proxy.behave(faults.lose_answer, only="/send/")
    with pytest.raises(aiohttp.ClientError):
        await say_through(proxy, anna, room)
    assert await bodies(anna, room) == ["through the proxy"]


async def test_a_stopped_proxy_refuses_and_comes_back_on_the_same_port(proxy: FaultyProxy) -> None:
    await proxy.stop()
    with pytest.raises(aiohttp.ClientConnectionError):
        await versions(proxy)
    await proxy.start()
    assert (await versions(proxy))[0] == 200


async def say_through(proxy: FaultyProxy, person: Applicant, room: str) -> None:
    """Send one message by way of the proxy, once."""
    address = f"{proxy.url}/_matrix/client/v3/rooms/{room}/send/m.room.message/t1"
    headers = {"Authorization": f"Bearer {person.token}"}
    content = {"msgtype": "m.text", "body": "through the proxy"}
    async with aiohttp.ClientSession(headers=headers) as http, http.put(address, json=content) as answer:
        await answer.read()
