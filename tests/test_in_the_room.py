"""What people in a room see of the bot, through a real homeserver."""

import asyncio
import contextlib

import pytest
from surroundings import Bots, People, Unique

from demo import DemoError
from demo.applicant import Applicant
from demo.arrivals import answered
from demo.calls import Event, Refused
from demo.running import RunningBot

QUIET = 3.0
"""Seconds after which an answer that has not come is taken not to come."""


async def joined(person: Applicant, room: str, bot: RunningBot) -> None:
    """Wait until the bot is in the room."""
    async with asyncio.timeout(30):
        while bot.user_id not in await person.members(room):
            assert bot.process.alive, bot.process.tail()
            await asyncio.sleep(0.1)


async def logged(bot: RunningBot, words: str) -> None:
    """Wait until the bot's log says so."""
    async with asyncio.timeout(30):
        while words not in bot.log.read_text():  # noqa: ASYNC110 - another process writes it
            await asyncio.sleep(0.1)


async def silence(person: Applicant, *asked: str) -> None:
    """See that none of these messages is answered, though a later one would be."""
    with pytest.raises(DemoError):
        await person.wait_for(lambda event: answered(event) in asked, within=QUIET)


async def in_a_room(person: Applicant, bots: Bots, unique: Unique, **settings: object) -> tuple[str, RunningBot]:
    """A room with the person and a running bot that was configured to be there."""
    alias = unique("room")
    room = await person.create_room(alias=alias)
    bot = await bots(rooms=[{"room": f"#{alias}:localhost", **settings}])
    bot.start()
    await joined(person, room, bot)
    return room, bot


async def test_a_command_is_answered_as_a_quiet_reply_that_pings_nobody(
    people: People, mentorix: Bots, unique: Unique
) -> None:
    ada = await people("ada")
    room, bot = await in_a_room(ada, mentorix, unique)
    question = await ada.say(room, "!idea fanotify")
    (answer,) = await ada.answers_to(question)
    content = answer["content"]
    assert answer["sender"] == bot.user_id
    assert content["msgtype"] == "m.notice"
    assert content["body"].startswith("Implement fanotify (gVisor 2021)")
    assert content["m.mentions"] == {}
    assert "<strong>Implement fanotify</strong>" in content["formatted_body"]
    assert "matrix.to" not in content["formatted_body"]


async def test_a_question_to_its_name_is_understood_in_plain_words(
    people: People, mentorix: Bots, unique: Unique
) -> None:
    ada = await people("ada")
    room, bot = await in_a_room(ada, mentorix, unique)
    name = bot.user_id.partition(":")[0]
    answer = await ada.answer_to(await ada.say(room, f"{name}: who mentors the RDP project?"))
    assert "Marc-André Lureau" in answer


async def test_what_is_not_for_it_stays_unanswered(people: People, mentorix: Bots, unique: Unique) -> None:
    ada = await people("ada")
    room, _ = await in_a_room(ada, mentorix, unique)
    greeting = await ada.say(room, "good morning everyone")
    edit = {"rel_type": "m.replace", "event_id": greeting}
    asked = [
        greeting,
        await ada.say(room, "!karma ada++"),
        await ada.say(room, "!idea fanotify", msgtype="m.notice"),
        await ada.say(room, "* !idea fanotify", **{"m.relates_to": edit}),
    ]
    await ada.answers_to(await ada.say(room, "!help"))
    await silence(ada, *asked)


async def test_malformed_events_neither_crash_nor_stall_it(people: People, mentorix: Bots, unique: Unique) -> None:
    ada = await people("ada")
    room, bot = await in_a_room(ada, mentorix, unique)
    strange: list[dict[str, object]] = [
        {},
        {"msgtype": "m.text"},
        {"msgtype": "m.text", "body": ["!idea"]},
        {"msgtype": ["m.text"], "body": "!idea fanotify"},
        {"msgtype": "m.text", "body": "!idea", "m.relates_to": "reply"},
        {"msgtype": "m.text", "body": "!idea", "m.relates_to": {"m.in_reply_to": ["$x"]}},
        {"msgtype": "m.text", "body": "!idea x", "m.mentions": {"user_ids": bot.user_id}},
        {"msgtype": "m.text", "body": "!idea " + "x " * 20_000},
        {"msgtype": "m.text", "body": "!idea \u202e\u0000\u0007" + "\u0301" * 500},
        {"msgtype": "m.text", "body": "!idea " + "(" * 5_000},
    ]
    for content in strange:
        with contextlib.suppress(Refused):  # a homeserver keeps some of them away from us
            await ada.send(room, "m.room.message", content)
    assert (await ada.answer_to(await ada.say(room, "!idea fanotify"))).startswith("Implement fanotify")
    assert bot.process.alive


async def test_in_a_thread_it_answers_in_the_thread(people: People, mentorix: Bots, unique: Unique) -> None:
    ada = await people("ada")
    room, _ = await in_a_room(ada, mentorix, unique)
    root = await ada.say(room, "let us talk about virtiofsd")
    relation = {
        "rel_type": "m.thread",
        "event_id": root,
        "is_falling_back": True,
        "m.in_reply_to": {"event_id": root},
    }
    question = await ada.say(room, "!mentor virtiofsd", **{"m.relates_to": relation})
    (answer,) = await ada.answers_to(question)
    assert answer["content"]["m.relates_to"]["rel_type"] == "m.thread"
    assert answer["content"]["m.relates_to"]["event_id"] == root


