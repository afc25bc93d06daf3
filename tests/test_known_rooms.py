"""The register of rooms: a name belongs to one room at most, and what is known outlives the process."""

import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.config import Config
from bot.matrix.known_rooms import KnownRooms
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


@settings(max_examples=40, deadline=None)
@given(st.lists(steps, max_size=12))
def test_each_name_has_one_room_and_the_next_start_knows_the_same(
    happened: list[tuple[str, str, str | None]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(lives(Path(folder), happened))
