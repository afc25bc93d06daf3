"""What an answer promises is done before it is said, and only for those who may ask for it."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from small_catalogue import NOW

from bot.clerk import Clerk
from bot.config import Config, RoomSettings
from bot.deeds import (
    Announce,
    Deed,
    Drop,
    Keep,
    PauseRoom,
    Reload,
    ResumeRoom,
    Set,
    SetZone,
    ShowSettings,
    Skip,
    TellStatus,
)
from bot.errors import MatrixError, StorageError
from bot.markup import Markup, text
from bot.messages import Message, Reply
from bot.personal import Promise
from bot.registry import Registry
from bot.storage import Database

ASKER, BOT, OPERATOR = "@asker:example.org", "@bot:example.org", "@operator:example.org"
ROOM = RoomSettings(room="#quay:example.org", ping_room=True)
MESSAGE = Message("$1", "!quay", ASKER, "!something", NOW)


@dataclass(frozen=True)
class Power:
    level: float
    to_moderate: float = 50
    to_ping: float = 50


@dataclass
class Rights:
    """Tells the levels it is given; None is a homeserver that does not answer."""

    levels: dict[str, float] | None = field(default_factory=lambda: {ASKER: 50.0, BOT: 50.0})

    async def of(self, room_id: str, user_id: str) -> Power:
        assert room_id == "!quay"
        if self.levels is None:
            raise MatrixError("away")
        return Power(self.levels.get(user_id, 0.0))


@dataclass
class Post:
    """Writes down what it is asked."""

    asked: list[object] = field(default_factory=list)
    skipped: frozenset[str] = frozenset()
    fails: bool = False

    async def promise(self, promises: Sequence[Promise]) -> None:
        if self.fails:
            raise StorageError("the disk is full")
        self.asked += promises

    async def withdraw(self, promises: Sequence[Promise]) -> None:
        self.asked += [("withdrawn", promise.key) for promise in promises]

    async def skip(self, key: str, reason: str) -> None:
        self.asked.append(("skipped", key, reason))

    async def look(self) -> None:
        self.asked.append("look")

    async def plan(self) -> None:
        self.asked.append("plan")


class Upkeep:
    """Knows two sentences."""

    async def facts(self) -> Markup:
        return text("All is well.")

    async def reload(self) -> Markup:
        return text("Nothing new.")


def config(room: RoomSettings = ROOM) -> Config:
    given = {"homeserver": "https://matrix.example.org", "user_id": BOT, "operators": [OPERATOR]}
    return Config.model_validate(given).model_copy(update={"rooms": (room,)})


def clerk_of(registry: Registry, post: Post | None = None, rights: Rights | None = None) -> Clerk:
    return Clerk(registry, post or Post(), rights or Rights(), config(), Upkeep())


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await Database.open(tmp_path / "mentorix.db")
    yield opened
    await opened.close()


@pytest.fixture
async def registry(database: Database) -> Registry:
    registry = Registry(database.personal)
    await registry.load(NOW)
    return registry


def promise(key: str = "$1", number: int = 1) -> Promise:
    return Promise(
        key, ASKER, number, "!quay", direct=False, text="tea", due=NOW + timedelta(hours=3), zone="UTC", made=NOW
    )


async def done(
    registry: Registry, deed: Deed, post: Post | None = None, rights: Rights | None = None, room: RoomSettings = ROOM
) -> str:
    clerk = clerk_of(registry, post, rights)
    return (await clerk.seen_to(Reply(text("Done."), deed=deed), MESSAGE, room, NOW)).body.plain


async def test_a_promise_is_kept_and_outlives_a_restart(registry: Registry, database: Database) -> None:
    post = Post()
    assert await done(registry, Keep((promise(),)), post) == "Done."
    assert post.asked == [promise()]
    again = Registry(database.personal)
    await again.load(NOW)
    assert again.kept(ASKER, "!quay", NOW).promises == (promise(),)
    assert again.kept(ASKER, "!quay", NOW).number == 2


async def test_a_request_that_is_read_twice_makes_one_promise(registry: Registry) -> None:
    post = Post()
    for _ in range(2):
        await done(registry, Keep((promise(),)), post)
    assert post.asked == [promise()]


async def test_what_was_said_is_no_longer_listed_and_its_number_never_comes_again(registry: Registry) -> None:
    await done(registry, Keep((promise(),)))
    later = registry.kept(ASKER, "!quay", NOW + timedelta(hours=3))
    assert (later.promises, later.number) == ((), 2)


async def test_a_dropped_promise_is_withdrawn(registry: Registry) -> None:
    post = Post()
    await done(registry, Keep((promise(),)), post)
    assert await done(registry, Drop((promise(),)), post) == "Done."
    assert ("withdrawn", "$1") in post.asked
    assert registry.kept(ASKER, "!quay", NOW).promises == ()
    assert registry.promises() == []


async def test_a_zone_is_remembered(registry: Registry, database: Database) -> None:
    await done(registry, SetZone("Asia/Kolkata"))
    again = Registry(database.personal)
    await again.load(NOW)
    assert again.person(ASKER).zone == "Asia/Kolkata"


async def test_nothing_is_promised_that_was_not_written_down(registry: Registry) -> None:
    said = await done(registry, Keep((promise(),)), Post(fails=True))
    assert "nothing is promised" in said


@pytest.mark.parametrize("deed", [PauseRoom(None), ResumeRoom(), Skip("k"), Announce("hello")])
async def test_what_changes_the_room_is_for_its_moderators(registry: Registry, deed: Deed) -> None:
    post = Post()
    said = await done(registry, deed, post, Rights({ASKER: 0}))
    assert "takes power level 50 here, and yours is 0" in said
    said = await done(registry, deed, post, Rights(None))
    assert "Nothing has changed" in said
    assert post.asked == []
    assert await done(registry, deed, post) == "Done."


async def test_a_room_stays_paused_over_a_restart_until_it_is_resumed(registry: Registry, database: Database) -> None:
    post = Post()
    await done(registry, PauseRoom(None), post)
    again = Registry(database.personal)
    await again.load(NOW)
    assert again.pause(ROOM.room, NOW + timedelta(days=300))
    await done(again, ResumeRoom(), post)
    assert again.pause(ROOM.room, NOW) is None
    assert post.asked == ["look", "look"]


async def test_a_pause_ends_by_itself(registry: Registry) -> None:
    await done(registry, PauseRoom(NOW + timedelta(days=1)))
    assert registry.pause(ROOM.room, NOW)
    assert registry.pause(ROOM.room, NOW + timedelta(days=1)) is None


async def test_a_skipped_reminder_names_who_wanted_it_so(registry: Registry) -> None:
    post = Post()
    await done(registry, Skip("gsoc/close/1d/room"), post)
    assert post.asked == [("skipped", "gsoc/close/1d/room", f"skipped by {ASKER}")]


@pytest.mark.parametrize(
    ("levels", "allowed", "said"),
    [
        ({ASKER: 50, BOT: 50}, True, "Done."),
        ({ASKER: 50, BOT: 50}, False, "the bot's operator has to set ping_room"),
        ({ASKER: 50, BOT: 0}, True, "mine is 0"),
    ],
)
async def test_everybody_is_pinged_only_where_settings_and_levels_allow_it(
    registry: Registry, *, levels: dict[str, float], allowed: bool, said: str
) -> None:
    room = RoomSettings(room="#quay:example.org", ping_room=allowed)
    assert said in await done(registry, Announce("hello", ping=True), rights=Rights(levels), room=room)
    assert await done(registry, Announce("hello"), rights=Rights(levels), room=room) == "Done."


async def test_a_promise_knows_which_message_confirmed_it(registry: Registry) -> None:
    clerk = clerk_of(registry)
    reply = await clerk.seen_to(Reply(text("Done."), deed=Keep((promise(),))), MESSAGE, ROOM, NOW)
    await clerk.said(reply, "$answer")
    assert [each.key for each in registry.confirmed_by(ASKER, "$answer")] == ["$1"]
    assert registry.confirmed_by("@other:example.org", "$answer") == []
    assert registry.confirmed_by(ASKER, "$else") == []
