"""The bot in encrypted rooms: asked and answering there as everywhere, and nothing of it in plain text."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import nio
import pytest
from bot_device import PATIENCE
from surroundings import Bots, Unique
from test_cipher import ENCRYPTION, Person, Somebody, persons
from test_reminders_in_the_room import season

from bot.matrix.herald import MARK
from bot.matrix.wire import Wire, path_of
from demo.proxy import FaultyProxy, lose_answer, stall
from demo.running import RunningBot

__all__ = ["persons"]

pytestmark = pytest.mark.process

ANYBODY = {"allow": ["*:localhost"]}

Event = dict[str, Any]


async def until(person: Person, wanted: Callable[[], object]) -> None:
    """Have somebody read on until something is so."""
    async with asyncio.timeout(PATIENCE):
        while not wanted():
            await person.look()


async def room_of(bot: RunningBot, person: Person, *others: Person, **options: Any) -> str:
    """A new encrypted room with the bot and people in it, all of whom know of one another."""
    invited = [bot.user_id, *(other.user_id for other in others)]
    created = await person.client.room_create(invite=invited, initial_state=[ENCRYPTION], **options)
    room = str(created.room_id)
    for other in others:
        await other.client.join(room)
    for somebody in (person, *others):
        await sees(somebody, bot.user_id, room)
    return room


async def sees(person: Person, user_id: str, room: str) -> None:
    """Wait until somebody knows that another is in the room."""
    await until(person, lambda: user_id in present(person, room))


def present(person: Person, room: str) -> set[str]:
    """Who is in a room, as somebody sees it; those who are only invited are not."""
    found = person.client.rooms.get(room)
    return set(found.users) - set(found.invited_users) if found else set()


async def answer_to(person: Person, question: str) -> Any:
    """Wait for the answer to a message, as somebody can read it."""
    found: list[Any] = []

    def came() -> bool:
        found.extend(event for event in person.heard if relation(event.source) == question)
        return bool(found)

    await until(person, came)
    assert found[0].decrypted
    return found[0]


async def answered(person: Person, room: str, text: str) -> str:
    """Ask and wait for the answer; the first line of its words."""
    answer = await answer_to(person, await person.say(room, text))
    return str(answer.body).splitlines()[0]


def relation(event: Event) -> str | None:
    """Which message an event answers."""
    found = event["content"].get("m.relates_to", {}).get("m.in_reply_to", {}).get("event_id")
    return str(found) if found else None


async def history(person: Person, room: str) -> list[Event]:
    """The latest events of a room, as the homeserver has them."""
    page = await Wire(person.client).get(path_of("rooms", room, "messages", dir="b", limit=1000))
    return list(page["chunk"])


async def nothing_plain(bot: RunningBot, person: Person, room: str) -> list[Event]:
    """What the bot said in a room, all of it encrypted."""
    said = [event for event in await history(person, room) if event["sender"] == bot.user_id]
    assert {event["type"] for event in said} <= {"m.room.member", "m.room.encrypted", "m.room.redaction"}
    return [event for event in said if event["type"] == "m.room.encrypted"]


@asynccontextmanager
async def keys_held_back(person: Person) -> AsyncIterator[list[tuple[str, str, str]]]:
    """Nobody gets keys from somebody; what would have been sent, so that `let_go` can send it."""
    send, held = person.client.send, list[tuple[str, str, str]]()

    async def without_keys(method: str, path: str, data: Any = None, *rest: Any, **more: Any) -> Any:
        if "/sendToDevice/" not in path:
            return await send(method, path, data, *rest, **more)
        held.append((method, path, data))
        return await send(method, path, json.dumps({"messages": {}}), *rest, **more)

    person.client.send = without_keys
    yield held
    person.client.send = send


async def let_go(person: Person, held: list[tuple[str, str, str]]) -> None:
    """Send the keys that were held back."""
    headers = {"Authorization": f"Bearer {person.client.access_token}"}
    for method, path, data in held:
        await (await person.client.send(method, f"{path.partition('?')[0]}-later", data, headers)).release()


async def logged(bot: RunningBot, words: str, count: int = 1) -> None:
    """Wait until the bot's log has these words so often."""
    async with asyncio.timeout(PATIENCE):
        while bot.log.read_text().count(words) < count:  # noqa: ASYNC110 - another process writes it
            await asyncio.sleep(0.1)


async def tried(proxy: FaultyProxy, count: int) -> None:
    """Wait until the bot has tried to send something encrypted so often."""
    async with asyncio.timeout(PATIENCE):
        while len(proxy.requests("/send/m.room.encrypted/")) < count:  # noqa: ASYNC110 - the bot does it
            await asyncio.sleep(0.05)


async def test_a_command_is_answered_encrypted_before_and_after_a_restart(persons: Somebody, mentorix: Bots) -> None:
    anna = await persons("anna")
    bot = await mentorix(invites=ANYBODY)
    bot.start()
    room = await room_of(bot, anna)
    assert "fanotify" in await answered(anna, room, "!idea fanotify")
    bot.kill()
    missed = await anna.say(room, "!idea setns")
    bot.start()
    assert "setns" in (await answer_to(anna, missed)).body
    ben = await persons("ben")
    await anna.client.room_invite(room, ben.user_id)
    await ben.client.join(room)
    await sees(anna, ben.user_id, room)
    question = await anna.say(room, "!help")
    for person in (anna, ben):
        assert "!idea" in (await answer_to(person, question)).body
    assert len(await nothing_plain(bot, anna, room)) == 3


