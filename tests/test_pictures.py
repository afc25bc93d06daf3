"""Answers with a file: one event with picture and words, or the words alone; nobody else waits for it."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from listening import listening
from surroundings import People
from wires import wire_of

from bot.config import RoomSettings
from bot.errors import MatrixError, Refused
from bot.markup import strong, text
from bot.matrix import voice
from bot.matrix.media import Media
from bot.messages import Attachment, Message, Reply
from demo.applicant import Applicant
from demo.arrivals import answered
from demo.calls import Event
from demo.proxy import Behaviour, FaultyProxy, garbage, refuse, stall, status

WORDS = strong("The season") + " with its dates"
ALONE = WORDS.plain + "\nThe picture that belongs here could not be sent."
PIXELS = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


@dataclass
class Scene:
    """A room with ada, bob and the bot's account in it."""

    ada: Applicant
    bob: Applicant
    bot: Applicant
    room: str
    folder: Path

    async def asked(self) -> Event:
        """The content of the answer to "!picture"."""
        (answer,) = await self.ada.answers_to(await self.ada.say(self.room, "!picture"))
        return dict(answer["content"])


@pytest.fixture
async def scene(people: People, tmp_path: Path) -> Scene:
    ada, bob, bot = await people("ada"), await people("bob"), await people("bot")
    room = await ada.create_room(invite=[bot.user_id, bob.user_id])
    for guest in (bob, bot):
        await guest.join(room)
    async with listening(bot, tmp_path):
        pass
    return Scene(ada, bob, bot, room, tmp_path)


def artist(make: Callable[[], bytes], size: tuple[int, int] | None = (640, 480)) -> Any:
    """Answers "!picture" with a picture that is made so, and everything else with what was said."""
    file = Attachment("season.png", "image/png", make, size)

    async def answer(message: Message, _: RoomSettings | None) -> Reply | None:
        if not message.text.startswith("!"):
            return None
        return Reply(WORDS, attachment=file) if message.text == "!picture" else Reply(text(message.text))

    return answer


async def bytes_at(somebody: Applicant, address: str) -> tuple[bytes, str]:
    """What is behind an `mxc` address, and what the homeserver calls it."""
    path = f"{somebody.url}/_matrix/client/v1/media/download/{address.removeprefix('mxc://')}"
    headers = {"Authorization": f"Bearer {somebody.token}"}
    async with aiohttp.ClientSession(headers=headers) as http, http.get(path) as answer:
        return await answer.read(), answer.headers["Content-Type"]


async def test_picture_and_words_come_as_one_event_that_replies_and_pings_nobody(scene: Scene) -> None:
    async with listening(scene.bot, scene.folder, answer=artist(lambda: PIXELS)):
        question = await scene.ada.say(scene.room, "!picture")
        (answer,) = await scene.ada.answers_to(question)
    content = answer["content"]
    assert (content["msgtype"], content["filename"]) == ("m.image", "season.png")
    assert (content["body"], content["formatted_body"]) == (WORDS.plain, WORDS.html)
    assert content["info"] == {"mimetype": "image/png", "size": len(PIXELS), "w": 640, "h": 480}
    assert content["m.mentions"] == {}
    assert await bytes_at(scene.ada, content["url"]) == (PIXELS, "image/png")


async def test_what_is_no_picture_comes_as_a_file(scene: Scene) -> None:
    async with listening(scene.bot, scene.folder, answer=artist(lambda: PIXELS, size=None)):
        content = await scene.asked()
    assert content["msgtype"] == "m.file"
    assert content["info"] == {"mimetype": "image/png", "size": len(PIXELS)}


async def test_a_picture_in_the_making_holds_up_nobody_but_its_asker(scene: Scene) -> None:
    drawn = threading.Event()

    def slow() -> bytes:
        drawn.wait()
        return PIXELS

    async with listening(scene.bot, scene.folder, answer=artist(slow)):
        try:
            asked = [await scene.ada.say(scene.room, words) for words in ("!picture", "!more")]
            for words in ("!one", "!two", "!three"):
                await scene.bob.answers_to(await scene.bob.say(scene.room, words))
            assert not [event for event in scene.ada.arrivals.events if answered(event) in asked]
        finally:
            drawn.set()
        answers = await scene.ada.wait_for(lambda event: answered(event) in asked, count=2)
    assert [answered(event) for event in answers] == asked


def broken() -> bytes:
    raise ValueError("no ink")


async def test_a_picture_that_cannot_be_made_leaves_the_words_and_says_so(scene: Scene) -> None:
    async with listening(scene.bot, scene.folder, answer=artist(broken)):
        content = await scene.asked()
    assert (content["msgtype"], content["body"]) == ("m.notice", ALONE)


