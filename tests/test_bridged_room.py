"""A room with people from IRC in it: found out by itself, and spoken in accordingly, through a real homeserver."""

from pathlib import Path

from surroundings import Bots, People, Unique
from test_in_the_room import joined
from wires import as_it_is, wire_of

from bot.clock import utc_now
from bot.config import Config, Style
from bot.markup import lines, link, strong
from bot.matrix.bridges import Bridges
from bot.matrix.herald import Herald
from bot.matrix.known_rooms import KnownRooms
from bot.storage import Database
from bot.whereabouts import LONG_AGO, KnownRoom
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


async def test_a_reminder_in_a_bridged_room_is_short_and_has_no_html(
    people: People, proxy: FaultyProxy, tmp_path: Path
) -> None:
    ada, onno, bot = await people("ada"), await people("libera_onno"), await people("bot")
    room = await ada.create_room(invite=[bot.user_id, onno.user_id])
    await bot.join(room)
    await onno.join(room)
    database = await Database.open(tmp_path / "bot.db")
    async with wire_of(bot, proxy.url) as wire:
        bridges = Bridges(wire, bot.user_id)
        config = Config.model_validate({"homeserver": ada.url, "user_id": bot.user_id})
        known = KnownRooms(config, database, utc_now(), lambda _: None, guess=bridges.guess)
        await known.remember(KnownRoom(room, None, LONG_AGO))

        async def style(room_id: str) -> Style | None:
            await bridges.look(room_id)
            settings = known.settings_of(room_id)
            return settings.style if settings else None

        herald = Herald(wire, known, as_it_is, style)
        words = lines([strong("7 days left"), *["Many more words about it. " * 8] * 3, link("https://example.org/")])
        event_id = await herald.send(room, words, "reminder-0123456789abcdef")
        await bridges.close()
    await database.close()
    (said,) = [event["content"] for event in await ada.messages(room) if event["event_id"] == event_id]
    assert "formatted_body" not in said
    first, _, last = said["body"].splitlines()
    assert (first, last) == ("7 days left", "https://example.org/")


async def test_a_refusal_in_a_bridged_room_has_no_html(people: People, mentorix: Bots, unique: Unique) -> None:
    ada, onno = await people("ada"), await people("libera_onno")
    alias = unique("room")
    room = await ada.create_room(alias=alias)
    await onno.join(room)
    bot = await mentorix(rooms=[{"room": f"#{alias}:localhost", "programme": "gsoc-2026"}])
    bot.start()
    await joined(ada, room, bot)
    (refused,) = await ada.answers_to(await onno.say(room, "!pause"))
    assert refused["content"]["body"].startswith("That is for this room's moderators")
    assert "formatted_body" not in refused["content"]
