"""One-time and fallback keys: the homeserver never runs out, a crash loses none, and a used fallback key is replaced."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from nacl.signing import VerifyKey
from surroundings import People
from unpaddedbase64 import decode_base64
from wires import Nobody, wire_of

from bot.account import Session
from bot.errors import MatrixError
from bot.matrix.crypto_store import CryptoStore, made, opened
from bot.matrix.device_keys import CURVE, DeviceKeyUpload
from bot.matrix.signatures import canonical
from demo import proxy as faults
from demo.applicant import Applicant
from demo.proxy import FaultyProxy

_NUMBERS = count(1)
SECRET = "a throw-away secret"


def session_of(bot: Applicant) -> Session:
    return Session(bot.url, bot.user_id, bot.device_id, bot.token)


@asynccontextmanager
async def device(bot: Applicant, folder: Path, url: str = "") -> AsyncIterator[tuple[CryptoStore, DeviceKeyUpload]]:
    """The bot's device with its store open; made the first time."""
    path = folder / "crypto.db"
    store = opened(path, session_of(bot), SECRET) if path.exists() else made(path, session_of(bot), SECRET)
    try:
        async with wire_of(bot, url) as wire:
            yield store, DeviceKeyUpload(wire, store.olm)
    finally:
        store.close()


async def claimed(somebody: Applicant, bot: Applicant) -> dict[str, Any]:
    """A key that somebody gets to begin a conversation with the bot, as its name and its object."""
    wanted = {"one_time_keys": {bot.user_id: {bot.device_id: CURVE}}}
    answer = await somebody.call("POST", "keys", "claim", body=wanted)
    found: dict[str, Any] = answer["one_time_keys"].get(bot.user_id, {}).get(bot.device_id, {})
    return found


async def told(bot: Applicant) -> tuple[int, list[str]]:
    """What `/sync` tells: one-time keys left, and fallback keys that were not used.

    Synapse keeps an answer and gives it again to the same question, so no two are the same.
    """
    batch = await bot.call("GET", "sync", timeout=str(next(_NUMBERS)))
    return batch["device_one_time_keys_count"].get(CURVE, 0), batch["device_unused_fallback_key_types"]


async def test_everything_is_uploaded_and_signed(people: People, tmp_path: Path) -> None:
    bot, anna = await people("bot"), await people("anna")
    async with device(bot, tmp_path) as (store, upload):
        await upload.everything()
        assert await told(bot) == (50, [CURVE])
        answer = await anna.call("POST", "keys", "query", body={"device_keys": {bot.user_id: []}})
        served = answer["device_keys"][bot.user_id][bot.device_id]
        assert served["keys"][f"ed25519:{bot.device_id}"] == store.keys.ed25519
        ((_, key),) = (await claimed(anna, bot)).items()
        for signed in (served, key):
            signature = decode_base64(signed["signatures"][bot.user_id][f"ed25519:{bot.device_id}"])
            VerifyKey(decode_base64(store.keys.ed25519)).verify(canonical(signed), signature)


async def test_keys_that_were_used_are_topped_up(people: People, tmp_path: Path) -> None:
    bot, anna = await people("bot"), await people("anna")
    async with device(bot, tmp_path) as (_, upload):
        await upload.everything()
        names = [name for _ in range(3) for name in await claimed(anna, bot)]
        assert len(set(names)) == 3
        left, unused = await told(bot)
        assert left == 47
        await upload.top_up(left, unused)
        assert await told(bot) == (50, [CURVE])
        await upload.top_up(*await told(bot))
        assert await told(bot) == (50, [CURVE])


async def test_the_fifty_first_newcomer_reaches_us_and_the_fallback_key_is_replaced(
    people: People, tmp_path: Path
) -> None:
    bot, anna = await people("bot"), await people("anna")
    async with device(bot, tmp_path) as (_, upload):
        await upload.everything()
        single = [key for _ in range(50) for key in (await claimed(anna, bot)).values()]
        assert not any(key.get("fallback") for key in single)
        ((name, key),) = (await claimed(anna, bot)).items()
        assert key["fallback"] is True
        assert await claimed(anna, bot) == {name: key}
        assert await told(bot) == (0, [])
        await upload.top_up(*await told(bot))
        assert await told(bot) == (50, [CURVE])
        fresh = [found for _ in range(51) for found in await claimed(anna, bot)][-1]
        assert fresh != name


async def test_keys_of_an_upload_that_failed_are_uploaded_the_next_time(
    people: People, tmp_path: Path, proxy: FaultyProxy
) -> None:
    bot, anna = await people("bot"), await people("anna")
    proxy.behave(faults.lose_answer, only="/keys/upload")
    async with device(bot, tmp_path, proxy.url) as (_, upload):
        with pytest.raises(MatrixError):
            await upload.top_up(0, ())
    assert await told(bot) == (50, [CURVE])
    proxy.heal()
    async with device(bot, tmp_path, proxy.url) as (store, upload):
        kept = set(store.olm.account.one_time_keys["curve25519"].values())
        assert len(kept) == 50
        await upload.everything()
        assert await told(bot) == (50, [CURVE])
        assert store.olm.account.one_time_keys["curve25519"] == {}
    ((_, key),) = (await claimed(anna, bot)).items()
    assert key["key"] in kept


async def test_the_wire_is_left_alone_when_nothing_is_missing(people: People, tmp_path: Path) -> None:
    bot = await people("bot")
    async with device(bot, tmp_path) as (store, upload):
        await upload.everything()
        await DeviceKeyUpload(Nobody(), store.olm).top_up(50, [CURVE])
