"""Pinned digests: put up, kept up to date once a day, and let go when people unpin them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from small_catalogue import NOW

from bot.errors import MatrixError, Refused
from bot.markup import Markup, text
from bot.pinboard import Pinboard
from bot.storage import Database

ROOM, OTHER = "!quay:example.org", "!pier:example.org"
DAY = timedelta(days=1)


@dataclass
class Pins:
    """A homeserver's pins."""

    pinned: dict[str, list[str]] = field(default_factory=dict)
    written: list[tuple[str, str, str, str]] = field(default_factory=list)
    fails: MatrixError | None = None

    async def pin(self, room_id: str, event_id: str, instead_of: str | None) -> None:
        self._failing()
        others = [each for each in self.pinned.get(room_id, []) if each != instead_of]
        self.pinned[room_id] = [event_id, *others]

    async def unpin(self, room_id: str, event_id: str) -> None:
        self._failing()
        self.pinned[room_id].remove(event_id)

    async def is_pinned(self, room_id: str, event_id: str) -> bool:
        self._failing()
        return event_id in self.pinned.get(room_id, [])

    async def rewrite(self, room_id: str, event_id: str, body: Markup, key: str) -> None:
        self.written.append((room_id, event_id, body.plain, key))

    def _failing(self) -> None:
        if self.fails:
            raise self.fails


@dataclass
class Scene:
    """Pinboards of one bot, one after another."""

    database: Database
    pins: Pins = field(default_factory=Pins)
    now: datetime = NOW
    says: str = "3 ideas are open."

    def board(self) -> Pinboard:
        return Pinboard(self.database.notes, self.pins, lambda _: text(self.says), lambda: self.now)

    async def look(self, *, days: int = 0) -> None:
        self.now += days * DAY
        await self.board().look()


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    database = await Database.open(tmp_path / "mentorix.db")
    yield Scene(database)
    await database.close()


async def test_another_digest_takes_the_place_of_the_earlier_one(scene: Scene) -> None:
    scene.pins.pinned[ROOM] = ["$rules"]
    await scene.board().put_up(ROOM, "$1", text(scene.says))
    await scene.board().put_up(OTHER, "$2", text(scene.says))
    await scene.board().put_up(ROOM, "$3", text(scene.says))
    assert scene.pins.pinned == {ROOM: ["$3", "$rules"], OTHER: ["$2"]}
    assert await scene.board().take_down(ROOM)
    assert not await scene.board().take_down(ROOM)
    assert scene.pins.pinned == {ROOM: ["$rules"], OTHER: ["$2"]}


async def test_it_is_written_anew_once_a_day_and_only_where_it_says_something_else(scene: Scene) -> None:
    await scene.board().put_up(ROOM, "$1", text(scene.says))
    await scene.look()
    await scene.look(days=1)
    assert scene.pins.written == []
    scene.says = "2 ideas are open."
    await scene.look(days=1)
    await scene.look()
    expected = (ROOM, "$1", "2 ideas are open.", f"$1 {scene.now.date()}")
    assert scene.pins.written == [expected]
    board = scene.board()
    scene.says = "No idea is open."
    await board.look()
    scene.says = "1 idea is open."
    await board.look()
    assert [words for _, _, words, _ in scene.pins.written] == ["2 ideas are open.", "No idea is open."]


@pytest.mark.parametrize("gone", ["unpinned", "refused"])
async def test_what_people_unpinned_and_rooms_that_are_gone_are_let_go(scene: Scene, gone: str) -> None:
    await scene.board().put_up(ROOM, "$1", text(scene.says))
    if gone == "unpinned":
        scene.pins.pinned[ROOM] = []
    else:
        scene.pins.fails = Refused("not in the room")
    scene.says = "2 ideas are open."
    await scene.look(days=1)
    scene.pins.fails, scene.pins.pinned[ROOM] = None, ["$1"]
    await scene.look(days=1)
    assert scene.pins.written == []


async def test_a_homeserver_that_is_away_changes_nothing(scene: Scene) -> None:
    await scene.board().put_up(ROOM, "$1", text(scene.says))
    scene.pins.fails = MatrixError("away")
    scene.says = "2 ideas are open."
    with pytest.raises(MatrixError):
        await scene.board().take_down(ROOM)
    await scene.look(days=1)
    scene.pins.fails = None
    await scene.look(days=1)
    assert [words for _, _, words, _ in scene.pins.written] == ["2 ideas are open."]


async def test_what_could_not_be_pinned_is_not_kept(scene: Scene) -> None:
    scene.pins.fails = Refused("no")
    with pytest.raises(Refused):
        await scene.board().put_up(ROOM, "$1", text(scene.says))
    assert await scene.database.notes.notes("digest") == {}
