"""What a client of Element's kind, which leaves unsigned devices out, makes of the bot's device."""

import json
from base64 import b64decode
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from bot_device import BotDevice
from js_client import JsClient, JsError, Message
from operators import Operator
from surroundings import Bots, Unique
from test_in_the_room import logged

from demo.applicant import Applicant
from demo.homeserver import Homeserver
from demo.running import PASSWORD, RunningBot

pytestmark = pytest.mark.process


async def somebody(homeserver: Homeserver, name: str) -> str:
    """A new account; its Matrix address."""
    async with await Applicant.register(homeserver.url, name, PASSWORD, reads=False) as account:
        return account.user_id


@asynccontextmanager
async def bot_of(operator: Operator) -> AsyncIterator[BotDevice]:
    """The device that `mentorix login` made."""
    async with (
        operator.device() as account,
        BotDevice.at(operator.data / "crypto.db", account, operator.secret) as bot,
    ):
        await bot.look()
        yield bot


async def together(person: JsClient, *bots: BotDevice) -> str:
    """A new encrypted room with a person and bots in it."""
    room = str(await person.ask("createRoom", invite=[bot.store.olm.user_id for bot in bots], direct=False))
    for bot in bots:
        await bot.join(room)
    await person.until(lambda members: len(members) > len(bots), "members", room=room)
    return room


async def room_with(person: JsClient, bot: RunningBot, *others: JsClient, direct: bool = False) -> str:
    """A new encrypted room with people and the running bot in it, all of whom know of one another."""
    invited = [bot.user_id, *(other.user_id for other in others)]
    room = str(await person.ask("createRoom", invite=invited, direct=direct))
    for other in others:
        await other.ask("join", room=room)
    for somebody_there in (person, *others):
        await somebody_there.until(lambda members: len(members) == len(invited) + 1, "members", room=room)
    return room


async def answer_to(person: JsClient, room: str, text: str) -> Message:
    """Ask, and wait for the answer; for what it must be like see `answer_shown`."""
    return await answer_shown(person, await person.ask("say", room=room, text=text))


async def answer_shown(person: JsClient, question: str) -> Message:
    """Wait for what the person's client makes of an answer; it must be readable and bear no shield."""
    shown = await person.shown(lambda message: question == replied(message) and message["type"] == "m.room.message")
    assert shown["encrypted"] is True
    assert (shown["failure"], shown["colour"], shown["reason"]) == (None, "NONE", None)
    return shown


def replied(message: Message) -> object:
    """The id of the message that it replies to."""
    return message["content"].get("m.relates_to", {}).get("m.in_reply_to", {}).get("event_id")


async def file_of(person: JsClient, answer: Message) -> bytes:
    """An answer's file, as the person's client decrypts it."""
    assert "url" not in answer["content"]
    return b64decode(await person.ask("open", file=answer["content"]["file"]))


async def test_the_running_bot_answers_without_a_shield_and_is_verified_by_its_operator_alone(
    homeserver: Homeserver, mentorix: Bots, unique: Unique
) -> None:
    anna, mallory = await somebody(homeserver, unique("anna")), await somebody(homeserver, unique("mallory"))
    bot = await mentorix(operators=[anna], invites={"allow": ["*:localhost"]})
    bot.start()
    async with (
        JsClient.started(homeserver.url, anna, PASSWORD) as operator,
        JsClient.started(homeserver.url, mallory, PASSWORD) as stranger,
    ):
        for person in (operator, stranger):
            await person.ask("sign")
        room, two = await room_with(operator, bot, stranger), await room_with(operator, bot, direct=True)
        assert body(await answer_to(operator, room, "!idea fanotify")).startswith("Implement fanotify")
        assert body(await answer_to(stranger, room, "!idea setns")).startswith("Implement the setns syscall")
        assert body(await answer_to(operator, two, "idea fanotify")).startswith("Implement fanotify")
        picture, calendar = await answer_to(operator, two, "!timeline"), await answer_to(operator, two, "!calendar")
        assert (await file_of(operator, picture)).startswith(b"\x89PNG")
        assert (await file_of(operator, calendar)).startswith(b"BEGIN:VCALENDAR")
        device = {"userId": bot.user_id, "deviceId": device_of(bot)}
        with pytest.raises(JsError, match=r"m\.user"):
            await stranger.ask("verify", **device)
        shown = await operator.ask("verify", **device)
        assert all(sign in bot.log.read_text() for sign, _ in shown)
        await operator.until(bool, "trustsPerson", userId=bot.user_id)
        bot.kill()
        asked = await operator.ask("say", room=room, text="!mentor virtiofsd")
        bot.start()
        assert body(await answer_shown(operator, asked)).startswith("German Maglione")
        assert "Marc-André Lureau" in body(await answer_to(operator, room, "!mentor RDP"))
        assert body(await answer_to(operator, two, "idea setns")).startswith("Implement the setns syscall")
        await operator.ask("verify", room=two, **device)
        assert await stranger.ask("trustsPerson", userId=bot.user_id) is False


