"""Mentors, counts and the pinned digest through a real homeserver: rights, reactions, restarts."""

import asyncio
import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import yaml
from surroundings import Bots, People, Unique
from test_in_the_room import joined

from demo.applicant import Applicant
from demo.calls import Event
from demo.running import RunningBot

PAGE = {
    "id": "harbour-2031",
    "organisation": "Harbour",
    "about": "Harbour steers ships.",
    "page": {"title": "Ideas", "url": "https://harbour.example.org/ideas"},
    "contact": {"how": "Write to the list first."},
    "people": {"brook": {"name": "Brook Field"}, "ada": {"name": "Ada Lovelace"}},
    "ideas": [
        {"id": "buoy", "title": "Simulate drifting buoys", "mentors": ["brook"], "summary": "Predict the drift."},
        {"id": "lamp", "title": "Rewrite the lamp controller", "mentors": ["ada"], "summary": "It blinks."},
    ],
}


def catalogue(folder: Path, mentor: str, *, ideas: int = 2) -> Path:
    """A catalogue with one page, whose mentor Brook has this Matrix address."""
    people = {**PAGE["people"], "brook": {"name": "Brook Field", "matrix": mentor}}  # type: ignore[dict-item]
    (folder / "organisations").mkdir(parents=True, exist_ok=True)
    page = PAGE | {"people": people, "ideas": PAGE["ideas"][:ideas]}  # type: ignore[index]
    (folder / "organisations" / "harbour-2031.yaml").write_text(json.dumps(page))
    return folder


async def told(person: Applicant, room: str, words: str) -> str:
    return await person.answer_to(await person.say(room, words))


async def test_a_mentor_says_it_of_themselves_a_moderator_of_others_and_a_stranger_hears_why_not(
    people: People, mentorix: Bots, unique: Unique, tmp_path: Path
) -> None:
    ada, brook = await people("ada"), await people("brook")
    alias = unique("harbour")
    room = await ada.create_room(alias=alias, invite=[brook.user_id])
    await brook.join(room)
    bot = await mentorix(
        catalogue=str(catalogue(tmp_path / "catalogue", brook.user_id)),
        rooms=[{"room": f"#{alias}:localhost"}],
        invites={"allow": ["*:localhost"]},
    )
    bot.start()
    await joined(ada, room, bot)
    assert "Answers now say that you are away until" in await told(brook, room, "!away 2 weeks")
    refusal = await told(brook, room, "!full ada")
    assert "power level 50 here, and yours is 0. Mentors say it of themselves" in refusal
    assert "Ada Lovelace takes no more applicants" in await told(ada, room, "!full ada")
    bot.kill()
    bot.start()
    assert (await told(ada, room, "!mentor buoys")).startswith("Brook Field (away until ")
    answer = (await ada.answers_to(await ada.say(room, "!mentor lamp")))[0]["content"]
    assert answer["body"].startswith("Ada Lovelace (takes no more applicants) mentors")
    assert answer["m.mentions"] == {}
    own = await brook.create_room(invite=[bot.user_id])
    await joined(brook, own, bot)
    assert "this conversation is none" in await told(brook, own, "!back ada")
    assert "this conversation is none" in await told(brook, own, "!stats")
    assert "name you as before" in await told(brook, own, "!back")
    assert (await told(ada, room, "!mentor drifting buoys")).startswith("Brook Field mentors")


