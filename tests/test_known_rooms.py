"""The register of rooms: a name belongs to one room at most, and what is known outlives the process."""

import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.config import Config, RoomSettings
from bot.matrix.known_rooms import KnownRooms
from bot.settings.chosen import Setting
from bot.storage import Database
from bot.whereabouts import KnownRoom

NOON = datetime(2026, 3, 31, 12, tzinfo=UTC)
NAMES = ("#a:example.org", "#b:example.org", "#office:example.org")
IDS = ("!1:example.org", "!2:example.org", "!3")
CONFIG = Config.model_validate(
    {
        "homeserver": "https://matrix.example.org",
        "user_id": "@bot:example.org",
        "rooms": [{"room": name} for name in NAMES[:2]],
        "operators_room": NAMES[2],
    }
)

steps = st.one_of(
    st.tuples(st.just("remember"), st.sampled_from(IDS), st.sampled_from([*NAMES, None])),
    st.tuples(st.just("put out"), st.sampled_from(IDS), st.none()),
    st.tuples(st.just("forget"), st.sampled_from(IDS), st.none()),
)


async def take(known: KnownRooms, what: str, room_id: str, name: str | None) -> None:
    """One thing that happens to a room; a removal happens in configured rooms that we are in."""
    if what == "remember":
        await known.remember(KnownRoom(room_id, name, NOON))
    elif what == "forget":
        await known.forget(room_id)
    elif known.get(room_id) and known.name_of(room_id):
        await known.put_out(room_id, "@mod:example.org")


def picture(known: KnownRooms) -> object:
    """All that can be asked of it."""
    rooms = [(known.get(room_id), known.out(room_id), known.name_of(room_id)) for room_id in IDS]
    names = [(known.id_of(name), known.place_of(name)) for name in NAMES]
    return known.ids(), known.missing(), rooms, names


async def lives(folder: Path, happened: list[tuple[str, str, str | None]]) -> None:
    """Let it happen, and compare with the register of the next life."""
    database = await Database.open(folder / "bot.db")
    offices: list[str | None] = []
    known = KnownRooms(CONFIG, database, NOON, offices.append)
    await known.load()
    for step in happened:
        await take(known, *step)
        for name in NAMES:
            holders = [room_id for room_id in IDS if known.name_of(room_id) == name]
            assert holders == [known.place_of(name)] or (not holders and name in known.missing())
        assert offices[-1] == known.id_of(NAMES[2])
    after = KnownRooms(CONFIG, database, NOON, offices.append)
    await after.load()
    assert picture(after) == picture(known)
    await database.close()


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(st.lists(steps, max_size=12))
def test_each_name_has_one_room_and_the_next_start_knows_the_same(
    happened: list[tuple[str, str, str | None]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(lives(Path(folder), happened))


class Chosen:
    """What was set, by room; and which rooms it heard of."""

    def __init__(self, *settings: Setting) -> None:
        self.settings = list(settings)
        self.stirred: list[str] = []
        self.moved: list[tuple[str, str]] = []

    def settings_in(self, room: str) -> list[Setting]:
        return [setting for setting in self.settings if setting.room == room]

    def stir(self, room: str) -> None:
        self.stirred.append(room)

    async def move_room(self, old: str, new: str) -> None:
        self.moved.append((old, new))


async def test_what_was_set_in_a_room_holds_there_before_what_is_configured(tmp_path: Path) -> None:
    named, invited = (Setting(room, "zone", "Asia/Tokyo", "@mod:example.org", NOON) for room in (NAMES[0], IDS[1]))
    database, chosen = await Database.open(tmp_path / "bot.db"), Chosen(named, invited)
    known = KnownRooms(CONFIG, database, NOON, lambda _: None, chosen)
    for room_id, name in zip(IDS, (NAMES[0], None, NAMES[2]), strict=True):
        await known.remember(KnownRoom(room_id, name, NOON))
    assert known.settings_of(IDS[0]) == RoomSettings(room=NAMES[0], zone="Asia/Tokyo")
    assert known.settings_of(IDS[1]) == RoomSettings(room=IDS[1], zone="Asia/Tokyo")
    assert known.settings_of(IDS[2]) is None
    assert known.settings_of("!nowhere") is None
    await known.remember(KnownRoom("!new", NAMES[0], NOON))
    assert known.settings_of("!new") == RoomSettings(room=NAMES[0], zone="Asia/Tokyo")
    await database.close()


async def test_who_keeps_settings_hears_of_rooms_that_come_go_and_are_replaced(tmp_path: Path) -> None:
    database, chosen = await Database.open(tmp_path / "bot.db"), Chosen()
    known = KnownRooms(CONFIG, database, NOON, lambda _: None, chosen)
    for room in (KnownRoom(IDS[0], None, NOON), KnownRoom(IDS[0], None, NOON), KnownRoom(IDS[1], NAMES[0], NOON)):
        await known.remember(room)
    await known.forget(IDS[0])
    await known.forget("!nowhere")
    assert chosen.stirred == [IDS[0], IDS[1], IDS[0]]
    await known.replaced(IDS[0], IDS[2])
    await known.replaced(IDS[0], IDS[1])
    await known.remember(KnownRoom("!office", NAMES[2], NOON))
    await known.replaced(IDS[0], "!office")
    assert chosen.moved == [(IDS[0], IDS[2]), (IDS[0], "!office")]
    await database.close()