async def test_a_bot_whose_device_is_not_signed_gets_no_key_and_is_not_shown(
    homeserver: Homeserver, mentorix: Bots, unique: Unique
) -> None:
    anna, ben = await somebody(homeserver, unique("anna")), await somebody(homeserver, unique("ben"))
    bot = await mentorix(invites={"allow": ["*:localhost"]})
    async with JsClient.started(homeserver.url, bot.user_id, PASSWORD) as another:
        await another.ask("replaceIdentity")
    bot.start()
    async with (
        JsClient.started(homeserver.url, anna, PASSWORD) as strict,
        JsClient.started(homeserver.url, ben, PASSWORD, every_device=True) as old_fashioned,
    ):
        for person in (strict, old_fashioned):
            await person.ask("sign")
        room = await room_with(strict, bot, old_fashioned)
        await strict.ask("say", room=room, text="!idea fanotify")
        await logged(bot, "m.unverified")
        question = await old_fashioned.ask("say", room=room, text="!idea setns")
        answer = await old_fashioned.shown(lambda message: replied(message) == question and message["colour"])
        assert (answer["colour"], answer["reason"]) == ("RED", "UNSIGNED_DEVICE")
        unseen = await strict.shown(lambda message: message["id"] == answer["id"] and message["failure"])
        assert unseen["failure"] == "UNSIGNED_SENDER_DEVICE"


async def test_where_only_signed_devices_may_read_another_is_told_so_until_it_is_signed(
    homeserver: Homeserver, mentorix: Bots, unique: Unique
) -> None:
    anna, carol = await somebody(homeserver, unique("anna")), await somebody(homeserver, unique("carol"))
    bot = await mentorix(encrypt_for="signed", invites={"allow": ["*:localhost"]})
    bot.start()
    async with (
        JsClient.started(homeserver.url, anna, PASSWORD) as signed,
        JsClient.started(homeserver.url, carol, PASSWORD, every_device=True) as unsigned,
    ):
        await signed.ask("sign")
        room = await room_with(signed, bot, unsigned)
        answer = await answer_shown(signed, await unsigned.ask("say", room=room, text="!idea fanotify"))
        unread = await unsigned.shown(lambda message: message["id"] == answer["id"] and message["failure"])
        assert unread["failure"] == "MEGOLM_KEY_WITHHELD_FOR_UNVERIFIED_DEVICE"
        await unsigned.ask("sign")
        assert body(await answer_to(unsigned, room, "!idea setns")).startswith("Implement the setns syscall")


async def test_what_the_bot_says_in_a_conversation_that_it_began_is_encrypted_and_needs_no_shield(
    homeserver: Homeserver, mentorix: Bots, unique: Unique
) -> None:
    anna, alias = await somebody(homeserver, unique("anna")), unique("room")
    async with JsClient.started(homeserver.url, anna, PASSWORD) as person:
        await person.ask("sign")
        room = await person.ask("createRoom", alias=alias)
        bot = await mentorix(rooms=[{"room": f"#{alias}:localhost", "long_lists": "direct"}])
        bot.start()
        await person.until(lambda members: bot.user_id in members, "members", room=room)
        await person.ask("say", room=room, text="!ideas")
        two = await person.until(bool, "accept")
        said = await person.shown(lambda message: message["room"] == two and message["type"] == "m.room.message")
        assert (said["sender"], said["encrypted"], said["failure"]) == (bot.user_id, True, None)
        assert (said["colour"], said["reason"]) == ("NONE", None)


