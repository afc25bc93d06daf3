"""`mentorix status`: who the bot is and whether others trust it, also without the homeserver."""

import json
from pathlib import Path

import pytest
from operators import Operator
from surroundings import Unique

from bot.cli import main
from demo.homeserver import Homeserver
from demo.server import free_port

pytestmark = pytest.mark.process


@pytest.fixture
async def bot(homeserver: Homeserver, unique: Unique, tmp_path: Path) -> Operator:
    return await Operator.new(homeserver.url, unique("mentorix"), tmp_path / "bot")


def lines(out: str) -> dict[str, str]:
    """The facts by their names."""
    found = (line.partition("  ") for line in out.splitlines())
    return {name: value.strip() for name, _, value in found}


async def test_a_sound_bot_is_told_with_its_fingerprint_in_groups_of_four(bot: Operator) -> None:
    bot.login()
    ran = bot.mentorix("status", password=None)
    told = lines(ran.out)
    device = (await bot.call("POST", "keys/query", {"device_keys": {bot.user_id: []}}))["device_keys"][bot.user_id]
    served = device[bot.session.device_id]["keys"][f"ed25519:{bot.session.device_id}"]
    assert ran.code == 0
    assert (told["user"], told["device"]) == (bot.user_id, bot.session.device_id)
    assert told["fingerprint"].replace(" ", "") == served
    assert {len(group) for group in told["fingerprint"].split()} == {4, 3}
    assert told["trust"] == "signed, and the signature that is served verifies"
    assert told["identity"] == str(bot.data / "identity.json")
    assert told["last synced"] == "never"


async def test_without_the_homeserver_the_rest_is_told(bot: Operator) -> None:
    bot.login()
    online = lines(bot.mentorix("status").out)
    session = json.loads((bot.data / "session.json").read_text())
    (bot.data / "session.json").write_text(json.dumps(session | {"homeserver": f"http://127.0.0.1:{free_port()}"}))
    ran = bot.mentorix("status")
    told = lines(ran.out)
    assert ran.code == 3
    assert told["trust"].startswith("unknown: cannot reach the homeserver")
    assert told["fingerprint"] == online["fingerprint"]
    assert told["homeserver"].endswith(f"; the configuration names {bot.url}")
    assert online["homeserver"] == bot.url


async def test_a_damaged_database_is_told_beside_the_rest(bot: Operator) -> None:
    bot.login()
    (bot.data / "mentorix.db").write_bytes(b"this is no database at all" * 100)
    ran = bot.mentorix("status")
    assert ran.code == 2
    assert lines(ran.out)["last synced"].endswith("restore it from a backup (file is not a database)")
    assert "fingerprint" in lines(ran.out)
    assert bot.mentorix("run").code == 2


async def test_the_session_of_another_account_is_told(bot: Operator) -> None:
    bot.login()
    Operator.of(bot.url, "@somebody-else:localhost", bot.folder)
    ran = bot.mentorix("status")
    assert ran.code == 2
    assert "the configuration names @somebody-else:localhost" in ran.out


def test_without_a_session_it_says_how_to_get_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Operator.of("http://127.0.0.1:1", "@mentorix:localhost", tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["mentorix", "status"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "run `mentorix login` first" in capsys.readouterr().err
