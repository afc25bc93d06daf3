"""Configured rooms are kept, through upgrades, aliases that move and removals; in front of a real homeserver.

What needs patience is tested with the bot's own parts and a look every moment, the rest with the bot as a process.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from surroundings import Bots, People, Unique
from test_in_the_room import joined, logged, silence

from bot.account import Session
from bot.config import Config
from bot.matrix import own_name
from bot.matrix.joining import Joining
from bot.matrix.known_rooms import KnownRooms
from bot.matrix.room_state import RoomState
from bot.matrix.rooms import Rooms
from bot.matrix.rounds import Rounds
from bot.matrix.session import client_of
from bot.matrix.upgrades import Upgrades
from bot.matrix.wire import Wire, path_of
from bot.storage import Database
from demo.applicant import Applicant
from demo.calls import Event
from demo.running import RunningBot

EVERY = 0.1
"""Seconds between two looks."""


async def holds(condition: Callable[[], bool]) -> None:
    """Wait until it does."""
    async with asyncio.timeout(30):
        while not condition():  # noqa: ASYNC110 - what it looks at tells nobody
            await asyncio.sleep(0.05)


async def put_up(person: Applicant, room: str, alias: str) -> None:
    """Let an alias lead to a room."""
    await person.call("PUT", "directory", "room", alias, body={"room_id": room})


async def take_down(person: Applicant, alias: str) -> None:
    await person.call("DELETE", "directory", "room", alias)


async def heard(person: Applicant, office: str, bot: RunningBot, words: str) -> str:
    """What the bot said in the operators' room with these words in it."""

    def wanted(event: Event) -> bool:
        said = event["type"] == "m.room.message" and event["sender"] == bot.user_id
        return said and event["room_id"] == office and words in event["content"]["body"]

    (found,) = await person.wait_for(wanted)
    return str(found["content"]["body"])


@dataclass
class Resident:
    """The parts that keep a bot in its rooms, without one that answers."""

    user_id: str
    wire: Wire
    known: KnownRooms
    rooms: Rooms
    upgrades: Upgrades
    told: dict[str, str]
    rounds: asyncio.Task[None] | None = None

    def start(self) -> None:
        self.rounds = asyncio.create_task(Rounds(self.known, self.rooms, self.upgrades, EVERY).keep())

    async def looks(self) -> None:
        """Wait for several looks."""
        assert self.rounds
        await asyncio.wait([self.rounds], timeout=10 * EVERY)
        assert not self.rounds.done()


@asynccontextmanager
async def residing(account: Applicant, name: str, folder: Path) -> AsyncIterator[Resident]:
    """A bot that is configured to be in one room, and not started yet."""
    client = client_of(account.url, Session(account.url, account.user_id, account.device_id, account.token))
    given = {"homeserver": account.url, "user_id": account.user_id, "rooms": [{"room": name}]}
    config = Config.model_validate(given)
    database, reports = await Database.open(folder / "bot.db"), dict[str, str]()

    def report(key: str, words: str) -> None:
        reports.setdefault(key, words)

    wire = Wire(client)
    known = KnownRooms(config, database, datetime.now(UTC), lambda _: None)
    await known.load()
    joining, state = Joining(wire, known), RoomState(wire, known, set())
    rooms = Rooms(config, known, joining, state, report)
    made = Resident(account.user_id, wire, known, rooms, Upgrades(known, state, joining, report), reports)
    try:
        yield made
    finally:
        if made.rounds:
            made.rounds.cancel()
            await asyncio.wait([made.rounds])
        await client.close()
        await database.close()


@pytest.fixture
async def resident(people: People, tmp_path: Path) -> AsyncIterator[Resident]:
    """A bot that is configured to be in #<its localpart>:localhost, and not started yet."""
    account = await people("resident")
    async with residing(account, f"#{account.user_id[1:].partition(':')[0]}:localhost", tmp_path) as made:
        yield made


async def at_home(person: Applicant, resident: Resident) -> tuple[str, str]:
    """The resident's configured alias and the room that it leads to, once it is there."""
    (alias,) = resident.known.missing()
    room = await person.create_room(alias=alias[1:].partition(":")[0])
    resident.start()
    await holds(lambda: resident.known.id_of(alias) == room)
    return alias, room


