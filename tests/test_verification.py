"""Operators verify the bot from a client of Element's kind, by emoji; nobody else can."""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from bot_device import BotDevice
from js_client import JsClient, JsError
from operators import Operator
from structlog.testing import capture_logs
from surroundings import Unique
from test_interop import bot_of, somebody, together

from bot.data_folder import DataFolder
from bot.matrix.cross_signing import Identity
from bot.matrix.sas import Side
from bot.matrix.verification import Verifications
from demo.homeserver import Homeserver
from demo.running import PASSWORD

pytestmark = pytest.mark.process


@asynccontextmanager
async def verifiable(operator: Operator, by: Collection[str], room_members: list[str]) -> AsyncIterator[BotDevice]:
    """The bot's device, which answers those who verify it for as long as the block lasts."""
    master = Identity.of(DataFolder(operator.data).seeds()[0]).master.public
    async with bot_of(operator) as bot:

        async def say(room: str, kind: str, content: dict[str, Any]) -> None:
            sealed = await bot.cipher.sealed(room, room_members, kind, content)
            await bot.wire.put_event(
                f"/_matrix/client/v3/rooms/{room}/send/m.room.encrypted/{len(bot.read)}{kind}", sealed
            )

        device = bot.store.olm.device_id
        keys = {f"ed25519:{device}": bot.store.keys.ed25519, f"ed25519:{master}": master}
        verifications = Verifications(bot.wire, Side(operator.user_id, device, keys), by, bot.cipher.devices, say)

        async def serve() -> None:
            read, came = 0, 0
            while True:
                await bot.look()
                for event in bot.by_itself[came:]:
                    await verifications.take(event)
                for event in bot.read[read:]:
                    if event["sender"] != operator.user_id:
                        await verifications.take(event, event["room_id"])
                read, came = len(bot.read), len(bot.by_itself)

        serving = asyncio.create_task(serve())
        try:
            yield bot
        finally:
            serving.cancel()
            with suppress(asyncio.CancelledError):
                await serving


@pytest.mark.parametrize("in_a_room", [False, True], ids=["from device to device", "in a room"])
async def test_an_operator_verifies_the_bot_and_sees_the_emoji_that_the_log_shows(
    homeserver: Homeserver, unique: Unique, tmp_path: Path, *, in_a_room: bool
) -> None:
    operator = await Operator.new(homeserver.url, unique("mentorix"), tmp_path / "bot")
    operator.login()
    anna = await somebody(homeserver, unique("anna"))
    async with JsClient.started(homeserver.url, anna, PASSWORD) as person:
        await person.ask("sign")
        async with bot_of(operator) as bot:
            room = await together(person, bot)
        device = {"userId": operator.user_id, "deviceId": operator.session.device_id}
        await person.until(lambda trust: trust and trust["signedByOwner"], "trust", **device)
        assert await person.ask("trustsPerson", userId=operator.user_id) is False
        with capture_logs() as logs:
            async with verifiable(operator, {anna}, [anna, operator.user_id]):
                shown = await person.ask("verify", **device, **({"room": room} if in_a_room else {}))
            await person.until(bool, "trustsPerson", userId=operator.user_id)
    (logged,) = [entry["emoji"] for entry in logs if "emoji" in entry]
    assert [sign for sign, _ in shown] == [each.split()[0] for each in logged.split(", ")]


async def test_a_stranger_is_declined(homeserver: Homeserver, unique: Unique, tmp_path: Path) -> None:
    operator = await Operator.new(homeserver.url, unique("mentorix"), tmp_path / "bot")
    operator.login()
    mallory = await somebody(homeserver, unique("mallory"))
    async with JsClient.started(homeserver.url, mallory, PASSWORD) as person:
        await person.ask("sign")
        async with bot_of(operator) as bot:
            await together(person, bot)
        device = {"userId": operator.user_id, "deviceId": operator.session.device_id}
        await person.until(lambda trust: trust and trust["signedByOwner"], "trust", **device)
        async with verifiable(operator, {"@anna:localhost"}, []):
            with pytest.raises(JsError, match=r"m\.user"):
                await person.ask("verify", **device)
        assert await person.ask("trustsPerson", userId=operator.user_id) is False
