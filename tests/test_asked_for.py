"""What people and moderators ask of reminders in a room, through a real homeserver."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from surroundings import Bots, People, Unique
from test_in_the_room import joined
from test_reminders_in_the_room import season

from demo.applicant import Applicant
from demo.arrivals import answered
from demo.calls import Event
from demo.running import RunningBot

DAYS = ("applications", timedelta(days=9))


async def room_of(
    ada: Applicant, mentorix: Bots, unique: Unique, catalogue: Path, **more: object
) -> tuple[str, RunningBot]:
    """A room of ada's with a running bot in it that follows the season."""
    alias = unique("room")
    room = await ada.create_room(alias=alias)
    settings = {"room": f"#{alias}:localhost", "programme": "near"} | more
    bot = await mentorix(catalogue=str(catalogue), rooms=[settings], invites={"allow": ["*:localhost"]})
    bot.start()
    await joined(ada, room, bot)
    return room, bot


async def asked(person: Applicant, room: str, words: str) -> str:
    return await person.answer_to(await person.say(room, words))


def said_by(bot: RunningBot, event: Event, kind: str = "m.room.message") -> bool:
    return (event["sender"], event["type"]) == (bot.user_id, kind)


def sign(target: Event, key: str) -> Event:
    return {"m.relates_to": {"rel_type": "m.annotation", "event_id": target["event_id"], "key": key}}


async def told_in_person(person: Applicant, bot: RunningBot) -> Event:
    """What the bot says first in the conversation into which it asks somebody; encrypted."""
    await person.arrivals.until(lambda: bool(person.invitations), within=60)
    two = await person.join(next(iter(person.invitations)))
    (event,) = await person.wait_for(lambda e: said_by(bot, e, "m.room.encrypted") and e["room_id"] == two)
    return event


async def test_a_moderator_is_who_is_one_now(people: People, mentorix: Bots, unique: Unique, tmp_path: Path) -> None:
    ada, bob = await people("ada"), await people("bob")
    room, bot = await room_of(ada, mentorix, unique, season(tmp_path / "near", DAYS))
    await bob.join(room)
    assert "takes power level 50 here, and yours is 0" in await asked(bob, room, "!pause")
    await ada.empower(room, {bob.user_id: 50})
    assert "until somebody resumes" in await asked(bob, room, "!pause")
    await ada.empower(room, {bob.user_id: 0})
    assert "yours is 0" in await asked(bob, room, "!resume")
    bot.kill()
    bot.start()
    assert "Paused until somebody resumes" in await asked(bob, room, "!reminders")
    assert "come again" in await asked(ada, room, "!resume")


async def test_an_announcement_rings_and_pings_only_where_it_may(
    people: People, mentorix: Bots, unique: Unique, tmp_path: Path
) -> None:
    ada = await people("ada")
    room, bot = await room_of(ada, mentorix, unique, season(tmp_path / "near", DAYS), ping_room=True)
    assert "mine is 0" in await asked(ada, room, "!announce @room the call begins")
    await ada.empower(room, {bot.user_id: 50})
    await ada.say(room, "!announce @room the call begins")
    await ada.say(room, "!announce it has ended")
    loud = await ada.wait_for(lambda e: said_by(bot, e) and e["content"]["msgtype"] == "m.text", count=2)
    assert [event["content"]["body"].splitlines()[0] for event in loud] == ["the call begins", "it has ended"]
    assert [event["content"]["m.mentions"] for event in loud] == [{"room": True}, {}]
    assert not any(answered(event) for event in loud)


async def test_picture_and_calendar_are_files_in_the_room_with_their_words(
    people: People, mentorix: Bots, unique: Unique, tmp_path: Path
) -> None:
    ada = await people("ada")
    room, _ = await room_of(ada, mentorix, unique, season(tmp_path / "near", DAYS))
    (picture,) = await ada.answers_to(await ada.say(room, "!timeline"))
    (calendar,) = await ada.answers_to(await ada.say(room, "!calendar"))
    assert (picture["content"]["msgtype"], picture["content"]["filename"]) == ("m.image", "near.png")
    assert (calendar["content"]["msgtype"], calendar["content"]["filename"]) == ("m.file", "near.ics")
    assert "applications close" in picture["content"]["body"]
    assert all(event["content"]["url"].startswith("mxc://localhost/") for event in (picture, calendar))


