"""Conversations of two: one for each person, whatever is cut off in between."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from surroundings import People
from wires import wire_of

from bot.clock import utc_now
from bot.config import Config
from bot.errors import MatrixError, Refused
from bot.matrix.direct import DIRECT, Direct
from bot.matrix.known_rooms import KnownRooms
from bot.matrix.wire import Wire
from bot.storage import Database
from bot.whereabouts import LONG_AGO, KnownRoom
from demo.applicant import Applicant
from demo.proxy import Behaviour, FaultyProxy, drop, forward, lose_answer, refuse

ENCRYPTION = {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}

LONG_ENOUGH = 0.5
"""Seconds in which a second invitation would have come."""


@dataclass
class Scene:
    """A bot's account that talks to ada.

    Attributes:
        ada: whom to talk to.
        bot: the account.
        wire: its requests, through the proxy.
        proxy: between it and the homeserver.
        known: the rooms it is in, one of them configured.
        later: what its clock is ahead.
    """

    ada: Applicant
    bot: Applicant
    wire: Wire
    proxy: FaultyProxy
    known: KnownRooms
    later: timedelta = field(default_factory=timedelta)

    def direct(self) -> Direct:
        """As a new process would have it."""
        return Direct(self.wire, self.known, lambda: utc_now() + self.later)

    async def reached(self) -> str:
        return await self.direct().with_person(self.ada.user_id)

    async def insisted(self) -> str:
        """As somebody would who needs the room."""
        while True:
            try:
                return await self.reached()
            except Refused:
                raise
            except MatrixError:
                await asyncio.sleep(0.05)

    async def listed(self) -> object:
        data = await self.bot.call("GET", "user", self.bot.user_id, "account_data", DIRECT)
        return data.get(self.ada.user_id)

    async def made(self) -> set[str]:
        """The rooms that ada was invited to so far."""
        await asyncio.sleep(LONG_ENOUGH)
        return set(self.ada.invitations)

    async def room_of(self, maker: Applicant, *guests: Applicant, name: str | None = None, **options: object) -> str:
        """A room that everybody is in and the bot knows of."""
        room: str = (await maker.call("POST", "createRoom", body={"invite": [g.user_id for g in guests], **options}))[
            "room_id"
        ]
        for guest in guests:
            await guest.join(room)
        await self.known.remember(KnownRoom(room, name, LONG_AGO))
        return room


@pytest.fixture
async def scene(people: People, proxy: FaultyProxy, tmp_path: Path) -> AsyncIterator[Scene]:
    ada, bot = await people("ada"), await people("bot")
    config = Config.model_validate(
        {"homeserver": proxy.url, "user_id": bot.user_id, "rooms": [{"room": "#configured:localhost"}]}
    )
    database = await Database.open(tmp_path / "bot.db")
    async with wire_of(bot, proxy.url) as wire:
        yield Scene(ada, bot, wire, proxy, KnownRooms(config, database, utc_now(), lambda _: None))
    await database.close()


async def test_a_conversation_is_begun_once_and_what_is_said_there_arrives(scene: Scene) -> None:
    room = await scene.reached()
    assert await scene.ada.invited(room) == scene.bot.user_id
    said = await scene.bot.say(room, "hello")
    assert await scene.reached() == room
    await scene.ada.join(room)
    await scene.ada.wait_for(lambda event: event["event_id"] == said)
    assert await scene.reached() == room
    assert await scene.listed() == [room]
    assert await scene.made() == {room}


async def test_clients_see_it_as_a_direct_and_encrypted_conversation(scene: Scene) -> None:
    room = await scene.reached()
    await scene.ada.join(room)
    assert (await scene.ada.state(room, "m.room.member", scene.ada.user_id))["membership"] == "join"
    invited = [e for e in await scene.bot.messages(room) if e.get("state_key") == scene.ada.user_id]
    assert invited[0]["content"]["is_direct"] is True
    assert await scene.ada.state(room, "m.room.encryption") == ENCRYPTION["content"]


@pytest.mark.parametrize("begins_with", [[], [ENCRYPTION]], ids=["plain", "encrypted"])
async def test_a_conversation_that_the_person_began_is_found_and_listed(
    scene: Scene, begins_with: list[object]
) -> None:
    room = await scene.room_of(scene.ada, scene.bot, is_direct=True, initial_state=begins_with)
    assert await scene.reached() == room
    assert await scene.listed() == [room]
    assert not scene.ada.invitations


async def test_rooms_of_more_people_and_configured_ones_are_no_conversations(scene: Scene, people: People) -> None:
    bob = await people("bob")
    others = {
        await scene.room_of(scene.ada, scene.bot, bob),
        await scene.room_of(scene.bot, bob),
        await scene.room_of(scene.ada, scene.bot, name="#configured:localhost"),
    }
    waiting = await scene.room_of(scene.ada, scene.bot)
    await scene.ada.invite(waiting, bob.user_id)
    assert await scene.reached() not in {*others, waiting}


async def test_what_is_listed_for_others_stays_listed(scene: Scene, people: People) -> None:
    bob = await people("bob")
    path = ("user", scene.bot.user_id, "account_data", DIRECT)
    await scene.bot.call("PUT", *path, body={bob.user_id: ["!old:localhost"], scene.ada.user_id: "nonsense"})
    room = await scene.reached()
    assert await scene.bot.call("GET", *path) == {bob.user_id: ["!old:localhost"], scene.ada.user_id: [room]}


@pytest.mark.parametrize("joins", [True, False])
async def test_who_leaves_or_declines_is_asked_again_a_day_later_at_the_earliest(
    scene: Scene, *, joins: bool
) -> None:
    first = await scene.reached()
    if joins:
        await scene.ada.join(first)
    await scene.ada.invited(first)
    await scene.ada.leave(first)
    for hours in (0, 12, 23):
        scene.later = timedelta(hours=hours)
        with pytest.raises(Refused):
            await scene.reached()
    assert await scene.made() == {first}
    scene.later = timedelta(hours=25)
    second = await scene.reached()
    assert await scene.reached() == second
    await scene.ada.invited(second)
    assert await scene.made() == {first, second}


async def test_who_leaves_one_conversation_while_another_is_left_is_reached_there(scene: Scene) -> None:
    first = await scene.reached()
    await scene.ada.join(first)
    second = await scene.room_of(scene.ada, scene.bot, is_direct=True)
    await scene.ada.leave(first)
    assert await scene.reached() == second


@pytest.mark.parametrize("at", ["/createRoom", DIRECT, "mentorix.direct_wishes"])
@pytest.mark.parametrize(
    "illness",
    [
        pytest.param(drop, id="not done"),
        pytest.param(lose_answer, id="done, and the answer lost"),
    ],
)
@pytest.mark.parametrize("skipped", [0, 1, 2])
async def test_cut_off_anywhere_it_makes_one_room(scene: Scene, at: str, illness: Behaviour, skipped: int) -> None:
    scene.proxy.behave(illness, only=at, times=1)
    if skipped:
        scene.proxy.behave(forward, only=at, times=skipped)
    room = await scene.insisted()
    await scene.ada.invited(room)
    assert await scene.made() == {room}
    assert await scene.listed() == [room]


async def test_a_room_that_was_made_without_its_guest_is_used(scene: Scene) -> None:
    scene.proxy.behave(refuse(500, "M_UNKNOWN"), only="/createRoom", times=1)
    with pytest.raises(MatrixError):
        await scene.reached()
    alone = await scene.bot.create_room(creation_content={"mentorix.direct": scene.ada.user_id})
    await scene.bot.create_room(creation_content={"mentorix.direct": "@else:localhost"})
    assert await scene.reached() == alone
    assert await scene.ada.invited(alone) == scene.bot.user_id


async def test_several_who_ask_at_once_get_the_same_room(scene: Scene) -> None:
    direct = scene.direct()
    rooms = await asyncio.gather(*(direct.with_person(scene.ada.user_id) for _ in range(5)))
    assert len(set(rooms)) == 1
    assert await scene.made() == set(rooms)


async def test_a_refusal_to_make_rooms_is_told_and_the_bot_does_not_talk_to_itself(scene: Scene) -> None:
    with pytest.raises(Refused):
        await scene.direct().with_person(scene.bot.user_id)
    scene.proxy.behave(refuse(403, "M_FORBIDDEN"), only="/createRoom")
    for _ in range(2):
        with pytest.raises(Refused, match="M_FORBIDDEN"):
            await scene.reached()
