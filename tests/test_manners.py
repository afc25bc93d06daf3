"""Answers at home in their room: joined where they would come one by one, chosen from by reaction, in threads, read."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from listening import listening
from small_catalogue import Talk
from surroundings import People, Unique

from bot.clock import utc_now
from bot.config import RoomSettings
from bot.matrix.joint import MARK
from bot.messages import Message, Reply
from demo.applicant import Applicant
from demo.arrivals import answered
from demo.calls import Event
from demo.proxy import FaultyProxy, limited


class Answering:
    """A real desk, which can be begun anew as after a restart."""

    def __init__(self) -> None:
        self.desk = Talk().desk

    async def __call__(self, message: Message, settings: RoomSettings | None) -> Reply | None:
        return self.desk.answer(message, settings, utc_now())


async def room_of(bot: Applicant, *people: Applicant, alias: str) -> str:
    room = await people[0].create_room(alias=alias)
    for person in (*people[1:], bot):
        await person.join(room)
    return room


def said_by(bot: Applicant, person: Applicant) -> list[Event]:
    return [e for e in person.arrivals.events if e["sender"] == bot.user_id and e["type"] == "m.room.message"]


async def test_answers_that_would_wait_for_the_rate_limit_are_joined_and_never_said_twice(
    people: People, unique: Unique, proxy: FaultyProxy, tmp_path: Path
) -> None:
    ada, bob, bot = await people("ada"), await people("bob"), await people("bot")
    room = await room_of(bot, ada, bob, alias=unique("room"))
    async with listening(bot, tmp_path, url=proxy.url):
        await ada.answers_to(await ada.say(room, "!ready"))
        proxy.behave(limited(2000), only="/send/")
        asked = [await person.say(room, f"!{number}") for number in range(10) for person in (ada, bob)]
        await asyncio.sleep(1)
        proxy.heal()
        await ada.wait_for(lambda e: MARK in e["content"], within=40)
        await ada.answers_to(await ada.say(room, "!last"), within=40)
    joint = [e for e in said_by(bot, ada) if MARK in e["content"]]
    single = [answered(e) for e in said_by(bot, ada) if answered(e) in asked]
    words = [line for e in joint for line in e["content"]["body"].split("\n\n")]
    assert len(joint) < len(words)
    assert all(e["content"]["m.mentions"] == {} for e in joint)
    assert {word.split(": ")[0] for word in words} <= {ada.user_id[1:].split(":")[0], bob.user_id[1:].split(":")[0]}
    assert len(words) + len(single) == len(asked)
    before = len(said_by(bot, ada))
    (tmp_path / "bot.db").unlink()  # as if nothing had been written down: all is read once more
    proxy.behave(limited(100), only="/send/", times=4)  # and again it would be joined
    async with listening(bot, tmp_path, url=proxy.url):
        await ada.answers_to(await ada.say(room, "!again"), within=40)
        await asyncio.sleep(2)  # what would be said twice would have come by now
    assert len(said_by(bot, ada)) == before + 1


@pytest.mark.parametrize("restarted", [False, True])
async def test_a_list_is_chosen_from_by_reaction_and_gone_on_with_in_a_reply(
    people: People, unique: Unique, tmp_path: Path, *, restarted: bool
) -> None:
    ada, bob, bot = await people("ada"), await people("bob"), await people("bot")
    alias = unique("room")
    room = await room_of(bot, ada, bob, alias=alias)
    desk, rooms = Answering(), [{"room": f"#{alias}:localhost"}]

    async with listening(bot, tmp_path, answer=desk, rooms=rooms):
        (listed,) = await ada.answers_to(await ada.say(room, "!ideas"))
        if not restarted:
            await _chosen(ada, bob, bot, listed)
    if restarted:
        desk.desk = Talk().desk
        async with listening(bot, tmp_path, answer=desk, rooms=rooms):
            await _chosen(ada, bob, bot, listed)


async def _chosen(ada: Applicant, bob: Applicant, bot: Applicant, listed: Event) -> None:
    """Ada chooses from her list, and goes on from the answer; others' reactions and other signs do nothing."""

    async def reacted(by: Applicant, target: str, sign: str) -> None:
        relation = {"rel_type": "m.annotation", "event_id": target, "key": sign}
        await by.send(room, "m.reaction", {"m.relates_to": relation})

    room = str(listed["room_id"])
    list_id = listed["event_id"]
    await reacted(bob, list_id, "2️⃣")
    await reacted(ada, list_id, "👍")
    await reacted(ada, list_id, "2️⃣")
    (picked,) = await ada.answers_to(list_id)
    second = listed["content"]["body"].splitlines()[2].removeprefix("2. ").split(" (")[0]
    assert second in picked["content"]["body"].splitlines()[0], "the asker's choice, and nobody else's"
    relation = {"m.in_reply_to": {"event_id": picked["event_id"]}}
    follow = await ada.say(room, "and who mentors it?", **{"m.relates_to": relation})
    assert "Write to" in await ada.answer_to(follow) or "mentor" in await ada.answer_to(follow)
    assert len(said_by(bot, ada)) == 3
    (answer,) = await ada.answers_to(follow)
    new = {"msgtype": "m.text", "body": "how long is it?"}
    await ada.say(
        room,
        "* how long is it?",
        **{"m.new_content": new, "m.relates_to": {"rel_type": "m.replace", "event_id": follow}},
    )
    (edit,) = await ada.wait_for(lambda e: "m.new_content" in e["content"] and e["sender"] == bot.user_id)
    assert edit["content"]["m.relates_to"]["event_id"] == answer["event_id"], "a follow-up can be corrected too"