def device_of(bot: RunningBot) -> str:
    """The id of the bot's device."""
    return str(json.loads((bot.folder / "data" / "session.json").read_text())["device_id"])


def body(shown: Message) -> str:
    """An answer's words."""
    return str(shown["content"]["body"])


def readable(event_id: str) -> Callable[[Message], bool]:
    """That message, decrypted."""
    return lambda message: (
        message["id"] == event_id and message["type"] == "m.room.message" and not message["failure"]
    )


async def test_another_client_opens_our_secrets_with_the_recovery_key(
    homeserver: Homeserver, unique: Unique, tmp_path: Path
) -> None:
    bot = await Operator.new(homeserver.url, unique("mentorix"), tmp_path / "bot")
    key = bot.login().recovery_key
    async with JsClient.started(homeserver.url, bot.user_id, PASSWORD) as operator:
        status = await operator.ask("recover", key=key)
        assert status["privateKeysInSecretStorage"] is True
        assert status["privateKeysCachedLocally"] == dict.fromkeys(
            ("masterKey", "selfSigningKey", "userSigningKey"), True
        )
        device = await operator.ask("trust", userId=bot.user_id, deviceId=bot.session.device_id)
        assert device == {"signedByOwner": True, "verified": True}


async def test_an_identity_that_another_client_replaced_is_noticed(
    homeserver: Homeserver, unique: Unique, tmp_path: Path
) -> None:
    bot = await Operator.new(homeserver.url, unique("mentorix"), tmp_path / "bot")
    bot.login()
    async with JsClient.started(homeserver.url, bot.user_id, PASSWORD) as intruder:
        await intruder.ask("replaceIdentity")
        device = await intruder.ask("trust", userId=bot.user_id, deviceId=bot.session.device_id)
        assert device["signedByOwner"] is False
    status = bot.mentorix("status")
    assert status.code == 1
    assert "somebody has replaced them" in status.out


async def test_an_identity_that_was_made_in_another_client_is_taken_over(
    homeserver: Homeserver, unique: Unique, tmp_path: Path
) -> None:
    user_id = await somebody(homeserver, unique("mentorix"))
    bot = Operator.of(homeserver.url, user_id, tmp_path / "bot")
    async with JsClient.started(homeserver.url, user_id, PASSWORD) as operator:
        await operator.ask("sign")
        key = await operator.ask("keepSecrets")
        assert bot.mentorix("login").code == 1
        device = {"userId": user_id, "deviceId": bot.session.device_id}
        assert (await operator.ask("trust", **device))["signedByOwner"] is False
        bot.login("--recovery-key", MENTORIX_RECOVERY_KEY=key)
        await operator.until(lambda trust: trust["signedByOwner"], "trust", **device)
    assert bot.mentorix("status").code == 0


async def test_after_a_lost_store_the_next_message_is_read_and_answered_without_a_warning(
    homeserver: Homeserver, unique: Unique, tmp_path: Path
) -> None:
    operator = await Operator.new(homeserver.url, unique("mentorix"), tmp_path / "bot")
    operator.login()
    anna = await somebody(homeserver, unique("anna"))
    async with JsClient.started(homeserver.url, anna, PASSWORD) as person:
        await person.ask("sign")
        async with bot_of(operator) as bot:
            room = await together(person, bot)
            await person.ask("say", room=room, text="!idea fanotify")
            await bot.heard("!idea fanotify")
        (operator.data / "crypto.db").unlink()
        operator.login()
        device = {"userId": operator.user_id, "deviceId": operator.session.device_id}
        await person.until(lambda trust: trust and trust["signedByOwner"], "trust", **device)
        async with bot_of(operator) as bot:
            await person.ask("say", room=room, text="!idea setns")
            await bot.heard("!idea setns")
            answer = await bot.say(room, "an answer", [anna, operator.user_id])
            shown = await person.shown(readable(answer))
            assert (shown["colour"], shown["reason"]) == ("NONE", None)
