"""Who may do what in a room, as the homeserver says it at that moment."""

import json
import math
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

import pytest
from surroundings import People
from wires import wire_of

from bot.errors import MatrixError
from bot.matrix.powers import Power, Powers
from demo.applicant import Applicant
from demo.proxy import Behaviour, FaultyProxy, garbage, refuse, status

VERSIONS = pytest.mark.parametrize("version", ["1", "10", "11", "12"])


@dataclass(frozen=True, slots=True)
class Scene:
    """A room of ada's with the bot and bob in it.

    Attributes:
        ada: who made the room.
        bot: whose eyes we look through.
        bob: a member like any other.
        powers: what is tried, through the proxy.
        proxy: between the bot and the homeserver.
    """

    ada: Applicant
    bot: Applicant
    bob: Applicant
    powers: Powers
    proxy: FaultyProxy

    async def room(self, version: str = "", creators: Sequence[str] = ()) -> str:
        room = await self.ada.create_room(
            version=version,
            invite=[self.bot.user_id, self.bob.user_id],
            creation_content={"additional_creators": creators} if creators else {},
        )
        for guest in (self.bot, self.bob):
            await guest.join(room)
        return room


@pytest.fixture
async def scene(people: People, proxy: FaultyProxy) -> AsyncIterator[Scene]:
    ada, bot, bob = await people("ada"), await people("bot"), await people("bob")
    async with wire_of(bot, proxy.url) as wire:
        yield Scene(ada, bot, bob, Powers(wire), proxy)


@VERSIONS
async def test_the_creator_may_everything_and_a_member_may_speak(scene: Scene, version: str) -> None:
    room = await scene.room(version)
    creator = math.inf if version == "12" else 100
    assert await scene.powers.of(room, scene.ada.user_id) == Power(creator, 50, 50, 50)
    assert await scene.powers.of(room, scene.bob.user_id) == Power(0, 50, 50, 50)
    assert await scene.powers.of(room, scene.bot.user_id) == Power(0, 50, 50, 50)


@VERSIONS
async def test_a_promotion_and_a_demotion_take_effect_at_once(scene: Scene, version: str) -> None:
    room = await scene.room(version)
    for level in (50, 49, 99, 0):
        await scene.ada.empower(room, {scene.bob.user_id: level})
        assert (await scene.powers.of(room, scene.bob.user_id)).level == level


async def test_further_creators_of_a_room_of_version_12_stand_above_all_too(scene: Scene) -> None:
    room = await scene.room("12", [scene.bob.user_id])
    assert (await scene.powers.of(room, scene.bob.user_id)).level == math.inf
    assert (await scene.powers.of(room, scene.bot.user_id)).level == 0


async def test_before_version_12_further_creators_are_mere_words(scene: Scene) -> None:
    room = await scene.room("11", [scene.bob.user_id])
    assert (await scene.powers.of(room, scene.bob.user_id)).level == 0


async def test_the_room_says_what_each_thing_takes(scene: Scene) -> None:
    room = await scene.room("11")
    now = await scene.ada.state(room, "m.room.power_levels")
    more = {"redact": 30, "notifications": {"room": 70}, "users_default": 7}
    await scene.ada.send_state(room, "m.room.power_levels", {**now, **more})
    assert await scene.powers.of(room, scene.bob.user_id) == Power(7, 30, 70, 50)
    events = {**now["events"], "m.room.pinned_events": 20}
    await scene.ada.send_state(room, "m.room.power_levels", {**now, "events": events})
    assert await scene.powers.of(room, scene.bob.user_id) == Power(0, 50, 50, 20)


async def test_levels_that_an_old_room_has_as_strings_count_as_numbers(scene: Scene) -> None:
    room = await scene.room("9")
    levels = json.dumps({"users": {scene.bob.user_id: "50"}, "redact": " +40"})
    scene.proxy.behave(garbage(levels), only="m.room.power_levels")  # which a homeserver of today takes from nobody
    assert await scene.powers.of(room, scene.bob.user_id) == Power(50, 40, 50, 50)


async def test_who_has_left_or_was_never_there_has_no_power_whatever_the_levels_say(scene: Scene) -> None:
    room = await scene.room()
    await scene.ada.empower(room, {scene.bob.user_id: 60, "@stranger:localhost": 60})
    await scene.bob.leave(room)
    for nobody in (scene.bob.user_id, "@stranger:localhost"):
        assert (await scene.powers.of(room, nobody)).level == -math.inf


async def test_out_of_the_room_nothing_can_be_known(scene: Scene) -> None:
    room = await scene.room()
    await scene.ada.empower(room, {scene.bob.user_id: 50})
    await scene.bot.leave(room)
    for unknown in (room, "!nowhere:localhost"):
        with pytest.raises(MatrixError):
            await scene.powers.of(unknown, scene.bob.user_id)


@pytest.mark.parametrize("piece", ["m.room.power_levels", "m.room.create", "m.room.member"])
@pytest.mark.parametrize(
    "illness",
    [
        pytest.param(status(502), id="502"),
        pytest.param(refuse(403, "M_FORBIDDEN"), id="a refusal"),
        pytest.param(garbage(), id="garbage"),
        pytest.param(garbage("[]"), id="another shape"),
    ],
)
async def test_what_cannot_be_known_now_is_no_power(scene: Scene, piece: str, illness: Behaviour) -> None:
    room = await scene.room()
    scene.proxy.behave(illness, only=piece)
    with pytest.raises(MatrixError):
        await scene.powers.of(room, scene.ada.user_id)


@pytest.mark.parametrize(
    "levels",
    [
        '{"users_default": "many"}',
        '{"users": {"%s": null}}',
        '{"users": {"%s": true}}',
        '{"users": {"%s": 50.5}}',
        '{"redact": []}',
        '{"notifications": {"room": {}}}',
    ],
)
async def test_levels_that_make_no_sense_are_not_guessed(scene: Scene, levels: str) -> None:
    room = await scene.room("11")
    scene.proxy.behave(garbage(levels.replace("%s", scene.bob.user_id)), only="m.room.power_levels")
    with pytest.raises(MatrixError):
        await scene.powers.of(room, scene.bob.user_id)


async def test_a_room_that_never_set_levels_belongs_to_its_creator(scene: Scene) -> None:
    nothing = refuse(404, "M_NOT_FOUND")
    for version, creator in (("10", 100.0), ("11", 100.0), ("12", math.inf)):
        room = await scene.room(version)
        scene.proxy.behave(nothing, only="m.room.power_levels")
        assert await scene.powers.of(room, scene.ada.user_id) == Power(creator, 50, 50, 0)
        assert await scene.powers.of(room, scene.bob.user_id) == Power(0, 50, 50, 0)
        scene.proxy.heal()


async def test_where_the_homeserver_gives_no_whole_events_creators_are_known_by_what_the_room_says(
    scene: Scene,
) -> None:
    old, new = await scene.room("10"), await scene.room("12")
    create = json.dumps({"room_version": "10", "creator": scene.ada.user_id})
    scene.proxy.behave(garbage(create), only=f"{old}/state/m.room.create")
    scene.proxy.behave(garbage('{"room_version": "12"}'), only=f"{new}/state/m.room.create")
    assert (await scene.powers.of(old, scene.ada.user_id)).level == 100
    with pytest.raises(MatrixError):
        await scene.powers.of(new, scene.bob.user_id)
