"""Signed JSON: the specification's test vectors, and what must make a signature fail."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signedjson.key import decode_verify_key_bytes
from signedjson.sign import verify_signed_json
from unpaddedbase64 import decode_base64

from bot.matrix.signatures import SigningKey, canonical, decoded, unpadded, verifies

SEED = decode_base64("YJDBA9Xnr2sVqXD9Vj7XVUnmFZcZrlw8Md7kMW+3XA1")
"""The signing key of the specification's test vectors."""

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
objects = st.dictionaries(st.text(), json_values, max_size=5)


@pytest.mark.parametrize(
    ("given_object", "expected"),
    [
        ({}, "{}"),
        ({"one": 1, "two": "Two"}, '{"one":1,"two":"Two"}'),
        ({"b": "2", "a": "1"}, '{"a":"1","b":"2"}'),
        ({"本": 2, "日": 1}, '{"日":1,"本":2}'),
        ({"a": "\u65e5"}, '{"a":"日"}'),
        ({"a": None}, '{"a":null}'),
        ({"a": 1, "unsigned": {"age": 3}, "signatures": {}}, '{"a":1}'),
    ],
)
def test_the_canonical_form_is_that_of_the_specification(given_object: dict[str, Any], expected: str) -> None:
    assert canonical(given_object).decode() == expected


@pytest.mark.parametrize(
    ("given_object", "signature"),
    [
        ({}, "K8280/U9SSy9IVtjBuVeLr+HpOB4BQFWbg+UZaADMtTdGYI7Geitb76LTrr5QV/7Xg4ahLwYGYZzuHGZKM5ZAQ"),
        (
            {"one": 1, "two": "Two"},
            "KqmLSbO39/Bzb0QIYE82zqLwsA+PDzYIpIRA2sRQ4sL53+sN6/fpNSoqE7BP7vBZhG6kYdD13EIMJpvhJI+6Bw",
        ),
    ],
)
def test_signatures_are_those_of_the_specification(given_object: dict[str, Any], signature: str) -> None:
    assert SigningKey.of(SEED).signature(given_object) == signature


@given(objects)
def test_what_we_sign_other_libraries_verify(plain: dict[str, Any]) -> None:
    plain = {key: value for key, value in plain.items() if key not in ("signatures", "unsigned")}
    key = SigningKey.of(SEED)
    signed = plain | {"signatures": {"@bot:example.org": {f"ed25519:{key.public}": key.signature(plain)}}}
    other = decode_verify_key_bytes(f"ed25519:{key.public}", decode_base64(key.public))
    verify_signed_json(signed, "@bot:example.org", other)
    assert verifies(signed, "@bot:example.org", key.public)


@given(objects, st.text(), json_values)
def test_a_changed_object_does_not_verify(plain: dict[str, Any], name: str, value: object) -> None:
    if name in ("signatures", "unsigned") or canonical(plain) == canonical({**plain, name: value}):
        return
    key = SigningKey.of(SEED)
    signatures = {"signatures": {"@bot:example.org": {f"ed25519:{key.public}": key.signature(plain)}}}
    assert not verifies({**plain, name: value} | signatures, "@bot:example.org", key.public)


@pytest.mark.parametrize(
    "signatures", [None, 3, {"@bot:example.org": 3}, {"@bot:example.org": {"ed25519:K": "*"}}, {}]
)
def test_a_signature_of_a_wrong_shape_does_not_verify(signatures: object) -> None:
    assert not verifies({"signatures": signatures}, "@bot:example.org", SigningKey.of(SEED).public, "K")


@given(st.binary(max_size=70))
def test_base64_is_read_with_and_without_padding(raw: bytes) -> None:
    text = unpadded(raw)
    assert "=" not in text
    assert decoded(text) == decoded(text + "=" * (-len(text) % 4)) == raw == decode_base64(text)


@pytest.mark.parametrize("text", [None, 3, "not base64!", "A"])
def test_what_is_no_base64_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match="base64"):
        decoded(text)
