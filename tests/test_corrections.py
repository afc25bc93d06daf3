"""A question that is edited or deleted, and what becomes of its answer: before and after a restart, on a real homeserver."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from listening import PATIENCE, echo, listening
from surroundings import Bots, People, Unique
from test_in_the_room import in_a_room

from bot.clock import utc_now
from bot.config import RoomSettings
from bot.deeds import Announce
from bot.matrix.wire import Wire
from bot.messages import Message, Reply
from demo.applicant import Applicant
from demo.arrivals import answered
from demo.calls import Event
from demo.proxy import FaultyProxy, status
from demo.running import RunningBot


async def announcing(message: Message, settings: RoomSettings | None) -> Reply | None:
    """An echo that tells the whole room what is to be announced."""
    reply = await echo(message, settings)
    return replace(reply, deed=Announce("", ping=True)) if reply and "announce" in message.text else reply


@dataclass
class Scene:
    """A room with ada, bob and the bot's account in it."""

    ada: Applicant
    bob: Applicant
    bot: Applicant | RunningBot
    room: str
    folder: Path

    def life(self, **options: Any) -> AbstractAsyncContextManager[Wire]:
        assert isinstance(self.bot, Applicant)
        return listening(self.bot, self.folder, answer=announcing, **options)

    async def edit(self, event_id: str, words: str, by: Applicant | None = None) -> str:
        relation = {"rel_type": "m.replace", "event_id": event_id}
        new = {"msgtype": "m.text", "body": words}
        content = {**new, "body": f"* {words}", "m.new_content": new, "m.relates_to": relation}
        return await (by or self.ada).send(self.room, "m.room.message", content)

    async def settled(self) -> None:
        """What ada and bob said before is dealt with, since what they say now is answered."""
        for person in (self.ada, self.bob):
            await person.answers_to(await person.say(self.room, "!done"))

    async def answers(self, question: str) -> list[Event]:
        """The answers that stand in the room, as people see them."""
        said = [e for e in await self.ada.messages(self.room) if e["sender"] == self.bot.user_id]
        found = [e for e in said if answered(e) == question]
        for answer in found:
            for edit in said:
                relation = edit["content"].get("m.relates_to", {})
                if relation.get("rel_type") == "m.replace" and relation["event_id"] == answer["event_id"]:
                    answer["content"] |= edit["content"]["m.new_content"]
        return found

    async def words(self, question: str) -> list[str]:
        return [answer["content"]["body"] for answer in await self.answers(question)]

    async def gone(self, question: str) -> None:
        """Wait until its answer is deleted."""
        for answer in await self.answers(question):
            await self.ada.wait_for(lambda event, key=answer["event_id"]: _deletes(event) == key)  # type: ignore[misc]


def _deletes(event: Event) -> object:
    return event["type"] == "m.room.redaction" and (event.get("redacts") or event["content"].get("redacts"))


@pytest.fixture
async def scene(people: People, tmp_path: Path) -> Scene:
    ada, bob, bot = await people("ada"), await people("bob"), await people("bot")
    room = await ada.create_room(invite=[bot.user_id, bob.user_id])
    for guest in (bob, bot):
        await guest.join(room)
    async with listening(bot, tmp_path):
        pass
    return Scene(ada, bob, bot, room, tmp_path)


WHENEVER = pytest.mark.parametrize("when", ["at once", "while it is away", "after a restart"])


async def lived(
    scene: Scene, when: str, then: Callable[[str], Awaitable[object]], said: str = "!first", *, gone: bool = False
) -> str:
    """Ada says something, the bot sees to it, and something becomes of what she said; the id of what she said.

    Args:
        scene: where.
        when: at once, while the bot is away after that, or when it is there again.
        then: what becomes of the message with this id.
        said: what she says.
        gone: whether the answer is to be deleted by that.
    """

    async def seen_to(question: str) -> None:
        await scene.settled()
        if gone:
            await scene.gone(question)

    async with scene.life():
        question = await scene.ada.say(scene.room, said)
        await scene.settled()
        if when == "at once":
            await then(question)
            await seen_to(question)
    if when == "while it is away":
        await then(question)
    if when != "at once":
        async with scene.life():
            if when == "after a restart":
                await scene.settled()
                await then(question)
            await seen_to(question)
    return question


@WHENEVER
async def test_an_edited_command_edits_its_answer(scene: Scene, when: str) -> None:
    question = await lived(scene, when, lambda question: scene.edit(question, "!second"))
    (answer,) = await scene.answers(question)
    assert (answer["content"]["body"], answer["content"]["msgtype"]) == ("second", "m.notice")
    assert answer["content"]["m.mentions"] == {}


@WHENEVER
async def test_every_further_edit_edits_the_same_answer(scene: Scene, when: str) -> None:
    async def twice(question: str) -> None:
        await scene.edit(question, "!second")
        await scene.edit(question, "!third")

    question = await lived(scene, when, twice)
    assert await scene.words(question) == ["third"]


@WHENEVER
async def test_a_deleted_command_deletes_its_answer(scene: Scene, when: str) -> None:
    question = await lived(scene, when, lambda question: scene.ada.redact(scene.room, question), gone=True)
    assert await scene.words(question) == []


@WHENEVER
async def test_a_deleted_command_that_was_edited_before_deletes_its_answer(scene: Scene, when: str) -> None:
    async def both(question: str) -> None:
        await scene.edit(question, "!second")
        await scene.ada.redact(scene.room, question)

    await lived(scene, when, both, gone=True)
    said = [event["content"] for event in await scene.ada.messages(scene.room)]
    assert not [content for content in said if content.get("body") in {"first", "second", "* second"}]