async def test_a_room_that_is_made_later_is_joined_then(people: People, resident: Resident) -> None:
    ada = await people("ada")
    (alias,) = resident.known.missing()
    resident.start()
    await holds(lambda: bool(resident.told))
    room = await ada.create_room(alias=alias[1:].partition(":")[0])
    await holds(lambda: resident.known.id_of(alias) == room)
    assert resident.user_id in await ada.members(room)
    assert len(resident.told) == 1


async def test_a_replacement_that_lets_it_in_only_later_is_followed_then(people: People, resident: Resident) -> None:
    ada = await people("ada")
    alias, old = await at_home(ada, resident)
    new = await ada.upgrade(old)
    await ada.send_state(new, "m.room.join_rules", {"join_rule": "invite"})
    await resident.upgrades.look(old)
    (told,) = resident.told.values()
    assert "cannot follow" in told
    await resident.looks()
    assert resident.known.id_of(alias) == old
    await ada.invite(new, resident.user_id)
    await holds(lambda: resident.known.id_of(alias) == new)
    assert not resident.upgrades.unfollowed()
    assert len(resident.told) == 1


async def test_a_replacement_that_names_another_predecessor_is_left_again(people: People, resident: Resident) -> None:
    ada = await people("ada")
    alias, old = await at_home(ada, resident)
    other = await ada.create_room(preset="public_chat")
    await ada.send_state(old, "m.room.tombstone", {"body": "moved", "replacement_room": other})
    await resident.upgrades.look(old)
    assert resident.user_id not in await ada.members(other)
    assert resident.known.id_of(alias) == old


async def test_an_alias_that_was_moved_is_followed_and_told(people: People, resident: Resident) -> None:
    ada = await people("ada")
    alias, old = await at_home(ada, resident)
    new = await ada.create_room(preset="public_chat")
    await take_down(ada, alias)
    await resident.rooms.go_to(alias)
    assert (resident.known.id_of(alias), resident.told) == (old, {})
    await put_up(ada, new, alias)
    await resident.rooms.go_to(alias)
    assert resident.known.id_of(alias) == new
    (told,) = resident.told.values()
    assert old in told
    assert resident.known.name_of(old) is None
    assert resident.user_id in await ada.members(old)


async def test_an_alias_that_stays_with_the_old_room_of_an_upgrade_does_not_lead_back(
    people: People, resident: Resident
) -> None:
    ada = await people("ada")
    alias, old = await at_home(ada, resident)
    new = await ada.upgrade(old)
    await resident.upgrades.look(old)
    assert resident.known.id_of(alias) == new
    await take_down(ada, alias)
    await put_up(ada, old, alias)
    await resident.rooms.go_to(alias)
    assert (resident.known.id_of(alias), resident.told) == (new, {})
    await resident.wire.post(path_of("rooms", old, "leave"))
    await resident.rooms.gone(old)
    await resident.rooms.go_to(alias)
    assert (resident.known.id_of(alias), resident.told) == (new, {})


async def test_a_room_that_is_configured_by_its_id_is_followed_for_good(people: People, tmp_path: Path) -> None:
    ada = await people("ada")
    old = await ada.create_room(preset="public_chat")
    async with residing(await people("resident"), old, tmp_path) as resident:
        await resident.rooms.go_to(old)
        new = await ada.upgrade(old)
        await resident.upgrades.look(old)
        await resident.rooms.go_to(old)
        assert resident.known.id_of(old) == new


async def test_an_upgrade_that_was_missed_is_followed_at_the_next_start(people: People, tmp_path: Path) -> None:
    ada, account = await people("ada"), await people("resident")
    old = await ada.create_room(preset="public_chat")
    async with residing(account, old, tmp_path) as resident:
        await resident.rooms.go_to(old)
    new = await ada.upgrade(old)
    async with residing(account, old, tmp_path) as resident:
        resident.start()
        await holds(lambda: resident.known.id_of(old) == new)


async def test_that_it_was_put_out_is_forgotten_with_the_rooms_configuration(people: People, tmp_path: Path) -> None:
    ada, account = await people("ada"), await people("resident")
    room, other = await ada.create_room(preset="public_chat"), await ada.create_room(preset="public_chat")
    async with residing(account, room, tmp_path) as resident:
        await resident.rooms.go_to(room)
        await ada.put_out(room, account.user_id)
        await resident.rooms.gone(room)
    for name, missing in ((room, []), (other, [other]), (room, [room])):
        async with residing(account, name, tmp_path) as resident:
            assert resident.known.missing() == missing