async def test_somebody_is_reminded_by_name_in_the_room_and_plainly_in_a_conversation_of_two(
    people: People, mentorix: Bots, unique: Unique, tmp_path: Path
) -> None:
    ada = await people("ada")
    room, bot = await room_of(ada, mentorix, unique, season(tmp_path / "near", DAYS))
    two = await ada.create_room(direct=True, invite=[bot.user_id])
    await joined(ada, two, bot)
    assert "I will remind you" in await asked(ada, room, "!remind in 15 seconds water the buoys")
    assert "I will remind you" in await asked(ada, two, "remind me in 15 seconds to feed the cat")
    dropped = await asked(ada, two, "!remind in 20 seconds never mind")
    assert "3" in dropped
    assert "3" in await asked(ada, two, "!forget 3")
    await ada.redact(room, await ada.say(room, "!remind in 16 seconds what was deleted"))
    bot.kill()
    bot.start()
    said = await ada.wait_for(lambda e: said_by(bot, e) and not answered(e), count=2, within=90)
    by_room = {event["room_id"]: event["content"] for event in said}
    assert by_room[room]["m.mentions"] == {"user_ids": [ada.user_id]}
    assert "water the buoys" in by_room[room]["body"]
    assert by_room[two]["m.mentions"] == {}
    assert "feed the cat" in by_room[two]["body"]
    assert "water" not in await asked(ada, two, "!reminders mine")


async def test_a_bell_asks_for_the_later_reminders_in_a_conversation_of_two_and_a_cross_drops_them(
    people: People, mentorix: Bots, unique: Unique, tmp_path: Path
) -> None:
    ada, bob = await people("ada"), await people("bob")
    catalogue = season(tmp_path / "near", ("applications", timedelta(seconds=100)))
    room, bot = await room_of(ada, mentorix, unique, catalogue, lead_times=["70 s", "15 s"])
    await bob.join(room)
    two = await ada.create_room(direct=True, invite=[bot.user_id])
    await joined(ada, two, bot)
    (first,) = await ada.wait_for(lambda e: said_by(bot, e) and not answered(e) and e["room_id"] == room, within=90)
    for person in (ada, bob):
        await person.send(room, "m.reaction", sign(first, "🔔"))
    his = await told_in_person(bob, bot)
    await ada.wait_for(lambda e: e["room_id"] == two and "I will remind you here" in str(e["content"].get("body")))
    await bob.send(his["room_id"], "m.reaction", sign(his, "❌"))
    await bob.answers_to(his["event_id"])
    personal = await ada.wait_for(
        lambda e: said_by(bot, e) and e["room_id"] == two and "left" in e["content"]["body"], within=120
    )
    assert personal[0]["content"]["m.mentions"] == {}
    said = [e for e in await bob.messages(his["room_id"]) if said_by(bot, e, "m.room.encrypted")]
    assert [event["event_id"] for event in said if not answered(event)] == [his["event_id"]]


async def test_a_date_that_moves_while_the_bot_runs_is_told_to_rooms_that_heard_the_old_one(
    people: People, mentorix: Bots, unique: Unique, tmp_path: Path
) -> None:
    ada = await people("ada")
    now = datetime.now(UTC).replace(second=59)  # whole minutes are told without seconds
    catalogue = season(
        tmp_path / "near", ("applications", timedelta(days=2, seconds=30)), ("proposals", timedelta(days=9))
    )
    room, bot = await room_of(ada, mentorix, unique, catalogue, lead_times=["2 d"])
    await ada.wait_for(lambda e: said_by(bot, e) and "applications close" in e["content"]["body"], within=60)
    file = catalogue / "programmes" / "near.yaml"
    programme = json.loads(file.read_text())
    for milestone in programme["milestones"]:
        milestone["at"] = (now + timedelta(days=5)).isoformat()
    file.write_text(json.dumps(programme))
    (moved,) = await ada.wait_for(lambda e: said_by(bot, e) and "Moved" in e["content"]["body"], within=60)
    assert "applications close" in moved["content"]["body"]
    assert f"{now + timedelta(days=5):%H:%M:%S} UTC" in await asked(ada, room, "!deadlines")
    assert len([e for e in await ada.messages(room) if said_by(bot, e) and "Moved" in e["content"]["body"]]) == 1
