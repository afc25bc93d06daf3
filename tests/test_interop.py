"""What a client of Element's kind, which leaves unsigned devices out, makes of the bot's device."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from bot_device import BotDevice
from js_client import JsClient, Message
from operators import Operator
from surroundings import Unique

from demo.applicant import Applicant
from demo.homeserver import Homeserver
from demo.running import PASSWORD

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


@asynccontextmanager
async def unsigned(homeserver: Homeserver, name: str, path: Path) -> AsyncIterator[BotDevice]:
    """A device as a bot has it that does not sign it."""
    account = await Applicant.register(homeserver.url, name, PASSWORD, reads=False)
    async with account, BotDevice.at(path, account) as bot:
        await bot.look()
        yield bot


async def together(person: JsClient, *bots: BotDevice) -> str:
    """A new encrypted room with a person and bots in it."""
    room = str(await person.ask("createRoom", invite=[bot.store.olm.user_id for bot in bots], direct=False))
    for bot in bots:
        await bot.join(room)
    await person.until(lambda members: len(members) > len(bots), "members", room=room)
    return room


async def test_question_and_answer_need_no_shield_before_and_after_a_restart(
    homeserver: Homeserver, unique: Unique, tmp_path: Path
) -> None:
    operator = await Operator.new(homeserver.url, unique("mentorix"), tmp_path / "bot")
    operator.login()
    anna = await somebody(homeserver, unique("anna"))
    members = [anna, operator.user_id]
    async with JsClient.started(homeserver.url, anna, PASSWORD) as person:
        await person.ask("sign")
        async with bot_of(operator) as bot:
            room = await together(person, bot)
            question = await person.ask("say", room=room, text="!idea fanotify")
            assert (await bot.heard("!idea fanotify"))["event_id"] == question
            before = await bot.say(room, "the first answer", members)
            since = bot.since
        await person.ask("say", room=room, text="!idea setns")
        async with bot_of(operator) as bot:
            bot.since = since
            await bot.heard("!idea setns")
            after = await bot.say(room, "the second answer", members)
        for event_id, text in ((before, "the first answer"), (after, "the second answer")):
            shown = await person.shown(readable(event_id))
            assert (shown["content"]["body"], shown["encrypted"]) == (text, True)
            assert (shown["colour"], shown["reason"]) == ("NONE", None)


async def test_an_unsigned_device_gets_no_key_and_is_not_shown(
    homeserver: Homeserver, unique: Unique, tmp_path: Path
) -> None:
    operator = await Operator.new(homeserver.url, unique("signed"), tmp_path / "signed")
    operator.login()
    anna = await somebody(homeserver, unique("anna"))
    async with (
        JsClient.started(homeserver.url, anna, PASSWORD) as person,
        bot_of(operator) as signed,
        unsigned(homeserver, unique("plain"), tmp_path / "plain.db") as plain,
    ):
        await person.ask("sign")
        room = await together(person, signed, plain)
        await person.ask("say", room=room, text="!idea fanotify")
        await signed.heard("!idea fanotify")
        await plain.until(lambda: plain.unread)
        withheld = [event["content"]["code"] for event in plain.by_itself if event["type"] == "m.room_key.withheld"]
        assert withheld == ["m.unverified"]
        members = [anna, operator.user_id, plain.store.olm.user_id]
        seen, unseen = await signed.say(room, "an answer", members), await plain.say(room, "an answer", members)
        await person.shown(readable(seen))
        shown = await person.shown(lambda message: message["id"] == unseen and message["failure"])
        assert shown["failure"] == "UNSIGNED_SENDER_DEVICE"


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
