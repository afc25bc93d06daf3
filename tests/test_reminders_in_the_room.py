"""Deadline reminders as a room sees them, through a real homeserver."""

import asyncio
import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from surroundings import Bots, People, Unique
from test_in_the_room import joined

from demo.arrivals import answered
from demo.calls import Event
from demo.child import ROOT
from demo.proxy import FaultyProxy, refuse
from demo.running import RunningBot


def season(folder: Path, *dates: tuple[str, timedelta]) -> Path:
    """The shipped catalogue with a programme whose deadlines are near."""
    shutil.copytree(ROOT / "catalogue", folder)
    now = datetime.now(UTC)
    source = {"address": "https://example.org/dates", "what": "made up"}
    milestones = [
        {
            "key": key,
            "name": f"{key} close",
            "kind": "deadline",
            "audience": ["applicants"],
            "at": (now + ahead).isoformat(),
        }
        for key, ahead in dates
    ]
    programme = {
        "id": "near",
        "name": "Near",
        "short": "Near",
        "year": now.year,
        "url": "https://example.org/",
        "zone": "UTC",
        "verified": now.date().isoformat(),
        "trust": "official",
        "sources": [source],
        "milestones": milestones,
    }
    (folder / "programmes" / "near.yaml").write_text(json.dumps(programme))
    return folder


def reminders_of(bot: RunningBot, events: list[Event]) -> list[str]:
    """The first lines of what the bot said of its own accord."""
    mine = [e for e in events if e["sender"] == bot.user_id and e["type"] == "m.room.message" and not answered(e)]
    assert all(e["content"]["msgtype"] == "m.text" and e["content"]["m.mentions"] == {} for e in mine)
    return [e["content"]["body"].splitlines()[0] for e in mine]


async def test_a_restart_neither_repeats_nor_loses_a_reminder(
    people: People, mentorix: Bots, unique: Unique, tmp_path: Path
) -> None:
    ada = await people("ada")
    alias = unique("room")
    room = await ada.create_room(alias=alias)
    catalogue = season(
        tmp_path / "near", ("applications", timedelta(seconds=40)), ("proposals", timedelta(seconds=48))
    )
    bot = await mentorix(
        catalogue=str(catalogue),
        rooms=[{"room": f"#{alias}:localhost", "programme": "near", "lead_times": ["15 s", "4 s"]}],
    )
    bot.start()
    await joined(ada, room, bot)
    for _ in range(4):
        await asyncio.sleep(3)
        bot.kill()
        bot.start()

    def told(event: Event) -> bool:
        return (event["sender"], event["type"]) == (bot.user_id, "m.room.message")

    await ada.wait_for(told, count=4, within=60)
    await asyncio.sleep(2)
    said = reminders_of(bot, await ada.messages(room))
    assert len(said) == 4
    assert sum("applications close" in line for line in said) == 2
    assert sum("proposals close" in line for line in said) == 2


async def test_what_had_passed_when_it_was_first_planned_is_never_said(
    people: People, mentorix: Bots, unique: Unique, tmp_path: Path
) -> None:
    ada = await people("ada")
    alias = unique("room")
    room = await ada.create_room(alias=alias)
    catalogue = season(tmp_path / "near", ("applications", timedelta(seconds=20)), ("history", timedelta(days=-3)))
    bot = await mentorix(
        catalogue=str(catalogue),
        rooms=[{"room": f"#{alias}:localhost", "programme": "near", "lead_times": ["7 d", "2 s"]}],
    )
    bot.start()
    await joined(ada, room, bot)
    await ada.wait_for(lambda e: (e["sender"], e["type"]) == (bot.user_id, "m.room.message"), within=30)
    said = reminders_of(bot, await ada.messages(room))
    assert len(said) == 1
    assert "applications close" in said[0]


async def test_a_reminder_that_is_refused_is_told_to_the_operators_once_and_others_come(
    people: People, mentorix: Bots, unique: Unique, tmp_path: Path, proxy: FaultyProxy
) -> None:
    ada = await people("ada")
    alias, office = unique("room"), unique("office")
    room, operators = await ada.create_room(alias=alias), await ada.create_room(alias=office)
    catalogue = season(
        tmp_path / "near", ("applications", timedelta(seconds=25)), ("proposals", timedelta(seconds=32))
    )
    bot = await mentorix(
        proxy.url,
        catalogue=str(catalogue),
        rooms=[{"room": f"#{alias}:localhost", "programme": "near", "lead_times": ["2 s"]}],
        operators_room=f"#{office}:localhost",
    )
    proxy.behave(refuse(403, "M_FORBIDDEN"), only="/reminder-", times=1)
    bot.start()
    await joined(ada, room, bot)
    await joined(ada, operators, bot)

    def told(event: Event) -> bool:
        return (event["sender"], event["type"]) == (bot.user_id, "m.room.message") and event["room_id"] == operators

    (report,) = await ada.wait_for(told, within=60)
    for words in ("M_FORBIDDEN", "applications close", alias):
        assert words in report["content"]["body"]
    await ada.wait_for(lambda e: e["room_id"] == room and "proposals close" in e["content"].get("body", ""))
    assert len([event for event in ada.arrivals.events if told(event)]) == 1
    assert len(proxy.requests("/reminder-")) == 2
