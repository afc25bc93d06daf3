"""A room with people from IRC in it: found out by itself, and spoken in accordingly, through a real homeserver."""

from datetime import timedelta
from pathlib import Path

from surroundings import Bots, People, Unique
from test_in_the_room import joined
from test_reminders_in_the_room import season
from wires import wire_of

from bot.config import Style
from bot.matrix.bridges import Bridges
from demo.calls import Event
from demo.proxy import FaultyProxy, status


async def test_a_room_is_looked_at_once_and_a_look_that_fails_does_no_harm(
    people: People, proxy: FaultyProxy
) -> None:
    ada, onno, bot = await people("ada"), await people("irc_onno"), await people("bot")
    bridged = await ada.create_room(invite=[bot.user_id, onno.user_id])
    plain = await ada.create_room(invite=[bot.user_id])
    for person, room in ((bot, bridged), (onno, bridged), (bot, plain)):
        await person.join(room)
    async with wire_of(bot, proxy.url) as wire:
        bridges = Bridges(wire, bot.user_id)
        for _ in range(3):
            await bridges.look(bridged)
            await bridges.look(plain)
        assert (bridges.guess(bridged), bridges.guess(plain)) == (Style.COMPACT, None)
        assert len(proxy.requests("/joined_members")) == 2
        other = Bridges(wire, bot.user_id)
        proxy.behave(status(502), only="/joined_members")
        await other.look(bridged)
        await other.look(bridged)
        assert other.guess(bridged) is None
        assert len(proxy.requests("/joined_members")) == 3
        await other.close()
        await bridges.close()


async def test_reminders_and_refusals_come_without_html_in_a_bridged_room(
    people: People, mentorix: Bots, unique: Unique, tmp_path: Path
) -> None:
    ada, onno = await people("ada"), await people("libera_onno")
    alias = unique("room")
    room = await ada.create_room(alias=alias)
    await onno.join(room)
    catalogue = season(tmp_path / "near", ("applications", timedelta(seconds=25)))
    bot = await mentorix(
        catalogue=str(catalogue),
        rooms=[{"room": f"#{alias}:localhost", "programme": "near", "lead_times": ["3 s"]}],
    )
    bot.start()
    await joined(ada, room, bot)

    def told(event: Event) -> bool:
        return event["sender"] == bot.user_id and "applications close" in event["content"].get("body", "")

    refused = (await ada.answers_to(await onno.say(room, "!pause")))[0]
    (reminder,) = await ada.wait_for(told, within=60)
    assert refused["content"]["body"].startswith("That is for this room's moderators")
    for event in (refused, reminder):
        assert "formatted_body" not in event["content"]
    assert reminder["content"]["body"].splitlines()[-1] == "All dates: https://example.org/"
