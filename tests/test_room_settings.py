"""Moderators set their room in the room itself; through a real homeserver, restarts and upgrades."""

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path

from surroundings import Bots, People, Unique
from test_in_the_room import in_a_room, joined
from test_reminders_in_the_room import reminders_of, season

from demo.applicant import Applicant
from demo.calls import Event
from demo.running import RunningBot


async def asked(person: Applicant, room: str, words: str) -> str:
    """What is answered."""
    return await person.answer_to(await person.say(room, words))


async def moved(person: Applicant, room: str, bot: RunningBot) -> str:
    """The room that replaces one, once the bot is there."""
    new = await person.upgrade(room)
    await joined(person, new, bot)
    return new


async def test_what_a_moderator_sets_holds_for_everybody_through_a_restart_and_an_upgrade(
    people: People, mentorix: Bots, unique: Unique
) -> None:
    mod, applicant = await people("mod"), await people("applicant")
    room, bot = await in_a_room(mod, mentorix, unique, zone="Asia/Tokyo")
    await applicant.join(room)
    for words in ("!set prefix ?", "!settings", "!status"):
        assert "it takes power level 50 here, and yours is 0" in await asked(applicant, room, words)
    assert "those who run this bot" in await asked(mod, room, "!reload")
    assert "prefix: ?. It was: as everywhere" in await asked(mod, room, "!set prefix ?")
    await asked(mod, room, "?set moderators only ideas")
    assert "This room keeps ideas for its moderators" in await asked(applicant, room, "?projects")
    await asked(mod, room, "?set style compact")
    assert len((await asked(applicant, room, "?idea fanotify")).splitlines()) <= 3
    bot.kill()
    bot.start()
    assert "38 ideas" in await asked(mod, room, "?ideas")
    assert "This room keeps ideas" in await asked(applicant, room, "?ideas rust")
    new = await moved(mod, room, bot)
    await asked(mod, new, "?set style plain")
    told = (await asked(mod, new, "?settings")).replace("\u2060", "")
    assert f"prefix: ? (set by {mod.user_id} on " in told
    assert "moderators only: ideas (set by" in told
    assert "zone: Asia/Tokyo (from the configuration file)" in told
    assert "as by default, prefix: as everywhere" in await asked(mod, new, "?unset prefix")
    assert "38 ideas" in await asked(mod, new, "!ideas")


async def test_a_room_that_the_configuration_does_not_name_gets_reminders_where_its_moderators_want_them(
    people: People, mentorix: Bots, tmp_path: Path
) -> None:
    mod, operator = await people("mod"), await people("operator")
    catalogue = season(tmp_path / "catalogue", ("applications", timedelta(days=9)))
    bot = await mentorix(catalogue=str(catalogue), operators=[operator.user_id], check_pages=False)
    bot.start()
    room = await operator.create_room(preset="public_chat")
    await mod.join(room)
    await operator.empower(room, {mod.user_id: 50})
    await operator.invite(room, bot.user_id)
    await joined(operator, room, bot)
    assert "follows no programme" in await asked(mod, room, "!status")
    assert "programme: near" in await asked(mod, room, "!set programme near")
    assert "lead times: 2 s" in await asked(mod, room, "!set lead times 2 s")
    await operator.empower(room, {mod.user_id: 0})
    assert "yours is 0" in await asked(mod, room, "!set programme none")
    new = await moved(operator, room, bot)
    later = season(tmp_path / "later", ("applications", timedelta(seconds=30)))
    shutil.copy(later / "programmes" / "near.yaml", catalogue / "programmes" / "near.yaml")
    assert "programme" in await asked(operator, new, "!reload")
    status = await asked(operator, new, "!status")
    assert "follows Near" in status
    assert "Database: SQLite" in status

    def told(event: Event) -> bool:
        return event["room_id"] == new and "applications close" in event["content"].get("body", "")

    await operator.wait_for(told, within=60)
    await asyncio.sleep(1)
    assert len(reminders_of(bot, await operator.messages(new))) == 1
    assert reminders_of(bot, await operator.messages(room)) == []
    await operator.put_out(new, bot.user_id)
    bot.kill()
    bot.start()
    await operator.invite(new, bot.user_id)
    await joined(operator, new, bot)
    assert "follows Near" in await asked(operator, new, "!status")
