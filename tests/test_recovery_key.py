"""Recovery keys: written as every client writes them, read with their typing mistakes found, and what they open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.matrix import recovery_key
from bot.matrix.signatures import decoded

KEY = bytes.fromhex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a")
WRITTEN = "EsTc LW2K PGiF wKEA 3As5 g5c4 BXwk qeeJ ZJV8 Q9fu gUMN UE4d"
"""A pair that other clients are tested with as well."""

keys = st.binary(min_size=32, max_size=32)


def test_a_key_is_written_as_other_clients_write_it() -> None:
    assert recovery_key.written(KEY) == WRITTEN
    assert recovery_key.read(WRITTEN) == KEY


@given(keys)
def test_every_key_is_read_back_with_any_spaces(key: bytes) -> None:
    text = recovery_key.written(key)
    assert recovery_key.read(text) == key
    assert recovery_key.read(f"\t {text.replace(' ', '')}\n") == key


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (WRITTEN.replace("E4d", "E4e"), "parity"),
        (WRITTEN.replace("T", "0"), "'0', which none has"),
        (WRITTEN[:-6], "too long or too short"),
        (WRITTEN + "11", "too long or too short"),
        ("", "too long or too short"),
    ],
)
def test_a_wrong_key_is_told_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(UserError, match=why):
        recovery_key.read(text)


@given(keys, st.text(max_size=30), st.binary(max_size=100))
def test_what_is_encrypted_comes_back(key: bytes, name: str, plain: bytes) -> None:
    sealed = recovery_key.encrypted(key, name, plain)
    assert recovery_key.decrypted(key, name, sealed) == plain
    assert decoded(sealed["iv"])[8] < 0x80


@given(keys, keys)
def test_another_key_or_name_opens_nothing(key: bytes, other: bytes) -> None:
    sealed = recovery_key.encrypted(key, "m.cross_signing.master", b"secret")
    with pytest.raises(UserError, match="another recovery key"):
        recovery_key.decrypted(key, "m.cross_signing.self_signing", sealed)
    if key != other:
        with pytest.raises(UserError, match="another recovery key"):
            recovery_key.decrypted(other, "m.cross_signing.master", sealed)


@pytest.mark.parametrize("part", ["iv", "ciphertext", "mac"])
def test_a_damaged_secret_is_told(part: str) -> None:
    sealed = recovery_key.encrypted(KEY, "m.cross_signing.master", b"secret")
    with pytest.raises(UserError, match=r"damaged|another recovery key"):
        recovery_key.decrypted(KEY, "m.cross_signing.master", {**sealed, part: "*"})


@given(keys, keys)
def test_the_check_in_a_description_tells_the_key_from_others(key: bytes, other: bytes) -> None:
    description = recovery_key.check_of(key)
    assert recovery_key.fits(key, description)
    assert recovery_key.fits(key, {**description, "mac": description["mac"] + "="})
    assert recovery_key.fits(other, description) == (key == other)


def test_a_description_without_a_check_fits_as_specified_and_a_damaged_one_does_not() -> None:
    assert recovery_key.fits(KEY, {})
    assert not recovery_key.fits(KEY, {"iv": "*", "mac": "x"})
