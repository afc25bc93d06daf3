"""Every command of the menu with all its examples, in every kind of place, from a real bot on a real homeserver."""

from typing import Any

import pytest
from surroundings import Bots
from test_cipher import Person, Somebody, persons
from test_encrypted_rooms import nothing_plain, room_of, sees, until

from bot.brief import BYTES, LINES
from bot.commands import MENU

__all__ = ["persons"]

pytestmark = pytest.mark.process

UNLIMITED = {"person": None, "room": None}
AT_ONCE = 3
EXAMPLES = [f"!{example}" for command in MENU for example in command.examples]


def because_of(event: Any) -> str | None:
    """The message that an event was said because of."""
    relation = event.source["content"].get("m.relates_to", {})
    named = relation.get("m.in_reply_to") or (relation if relation.get("rel_type") == "m.reference" else {})
    found = named.get("event_id")
    return str(found) if found else None


async def all_answers(person: Person, room: str) -> dict[str, Any]:
    """Type all examples of the menu, a few at a time so that none is lost in a gap, and wait for their answers."""
    found: dict[str, Any] = {}
    for begin in range(0, len(EXAMPLES), AT_ONCE):
        asked = {await person.say(room, example): example for example in EXAMPLES[begin : begin + AT_ONCE]}

        def came(asked: dict[str, str] = asked) -> bool:
            heard = {because_of(event): event for event in person.heard}
            found.update({example: heard[key] for key, example in asked.items() if key in heard})
            return all(example in found for example in asked.values())

        await until(person, came)
    return found


async def room_with(person: Person, bot_id: str, **options: Any) -> str:
    """A new room of theirs that is not encrypted, with the bot in it."""
    room = str((await person.client.room_create(invite=[bot_id], **options)).room_id)
    await sees(person, bot_id, room)
    return room


def is_an_answer(words: str) -> bool:
    return bool(words.strip()) and "Something broke" not in words


async def test_every_command_works_in_a_room_between_two_encrypted_and_over_a_bridge(
    persons: Somebody, mentorix: Bots
) -> None:
    anna, onno = await persons("anna"), await persons("irc_onno")
    bot = await mentorix(invites={"allow": ["*:localhost"]}, limits=UNLIMITED, operators=[anna.user_id])
    bot.start()

    room = await room_with(anna, bot.user_id)
    answers = await all_answers(anna, room)
    assert all(is_an_answer(answer.body) for answer in answers.values())
    assert answers["!timeline"].source["content"]["msgtype"] == "m.image"
    assert "formatted_body" in answers["!idea fanotify"].source["content"]

    alone = await room_with(anna, bot.user_id, is_direct=True)
    between_two = await all_answers(anna, alone)
    assert all(is_an_answer(answer.body) for answer in between_two.values())

    sealed = await room_of(bot, anna)
    encrypted = await all_answers(anna, sealed)
    assert all(is_an_answer(answer.body) and answer.decrypted for answer in encrypted.values())
    assert len(await nothing_plain(bot, anna, sealed)) >= len(EXAMPLES)
    assert encrypted["!idea fanotify"].body == answers["!idea fanotify"].body

    bridged = str((await anna.client.room_create(invite=[onno.user_id])).room_id)
    await onno.client.join(bridged)
    await anna.client.room_invite(bridged, bot.user_id)
    await sees(anna, bot.user_id, bridged)
    compact = await all_answers(anna, bridged)
    for example, answer in compact.items():
        content = answer.source["content"]
        assert is_an_answer(answer.body), example
        assert len(answer.body.splitlines()) <= LINES, (example, answer.body)
        assert len(answer.body.encode()) <= BYTES, (example, answer.body)
        assert "formatted_body" not in content, example
        assert content["msgtype"] in {"m.notice", "m.text"}, example
