"""Whether others can trust our device: what the homeserver serves, judged against what we hold; pure.

See Client-Server API, "Cross-signing". Clients that leave out unsigned devices neither send keys to a device that
stands badly nor show its messages.
"""

from dataclasses import dataclass
from enum import Enum

from bot.account import Session
from bot.matrix.cross_signing import Identity, Served, public_key
from bot.matrix.signatures import signature_of, verifies
from bot.matrix.sync import mapping


class Standing(Enum):
    """How our device stands."""

    SIGNED = "signed, and the signature that is served verifies"
    NO_DEVICE_KEYS = "the homeserver has no keys of our device"
    OTHER_DEVICE_KEYS = "the homeserver serves other keys for our device than those we hold"
    NO_IDENTITY = "the account has no cross-signing keys yet"
    NOT_HELD = "the account has cross-signing keys that we do not hold"
    REPLACED = "the account's cross-signing keys are not those we hold; somebody has replaced them"
    UNSIGNED = "our device is not signed by the account's cross-signing keys"
    STALE = "the homeserver serves a signature for our device that does not verify"


MENDED_BY = {
    Standing.NO_DEVICE_KEYS: "run `mentorix login`, which uploads them anew",
    Standing.OTHER_DEVICE_KEYS: "run `mentorix login`, which makes a new device and signs it with the same identity",
    Standing.NO_IDENTITY: "run `mentorix login`, which makes them and signs our device",
    Standing.NOT_HELD: (
        "run `mentorix login --recovery-key` with the recovery key of the account, or `mentorix login --reset-identity`"
        " to replace them, which warns everybody who verified the account"
    ),
    Standing.REPLACED: (
        "run `mentorix login --recovery-key` with the new recovery key of the account, or"
        " `mentorix login --reset-identity` to replace them again; and find out who did it"
    ),
    Standing.UNSIGNED: "run `mentorix login`, which signs it",
    Standing.STALE: "run `mentorix login`, which makes a new device and signs it with the same identity",
}
"""For each bad standing the command that mends it."""


@dataclass(frozen=True, slots=True)
class DeviceKeys:
    """The public keys of our own device, in base64."""

    ed25519: str
    curve25519: str

    @property
    def fingerprint(self) -> str:
        """The signing key as clients show it: in groups of four."""
        return " ".join(self.ed25519[at : at + 4] for at in range(0, len(self.ed25519), 4))


def said(standing: Standing) -> str:
    """A standing as a sentence for the operator, with what mends it."""
    mended = MENDED_BY.get(standing)
    return f"{standing.value}; {mended}" if mended else standing.value


def judged(session: Session, keys: DeviceKeys, identity: Identity | None, found: Served) -> Standing:
    """How our device stands.

    Args:
        session: whose device.
        keys: the device's, as we hold them.
        identity: the cross-signing keys that we hold.
        found: what the homeserver serves.
    """
    served = mapping(found.device.get("keys"))
    if not served:
        return Standing.NO_DEVICE_KEYS
    ours = {f"ed25519:{session.device_id}": keys.ed25519, f"curve25519:{session.device_id}": keys.curve25519}
    if any(served.get(name) != key for name, key in ours.items()):
        return Standing.OTHER_DEVICE_KEYS
    if not found.master:
        return Standing.NO_IDENTITY
    if not identity:
        return Standing.NOT_HELD
    return _of_signature(session, identity, found) if is_served(identity, found) else Standing.REPLACED


def _of_signature(session: Session, identity: Identity, found: Served) -> Standing:
    key = identity.self_signing.public
    if not signature_of(found.device, session.user_id, key):
        return Standing.UNSIGNED
    return Standing.SIGNED if verifies(found.device, session.user_id, key) else Standing.STALE


def is_served(identity: Identity, found: Served) -> bool:
    """Whether the homeserver serves exactly these keys, each vouched for by the master key."""
    user_id, master = identity.seeds.user_id, identity.master.public
    return public_key(found.master) == master and all(
        public_key(served) == held.public and verifies(served, user_id, master)
        for held, served in (
            (identity.self_signing, found.self_signing),
            (identity.user_signing, found.user_signing),
        )
    )