@pytest.mark.parametrize(
    ("illness", "only"),
    [
        pytest.param(refuse(403, "M_FORBIDDEN"), "/upload", id="refused"),
        pytest.param(refuse(413, "M_TOO_LARGE"), "/upload", id="too large"),
        pytest.param(garbage('{"m.upload.size": 10}'), "/config", id="larger than the homeserver says"),
        pytest.param(status(502), "/upload", id="502"),
        pytest.param(garbage("{}"), "/upload", id="no address"),
        pytest.param(stall, "/upload", id="stalled"),
    ],
)
async def test_a_picture_that_cannot_be_handed_over_leaves_the_words_and_says_so(
    scene: Scene, proxy: FaultyProxy, monkeypatch: pytest.MonkeyPatch, illness: Behaviour, only: str
) -> None:
    monkeypatch.setattr(voice, "FILE_WITHIN", 2.0)
    proxy.behave(illness, only=only)
    async with listening(scene.bot, scene.folder, answer=artist(lambda: PIXELS), url=proxy.url):
        content = await scene.asked()
    assert (content["msgtype"], content["body"]) == ("m.notice", ALONE)


async def test_a_homeserver_that_is_ill_for_a_moment_gets_the_picture_after_all(
    scene: Scene, proxy: FaultyProxy
) -> None:
    proxy.behave(status(502), only="/upload", times=2)
    async with listening(scene.bot, scene.folder, answer=artist(lambda: PIXELS), url=proxy.url):
        assert (await scene.asked())["msgtype"] == "m.image"


async def test_a_picture_that_was_in_the_making_when_the_bot_ended_comes_after_the_restart(scene: Scene) -> None:
    begun, drawn = threading.Event(), threading.Event()

    def slow() -> bytes:
        begun.set()
        drawn.wait()
        return PIXELS

    async with listening(scene.bot, scene.folder, answer=artist(slow)):
        question = await scene.ada.say(scene.room, "!picture")
        await asyncio.to_thread(begun.wait)
    drawn.set()
    async with listening(scene.bot, scene.folder, answer=artist(lambda: PIXELS)):
        (answer,) = await scene.ada.answers_to(question)
    assert answer["content"]["msgtype"] == "m.image"


async def test_a_question_that_becomes_one_for_a_picture_has_its_answer_replaced_by_it(scene: Scene) -> None:
    async with listening(scene.bot, scene.folder, answer=artist(lambda: PIXELS)):
        question = await scene.ada.say(scene.room, "!words")
        (answer,) = await scene.ada.answers_to(question)
        new = {"msgtype": "m.text", "body": "!picture"}
        relation = {"rel_type": "m.replace", "event_id": question}
        await scene.ada.say(scene.room, "* !picture", **{"m.new_content": new, "m.relates_to": relation})
        (edit,) = await scene.ada.wait_for(lambda event: _replaces(event) == answer["event_id"])
    content = edit["content"]["m.new_content"]
    assert (content["msgtype"], content["body"], "m.relates_to" in content) == ("m.image", WORDS.plain, False)


def _replaces(event: Event) -> object:
    relation = event["content"].get("m.relates_to", {})
    return relation.get("event_id") if relation.get("rel_type") == "m.replace" else None


async def test_limits_are_asked_where_older_homeservers_tell_them_too(people: People, proxy: FaultyProxy) -> None:
    bot = await people("bot")
    async with wire_of(bot, proxy.url) as wire:
        media = Media(wire)
        usual = await media.largest()
        assert usual
        proxy.behave(refuse(404, "M_UNRECOGNIZED"), only="/client/v1/media/config")
        assert await media.largest() == usual
        proxy.behave(refuse(404, "M_UNRECOGNIZED"), only="/config")
        assert await media.largest() is None
        assert (await media.upload("a ü.png", "image/png", PIXELS)).startswith("mxc://localhost/")


async def test_what_is_too_large_is_not_even_tried(people: People, proxy: FaultyProxy) -> None:
    bot = await people("bot")
    proxy.behave(garbage('{"m.upload.size": 10}'), only="/config")
    async with wire_of(bot, proxy.url) as wire:
        with pytest.raises(Refused):
            await Media(wire).upload("a.png", "image/png", PIXELS)
        assert not proxy.requests("/upload")
        proxy.heal()
        proxy.behave(garbage("{}"), only="/upload")
        with pytest.raises(MatrixError):
            await Media(wire).upload("a.png", "image/png", PIXELS)