async def test_a_direct_message_needs_no_prefix(people: People, mentorix: Bots) -> None:
    ada = await people("ada")
    bot = await mentorix(invites={"allow": [ada.user_id]})
    bot.start()
    room = await ada.create_room(invite=[bot.user_id], direct=True)
    await joined(ada, room, bot)
    assert (await ada.answer_to(await ada.say(room, "idea fanotify"))).startswith("Implement fanotify")
    assert "German Maglione" in await ada.answer_to(await ada.say(room, "who mentors virtiofsd?"))


async def test_invitations_are_accepted_from_configured_people_and_servers_only(
    people: People, mentorix: Bots
) -> None:
    ada, mallory = await people("ada"), await people("mallory")
    bot = await mentorix(invites={"allow": [ada.user_id, "*:elsewhere.example"]})
    bot.start()
    theirs = await mallory.create_room(invite=[bot.user_id])
    ours = await ada.create_room(invite=[bot.user_id])
    await joined(ada, ours, bot)
    await asyncio.sleep(1)
    assert bot.user_id not in await mallory.members(theirs)


async def test_a_room_that_everybody_left_is_left(people: People, mentorix: Bots) -> None:
    ada = await people("ada")
    bot = await mentorix(invites={"allow": [ada.user_id]})
    bot.start()
    room = await ada.create_room(invite=[bot.user_id], alias=bot.user_id.strip("@").partition(":")[0])
    await joined(ada, room, bot)
    await ada.leave(room)
    await logged(bot, "everybody else has gone")


@pytest.mark.parametrize("version", ["10", "11", "12"])
async def test_it_follows_an_upgraded_room_with_its_settings(
    people: People, mentorix: Bots, unique: Unique, version: str
) -> None:
    ada, ben = await people("ada"), await people("ben")  # with two alone, it would answer like in a direct message
    room, bot = await in_a_room(ada, mentorix, unique, prefix="?")
    new = await ada.upgrade(room, version)
    await ben.join(new)
    await joined(ada, new, bot)
    assert (await ada.answer_to(await ada.say(new, "?idea fanotify"))).startswith("Implement fanotify")
    await bot.stop()
    bot.start()
    assert (await ada.answer_to(await ada.say(new, "?idea setns"))).startswith("Implement the setns syscall")


async def test_a_private_room_of_version_12_named_by_its_id_is_joined_when_it_is_invited(
    people: People, mentorix: Bots
) -> None:
    ada, ben = await people("ada"), await people("ben")
    room = await ada.create_room(version="12", invite=[ben.user_id])
    await ben.join(room)
    bot = await mentorix(rooms=[{"room": room, "prefix": "?"}])
    bot.start()
    await logged(bot, "cannot join")
    await ada.invite(room, bot.user_id)
    await joined(ada, room, bot)
    ignored = await ada.say(room, "!idea fanotify")
    assert (await ada.answer_to(await ada.say(room, "?idea fanotify"))).startswith("Implement fanotify")
    await silence(ada, ignored)


async def test_the_first_start_answers_nothing_from_the_past(people: People, mentorix: Bots, unique: Unique) -> None:
    ada = await people("ada")
    alias = unique("room")
    room = await ada.create_room(alias=alias)
    old = await ada.say(room, "!idea fanotify")
    bot = await mentorix(rooms=[{"room": f"#{alias}:localhost"}])
    bot.start()
    await joined(ada, room, bot)
    await ada.answers_to(await ada.say(room, "!help"))
    await silence(ada, old)


async def test_after_an_outage_young_commands_are_answered_and_old_ones_are_not(
    people: People, mentorix: Bots, unique: Unique
) -> None:
    ada = await people("ada")
    alias = unique("room")
    room = await ada.create_room(alias=alias)
    bot = await mentorix(rooms=[{"room": f"#{alias}:localhost"}], answer_within="15 s")
    bot.start()
    await joined(ada, room, bot)
    await ada.answers_to(await ada.say(room, "!help"))
    await bot.stop()
    old = await ada.say(room, "!idea fanotify")
    await asyncio.sleep(15.5)
    young = await ada.say(room, "!idea setns")
    bot.start()
    await ada.answers_to(young)
    await silence(ada, old)


async def test_a_burst_that_overflows_the_timeline_is_answered_in_full(
    people: People, mentorix: Bots, unique: Unique
) -> None:
    ada = await people("ada")
    room, bot = await in_a_room(ada, mentorix, unique)
    await ada.answers_to(await ada.say(room, "!help"))
    await bot.stop()
    asked = [await ada.say(room, f"!ideas rust {number}") for number in range(120)]
    bot.start()
    answers = await ada.wait_for(lambda event: answered(event) in asked, count=len(asked), within=60)
    assert [answered(event) for event in answers] == asked


async def test_a_message_of_the_bot_itself_is_never_answered(people: People, mentorix: Bots, unique: Unique) -> None:
    ada = await people("ada")
    room, bot = await in_a_room(ada, mentorix, unique)
    await ada.answers_to(await ada.say(room, "!help"))

    def by_the_bot(event: Event) -> bool:
        return (event["sender"], event["type"]) == (bot.user_id, "m.room.message")

    await asyncio.sleep(1)
    assert sum(map(by_the_bot, await ada.messages(room))) == 1


async def test_a_bot_that_was_removed_and_invited_again_answers_again(people: People, mentorix: Bots) -> None:
    ada = await people("ada")
    bot = await mentorix(invites={"allow": [ada.user_id]})
    bot.start()
    room = await ada.create_room(invite=[bot.user_id])
    await joined(ada, room, bot)
    await ada.answers_to(await ada.say(room, "!help"))
    await ada.put_out(room, bot.user_id)
    missed = await ada.say(room, "!idea fanotify")
    await ada.invite(room, bot.user_id)
    await joined(ada, room, bot)
    await ada.answers_to(await ada.say(room, "!idea setns"))
    await silence(ada, missed)
