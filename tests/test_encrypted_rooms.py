"""The bot in encrypted rooms: asked and answering there as everywhere, and nothing of it in plain text."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from bot_device import PATIENCE
from surroundings import Bots
from test_cipher import ENCRYPTION, Person, Somebody, persons

from bot.matrix.wire import Wire, path_of
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


async def room_of(bot: RunningBot, person: Person, *others: Person) -> str:
    """A new encrypted room with the bot and people in it, all of whom know of one another."""
    invited = [bot.user_id, *(other.user_id for other in others)]
    room = str((await person.client.room_create(invite=invited, initial_state=[ENCRYPTION])).room_id)
    for other in others:
        await other.client.join(room)
    for somebody in (person, *others):
        await until(somebody, lambda who=somebody: bot.user_id in present(who, room))
    return room


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


async def test_a_command_is_answered_encrypted_before_and_after_a_restart(persons: Somebody, mentorix: Bots) -> None:
    anna = await persons("anna")
    bot = await mentorix(invites=ANYBODY)
    bot.start()
    room = await room_of(bot, anna)
    first = await answer_to(anna, await anna.say(room, "!idea fanotify"))
    assert "fanotify" in first.body
    bot.kill()
    missed = await anna.say(room, "!idea setns")
    bot.start()
    assert "setns" in (await answer_to(anna, missed)).body
    ben = await persons("ben")
    await anna.client.room_invite(room, ben.user_id)
    await ben.client.join(room)
    await until(anna, lambda: ben.user_id in present(anna, room))
    question = await anna.say(room, "!help")
    for person in (anna, ben):
        assert "!idea" in (await answer_to(person, question)).body
    assert len(await nothing_plain(bot, anna, room)) == 3
