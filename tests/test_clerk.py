"""What an answer promises is done before it is said, and only for those who may ask for it."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from small_catalogue import NOW

from bot.absence import Absence
from bot.clerk import Clerk
from bot.config import Config, RoomSettings, Style
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
from bot.personal import Pause, Promise
from bot.pinboard import Pinboard
from bot.registry import Registry
from bot.roster import Roster
from bot.settings.chosen import Setting
from bot.storage import Database

ASKER, BOT, OPERATOR = "@asker:example.org", "@bot:example.org", "@operator:example.org"
ROOM = RoomSettings(room="#quay:example.org", ping_room=True)
MESSAGE = Message("$1", "!quay", ASKER, "!something", NOW)


@dataclass(frozen=True)
class Power:
    level: float
    to_moderate: float = 50
    to_ping: float = 50
    to_pin: float = 50


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


class Nothing:
    """Has nothing, and forgets what it gets."""

    async def notes(self, _: str) -> dict[str, str]:
        return {}

    async def note(self, *_: object) -> None:
        pass

    async def absences(self) -> list[Absence]:
        return []

    async def save_absences(self, *_: object) -> None:
        pass

    async def pin(self, *_: object) -> None:
        pass

    async def unpin(self, *_: object) -> None:
        pass

    async def is_pinned(self, *_: object) -> bool:
        return False

    async def rewrite(self, *_: object) -> None:
        pass


def config() -> Config:
    given = {"homeserver": "https://matrix.example.org", "user_id": BOT, "operators": [OPERATOR]}
    return Config.model_validate(given).model_copy(update={"rooms": (ROOM,)})


def clerk_of(registry: Registry, post: Post | None = None, rights: Rights | None = None) -> Clerk:
    board = Pinboard(Nothing(), Nothing(), lambda _: text("What is open."), lambda: NOW)
    return Clerk(registry, post or Post(), rights or Rights(), config(), Upkeep(), Roster(Nothing()), board, None)


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


async def test_what_is_set_in_a_room_is_kept_with_who_set_it_until_it_is_taken_back(
    registry: Registry, database: Database
) -> None:
    post = Post()
    assert await done(registry, Set("style", "compact"), post) == "Done."
    assert await done(registry, Set("quiet", "22:00-07:00"), post) == "Done."
    assert post.asked == ["plan"]
    again = Registry(database.personal)
    await again.load(NOW)
    assert set(again.settings_in(ROOM.room)) == set(registry.settings_in(ROOM.room))
    assert Setting(ROOM.room, "style", "compact", ASKER, NOW) in again.kept(ASKER, ROOM.room, NOW).settings
    await done(again, Set("style", None), post)
    await done(again, Set("quiet", None), post)
    assert again.settings() == []
    assert post.asked == ["plan", "plan"]


async def test_what_is_kept_of_a_room_comes_with_what_the_configuration_says_of_it(registry: Registry) -> None:
    clerk = clerk_of(registry)
    assert clerk.kept(MESSAGE, ROOM, NOW).configured == ROOM
    other = RoomSettings(room="!unconfigured", style=Style.COMPACT)
    assert clerk.kept(MESSAGE, other, NOW).configured is None
    await clerk.seen_to(Reply(text("Done."), deed=Set("style", "plain")), MESSAGE, other, NOW)
    assert [setting.room for setting in registry.settings()] == ["!quay"]
    assert clerk.kept(MESSAGE, None, NOW).settings == tuple(registry.settings())


@pytest.mark.parametrize("deed", [Set("style", "compact"), Set("style", None), ShowSettings(), TellStatus()])
async def test_settings_and_status_of_a_room_are_for_its_moderators_and_of_a_conversation_of_two_for_both(
    registry: Registry, deed: Deed
) -> None:
    nobody = Rights({ASKER: 0})
    said = await done(registry, deed, rights=nobody)
    assert said == "That is for this room's moderators: it takes power level 50 here, and yours is 0."
    direct = await clerk_of(registry, rights=nobody).seen_to(
        Reply(text("Done."), deed=deed), MESSAGE.in_direct(), None, NOW
    )
    assert direct.body.plain == "Done."


@pytest.mark.parametrize("deed", [Set("style", "compact"), PauseRoom(None), ResumeRoom(), ShowSettings()])
async def test_operators_may_what_moderators_may_whatever_their_level(registry: Registry, deed: Deed) -> None:
    message = replace(MESSAGE, sender=OPERATOR)
    for rights in (Rights({OPERATOR: 0}), Rights(None)):
        reply = await clerk_of(registry, rights=rights).seen_to(Reply(text("Done."), deed=deed), message, ROOM, NOW)
        assert reply.body.plain == "Done."


async def test_how_the_bot_does_is_told_to_operators_alone(registry: Registry) -> None:
    clerk, answer = clerk_of(registry), Reply(text("Done."), deed=TellStatus())
    assert (await clerk.seen_to(answer, MESSAGE, ROOM, NOW)).body.plain == "Done."
    theirs = await clerk.seen_to(answer, replace(MESSAGE, sender=OPERATOR), ROOM, NOW)
    assert theirs.body.plain == "Done.\nAll is well."


async def test_the_catalogue_is_read_anew_for_operators_alone(registry: Registry) -> None:
    post = Post()
    assert "those who run this bot" in await done(registry, Reload(), post)
    assert post.asked == []
    answer = Reply(text("Done."), deed=Reload())
    reply = await clerk_of(registry, post).seen_to(answer, replace(MESSAGE, sender=OPERATOR), ROOM, NOW)
    assert reply.body.plain == "Nothing new."
    assert post.asked == ["plan"]


async def test_a_command_that_a_room_keeps_for_its_moderators_is_refused_to_others(registry: Registry) -> None:
    room = ROOM.model_copy(update={"moderators_only": ("remind", "dates")})
    nobody = clerk_of(registry, rights=Rights({ASKER: 0}))
    refused = await nobody.refusal(("deadlines", "dates"), MESSAGE, room)
    assert refused
    assert refused.body.plain == (
        "This room keeps dates for its moderators: it takes power level 50 here, and yours is 0."
    )
    assert await nobody.refusal(("idea",), MESSAGE, room) is None
    assert await nobody.refusal(("remind",), MESSAGE, None) is None
    assert await clerk_of(registry).refusal(("remind",), MESSAGE, room) is None
    unknown = await clerk_of(registry, rights=Rights(None)).refusal(("remind",), MESSAGE, room)
    assert unknown
    assert "I cannot ask the homeserver" in unknown.body.plain


async def test_settings_and_pause_of_a_room_go_with_it_when_it_is_replaced(
    registry: Registry, database: Database
) -> None:
    clerk = clerk_of(registry)
    for deed in (Set("style", "plain"), PauseRoom(None)):
        await clerk.seen_to(Reply(text("Done."), deed=deed), MESSAGE, None, NOW)
    await registry.move_room("!elsewhere", "!quay")
    assert not registry.stirred.is_set()
    await registry.move_room("!quay", "!new")
    assert registry.stirred.is_set()
    again = Registry(database.personal)
    await again.load(NOW)
    for known in (registry, again):
        assert known.settings() == [Setting("!new", "style", "plain", ASKER, NOW)]
        assert (known.pause("!quay", NOW), known.pause("!new", NOW)) == (None, Pause("!new", ASKER, NOW))


async def test_who_is_in_charge_of_a_room_is_told_by_what_a_reply_does(registry: Registry) -> None:
    pausing, asking = Reply(text("Paused."), deed=PauseRoom(None)), Reply(text("An idea."))
    moderator, stranger = clerk_of(registry), clerk_of(registry, rights=Rights({ASKER: 0.0, BOT: 50.0}))
    assert await moderator.in_charge(pausing, MESSAGE, ROOM)
    assert not await moderator.in_charge(asking, MESSAGE, ROOM)
    assert not await stranger.in_charge(pausing, MESSAGE, ROOM)
