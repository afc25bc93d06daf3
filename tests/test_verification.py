"""Operators verify the running bot from a client of Element's kind, by emoji; nobody else can."""

import json
import re

import pytest
from js_client import JsClient, JsError
from surroundings import Bots, Unique
from test_encrypted_for_element import answering
from test_interop import somebody

from demo.homeserver import Homeserver
from demo.running import PASSWORD, RunningBot

pytestmark = pytest.mark.process

ANYBODY = {"allow": ["*:localhost"]}


async def room_with(bot: RunningBot, person: JsClient) -> tuple[str, dict[str, str]]:
    """An encrypted room with the bot, and which device it has, once that counts as the account's own."""
    room = str(await person.ask("createRoom", invite=[bot.user_id], direct=False))
    await person.until(lambda members: bot.user_id in members, "members", room=room)
    device_id = json.loads((bot.folder / "data" / "session.json").read_text())["device_id"]
    device = {"userId": bot.user_id, "deviceId": device_id}
    await person.until(lambda trust: trust and trust["signedByOwner"], "trust", **device)
    return room, device


@pytest.mark.parametrize("in_a_room", [False, True], ids=["from device to device", "in a room"])
async def test_an_operator_verifies_the_bot_and_sees_the_emoji_that_the_log_shows(
    homeserver: Homeserver, unique: Unique, mentorix: Bots, *, in_a_room: bool
) -> None:
    anna = await somebody(homeserver, unique("anna"))
    bot = await mentorix(operators=[anna])
    bot.start()
    async with JsClient.started(homeserver.url, anna, PASSWORD) as person:
        await person.ask("sign")
        room, device = await room_with(bot, person)
        assert await person.ask("trustsPerson", userId=bot.user_id) is False
        shown = await person.ask("verify", **device, **({"room": room} if in_a_room else {}))
        await person.until(bool, "trustsPerson", userId=bot.user_id)
    (logged,) = re.findall(r"compare with what your client shows.*emoji='?([^'\n]*?)'? +user=", bot.log.read_text())
    assert [sign for sign, _ in shown] == [each.split()[0] for each in logged.split(", ")]


async def test_a_stranger_is_declined(homeserver: Homeserver, unique: Unique, mentorix: Bots) -> None:
    mallory = await somebody(homeserver, unique("mallory"))
    bot = await mentorix(operators=["@anna:localhost"], invites=ANYBODY)
    bot.start()
    async with JsClient.started(homeserver.url, mallory, PASSWORD) as person:
        await person.ask("sign")
        room, device = await room_with(bot, person)
        for where in ({}, {"room": room}):
            with pytest.raises(JsError, match=r"m\.user"):
                await person.ask("verify", **device, **where)
        assert await person.ask("trustsPerson", userId=bot.user_id) is False
        question = await person.ask("say", room=room, text="!idea fanotify")
        await person.shown(answering(str(question)))
