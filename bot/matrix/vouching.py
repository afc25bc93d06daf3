"""What a person's keys are worth: devices that have signed themselves, and those that the person has signed; pure.

See Client-Server API, `POST /keys/query` and "Cross-signing". Whether a person's identity is really theirs nobody has
verified for us. But who gets into an account and adds a device cannot sign it without the person's keys.
"""

from collections.abc import Mapping
from typing import Any

from bot.matrix.signatures import verifies
from bot.matrix.sync import mapping
from bot.matrix.wire import Json

Vouched = frozenset[tuple[str, str]]
"""The keys of signed devices: of each the one that signs, Ed25519, and the one that names it, Curve25519."""


def whole_devices(told: Mapping[str, Any], user_id: str) -> dict[str, Json]:
    """A person's devices by their ids, without those that lack a key or their own signature.

    Args:
        told: the answer of `POST /keys/query`.
        user_id: the person.

    Returns:
        What the devices have signed; what homeservers add, such as a name, is left out.
    """
    return {
        device_id: {part: value for part, value in device.items() if part != "unsigned"}
        for device_id, device in _devices(told, user_id).items()
        if isinstance(_key(device, "curve25519"), str)
        and isinstance(own := _key(device, "ed25519"), str)
        and verifies(device, user_id, own, device_id)
    }


def vouched(told: Mapping[str, Any], user_id: str) -> Vouched:
    """The keys of a person's signed devices; none where the person has no cross-signing keys, or they do not fit.

    Args:
        told: the answer of `POST /keys/query`.
        user_id: the person.
    """
    if not (public := _self_signing_key(told, user_id)):
        return frozenset()
    signed = (device for device in _devices(told, user_id).values() if verifies(device, user_id, public))
    return frozenset((str(_key(device, "ed25519")), str(_key(device, "curve25519"))) for device in signed)


def _devices(told: Mapping[str, Any], user_id: str) -> dict[str, Mapping[str, Any]]:
    """The person's devices, without those that claim to be other ones."""
    listed = mapping(mapping(told.get("device_keys")).get(user_id))
    return {
        device_id: device
        for device_id, device in listed.items()
        if isinstance(device, Mapping) and (device.get("user_id"), device.get("device_id")) == (user_id, device_id)
    }


def _key(device: Mapping[str, Any], kind: str) -> object:
    return mapping(device.get("keys")).get(f"{kind}:{device['device_id']}")


def _self_signing_key(told: Mapping[str, Any], user_id: str) -> str | None:
    """The public key that signs the person's devices, where their master key has signed it."""
    master, signing = (mapping(mapping(told.get(kind)).get(user_id)) for kind in ("master_keys", "self_signing_keys"))
    vouching, public = _public(master, user_id, "master"), _public(signing, user_id, "self_signing")
    return public if vouching and public and verifies(signing, user_id, vouching) else None


def _public(key: Mapping[str, Any], user_id: str, usage: str) -> str | None:
    """The public key in a cross-signing key's object, which holds one, under its own name."""
    usages, keys = key.get("usage"), mapping(key.get("keys"))
    if key.get("user_id") != user_id or not isinstance(usages, list) or usage not in usages or len(keys) != 1:
        return None
    ((name, public),) = keys.items()
    return public if isinstance(public, str) and name == f"ed25519:{public}" else None
