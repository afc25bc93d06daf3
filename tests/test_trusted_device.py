"""After `mentorix login` others can trust the bot's device, and whatever is lost is recognised and mended."""

import asyncio
import json
import stat
from pathlib import Path

import pytest
from operators import Operator, told, trusted_devices
from surroundings import People, Unique

from bot.data_folder import DataFolder
from demo import proxy as faults
from demo.applicant import Applicant
from demo.homeserver import Homeserver
from demo.proxy import FaultyProxy
from demo.running import PASSWORD

pytestmark = pytest.mark.process


@pytest.fixture
async def bot(homeserver: Homeserver, unique: Unique, tmp_path: Path) -> Operator:
    return await Operator.new(homeserver.url, unique("mentorix"), tmp_path / "bot")


async def test_one_login_makes_a_device_that_everybody_can_verify(bot: Operator, people: People) -> None:
    ran = bot.login()
    assert ran.out.startswith(f"Logged in as {bot.user_id} on device {bot.session.device_id}.\n")
    assert trusted_devices(await told(await people("anna"), bot.user_id), bot.user_id) == {bot.session.device_id}


async def test_a_wrong_password_is_told_with_account_and_homeserver_and_leaves_nothing(bot: Operator) -> None:
    ran = bot.mentorix("login", password="wrong")
    assert ran.code == 3
    assert f"{bot.url} did not let {bot.user_id} log in: " in ran.err
    assert "wrong" not in ran.err
    assert not (bot.data / "session.json").exists()


async def test_a_signature_of_other_keys_would_be_noticed(bot: Operator, people: People) -> None:
    bot.login()
    answer = await told(await people("anna"), bot.user_id)
    answer["device_keys"][bot.user_id][bot.session.device_id]["algorithms"] = []
    assert trusted_devices(answer, bot.user_id) == set()


async def test_everything_secret_is_its_owners_alone(bot: Operator) -> None:
    bot.login()
    assert stat.S_IMODE(bot.data.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in bot.data.iterdir()}
    assert modes == dict.fromkeys(["session.json", "lock", "crypto.db", "identity.json", "pickle-key"], 0o600)


async def test_a_second_login_changes_nothing(bot: Operator, people: People) -> None:
    bot.login()
    identity, before = (bot.data / "identity.json").read_text(), await told(anna := await people("anna"), bot.user_id)
    again = bot.login()
    assert again.out == f"Already logged in as {bot.user_id} on device {bot.session.device_id}.\n"
    assert (bot.data / "identity.json").read_text() == identity
    assert await told(anna, bot.user_id) == before


async def test_a_session_that_the_homeserver_ended_goes_on_with_the_same_device_and_keys(
    bot: Operator, people: People
) -> None:
    bot.login()
    anna, device = await people("anna"), bot.session.device_id
    before = await told(anna, bot.user_id)
    await bot.call("POST", "logout", {})
    assert (await told(anna, bot.user_id))["device_keys"][bot.user_id] == {}
    assert "on the same device" in bot.login().out
    assert bot.session.device_id == device
    assert await told(anna, bot.user_id) == before
    counts = await bot.call("POST", "keys/upload", {})
    assert counts["one_time_key_counts"]["signed_curve25519"] == 50


async def test_a_lost_crypto_store_is_a_new_device_of_the_same_identity(bot: Operator, people: People) -> None:
    bot.login()
    anna, lost, identity = await people("anna"), bot.session, (bot.data / "identity.json").read_text()
    (bot.data / "crypto.db").unlink()
    status = bot.mentorix("status")
    assert status.code == 2
    assert "crypto.db: is missing" in status.out
    assert "run `mentorix login`" in status.out
    ran = bot.login()
    assert f"Device {lost.device_id} is given up: its keys are gone." in ran.out
    assert bot.session.device_id != lost.device_id
    assert (bot.data / "identity.json").read_text() == identity
    answer = await told(anna, bot.user_id)
    assert set(answer["device_keys"][bot.user_id]) == {bot.session.device_id}
    assert trusted_devices(answer, bot.user_id) == {bot.session.device_id}
    assert bot.mentorix("status").code == 0


async def test_a_crypto_store_of_another_backup_is_recognised(bot: Operator, people: People) -> None:
    bot.login()
    anna, old = await people("anna"), (bot.data / "crypto.db").read_bytes()
    (bot.data / "crypto.db").unlink()
    bot.login()
    (bot.data / "crypto.db").write_bytes(old)
    assert "as if it came from another backup" in bot.mentorix("status").out
    bot.login()
    assert trusted_devices(await told(anna, bot.user_id), bot.user_id) == {bot.session.device_id}


