"""Every way in which a device can stand badly has a name, a sentence and a command that mends it."""

from dataclasses import replace
from typing import Any

import pytest

from bot.account import Seeds, Session
from bot.matrix.cross_signing import Identity, Served
from bot.matrix.signatures import SigningKey
from bot.matrix.standing import MENDED_BY, DeviceKeys, Standing, judged, said

BOT = "@bot:example.org"
SESSION = Session("https://matrix.example.org", BOT, "DEVICE", "secret")
OURS, THEIRS = Identity.of(Seeds.random(BOT)), Identity.of(Seeds.random(BOT))
KEYS = DeviceKeys(SigningKey.of(bytes(32)).public, "a curve key")
PLAIN = {
    "user_id": BOT,
    "device_id": "DEVICE",
    "algorithms": ["m.olm.v1.curve25519-aes-sha2"],
    "keys": {"ed25519:DEVICE": KEYS.ed25519, "curve25519:DEVICE": KEYS.curve25519},
}
NOTHING = Served({}, {}, {}, {})


def serving(identity: Identity, device: dict[str, Any]) -> Served:
    """A homeserver that serves these keys."""
    objects = identity.objects()
    return Served(objects["master_key"], objects["self_signing_key"], objects["user_signing_key"], device)


SIGNED = serving(OURS, OURS.signed(PLAIN))
OTHER_KEYS = PLAIN | {"keys": {**PLAIN["keys"], "ed25519:DEVICE": "another key"}}  # type: ignore[dict-item]
OLD_SIGNATURE = PLAIN | {"signatures": OURS.signed(PLAIN | {"algorithms": []})["signatures"]}
MIXED = replace(SIGNED, self_signing=serving(THEIRS, {}).self_signing)


@pytest.mark.parametrize(
    ("served", "identity", "standing"),
    [
        pytest.param(SIGNED, OURS, Standing.SIGNED, id="all is well"),
        pytest.param(NOTHING, None, Standing.NO_DEVICE_KEYS, id="nothing there yet"),
        pytest.param(serving(OURS, {}), OURS, Standing.NO_DEVICE_KEYS, id="the device was deleted"),
        pytest.param(
            serving(OURS, OURS.signed(OTHER_KEYS)), OURS, Standing.OTHER_DEVICE_KEYS, id="other device keys"
        ),
        pytest.param(replace(NOTHING, device=PLAIN), None, Standing.NO_IDENTITY, id="no identity anywhere"),
        pytest.param(replace(NOTHING, device=PLAIN), OURS, Standing.NO_IDENTITY, id="the homeserver has lost it"),
        pytest.param(SIGNED, None, Standing.NOT_HELD, id="made by another client"),
        pytest.param(serving(THEIRS, THEIRS.signed(PLAIN)), OURS, Standing.REPLACED, id="reset by another client"),
        pytest.param(MIXED, OURS, Standing.REPLACED, id="a self-signing key that our master key did not sign"),
        pytest.param(serving(OURS, PLAIN), OURS, Standing.UNSIGNED, id="no signature"),
        pytest.param(serving(OURS, THEIRS.signed(PLAIN)), OURS, Standing.UNSIGNED, id="signed by an older identity"),
        pytest.param(serving(OURS, OLD_SIGNATURE), OURS, Standing.STALE, id="a signature of older keys"),
    ],
)
def test_a_device_stands(served: Served, identity: Identity | None, standing: Standing) -> None:
    assert judged(SESSION, KEYS, identity, served) is standing


def test_every_bad_standing_names_the_command_that_mends_it() -> None:
    for standing in Standing:
        if standing is not Standing.SIGNED:
            assert "run `mentorix login" in said(standing)
    assert Standing.SIGNED not in MENDED_BY


def test_a_fingerprint_stands_in_groups_of_four() -> None:
    assert DeviceKeys("ABCDEFGHIJ", "").fingerprint == "ABCD EFGH IJ"


def test_no_secret_is_shown_by_mistake() -> None:
    seeds = Seeds.random(BOT)
    assert str(seeds) == repr(seeds) == f"Seeds({BOT})"
    assert "secret" not in repr(SESSION)
