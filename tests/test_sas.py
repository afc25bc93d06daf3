"""Verification by emoji, step by step: both sides see the same, and whatever does not fit ends it."""

from hashlib import sha256
from typing import Any

import nio.crypto
import pytest
import vodozemac

from bot.matrix.sas import Broken, Sas, Side
from bot.matrix.signatures import canonical, unpadded

BOT = Side("@bot:example.org", "BOT", {"ed25519:BOT": "the bot's key", "ed25519:MASTER": "the bot's master key"})
ANNA = Side("@anna:example.org", "PHONE", {"ed25519:PHONE": "anna's key"})
START: dict[str, Any] = {
    "from_device": "PHONE",
    "method": "m.sas.v1",
    "key_agreement_protocols": ["curve25519", "curve25519-hkdf-sha256"],
    "hashes": ["sha256"],
    "message_authentication_codes": ["hkdf-hmac-sha256", "hkdf-hmac-sha256.v2"],
    "short_authentication_string": ["decimal", "emoji"],
    "transaction_id": "flow",
}


class Anna:
    """The other side, played with the library alone."""

    def __init__(self) -> None:
        self.secret = vodozemac.Sas()
        self.key = self.secret.public_key.to_base64()

    def agree(self, bots_key: str) -> tuple[str, ...]:
        """The emoji that she sees."""
        self.shared = self.secret.diffie_hellman(vodozemac.Curve25519PublicKey.from_base64(bots_key))
        info = f"MATRIX_KEY_VERIFICATION_SAS|@anna:example.org|PHONE|{self.key}|@bot:example.org|BOT|{bots_key}|flow"
        return tuple(" ".join(nio.crypto.Sas.emoji[index]) for index in self.shared.bytes(info).emoji_indices)

    def proof(self, **keys: str) -> dict[str, Any]:
        """Codes for these keys of hers."""
        about = "MATRIX_KEY_VERIFICATION_MAC@anna:example.orgPHONE@bot:example.orgBOTflow"
        names = ",".join(sorted(f"ed25519:{name}" for name in keys))
        codes = {
            f"ed25519:{name}": self.shared.calculate_mac(key, f"{about}ed25519:{name}") for name, key in keys.items()
        }
        return {"mac": codes, "keys": self.shared.calculate_mac(names, f"{about}KEY_IDS")}


def agreed() -> tuple[Sas, Anna, dict[str, Any]]:
    """Both sides with keys exchanged, and the bot's proof."""
    sas, anna = Sas(BOT, ANNA, "flow"), Anna()
    ((_, accept),) = sas.received("start", START)
    (_, key), (_, proof) = sas.received("key", {"key": anna.key})
    assert accept["commitment"] == unpadded(sha256(key["key"].encode() + canonical(START)).digest())
    assert anna.agree(key["key"]) == sas.emoji
    return sas, anna, proof


def test_both_see_the_same_seven_emoji_and_prove_their_keys() -> None:
    sas, anna, proof = agreed()
    assert len(sas.emoji) == 7
    about = "MATRIX_KEY_VERIFICATION_MAC@bot:example.orgBOT@anna:example.orgPHONEflow"
    expected = {name: anna.shared.calculate_mac(key, about + name) for name, key in BOT.keys.items()}
    assert proof == {
        "mac": expected,
        "keys": anna.shared.calculate_mac("ed25519:BOT,ed25519:MASTER", f"{about}KEY_IDS"),
    }
    assert not sas.done
    assert sas.received("mac", anna.proof(PHONE="anna's key", MASTER="a key that we do not know")) == [("done", {})]
    assert sas.done
    assert sas.received("done", {}) == []


@pytest.mark.parametrize(
    "proof",
    [
        {"PHONE": "another key"},
        {"TABLET": "a key of another device"},
        {"PHONE": "anna's key", "TABLET": "another"},
    ],
)
def test_codes_that_do_not_fit_end_it(proof: dict[str, str]) -> None:
    sas, anna, _ = agreed()
    content = anna.proof(**proof)
    if len(proof) == 2:
        content["mac"].pop("ed25519:TABLET")  # the list of names is no longer what it was
    with pytest.raises(Broken) as broken:
        sas.received("mac", content)
    assert broken.value.code == "m.key_mismatch"
    assert not sas.done


@pytest.mark.parametrize("part", [part for part in START if part not in {"from_device", "transaction_id"}])
def test_a_start_without_a_common_way_is_declined(part: str) -> None:
    with pytest.raises(Broken) as broken:
        Sas(BOT, ANNA, "flow").received("start", {**START, part: ["something-else"]})
    assert broken.value.code == "m.unknown_method"


@pytest.mark.parametrize("step", ["key", "mac", "accept", "ready", "nonsense"])
def test_a_step_at_the_wrong_time_ends_it(step: str) -> None:
    with pytest.raises(Broken) as broken:
        Sas(BOT, ANNA, "flow").received(step, {})
    assert broken.value.code == "m.unexpected_message"


def test_a_second_start_or_key_ends_it() -> None:
    for step, content in (("start", START), ("key", {"key": Anna().key})):
        sas, _, _ = agreed()
        with pytest.raises(Broken):
            sas.received(step, content)


def test_what_is_no_key_or_no_code_ends_it() -> None:
    sas = Sas(BOT, ANNA, "flow")
    sas.received("start", START)
    with pytest.raises(Broken, match="no key"):
        sas.received("key", {"key": "nonsense"})
    sas, _, _ = agreed()
    with pytest.raises(Broken, match="no codes"):
        sas.received("mac", {"mac": 3})