async def test_an_older_crypto_store_of_the_same_device_is_given_up(bot: Operator, people: People) -> None:
    bot.login()
    old, device = (bot.data / "crypto.db").read_bytes(), bot.session.device_id
    anna = await people("anna")
    await anna.call("POST", "keys", "claim", body={"one_time_keys": {bot.user_id: {device: "signed_curve25519"}}})
    bot.login()
    (bot.data / "crypto.db").write_bytes(old)
    await anna.call("POST", "keys", "claim", body={"one_time_keys": {bot.user_id: {device: "signed_curve25519"}}})
    ran = bot.login()
    assert f"Device {device} is given up" in ran.out
    assert trusted_devices(await told(anna, bot.user_id), bot.user_id) == {bot.session.device_id}


async def test_a_device_deleted_on_the_homeserver_comes_back_signed(bot: Operator, people: People) -> None:
    bot.login()
    anna = await people("anna")
    async with await Applicant.log_in(bot.url, bot.user_id, PASSWORD, reads=False) as other:
        user = {"type": "m.id.user", "user": bot.user_id}
        proof = {"type": "m.login.password", "identifier": user, "password": PASSWORD}
        await other.call("POST", "delete_devices", body={"devices": [bot.session.device_id], "auth": proof})
    status = bot.mentorix("status")
    assert status.code == 1
    assert "no longer accepts our session (M_UNKNOWN_TOKEN); run `mentorix login`" in status.out
    bot.login()
    assert bot.session.device_id in trusted_devices(await told(anna, bot.user_id), bot.user_id)


async def test_a_wrong_pickle_key_is_said_and_changes_nothing(bot: Operator) -> None:
    bot.login()
    before = (bot.data / "crypto.db").read_bytes()
    for command in ("login", "status"):
        ran = bot.mentorix(command, MENTORIX_PICKLE_KEY="something else")
        assert ran.code == 2
        assert "crypto.db: cannot be decrypted with this secret; put the right one back" in ran.out + ran.err
    assert (bot.data / "crypto.db").read_bytes() == before
    assert bot.mentorix("status").code == 0


async def test_the_pickle_key_may_come_from_the_environment_and_is_then_not_kept(bot: Operator) -> None:
    bot.login(MENTORIX_PICKLE_KEY="from a vault")
    assert not (bot.data / "pickle-key").exists()
    assert bot.mentorix("status", MENTORIX_PICKLE_KEY="from a vault").code == 0
    assert bot.mentorix("status").code == 2


async def test_a_damaged_crypto_store_is_said(bot: Operator) -> None:
    bot.login()
    (bot.data / "crypto.db").write_bytes(b"this is no database at all" * 100)
    ran = bot.mentorix("login")
    assert ran.code == 2
    assert "restore the whole data folder from a backup, or delete this file" in ran.err
    (bot.data / "crypto.db").unlink()
    bot.login()


async def test_an_identity_of_another_client_is_not_touched_unless_asked(
    bot: Operator, homeserver: Homeserver, people: People, tmp_path: Path
) -> None:
    bot.login()
    anna, first = await people("anna"), await told(await people("ben"), bot.user_id)
    other = Operator.of(homeserver.url, bot.user_id, tmp_path / "other")
    ran = other.mentorix("login")
    assert ran.code == 1
    assert "cross-signing keys that we do not hold" in ran.err
    assert "--recovery-key" in ran.err
    assert (await told(anna, bot.user_id))["master_keys"] == first["master_keys"]
    assert other.mentorix("status").code == 1


async def test_a_reset_replaces_the_identity_and_the_other_machine_is_told(
    bot: Operator, homeserver: Homeserver, people: People, tmp_path: Path
) -> None:
    bot.login()
    anna, other = await people("anna"), Operator.of(homeserver.url, bot.user_id, tmp_path / "other")
    first = await told(anna, bot.user_id)
    reset = other.login("--reset-identity")
    now = await told(anna, bot.user_id)
    assert now["master_keys"] != first["master_keys"]
    assert trusted_devices(now, bot.user_id) == {other.session.device_id}
    for command in ("status", "login"):
        ran = bot.mentorix(command)
        assert ran.code == 1
        assert "somebody has replaced them" in ran.out + ran.err
        assert "--reset-identity" in ran.out + ran.err
    assert await told(anna, bot.user_id) == now
    bot.login("--recovery-key", MENTORIX_RECOVERY_KEY=reset.recovery_key)
    both = {bot.session.device_id, other.session.device_id}
    assert trusted_devices(await told(anna, bot.user_id), bot.user_id) == both


async def test_a_reset_with_a_wrong_password_leaves_identity_and_seeds(bot: Operator, people: People) -> None:
    bot.login()
    anna, seeds = await people("anna"), (bot.data / "identity.json").read_text()
    before = await told(anna, bot.user_id)
    ran = bot.mentorix("login", "--reset-identity", password="wrong")
    assert ran.code == 3
    assert "did not accept the password" in ran.err
    assert (bot.data / "identity.json").read_text() == seeds
    assert await told(anna, bot.user_id) == before
    assert bot.mentorix("status").code == 0


