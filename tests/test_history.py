"""Whether a reminder has reached its room is found out in the room's own history, through a real homeserver."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from surroundings import People
from wires import as_it_is, wire_of

from bot.clock import utc_now
from bot.config import Config
from bot.errors import MatrixError, Refused
from bot.markup import mention, text
from bot.matrix import herald
from bot.matrix.herald import MARK, Herald
from bot.matrix.known_rooms import KnownRooms
from bot.storage import Database
from bot.whereabouts import LONG_AGO, KnownRoom
from demo.applicant import Applicant
from demo.proxy import Behaviour, FaultyProxy, lose_answer, refuse, status

NAME = "#room:localhost"
KEY = "reminder-0123456789abcdef"
NOW = utc_now()


@dataclass
class Scene:
    """A bot's account in ada's room."""

    ada: Applicant
    bot: Applicant
    room: str
    herald: Herald


@pytest.fixture
async def scene(people: People, proxy: FaultyProxy, tmp_path: Path) -> AsyncIterator[Scene]:
    ada, bot = await people("ada"), await people("bot")
    room = await ada.create_room(invite=[bot.user_id])
    await bot.join(room)
    config = Config.model_validate({"homeserver": ada.url, "user_id": bot.user_id, "rooms": [{"room": NAME}]})
    database = await Database.open(tmp_path / "bot.db")
    known = KnownRooms(config, database, NOW, lambda _room: None)
    await known.remember(KnownRoom(room, NAME, LONG_AGO))
    async with wire_of(bot, proxy.url) as wire:
        yield Scene(ada, bot, room, Herald(wire, known, as_it_is))
    await database.close()


async def test_what_was_sent_is_found_by_its_mark_and_nothing_else_is(scene: Scene) -> None:
    event_id = await scene.herald.send(NAME, text("7 days left"), KEY)
    await scene.herald.send(NAME, text("1 day left"), "reminder-other")
    assert await scene.herald.sent_before(NAME, KEY, NOW) == event_id
    assert await scene.herald.sent_before(scene.room, KEY, NOW) == event_id
    assert await scene.herald.sent_before(NAME, "reminder-never", NOW) is None


async def test_a_send_whose_answer_was_lost_is_found(scene: Scene, proxy: FaultyProxy) -> None:
    proxy.behave(lose_answer, only="/send/")
    with pytest.raises(MatrixError):
        await scene.herald.send(NAME, text("7 days left"), KEY)
    proxy.heal()
    found = await scene.herald.sent_before(NAME, KEY, NOW)
    said = [event for event in await scene.ada.messages(scene.room) if event["sender"] == scene.bot.user_id]
    assert [event["event_id"] for event in said if event["type"] == "m.room.message"] == [found]


async def test_a_copy_of_the_mark_by_somebody_else_is_not_believed(scene: Scene) -> None:
    await scene.ada.say(scene.room, "7 days left", **{MARK: KEY})
    assert await scene.herald.sent_before(NAME, KEY, NOW) is None


async def test_history_is_read_back_over_many_pages(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(herald, "PAGE", 3)
    event_id = await scene.herald.send(NAME, text("7 days left"), KEY)
    for number in range(10):
        await scene.bot.say(scene.room, f"an answer {number}")
        await scene.ada.say(scene.room, "another question")
    assert await scene.herald.sent_before(NAME, KEY, NOW) == event_id
    assert await scene.herald.sent_before(NAME, "reminder-never", NOW) is None


async def test_history_is_not_read_further_back_than_needed(
    scene: Scene, proxy: FaultyProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(herald, "PAGE", 3)
    for number in range(10):
        await scene.bot.say(scene.room, f"an answer {number}")
    assert await scene.herald.sent_before(NAME, KEY, utc_now() + timedelta(days=9)) is None
    assert len(proxy.requests("/messages")) == 1


async def test_a_history_that_is_too_long_is_refused_rather_than_guessed(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(herald, "PAGE", 1)
    monkeypatch.setattr(herald, "MOST_PAGES", 3)
    for number in range(5):
        await scene.bot.say(scene.room, f"an answer {number}")
    with pytest.raises(Refused, match="too long"):
        await scene.herald.sent_before(NAME, KEY, NOW)


@pytest.mark.parametrize(("trouble", "error"), [(status(502), MatrixError), (refuse(403, "M_FORBIDDEN"), Refused)])
async def test_a_history_that_cannot_be_read_is_an_error_and_no_answer(
    scene: Scene, proxy: FaultyProxy, trouble: Behaviour, error: type[Exception]
) -> None:
    await scene.herald.send(NAME, text("7 days left"), KEY)
    proxy.behave(trouble, only="/messages")
    with pytest.raises(error):
        await scene.herald.sent_before(NAME, KEY, NOW)


async def test_somebody_is_pinged_only_where_the_event_says_so(scene: Scene) -> None:
    body = mention(scene.ada.user_id) + text(": tea")
    await scene.herald.send(scene.room, body, "reminder-loud", [scene.ada.user_id])
    await scene.herald.send(scene.room, body, "reminder-calm")
    said = [event["content"] for event in await scene.ada.messages(scene.room) if MARK in event["content"]]
    by_mark = {content[MARK]: content["m.mentions"] for content in said}
    assert by_mark == {"reminder-loud": {"user_ids": [scene.ada.user_id]}, "reminder-calm": {}}
    assert f'<a href="https://matrix.to/#/{scene.ada.user_id}">' in said[0]["formatted_body"]


async def test_a_room_that_we_are_not_in_may_be_spoken_to_later(scene: Scene) -> None:
    for asking in (
        scene.herald.send("!elsewhere:localhost", text("x"), KEY),
        scene.herald.sent_before("!elsewhere:localhost", KEY, NOW),
    ):
        with pytest.raises(MatrixError, match="not in") as error:
            await asking
        assert not isinstance(error.value, Refused)
