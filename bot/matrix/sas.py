"""One verification by emoji, from the side of the one who is asked; pure, but for the randomness of its key.

See Client-Server API, "Short Authentication String (SAS) verification". A person starts it and compares the emoji that
their client shows with those in the bot's log. The bot cannot compare, so it confirms at once: that proves its keys to
the person, and it trusts nobody the more for it.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import nio.crypto
import vodozemac

from bot.matrix.signatures import canonical, unpadded
from bot.matrix.wire import Json

METHOD = "m.sas.v1"
KIND = "m.key.verification."
"""What the types of all events of a verification begin with."""

AGREEMENT, HASH, CODE = "curve25519-hkdf-sha256", "sha256", "hkdf-hmac-sha256.v2"
"""The one way of each kind that we know; every client must know them."""

Message = tuple[str, Json]
"""The rest of an event's type, such as `accept`, and its content without what names the verification."""


class Broken(Exception):
    """The verification cannot go on.

    Attributes:
        code: why, as the specification names it.
    """

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two.

    Attributes:
        user_id: whose device.
        device_id: which.
        keys: public keys by their ids, such as `ed25519:DEVICE`, that are to be proven.
    """

    user_id: str
    device_id: str
    keys: Mapping[str, str]


class Sas:
    """A verification after it was asked for and before it is done.

    Args:
        us: our side, with the device's key and the account's master key.
        them: the person's side, with their device's key where it is known.
        flow: the verification's id: a transaction id, or the id of the event that asked.

    Attributes:
        emoji: what to compare; empty until keys were exchanged.
        done: whether they have proven their keys as well.
    """

    def __init__(self, us: Side, them: Side, flow: str) -> None:
        self.emoji: tuple[str, ...] = ()
        self.done = False
        self._us, self._them, self._flow = us, them, flow
        self._secret = vodozemac.Sas()
        self._ours: str = self._secret.public_key.to_base64()
        self._shared: vodozemac.EstablishedSas | None = None
        self._started = False

    def received(self, step: str, content: Mapping[str, Any]) -> list[Message]:
        """Go on with what they sent.

        Args:
            step: the rest of the event's type.
            content: as it came, whole.

        Returns:
            What to answer.

        Raises:
            Broken: they sent something wrong, or at the wrong time.
        """
        if step == "start" and not self._started:
            return self._accepted(content)
        if step == "key" and self._started and not self._shared:
            return self._agreed(str(content.get("key")))
        if step == "mac" and self._shared:
            return self._proven(self._shared, content)
        if step == "done":
            return []
        raise Broken("m.unexpected_message", f"'{step}' was not awaited")

    def _accepted(self, start: Mapping[str, Any]) -> list[Message]:
        offered = (
            (start.get("method"), METHOD),
            (start.get("key_agreement_protocols"), AGREEMENT),
            (start.get("hashes"), HASH),
            (start.get("message_authentication_codes"), CODE),
            (start.get("short_authentication_string"), "emoji"),
        )
        if any(wanted not in (given if isinstance(given, str | list) else ()) for given, wanted in offered):
            raise Broken("m.unknown_method", "there is no way that both of us know")
        self._started = True
        commitment = sha256(self._ours.encode() + canonical(start)).digest()
        choice = {"method": METHOD, "key_agreement_protocol": AGREEMENT, "hash": HASH}
        choice |= {"message_authentication_code": CODE, "commitment": unpadded(commitment)}
        return [("accept", {**choice, "short_authentication_string": ["emoji"]})]

    def _agreed(self, theirs: str) -> list[Message]:
        try:
            shared = self._secret.diffie_hellman(vodozemac.Curve25519PublicKey.from_base64(theirs))
        except (vodozemac.KeyException, vodozemac.SasException, ValueError) as error:
            raise Broken("m.invalid_message", "that is no key") from error
        first = f"{self._them.user_id}|{self._them.device_id}|{theirs}"
        second = f"{self._us.user_id}|{self._us.device_id}|{self._ours}"
        told = shared.bytes(f"MATRIX_KEY_VERIFICATION_SAS|{first}|{second}|{self._flow}")
        self.emoji = tuple(" ".join(nio.crypto.Sas.emoji[index]) for index in told.emoji_indices)
        self._shared = shared
        return [("key", {"key": self._ours}), ("mac", self._proof(shared))]

    def _proof(self, shared: vodozemac.EstablishedSas) -> Json:
        """Our keys, each with a code that only somebody who saw the same emoji can make."""
        about = self._about(self._us, self._them)
        codes = {name: shared.calculate_mac(key, about + name) for name, key in self._us.keys.items()}
        return {"mac": codes, "keys": shared.calculate_mac(",".join(sorted(codes)), f"{about}KEY_IDS")}

    def _proven(self, shared: vodozemac.EstablishedSas, content: Mapping[str, Any]) -> list[Message]:
        about, codes = self._about(self._them, self._us), content.get("mac")
        if not isinstance(codes, Mapping):
            raise Broken("m.invalid_message", "there are no codes")
        expected = {name: shared.calculate_mac(key, about + name) for name, key in self._them.keys.items()}
        names = shared.calculate_mac(",".join(sorted(codes)), f"{about}KEY_IDS")
        known = [(str(codes[name]), code) for name, code in expected.items() if name in codes]
        if not known or not all(_same(*pair) for pair in [(str(content.get("keys")), names), *known]):
            raise Broken("m.key_mismatch", "the codes do not fit the keys")
        self.done = True
        return [("done", {})]

    def _about(self, sender: Side, receiver: Side) -> str:
        sides = f"{sender.user_id}{sender.device_id}{receiver.user_id}{receiver.device_id}"
        return f"MATRIX_KEY_VERIFICATION_MAC{sides}{self._flow}"


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.rstrip("=").encode(), expected.rstrip("=").encode())