async def test_put_out_it_does_not_come_back_with_the_next_look(people: People, resident: Resident) -> None:
    ada = await people("ada")
    alias, room = await at_home(ada, resident)
    await ada.put_out(room, resident.user_id)
    await resident.rooms.gone(room)
    await resident.looks()
    assert resident.user_id not in await ada.members(room)
    assert (resident.known.id_of(alias), resident.known.missing()) == (None, [])
    await resident.rooms.go_to(alias)
    assert resident.user_id not in await ada.members(room)
    assert len(resident.told) == 1


async def test_put_out_it_goes_where_its_alias_leads_later(people: People, resident: Resident) -> None:
    ada = await people("ada")
    alias, room = await at_home(ada, resident)
    await ada.put_out(room, resident.user_id, ban=True)
    await resident.rooms.gone(room)
    new = await ada.create_room(preset="public_chat")
    await take_down(ada, alias)
    await put_up(ada, new, alias)
    await resident.rooms.go_to(alias)
    assert resident.known.id_of(alias) == new
    assert resident.known.out(room) is None


async def test_a_room_that_it_left_itself_is_joined_again(people: People, resident: Resident) -> None:
    ada = await people("ada")
    alias, room = await at_home(ada, resident)
    await resident.wire.post(path_of("rooms", room, "leave"))
    await resident.rooms.gone(room)
    await holds(lambda: resident.known.id_of(alias) == room)
    assert resident.user_id in await ada.members(room)
    assert not resident.told


async def test_a_display_name_that_changes_is_noticed(resident: Resident) -> None:
    async def name(shown: str) -> None:
        await resident.wire.put(path_of("profile", resident.user_id, "displayname"), {"displayname": shown})

    names: list[str | None] = []
    await name("Mentor")
    noticing = asyncio.create_task(own_name.keep_up(resident.wire, resident.user_id, None, names.append, EVERY))
    await holds(lambda: bool(names))
    await name("Helper")
    await holds(lambda: names == ["Mentor", "Helper"])
    noticing.cancel()


async def test_put_out_it_stays_out_through_restarts_until_a_moderator_invites_it(
    people: People, mentorix: Bots, unique: Unique
) -> None:
    ada, mallory = await people("ada"), await people("mallory")
    alias, office = unique("room"), unique("office")
    room, operators = await ada.create_room(alias=alias), await ada.create_room(alias=office)
    bot = await mentorix(
        rooms=[{"room": f"#{alias}:localhost", "prefix": "?"}], operators_room=f"#{office}:localhost"
    )
    bot.start()
    await logged(bot, f"name=#{alias}")
    await mallory.join(room)
    await ada.send_state(room, "m.room.power_levels", {**await ada.state(room, "m.room.power_levels"), "invite": 0})
    await joined(ada, operators, bot)
    await ada.put_out(room, bot.user_id)
    assert f"#{alias}:localhost" in await heard(ada, operators, bot, "put out")
    await mallory.invite(room, bot.user_id)
    await bot.stop()
    bot.start()
    await ada.answers_to(await ada.say(operators, "!help"))
    await asyncio.sleep(2)
    assert bot.user_id not in await ada.members(room)
    await ada.put_out(room, bot.user_id)  # takes Mallory's invitation back
    await ada.invite(room, bot.user_id)
    await joined(ada, room, bot)
    assert (await ada.answer_to(await ada.say(room, "?idea fanotify"))).startswith("Implement fanotify")


async def test_an_alias_that_was_moved_while_it_was_away_is_followed_with_its_settings(
    people: People, mentorix: Bots, unique: Unique
) -> None:
    ada, ben = await people("ada"), await people("ben")
    local, office = unique("room"), unique("office")
    alias = f"#{local}:localhost"
    old, operators = await ada.create_room(alias=local), await ada.create_room(alias=office)
    new = await ada.create_room(preset="public_chat")
    await ben.join(new)
    bot = await mentorix(rooms=[{"room": alias, "prefix": "?"}], operators_room=f"#{office}:localhost")
    bot.start()
    await joined(ada, operators, bot)
    await logged(bot, f"name={alias}")
    await bot.stop()
    await take_down(ada, alias)
    await put_up(ada, new, alias)
    bot.start()
    await joined(ada, new, bot)
    assert old in await heard(ada, operators, bot, f"{alias} leads to another room")
    ignored = await ada.say(new, "!idea fanotify")
    assert (await ada.answer_to(await ada.say(new, "?idea fanotify"))).startswith("Implement fanotify")
    await silence(ada, ignored)