@WHENEVER
async def test_what_becomes_a_command_by_an_edit_is_answered(scene: Scene, when: str) -> None:
    question = await lived(scene, when, lambda question: scene.edit(question, "!second"), said="second")
    assert await scene.words(question) == ["second"]


@WHENEVER
async def test_what_is_no_command_any_more_loses_its_answer_and_gets_a_new_one_when_it_is_again(
    scene: Scene, when: str
) -> None:
    async def no_and_yes(question: str) -> None:
        await scene.edit(question, "never mind")
        await scene.edit(question, "!again")

    question = await lived(scene, "at once", lambda question: scene.edit(question, "never mind"), gone=True)
    assert await scene.words(question) == []
    question = await lived(scene, when, no_and_yes)
    assert await scene.words(question) == ["again"]


@WHENEVER
async def test_nobody_can_edit_somebody_elses_question(scene: Scene, when: str) -> None:
    question = await lived(scene, when, lambda question: scene.edit(question, "!second", by=scene.bob))
    assert await scene.words(question) == ["first"]


@WHENEVER
async def test_an_edited_announcement_is_edited_and_pings_nobody_again(scene: Scene, when: str) -> None:
    question = await lived(scene, when, lambda question: scene.edit(question, "!announce two"), said="!announce one")
    said = [e for e in await scene.ada.messages(scene.room) if e["sender"] == scene.bot.user_id]
    told, edit = (e["content"] for e in said if "announce" in e["content"].get("body", ""))
    assert (told["msgtype"], told["m.mentions"]) == ("m.text", {"room": True})
    assert edit["m.new_content"]["body"] == "announce two"
    assert edit["m.mentions"] == {}
    assert told["m.relates_to"] == {"rel_type": "m.reference", "event_id": question}


async def test_an_answer_that_is_still_on_its_way_is_edited_and_deleted_when_it_is_there(
    scene: Scene, proxy: FaultyProxy
) -> None:
    async with scene.life(url=proxy.url):
        proxy.behave(status(503), only=f"{scene.room}/send", times=2)
        edited, deleted = await scene.ada.say(scene.room, "!first"), await scene.ada.say(scene.room, "!other")
        await scene.edit(edited, "!second")
        await scene.ada.redact(scene.room, deleted)
        await scene.settled()
        await scene.gone(deleted)
    assert await scene.words(edited) == ["second"]


async def test_an_edit_keeps_the_answer_in_its_thread(scene: Scene) -> None:
    async with scene.life():
        root = await scene.bob.say(scene.room, "let us talk")
        relation = {"m.relates_to": {"rel_type": "m.thread", "event_id": root}}
        question = await scene.ada.say(scene.room, "nothing", **relation)
        await scene.settled()
    async with scene.life():
        await scene.edit(question, "!second")
        await scene.settled()
    (answer,) = await scene.answers(question)
    assert answer["content"]["m.relates_to"]["event_id"] == root


async def test_an_old_message_does_not_become_a_question_by_an_edit(scene: Scene) -> None:
    async with scene.life():
        old, question = await scene.ada.say(scene.room, "second"), await scene.ada.say(scene.room, "!first")
        await scene.settled()
    async with scene.life(clock=lambda: utc_now() + PATIENCE):
        await scene.edit(old, "!second")
        await scene.edit(question, "!second")
        await scene.settled()
    assert await scene.words(old) == []
    assert await scene.words(question) == ["second"]


async def test_who_hears_what_was_said_is_told_of_the_message_that_people_see(scene: Scene) -> None:
    said: list[tuple[str, str]] = []

    async def sent(reply: Reply, event_id: str) -> None:
        said.append((reply.body.plain, event_id))

    async with scene.life(sent=sent):
        question = await scene.ada.say(scene.room, "!first")
        await scene.edit(question, "!second")
        await scene.settled()
    (answer,) = await scene.answers(question)
    assert said[:2] == [("first", answer["event_id"]), ("second", answer["event_id"])]


async def test_deleting_what_was_never_answered_deletes_nothing(scene: Scene) -> None:
    async with scene.life():
        chatter, question = await scene.ada.say(scene.room, "hello"), await scene.ada.say(scene.room, "!first")
        await scene.settled()
    unseen = await scene.ada.say(scene.room, "hello again")
    async with scene.life():
        for event_id in (chatter, unseen):
            await scene.ada.redact(scene.room, event_id)
        await scene.settled()
    assert await scene.words(question) == ["first"]


async def test_the_bot_itself_killed_and_started_again_knows_which_answer_to_edit_and_delete(
    people: People, mentorix: Bots, unique: Unique, tmp_path: Path
) -> None:
    ada = await people("ada")
    room, bot = await in_a_room(ada, mentorix, unique)
    question = await ada.say(room, "!idea fanotify")
    await ada.answers_to(question)
    bot.kill()
    scene = Scene(ada, ada, bot, room, tmp_path)
    await scene.edit(question, "!idea setns")
    bot.start()
    await ada.answers_to(await ada.say(room, "!help"))
    (words,) = await scene.words(question)
    assert words.startswith("Implement the setns syscall")
    await ada.redact(room, question)
    await ada.answers_to(await ada.say(room, "!faq"))
    await scene.gone(question)
    assert await scene.words(question) == []
