"""Signed JSON: canonical form, Ed25519 signatures, and base64 without padding; pure.

See Matrix specification, appendices, "Signing JSON", "Canonical JSON" and "Unpadded Base64".
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

NOT_SIGNED = frozenset({"signatures", "unsigned"})
"""Parts of an object that its signatures do not cover."""


def canonical(signed: Mapping[str, Any]) -> bytes:
    """The bytes that are signed: no spaces, keys in order, UTF-8 as it is, without signatures and `unsigned`."""
    covered = {key: value for key, value in signed.items() if key not in NOT_SIGNED}
    return json.dumps(covered, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False).encode()


def unpadded(raw: bytes) -> str:
    """Bytes as base64 without the `=` at its end."""
    return base64.b64encode(raw).decode("ascii").rstrip("=")


def decoded(text: object) -> bytes:
    """Bytes out of base64, with or without padding.

    Raises:
        ValueError: it is none.
    """
    if not isinstance(text, str):
        raise ValueError("no base64")
    try:
        return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), validate=True)
    except binascii.Error as error:
        raise ValueError("no base64") from error


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private Ed25519 key, and the public one as it is named in Matrix: unpadded base64."""

    private: Ed25519PrivateKey
    public: str

    @classmethod
    def of(cls, seed: bytes) -> Self:
        """The key that follows from a seed of 32 bytes."""
        private = Ed25519PrivateKey.from_private_bytes(seed)
        return cls(private, unpadded(private.public_key().public_bytes_raw()))

    def signature(self, signed: Mapping[str, Any]) -> str:
        """The signature of an object; the same for ever, since Ed25519 uses no randomness."""
        return unpadded(self.private.sign(canonical(signed)))


def signature_of(signed: Mapping[str, Any], user_id: str, key: str) -> str | None:
    """The signature that an object carries of a user's key, such as `ed25519:ABC`; unproven."""
    signatures = signed.get("signatures")
    of_user = signatures.get(user_id) if isinstance(signatures, Mapping) else None
    found = of_user.get(f"ed25519:{key}") if isinstance(of_user, Mapping) else None
    return found if isinstance(found, str) else None


def verifies(signed: Mapping[str, Any], user_id: str, public: str, key: str | None = None) -> bool:
    """Whether an object carries a valid signature.

    Args:
        signed: the object with its `signatures`.
        user_id: who must have signed it.
        public: the public key in base64.
        key: the key's name after `ed25519:`, such as a device id; left out, the public key itself.
    """
    try:
        found = decoded(signature_of(signed, user_id, key or public))
        Ed25519PublicKey.from_public_bytes(decoded(public)).verify(found, canonical(signed))
    except (ValueError, InvalidSignature):
        return False
    return True