async def test_a_room_may_have_its_answers_in_threads_and_long_lists_in_direct_messages(
    people: People, unique: Unique, tmp_path: Path
) -> None:
    ada, bot = await people("ada"), await people("bot")
    alias, calm = unique("room"), unique("calm")
    room, other = await room_of(bot, ada, alias=alias), await room_of(bot, ada, alias=calm)
    told: list[str] = []

    async def whisper(message: Message, reply: Reply, _: RoomSettings | None) -> Reply:
        told.append(message.sender)
        return replace(reply, body=Talk().desk.answer(replace(message, text="!about"), None, utc_now()).body)  # type: ignore[union-attr]

    rooms = [
        {"room": f"#{alias}:localhost", "threads": "always"},
        {"room": f"#{calm}:localhost", "long_lists": "direct"},
    ]
    async with listening(bot, tmp_path, answer=Answering(), rooms=rooms, whisper=whisper):
        question = await ada.say(room, "!idea lighthouse")
        (threaded,) = await ada.answers_to(question)
        assert threaded["content"]["m.relates_to"]["rel_type"] == "m.thread"
        assert threaded["content"]["m.relates_to"]["event_id"] == question
        assert (await ada.answer_to(await ada.say(other, "!ideas"))).startswith("Mentorix")
        assert told == [ada.user_id]
        (short,) = await ada.answers_to(await ada.say(other, "!idea lighthouse"))
        assert "rel_type" not in short["content"]["m.relates_to"]
        assert told == [ada.user_id]


async def test_what_was_answered_is_marked_as_read(people: People, unique: Unique, tmp_path: Path) -> None:
    ada, bot = await people("ada"), await people("bot")
    room = await room_of(bot, ada, alias=unique("room"))
    async with listening(bot, tmp_path, answer=Answering()):
        question = await ada.say(room, "!idea lighthouse")
        await ada.answers_to(question)
        read, since = False, (await ada.call("GET", "sync", timeout="0"))["next_batch"]
        async with asyncio.timeout(20):
            while not read:
                batch = await ada.call("GET", "sync", timeout="1000", since=since)
                ephemeral = (
                    batch.get("rooms", {}).get("join", {}).get(room, {}).get("ephemeral", {}).get("events", [])
                )
                receipts = [e["content"] for e in ephemeral if e["type"] == "m.receipt"]
                read = any(bot.user_id in content.get(question, {}).get("m.read", {}) for content in receipts)
                since = batch["next_batch"]
