"""The running bot as somebody sees it whose client is of Element's kind and leaves unsigned devices out."""

import json
from asyncio import Event
from collections.abc import Callable

import pytest
from aiohttp import web
from js_client import JsClient, Message
from surroundings import Bots, Unique
from test_encrypted_rooms import logged
from test_interop import somebody

from demo.homeserver import Homeserver
from demo.proxy import Behaviour, FaultyProxy
from demo.running import PASSWORD

pytestmark = pytest.mark.process


def answering(question: str) -> Callable[[Message], bool]:
    """The answer to that message, decrypted."""

    def is_it(message: Message) -> bool:
        reply = message["content"].get("m.relates_to", {}).get("m.in_reply_to", {})
        return reply.get("event_id") == question and message["type"] == "m.room.message" and not message["failure"]

    return is_it


async def test_rooms_and_conversations_of_two_are_answered_without_a_shield_before_and_after_a_restart(
    homeserver: Homeserver, unique: Unique, mentorix: Bots
) -> None:
    anna = await somebody(homeserver, unique("anna"))
    bot = await mentorix(invites={"allow": ["*:localhost"]})
    bot.start()
    async with JsClient.started(homeserver.url, anna, PASSWORD) as person:
        await person.ask("sign")
        rooms = {
            "!idea fanotify": str(await person.ask("createRoom", invite=[bot.user_id], direct=False)),
            "fanotify": str(await person.ask("createRoom", invite=[bot.user_id], direct=True)),
        }
        for room in rooms.values():
            await person.until(lambda members: bot.user_id in members, "members", room=room)
        for _ in range(2):
            asked = [str(await person.ask("say", room=room, text=text)) for text, room in rooms.items()]
            for question in asked:
                shown = await person.shown(answering(question))
                assert "fanotify" in shown["content"]["body"]
                assert (shown["encrypted"], shown["colour"], shown["reason"]) == (True, "NONE", None)
            bot.kill()
            bot.start()


async def test_a_key_that_got_lost_is_asked_for_and_the_command_answered(
    homeserver: Homeserver, unique: Unique, mentorix: Bots, proxy: FaultyProxy
) -> None:
    anna = await somebody(homeserver, unique("anna"))
    bot = await mentorix(proxy.url, invites={"allow": ["*:localhost"]})
    loss = Event()
    loss.set()
    proxy.behave(losing_keys(loss), only="/sync")
    bot.start()
    async with JsClient.started(homeserver.url, anna, PASSWORD) as person:
        await person.ask("sign")
        room = str(await person.ask("createRoom", invite=[bot.user_id], direct=False))
        await person.until(lambda members: bot.user_id in members, "members", room=room)
        question = str(await person.ask("say", room=room, text="!idea fanotify"))
        await logged(bot, "its key has not come yet")
        loss.clear()
        assert "fanotify" in (await person.shown(answering(question)))["content"]["body"]
    assert bot.log.read_text().count("a key is asked for") == 1


def losing_keys(loss: Event) -> Behaviour:
    """What the homeserver gives for good, and is never seen while there is loss: whatever is sent to a device by itself."""

    async def lose(proxy: FaultyProxy, request: web.Request) -> web.Response:
        answer = await proxy.forward(request)
        if not loss.is_set():
            return answer
        batch = json.loads(answer.body if isinstance(answer.body, bytes) else b"{}")
        batch.get("to_device", {})["events"] = []
        return web.Response(status=answer.status, text=json.dumps(batch), content_type="application/json")

    return lose
