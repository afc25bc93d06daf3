"""Whatever is lost of the keys, a bot that is started or runs says it and what mends it, or mends it itself."""

import json
import secrets
from collections.abc import Callable
from pathlib import Path

import pytest
from js_client import JsClient
from operators import Operator
from surroundings import Bots, People, Unique
from test_encrypted_for_element import answering
from test_encrypted_rooms import logged
from test_interop import somebody

from bot.data_folder import DataFolder
from demo.homeserver import Homeserver
from demo.running import PASSWORD, RunningBot

pytestmark = pytest.mark.process


async def test_a_bot_whose_keys_are_lost_does_not_start_and_says_what_to_do(
    homeserver: Homeserver, unique: Unique, tmp_path: Path
) -> None:
    bot = await Operator.new(homeserver.url, unique("mentorix"), tmp_path / "bot")
    bot.login()
    store = bot.data / "crypto.db"
    kept, anew = store.read_bytes(), "run `mentorix login`, which makes a new device"

    wrong_key = bot.mentorix("run", MENTORIX_PICKLE_KEY="another")
    assert "crypto.db: cannot be decrypted with this secret; put the right one back" in wrong_key.err
    assert "delete this file and run `mentorix login`" in wrong_key.err
    store.write_bytes(b"this is no database at all" * 100)
    damaged = bot.mentorix("run")
    assert "restore the whole data folder from a backup, or delete this file" in damaged.err
    store.unlink()
    gone = bot.mentorix("run")
    assert "crypto.db: is missing, and with it the keys of device" in gone.err
    assert anew in gone.err
    bot.login()
    store.write_bytes(kept)
    mixed = bot.mentorix("run")
    assert "as if it came from another backup than session.json" in mixed.err
    assert anew in mixed.err
    bot.login()
    folder = DataFolder(bot.data)
    folder.hold()
    second = bot.mentorix("run")
    folder.release()
    assert "held by another mentorix" in second.err
    assert [ran.code for ran in (wrong_key, damaged, gone, mixed, second)] == [2] * 5


async def test_a_device_that_is_deleted_while_the_bot_runs_comes_back_and_answers_in_encrypted_rooms(
    homeserver: Homeserver, unique: Unique, mentorix: Bots
) -> None:
    anna = await somebody(homeserver, unique("anna"))
    bot = await mentorix(invites={"allow": ["*:localhost"]})
    bot.start()
    async with JsClient.started(homeserver.url, anna, PASSWORD) as person:
        await person.ask("sign")
        room = str(await person.ask("createRoom", invite=[bot.user_id], direct=False))
        await person.until(lambda members: bot.user_id in members, "members", room=room)
        before = device_of(bot)
        for times in (1, 2):
            question = str(await person.ask("say", room=room, text="!idea fanotify"))
            shown = await person.shown(answering(question))
            assert (shown["colour"], shown["reason"]) == ("NONE", None)
            await bot.log_out(homeserver.url)
            await logged(bot, "our device is enrolled again", times)
            trusted = {"userId": bot.user_id, "deviceId": before}
            await person.until(lambda trust: trust and trust["signedByOwner"], "trust", **trusted)
        assert device_of(bot) == before


async def test_without_a_password_it_ends_and_says_what_to_do(homeserver: Homeserver, mentorix: Bots) -> None:
    bot = await mentorix(password=None)
    bot.start()
    await bot.log_out(homeserver.url)
    assert await bot.process.finished() == 4
    assert "the homeserver ended our session; run `mentorix login`" in bot.log.read_text()


async def test_operators_are_told_when_another_client_replaced_the_identity(
    homeserver: Homeserver, people: People, mentorix: Bots, tmp_path: Path
) -> None:
    ada, alias = await people("ada"), f"office-{secrets.token_hex(4)}"
    office = await ada.create_room(alias=alias)
    bot = await mentorix(operators_room=f"#{alias}:localhost")
    Operator.of(homeserver.url, bot.user_id, tmp_path / "elsewhere").login("--reset-identity")
    bot.start()
    (told,) = await ada.wait_for(by(bot.user_id, office))
    assert "Others do not trust my device" in told["content"]["body"]
    assert "`mentorix login --recovery-key`" in told["content"]["body"]


def device_of(bot: RunningBot) -> str:
    """The device of the session that is kept."""
    return str(json.loads((bot.folder / "data" / "session.json").read_text())["device_id"])


def by(user_id: str, room: str) -> Callable[[dict[str, object]], bool]:
    """What somebody says in a room."""
    return lambda event: (event["sender"], event["room_id"], event["type"]) == (user_id, room, "m.room.message")