async def test_a_crash_after_the_upload_and_before_seeds_are_settled_loses_nothing(
    bot: Operator, people: People
) -> None:
    bot.login()
    (bot.data / "identity.json").rename(bot.data / "identity.json.proposed")
    assert bot.mentorix("status").code == 0
    bot.login()
    assert (bot.data / "identity.json").exists()
    assert not (bot.data / "identity.json.proposed").exists()
    assert trusted_devices(await told(await people("anna"), bot.user_id), bot.user_id) == {bot.session.device_id}


async def test_lost_seeds_come_back_with_the_recovery_key(bot: Operator, people: People) -> None:
    key = bot.login().recovery_key
    seeds = json.loads((bot.data / "identity.json").read_text())
    (bot.data / "identity.json").unlink()
    ran = bot.mentorix("login")
    assert ran.code == 1
    assert "--recovery-key" in ran.err
    bot.login("--recovery-key", MENTORIX_RECOVERY_KEY=key.replace(" ", ""))
    assert json.loads((bot.data / "identity.json").read_text()) == seeds
    assert trusted_devices(await told(await people("anna"), bot.user_id), bot.user_id) == {bot.session.device_id}


async def test_a_second_process_on_the_folder_is_refused(bot: Operator) -> None:
    bot.login()
    folder = DataFolder(bot.data)
    folder.hold()
    ran = bot.mentorix("login")
    folder.release()
    assert ran.code == 2
    assert "held by another mentorix" in ran.err


async def test_a_new_recovery_key_takes_the_place_of_the_old_one(bot: Operator) -> None:
    old = bot.login().recovery_key
    new = bot.login("--new-recovery-key").recovery_key
    assert new != old
    (bot.data / "identity.json").unlink()
    ran = bot.mentorix("login", "--recovery-key", MENTORIX_RECOVERY_KEY=old)
    assert ran.code == 2
    assert "this is not the account's recovery key" in ran.err
    bot.login("--recovery-key", MENTORIX_RECOVERY_KEY=new)


async def test_a_recovery_key_for_an_account_without_secrets_is_told(bot: Operator) -> None:
    key = "EsTc LW2K PGiF wKEA 3As5 g5c4 BXwk qeeJ ZJV8 Q9fu gUMN UE4d"
    ran = bot.mentorix("login", "--recovery-key", MENTORIX_RECOVERY_KEY=key)
    assert ran.code == 2
    assert "keeps no secrets" in ran.err
    ran = bot.mentorix("login", "--recovery-key")
    assert ran.code == 2
    assert "MENTORIX_RECOVERY_KEY" in ran.err


async def test_the_device_of_a_token_is_signed_unless_another_client_has_its_keys(
    bot: Operator, homeserver: Homeserver, people: People, tmp_path: Path
) -> None:
    async with await Applicant.log_in(bot.url, bot.user_id, PASSWORD, reads=False) as fresh:
        ran = bot.mentorix("login", password=None, MENTORIX_ACCESS_TOKEN=fresh.token)
        assert ran.code == 0, ran.err
        assert ran.out.startswith(f"Took over device {fresh.device_id} of {bot.user_id}.\n")
        assert trusted_devices(await told(await people("anna"), bot.user_id), bot.user_id) == {fresh.device_id}
        elsewhere = Operator.of(homeserver.url, bot.user_id, tmp_path / "elsewhere")
        ran = elsewhere.mentorix("login", password=None, MENTORIX_ACCESS_TOKEN=fresh.token)
        assert ran.code == 2
        assert "the device of this token cannot be used: its keys are gone" in ran.err


async def test_a_homeserver_that_takes_no_keys_is_not_filled_with_devices(
    unique: Unique, proxy: FaultyProxy, tmp_path: Path
) -> None:
    bot = await Operator.new(proxy.url, unique("mentorix"), tmp_path / "bot")
    before = len(await devices(bot.url, bot.user_id))
    proxy.behave(faults.refuse(403, "M_FORBIDDEN"), only="/keys/upload")
    for _ in range(2):
        ran = await asyncio.to_thread(bot.mentorix, "login")
        assert ran.code == 3
        assert "does not take the keys of this device" in ran.err
    assert len(await devices(bot.url, bot.user_id)) == before + 2  # the session that is kept, and our own second look
    proxy.heal()
    await asyncio.to_thread(bot.login)


async def devices(url: str, user_id: str) -> list[str]:
    """The account's devices; looking makes one more."""
    async with await Applicant.log_in(url, user_id, PASSWORD, reads=False) as account:
        return [device["device_id"] for device in (await account.call("GET", "devices"))["devices"]]
