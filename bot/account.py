"""The bot's account as values: its session with the homeserver, and the seeds of its cross-signing keys."""

import secrets
from dataclasses import dataclass
from typing import Self

SEED = 32
"""Bytes of an Ed25519 seed (RFC 8032, 5.1.5)."""


@dataclass(frozen=True, slots=True)
class Session:
    """Who the bot is on its homeserver; one device for ever."""

    homeserver: str
    user_id: str
    device_id: str
    access_token: str

    def __repr__(self) -> str:
        """Without the token, so that no log can hold it."""
        return f"Session({self.user_id}, {self.device_id})"


@dataclass(frozen=True, slots=True)
class Seeds:
    """What the private cross-signing keys of an account are made of, `SEED` bytes each.

    See Client-Server API, "Cross-signing". Whoever holds them can make devices that count as the account's own.
    """

    user_id: str
    master: bytes
    self_signing: bytes
    user_signing: bytes

    @classmethod
    def random(cls, user_id: str) -> Self:
        """New ones, from the system's randomness."""
        return cls(user_id, *(secrets.token_bytes(SEED) for _ in range(3)))

    def __repr__(self) -> str:
        """Without the seeds, so that no log can hold them."""
        return f"Seeds({self.user_id})"
