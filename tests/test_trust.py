"""While the bot runs it sees whether others trust its device, mends what it can and tells the rest."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from operators import Operator, told, trusted_devices
from surroundings import People, Unique
from wires import wire_of

from bot.data_folder import DataFolder
from bot.matrix.crypto_store import opened
from bot.matrix.enrolment import Enrolment
from bot.matrix.standing import Standing
from bot.matrix.trust import Trust
from demo import proxy as faults
from demo.homeserver import Homeserver
from demo.proxy import FaultyProxy

pytestmark = pytest.mark.process


@pytest.fixture
async def bot(homeserver: Homeserver, unique: Unique, tmp_path: Path) -> Operator:
    operator = await Operator.new(homeserver.url, unique("mentorix"), tmp_path / "bot")
    operator.login()
    return operator


def nobody_to_ask() -> str:
    pytest.fail("a bot that runs has no password to give")


@asynccontextmanager
async def watched(bot: Operator, url: str = "") -> AsyncIterator[tuple[Trust, dict[str, str]]]:
    """The bot's trust, and what its operators are told."""
    heard: dict[str, str] = {}
    store = opened(bot.data / "crypto.db", bot.session, bot.secret)
    try:
        async with bot.device() as device, wire_of(device, url) as wire:
            enrolment = Enrolment(wire, bot.session, store, DataFolder(bot.data), nobody_to_ask)
            yield Trust(enrolment, heard.setdefault), heard
    finally:
        store.close()


async def test_a_sound_device_is_left_as_it_is(bot: Operator, people: People) -> None:
    anna = await people("anna")
    before = await told(anna, bot.user_id)
    async with watched(bot) as (trust, heard):
        assert await trust.look() is Standing.SIGNED
    assert heard == {}
    assert await told(anna, bot.user_id) == before


async def test_keys_that_the_homeserver_forgot_with_the_session_are_given_to_it_again(
    bot: Operator, people: People
) -> None:
    anna = await people("anna")
    await bot.call("POST", "logout", {})
    identifier = {"type": "m.id.user", "user": bot.user_id}
    again = {"type": "m.login.password", "identifier": identifier, "password": "a throw-away password"}
    session = await bot.call("POST", "login", again | {"device_id": bot.session.device_id})
    kept = (bot.data / "session.json").read_text().replace(bot.session.access_token, session["access_token"])
    (bot.data / "session.json").write_text(kept)
    assert bot.mentorix("status").code == 1
    async with watched(bot) as (trust, heard):
        assert await trust.look() is Standing.SIGNED
    assert heard == {}
    assert trusted_devices(await told(anna, bot.user_id), bot.user_id) == {bot.session.device_id}


async def test_an_identity_that_was_replaced_is_told_and_not_touched(
    bot: Operator, homeserver: Homeserver, people: People, tmp_path: Path
) -> None:
    anna = await people("anna")
    Operator.of(homeserver.url, bot.user_id, tmp_path / "other").login("--reset-identity")
    before = await told(anna, bot.user_id)
    async with watched(bot) as (trust, heard):
        assert await trust.look() is Standing.REPLACED
        await trust.look()
    ((_, said),) = heard.items()
    assert "somebody has replaced them" in said
    assert "mentorix login --recovery-key" in said
    assert await told(anna, bot.user_id) == before


async def test_an_outage_is_waited_for(bot: Operator, proxy: FaultyProxy) -> None:
    proxy.behave(faults.status(502), only="/keys/query", times=2)
    async with watched(bot, proxy.url) as (trust, heard):
        keeping = asyncio.create_task(trust.keep())
        while len(proxy.requests("/keys/query")) < 3:
            trust.look_again()
            await asyncio.wait([keeping], timeout=0.2)
        keeping.cancel()
        await asyncio.wait([keeping])
    assert heard == {}
