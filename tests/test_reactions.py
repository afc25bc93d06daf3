"""What a reaction leads to, through a real homeserver."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from listening import listening
from surroundings import People

from bot.clock import utc_now
from bot.config import RoomSettings
from bot.errors import MatrixError, StorageError
from bot.markup import text
from bot.matrix.sync import filter_for
from bot.messages import Reaction, Reply
from bot.storage import Database
from demo.applicant import Applicant
from demo.arrivals import answered
from demo.calls import Event

BELL, CROSS = "🔔", "❌"


@dataclass
class Counter:
    """Whoever hears reactions, and what was said."""

    heard: list[Reaction] = field(default_factory=list)
    said: list[tuple[str, str]] = field(default_factory=list)

    async def react(self, reaction: Reaction, _: RoomSettings | None) -> Reply | None:
        self.heard.append(reaction)
        return Reply(text(f"noted {len(self.heard)}")) if reaction.sign == BELL else None

    async def sent(self, reply: Reply, event_id: str) -> None:
        self.said.append((reply.body.plain, event_id))
        raise StorageError("the disk is full")


@dataclass
class Scene:
    """A room with ada and the bot's account in it."""

    ada: Applicant
    bot: Applicant
    room: str
    folder: Path

    async def under(self, target: str, sign: str, by: Applicant | None = None) -> str:
        relation = {"rel_type": "m.annotation", "event_id": target, "key": sign}
        return await (by or self.ada).send(self.room, "m.reaction", {"m.relates_to": relation})

    async def settled(self) -> None:
        """What was sent before is dealt with, since what is said now is answered."""
        await self.ada.answers_to(await self.ada.say(self.room, "!done"))

    async def answers(self, target: str) -> list[Event]:
        return [e for e in await self.ada.messages(self.room) if answered(e) == target]


@pytest.fixture
async def scene(people: People, tmp_path: Path) -> Scene:
    ada, bot = await people("ada"), await people("bot")
    room = await ada.create_room(invite=[bot.user_id])
    await bot.join(room)
    async with listening(bot, tmp_path):
        pass
    return Scene(ada, bot, room, tmp_path)


async def test_a_sign_that_is_known_is_answered_under_the_message_where_it_stands(scene: Scene) -> None:
    counter = Counter()
    async with listening(scene.bot, scene.folder, react=counter.react, signs=frozenset({BELL}), sent=counter.sent):
        await scene.settled()
        target = await scene.ada.say(scene.room, "the deadline is near")
        key = await scene.under(target, BELL + "\ufe0f")
        (answer,) = await scene.ada.answers_to(target)
        await scene.settled()
    assert (answer["content"]["msgtype"], answer["content"]["body"]) == ("m.notice", "noted 1")
    assert answer["content"]["m.mentions"] == {}
    (heard,) = counter.heard
    assert (heard.key, heard.room, heard.sender, heard.target) == (key, scene.room, scene.ada.user_id, target)
    assert heard.sign == BELL
    assert heard.direct
    assert ("noted 1", answer["event_id"]) in counter.said


async def test_other_signs_and_the_bots_own_go_to_nobody(scene: Scene) -> None:
    counter = Counter()
    async with listening(scene.bot, scene.folder, react=counter.react, signs=frozenset({BELL, CROSS})):
        await scene.settled()
        target = await scene.ada.say(scene.room, "the deadline is near")
        await scene.under(target, "👍")
        await scene.under(target, BELL, by=scene.bot)
        await scene.under(target, CROSS)
        await scene.settled()
    assert [heard.sign for heard in counter.heard] == [CROSS]
    assert not await scene.answers(target)


async def test_in_a_room_of_three_a_reaction_is_no_private_matter(scene: Scene, people: People) -> None:
    bob = await people("bob")
    await scene.ada.invite(scene.room, bob.user_id)
    await bob.join(scene.room)
    counter = Counter()
    async with listening(scene.bot, scene.folder, react=counter.react, signs=frozenset({BELL})):
        await scene.settled()
        await scene.under(await bob.say(scene.room, "hello"), BELL)
        await scene.settled()
    assert [heard.direct for heard in counter.heard] == [False]


async def test_a_reaction_while_the_bot_was_away_is_answered_once_however_often_it_is_read(scene: Scene) -> None:
    target = await scene.ada.say(scene.room, "the deadline is near")
    database = await Database.open(scene.folder / "bot.db")
    before = await database.sync_token(scene.bot.user_id)
    assert before
    await scene.under(target, BELL)
    said = []
    for _ in range(3):
        counter = Counter()
        async with listening(
            scene.bot, scene.folder, react=counter.react, signs=frozenset({BELL}), sent=counter.sent
        ):
            await scene.ada.answers_to(target)
            await scene.settled()
        assert len(counter.heard) == 1
        said += [event_id for words, event_id in counter.said if words.startswith("noted")]
        await database.save_sync_token(scene.bot.user_id, before, counter.heard[0].at)
    await database.close()
    (answer,) = await scene.answers(target)
    assert said == [answer["event_id"]] * 3


async def test_reactions_are_read_in_a_gap_of_the_stream_too(scene: Scene) -> None:
    target = await scene.ada.say(scene.room, "the deadline is near")
    await scene.under(target, BELL)
    for number in range(70):
        await scene.ada.say(scene.room, f"chatter {number}")
    counter = Counter()
    async with listening(scene.bot, scene.folder, react=counter.react, signs=frozenset({BELL})):
        await scene.ada.answers_to(target)


async def test_where_nobody_hears_reactions_they_are_passed_over(scene: Scene) -> None:
    async with listening(scene.bot, scene.folder):
        await scene.under(await scene.ada.say(scene.room, "!idea"), BELL)
        await scene.settled()


async def test_a_place_in_the_stream_that_was_reached_with_another_filter_is_gone_on_from(scene: Scene) -> None:
    """As after an update that looks at more kinds of events."""
    former = filter_for(scene.bot.user_id)
    former["room"]["timeline"]["types"] = ["m.room.message", "m.room.member"]
    path = ("user", scene.bot.user_id, "filter")
    kept = await scene.bot.call("POST", *path, body=former)
    place = (await scene.bot.call("GET", "sync", filter=kept["filter_id"]))["next_batch"]
    target = await scene.ada.say(scene.room, "!idea")
    await scene.under(target, CROSS)
    database = await Database.open(scene.folder / "bot.db")
    await database.save_sync_token(scene.bot.user_id, place, utc_now())
    await database.close()
    counter = Counter()
    async with listening(scene.bot, scene.folder, react=counter.react, signs=frozenset({CROSS})):
        await scene.ada.answers_to(target)
        await scene.settled()
    assert [heard.target for heard in counter.heard] == [target]


async def test_what_hears_reactions_holds_up_nobody_and_is_asked_again_where_the_homeserver_was_ill(
    scene: Scene,
) -> None:
    tries = 0
    healed = asyncio.Event()

    async def react(_: Reaction, __: RoomSettings | None) -> Reply | None:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise MatrixError("a conversation could not be begun")
        await healed.wait()
        return Reply(text("begun"))

    async with listening(scene.bot, scene.folder, react=react, signs=frozenset({BELL})):
        target = await scene.ada.say(scene.room, "the deadline is near")
        await scene.under(target, BELL)
        await scene.settled()
        assert not await scene.answers(target)
        healed.set()
        await scene.ada.answers_to(target)
    assert tries == 3
