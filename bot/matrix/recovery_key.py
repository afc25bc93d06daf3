"""Recovery keys as people write them down, and what is encrypted with them; pure.

See Matrix specification, appendices, "Cryptographic key representation", and Client-Server API, "Secrets", section
"m.secret_storage.v1.aes-hmac-sha2".
"""

import hmac
import secrets
from collections.abc import Mapping
from functools import reduce
from hashlib import sha256
from operator import xor
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.errors import UserError
from bot.matrix.signatures import decoded, unpadded

KEY = 32
"""Bytes of a key."""

_DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
"""Of base58 as Bitcoin writes it: without 0, O, I and l."""

_MARK = b"\x8b\x01"
"""What every key begins with when it is written down."""

_NOTHING = bytes(KEY)


def random_key() -> bytes:
    """A new key, from the system's randomness."""
    return secrets.token_bytes(KEY)


def written(key: bytes) -> str:
    """A key for people: base58 in groups of four, with a byte of parity."""
    whole = _MARK + key
    number = int.from_bytes(whole + bytes([reduce(xor, whole)]), "big")
    digits = ""
    while number:
        number, digit = divmod(number, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def read(text: str) -> bytes:
    """The key that somebody wrote down; spaces do not matter.

    Raises:
        UserError: it is none, and why.
    """
    number = 0
    for sign in "".join(text.split()):
        digit = _DIGITS.find(sign)
        if digit < 0:
            raise UserError(f"this is no recovery key: it has a '{sign}', which none has")
        number = number * len(_DIGITS) + digit
    whole = number.to_bytes((number.bit_length() + 7) // 8, "big")
    if len(whole) != len(_MARK) + KEY + 1 or not whole.startswith(_MARK):
        raise UserError("this is no recovery key: it is too long or too short, or it does not begin as one")
    if reduce(xor, whole):
        raise UserError("this recovery key has a typing mistake: its parity is wrong")
    return whole[len(_MARK) : -1]


def encrypted(key: bytes, name: str, plain: bytes, iv: bytes | None = None) -> dict[str, str]:
    """A secret, encrypted: `iv`, `ciphertext` and `mac` in base64.

    Args:
        key: the recovery key.
        name: the secret's name, such as `m.cross_signing.master`.
        plain: the secret.
        iv: 16 bytes; left out, random ones. Bit 63 is cleared, since some libraries count in 64 bits only.
    """
    iv = iv or _fresh_iv()
    cipher_key, mac_key = _derived(key, name)
    encryptor = Cipher(algorithms.AES(cipher_key), modes.CTR(iv)).encryptor()
    ciphertext = encryptor.update(plain) + encryptor.finalize()
    mac = hmac.digest(mac_key, ciphertext, sha256)
    return {"iv": unpadded(iv), "ciphertext": unpadded(ciphertext), "mac": unpadded(mac)}


def decrypted(key: bytes, name: str, given: Mapping[str, Any]) -> bytes:
    """A secret out of what `encrypted` makes.

    Raises:
        UserError: it was encrypted with another key, or changed.
    """
    try:
        iv, ciphertext, mac = (decoded(given.get(part)) for part in ("iv", "ciphertext", "mac"))
        cipher_key, mac_key = _derived(key, name)
        if not hmac.compare_digest(mac, hmac.digest(mac_key, ciphertext, sha256)):
            raise UserError(f"the account's {name} was encrypted with another recovery key")
        decryptor = Cipher(algorithms.AES(cipher_key), modes.CTR(iv)).decryptor()
    except ValueError as error:
        raise UserError(f"the account's {name} is damaged") from error
    return decryptor.update(ciphertext) + decryptor.finalize()


def check_of(key: bytes, iv: bytes | None = None) -> dict[str, str]:
    """What the description of a key holds so that the right key can be told from a wrong one: `iv` and `mac`."""
    made = encrypted(key, "", _NOTHING, iv)
    return {"iv": made["iv"], "mac": made["mac"]}


def fits(key: bytes, description: Mapping[str, Any]) -> bool:
    """Whether this is the key that a description belongs to; one without a check fits every key, as specified."""
    iv, mac = description.get("iv"), description.get("mac")
    if iv is None or mac is None:
        return True
    try:
        expected = check_of(key, decoded(iv))["mac"]
    except ValueError:
        return False
    return hmac.compare_digest(expected.encode(), str(mac).rstrip("=").encode())


def _fresh_iv() -> bytes:
    iv = bytearray(secrets.token_bytes(16))
    iv[8] &= 0x7F
    return bytes(iv)


def _derived(key: bytes, name: str) -> tuple[bytes, bytes]:
    """The keys for AES and for HMAC, by HKDF with a salt of 32 zero bytes."""
    derived = HKDF(SHA256(), length=2 * KEY, salt=_NOTHING, info=name.encode()).derive(key)
    return derived[:KEY], derived[KEY:]