async def test_a_conversation_of_two_needs_no_prefix(persons: Somebody, mentorix: Bots) -> None:
    anna = await persons("anna")
    bot = await mentorix(invites=ANYBODY)
    bot.start()
    room = await room_of(bot, anna, is_direct=True)
    assert "fanotify" in await answered(anna, room, "fanotify")
    assert len(await nothing_plain(bot, anna, room)) == 1


async def test_a_room_that_becomes_encrypted_is_answered_encrypted_from_then_on(
    persons: Somebody, mentorix: Bots
) -> None:
    anna = await persons("anna")
    bot = await mentorix(invites=ANYBODY)
    bot.start()
    room = str((await anna.client.room_create(invite=[bot.user_id])).room_id)
    await sees(anna, bot.user_id, room)
    await anna.client.room_send(room, "m.room.encryption", ENCRYPTION["content"])  # a message, which changes nothing
    plain = await anna.say(room, "!help")
    await until(anna, lambda: plain in [relation(event.source) for event in anna.heard])
    await anna.client.room_put_state(room, "m.room.encryption", ENCRYPTION["content"])
    await until(anna, lambda: anna.client.rooms[room].encrypted)
    assert "fanotify" in await answered(anna, room, "!idea fanotify")
    said = [event for event in await history(anna, room) if event["sender"] == bot.user_id]
    assert [event["type"] for event in said] == ["m.room.encrypted", "m.room.message", "m.room.member"]


async def test_an_edited_command_edits_its_answer_and_a_deleted_one_deletes_it_also_after_a_restart(
    persons: Somebody, mentorix: Bots
) -> None:
    anna = await persons("anna")
    bot = await mentorix(invites=ANYBODY)
    bot.start()
    room = await room_of(bot, anna)
    question = await anna.say(room, "!idea fanotify")
    answer = await answer_to(anna, question)
    bot.kill()
    edit = {"rel_type": "m.replace", "event_id": question}
    instead = {"msgtype": "m.text", "body": "!idea setns"}
    content = {"msgtype": "m.text", "body": "* !idea setns", "m.new_content": instead, "m.relates_to": edit}
    await anna.client.room_send(room, "m.room.message", content, ignore_unverified_devices=True)
    bot.start()

    def corrections() -> list[Any]:
        wanted = {"rel_type": "m.replace", "event_id": answer.event_id}
        return [event for event in anna.heard if event.source["content"].get("m.relates_to") == wanted]

    await until(anna, corrections)
    assert "setns" in corrections()[0].source["content"]["m.new_content"]["body"]
    bot.kill()
    await anna.client.room_redact(room, question)
    bot.start()
    assert "!idea" in (await answer_to(anna, await anna.say(room, "!help"))).body
    gone = {answer.event_id, corrections()[0].event_id}
    async with asyncio.timeout(PATIENCE):
        while gone & {event["event_id"] for event in await nothing_plain(bot, anna, room) if event["content"]}:  # noqa: ASYNC110
            await asyncio.sleep(0.2)


async def test_a_command_whose_key_comes_late_is_answered_then_also_when_the_bot_was_killed_meanwhile(
    persons: Somebody, mentorix: Bots
) -> None:
    anna = await persons("anna")
    bot = await mentorix(invites=ANYBODY)
    bot.start()
    room = await room_of(bot, anna)
    assert "!idea" in (await answer_to(anna, await anna.say(room, "!help"))).body
    anna.client.invalidate_outbound_session(room)
    async with keys_held_back(anna) as held:
        question = await anna.say(room, "!idea fanotify")
        await logged(bot, "its key has not come yet")
        bot.kill()
        bot.start()
        await logged(bot, "its key has not come yet", 2)
    await let_go(anna, held)
    assert "fanotify" in (await answer_to(anna, question)).body
    assert len(await nothing_plain(bot, anna, room)) == 2


async def test_a_reminder_is_posted_encrypted_once_whenever_the_bot_is_killed(
    persons: Somebody, mentorix: Bots, unique: Unique, tmp_path: Path, proxy: FaultyProxy
) -> None:
    anna, alias = await persons("anna"), unique("room")
    catalogue = season(tmp_path / "near", ("applications", timedelta(seconds=120)))
    configured = {"room": f"#{alias}:localhost", "programme": "near", "lead_times": ["90 s"]}
    public = nio.RoomPreset.public_chat
    room = str((await anna.client.room_create(alias=alias, preset=public, initial_state=[ENCRYPTION])).room_id)
    bot = await mentorix(proxy.url, catalogue=str(catalogue), rooms=[configured])
    proxy.behave(stall, only="/send/m.room.encrypted/", times=1)  # sealed, and killed before it was sent
    bot.start()
    await sees(anna, bot.user_id, room)
    await tried(proxy, 1)
    bot.kill()
    proxy.behave(lose_answer, only="/send/m.room.encrypted/", times=1)  # sent, and killed before it knew
    bot.start()
    await tried(proxy, 2)
    bot.kill()
    bot.start()
    assert "!idea" in (await answer_to(anna, await anna.say(room, "!help"))).body
    marked = [event for event in await nothing_plain(bot, anna, room) if MARK in event["content"]]
    assert len(marked) == 1
    (told,) = [event for event in anna.heard if "applications close" in str(getattr(event, "body", ""))]
    assert told.decrypted
    assert told.event_id == marked[0]["event_id"]