async def test_a_week_is_told_of_once_and_a_tick_by_somebody_in_charge_notes_a_name(
    people: People, mentorix: Bots, unique: Unique, tmp_path: Path
) -> None:
    ada, brook, cleo = await people("ada"), await people("brook"), await people("cleo")
    alias, office = unique("harbour"), unique("office")
    room = await ada.create_room(alias=alias, invite=[brook.user_id, cleo.user_id])
    desk = await ada.create_room(alias=office, invite=[brook.user_id])
    for person, where in ((brook, room), (cleo, room), (brook, desk)):
        await person.join(where)
    bot = await mentorix(
        catalogue=str(catalogue(tmp_path / "catalogue", "@nobody:localhost")),
        rooms=[{"room": f"#{alias}:localhost"}],
        operators_room=f"#{office}:localhost",
    )
    bot.start()
    await joined(ada, room, bot)
    await joined(ada, desk, bot)
    for person, mark in ((ada, ""), (brook, "?"), (cleo, "!")):
        assert "no idea about" in await told(person, room, f"!idea buoys quantum chromodynamics{mark}")
    await told(ada, room, "!idea drifting buoys")
    assert "1 answer about an idea; 3 searches found nothing." in await told(ada, room, "!stats")
    await bot.stop()
    _a_week_ago(bot)
    bot.start()
    offer = await _said(ada, bot, "was searched for 3 times and finds nothing")
    for person in (brook, ada):
        relation = {"rel_type": "m.annotation", "event_id": offer["event_id"], "key": "✅"}
        await person.send(desk, "m.reaction", {"m.relates_to": relation})
    (noted,) = await ada.answers_to(offer["event_id"])
    assert "Noted as another name of Simulate drifting buoys (Harbour)" in noted["content"]["body"]
    (entry,) = yaml.safe_load((bot.folder / "data" / "aliases.yaml").read_text("utf-8"))
    assert (entry["page"], entry["idea"]) == ("harbour-2031", "buoy")
    bot.kill()
    bot.start()
    await told(ada, room, "!help")
    said = [event["content"].get("body", "") for event in await ada.messages(desk) if event["sender"] == bot.user_id]
    assert sum(words.startswith("Last week (") for words in said) == 1
    assert sum("finds nothing" in words for words in said) == 1


def _a_week_ago(bot: RunningBot) -> None:
    """What was counted was counted a week ago, and nothing was told of it."""
    database = sqlite3.connect(bot.folder / "data" / "mentorix.db")
    with database:
        for table, column in (("counts", "week"), ("unmatched", "first"), ("unmatched", "last")):
            database.execute(f"UPDATE {table} SET {column} = date({column}, '-7 days')")  # noqa: S608  names of ours
        database.execute("DELETE FROM facts WHERE name LIKE 'weekly/%'")
    database.close()


async def _said(person: Applicant, bot: RunningBot, words: str) -> Event:
    """What the bot says of its own accord."""

    def by_it(event: Event) -> bool:
        return event["sender"] == bot.user_id and words in str(event["content"].get("body", ""))

    return (await person.wait_for(by_it, count=1, within=30))[0]


async def test_a_digest_is_pinned_where_the_bot_may_and_kept_up_to_date(
    people: People, mentorix: Bots, unique: Unique, tmp_path: Path
) -> None:
    ada = await people("ada")
    alias = unique("harbour")
    room = await ada.create_room(alias=alias)
    await ada.send_state(room, "m.room.pinned_events", {"pinned": ["$rules"]})
    folder = catalogue(tmp_path / "catalogue", "@nobody:localhost")
    bot = await mentorix(catalogue=str(folder), rooms=[{"room": f"#{alias}:localhost"}])
    bot.start()
    await joined(ada, room, bot)
    assert "takes power level 50, and mine is 0" in await told(ada, room, "!digest pin")
    await ada.empower(room, {bot.user_id: 50})
    await ada.say(room, "!digest pin")
    digest = await _said(ada, bot, "2 ideas are open: Harbour (2).")
    pinned = await _pinned(ada, room, [digest["event_id"], "$rules"])
    await bot.stop()
    catalogue(folder, "@nobody:localhost", ideas=1)
    bot.start()
    renewed = await _said(ada, bot, "1 idea is open: Harbour (1).")
    assert renewed["content"]["m.relates_to"] == {"rel_type": "m.replace", "event_id": digest["event_id"]}
    assert renewed["content"]["m.new_content"]["msgtype"] == "m.notice"
    assert await _pinned(ada, room, pinned) == pinned
    assert "no longer pinned" in await told(ada, room, "!digest unpin")
    assert await _pinned(ada, room, ["$rules"]) == ["$rules"]


async def _pinned(person: Applicant, room: str, expected: list[str]) -> list[str]:
    """What is pinned, once it is what it should be; after a while whatever it is."""
    found: list[str] = []
    end = datetime.now(UTC) + timedelta(seconds=20)
    while found != expected and datetime.now(UTC) < end:
        found = (await person.state(room, "m.room.pinned_events"))["pinned"]
        await asyncio.sleep(0.1)
    return found
