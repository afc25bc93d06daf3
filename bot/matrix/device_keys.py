"""The keys that others need to begin a conversation with our device: uploaded, and topped up when they were used.

See Client-Server API, "End-to-End Encryption": `POST /keys/upload`, one-time keys, and fallback keys, which are handed
out when no one-time key is left, such as when many new devices met us while we were away.
"""

from collections.abc import Collection, Mapping
from typing import Any

import nio.crypto

from bot.matrix.wire import Json, Wire, path_of

CURVE = "signed_curve25519"
"""The one algorithm of one-time and fallback keys that is in use."""


class DeviceKeyUpload:
    """Keeps the homeserver supplied with keys of our device.

    New keys are written down before they are uploaded. After a crash in between the same ones are uploaded again, and
    no key is handed out whose private half is lost.

    Args:
        wire: requests as the bot.
        olm: the device's keys.
    """

    def __init__(self, wire: Wire, olm: nio.crypto.Olm) -> None:
        self._wire = wire
        self._olm = olm

    async def everything(self) -> None:
        """Upload the device's keys, as many one-time keys as there may be, and a fallback key.

        Harmless where the homeserver has the device's keys already; needed where it has lost them.

        Raises:
            MatrixError: the homeserver cannot be reached or refuses them; what was made is uploaded the next time.
        """
        told = await self._wire.post(path_of("keys", "upload"), {"device_keys": self._device()})
        await self.top_up(_count(told), (), fallback=True)

    async def top_up(self, left: int, unused_fallback: Collection[str], *, fallback: bool = False) -> None:
        """Upload what is missing; nothing where nothing is.

        Args:
            left: one-time keys that the homeserver has left; `/sync` tells it in `device_one_time_keys_count`.
            unused_fallback: algorithms of which the homeserver has a fallback key that was not used yet; `/sync` tells
                them in `device_unused_fallback_key_types`.
            fallback: make a new fallback key whatever the homeserver has.

        Raises:
            MatrixError: the homeserver cannot be reached or refuses them; what was made is uploaded the next time.
        """
        self._make(left, fallback=fallback or CURVE not in unused_fallback)
        if not (body := self._unpublished()):
            return
        await self._wire.post(path_of("keys", "upload"), body)
        self._olm.account.mark_keys_as_published()
        self._olm.account.shared = True
        self._olm.save_account()

    def _make(self, left: int, *, fallback: bool) -> None:
        """Make keys and write them down; those that wait to be uploaded count as made."""
        account, keys = self._olm.account, _vodozemac(self._olm)
        missing = account.max_one_time_keys - left - len(keys.one_time_keys)
        wants_fallback = fallback and not keys.fallback_key
        if missing > 0:
            account.generate_one_time_keys(missing)
        if wants_fallback:
            keys.generate_fallback_key()
        if missing > 0 or wants_fallback:
            self._olm.save_account()

    def _unpublished(self) -> Json:
        """The part of the body with keys that were not uploaded yet."""
        keys = _vodozemac(self._olm)
        single = {
            f"{CURVE}:{name}": self._signed({"key": key.to_base64()}) for name, key in keys.one_time_keys.items()
        }
        standing = {
            f"{CURVE}:{name}": self._signed({"key": key.to_base64(), "fallback": True})
            for name, key in keys.fallback_key.items()
        }
        parts = {"one_time_keys": single, "fallback_keys": standing}
        return {name: found for name, found in parts.items() if found}

    def _device(self) -> Json:
        """The device's keys, as everybody is told them."""
        device_id, keys = self._olm.device_id, self._olm.account.identity_keys
        plain = {
            "algorithms": ["m.olm.v1.curve25519-aes-sha2", "m.megolm.v1.aes-sha2"],
            "device_id": device_id,
            "user_id": self._olm.user_id,
            "keys": {f"{kind}:{device_id}": key for kind, key in keys.items()},
        }
        return self._signed(plain)

    def _signed(self, plain: Mapping[str, Any]) -> Json:
        name = f"ed25519:{self._olm.device_id}"
        return {**plain, "signatures": {self._olm.user_id: {name: self._olm.sign_json(dict(plain))}}}


def _count(told: Json) -> int:
    counts = told.get("one_time_key_counts")
    left = counts.get(CURVE) if isinstance(counts, dict) else 0
    return left if isinstance(left, int) else 0


def _vodozemac(olm: nio.crypto.Olm) -> Any:
    """The account behind nio's, which knows fallback keys; nio has no door to them."""
    return olm.account._account  # noqa: SLF001
