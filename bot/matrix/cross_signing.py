"""The account's cross-signing keys: made, uploaded, and used to sign our device.

See Client-Server API, "Cross-signing". Three Ed25519 keys: the master key vouches for the other two, the self-signing
key for the account's devices, and the user-signing key for other people, which a bot never does but must have.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from bot.account import Seeds
from bot.errors import MatrixError, Refused, UserError
from bot.matrix.signatures import SigningKey
from bot.matrix.sync import mapping
from bot.matrix.wire import Json, ProofWanted, Wire, path_of

BY_PASSWORD = ["m.login.password"]
"""The one flow of user-interactive authentication that a bot can go through by itself."""


@dataclass(frozen=True, slots=True)
class Identity:
    """An account's three keys.

    Attributes:
        seeds: what they are made of.
        master: vouches for the other two.
        self_signing: vouches for devices.
        user_signing: would vouch for other people.
    """

    seeds: Seeds
    master: SigningKey
    self_signing: SigningKey
    user_signing: SigningKey

    @classmethod
    def of(cls, seeds: Seeds) -> Self:
        """The keys that follow from the seeds."""
        keys = (SigningKey.of(seed) for seed in (seeds.master, seeds.self_signing, seeds.user_signing))
        return cls(seeds, *keys)

    def objects(self) -> Json:
        """The body of `POST /keys/device_signing/upload`: all three at once, since none can be added later."""
        return {
            "master_key": self._object("master", self.master),
            "self_signing_key": self._vouched("self_signing", self.self_signing),
            "user_signing_key": self._vouched("user_signing", self.user_signing),
        }

    def signed(self, device: Mapping[str, Any]) -> Json:
        """A device's keys with the self-signing key's signature, and without what others added."""
        mine = {f"ed25519:{self.self_signing.public}": self.self_signing.signature(device)}
        return {key: value for key, value in device.items() if key != "unsigned"} | {
            "signatures": {self.seeds.user_id: mine}
        }

    def _object(self, usage: str, key: SigningKey) -> Json:
        return {"user_id": self.seeds.user_id, "usage": [usage], "keys": {f"ed25519:{key.public}": key.public}}

    def _vouched(self, usage: str, key: SigningKey) -> Json:
        plain = self._object(usage, key)
        mine = {f"ed25519:{self.master.public}": self.master.signature(plain)}
        return plain | {"signatures": {self.seeds.user_id: mine}}


@dataclass(frozen=True, slots=True)
class Served:
    """What the homeserver tells everybody about an account and one device of it; empty objects where there is nothing.

    Attributes:
        master: the master key's object.
        self_signing: the self-signing key's, with the master key's signature.
        user_signing: the user-signing key's; only the account itself gets it.
        device: the device's keys with their signatures.
    """

    master: Mapping[str, Any]
    self_signing: Mapping[str, Any]
    user_signing: Mapping[str, Any]
    device: Mapping[str, Any]


def public_key(key: Mapping[str, Any]) -> str | None:
    """The public key in a cross-signing key's object."""
    return next((value for value in mapping(key.get("keys")).values() if isinstance(value, str)), None)


async def served(wire: Wire, user_id: str, device_id: str) -> Served:
    """Ask what everybody is told about us (`POST /keys/query`).

    Raises:
        MatrixError: it cannot be known now.
    """
    answer = await wire.post(path_of("keys", "query"), {"device_keys": {user_id: []}})
    kinds = ("master_keys", "self_signing_keys", "user_signing_keys")
    master, self_signing, user_signing = (mapping(mapping(answer.get(kind)).get(user_id)) for kind in kinds)
    devices = mapping(mapping(answer.get("device_keys")).get(user_id))
    return Served(master, self_signing, user_signing, mapping(devices.get(device_id)))


async def publish(wire: Wire, identity: Identity, password: Callable[[], str]) -> None:
    """Make these the account's keys (`POST /keys/device_signing/upload`), whatever it had before.

    Args:
        wire: requests as the account.
        identity: its seeds must have been written down before.
        password: asked for only where the homeserver wants it, as it does to replace keys.

    Raises:
        Refused: wrong password.
        UserError: the homeserver wants another proof than the password, and which.
        MatrixError: the homeserver cannot be reached.
    """
    path, body = path_of("keys", "device_signing", "upload"), identity.objects()
    try:
        await wire.post(path, body)
        return
    except ProofWanted as asked:
        proof = _proof(asked, identity.seeds.user_id, password)
    try:
        await wire.post(path, body | {"auth": proof})
    except ProofWanted as again:
        raise Refused("the homeserver did not accept the password", again.code or "M_FORBIDDEN") from again


def _proof(asked: ProofWanted, user_id: str, password: Callable[[], str]) -> Json:
    """The `auth` part of a request (Client-Server API, "User-Interactive Authentication API")."""
    if BY_PASSWORD not in asked.flows:
        raise UserError(_elsewhere(asked))
    user = {"type": "m.id.user", "user": user_id}
    return {"type": BY_PASSWORD[0], "identifier": user, "password": password(), "session": asked.session}


def _elsewhere(asked: ProofWanted) -> str:
    """What an operator must do where the password is not enough, as with a single sign-on."""
    addresses = [str(mapping(value).get("url") or "") for value in asked.params.values()]
    if address := next(filter(None, addresses), ""):
        return f"the homeserver wants you to allow this in a browser: open {address}, then run this command again"
    stages = ", ".join(stage for flow in asked.flows for stage in flow) or "nothing that it names"
    return f"the homeserver does not take a password for this; it wants {stages}"


async def sign_device(wire: Wire, identity: Identity, device: Mapping[str, Any]) -> None:
    """Sign our device and upload the signature (`POST /keys/signatures/upload`).

    The homeserver may accept a signature and go on serving an older one, so ask it afterwards what it serves.

    Args:
        wire: requests as the account.
        identity: the account's keys.
        device: its keys as the homeserver serves them.

    Raises:
        MatrixError: the homeserver did not take it, although it may have answered 200.
    """
    user_id, device_id = identity.seeds.user_id, str(device.get("device_id"))
    body = {user_id: {device_id: identity.signed(device)}}
    answer = await wire.post(path_of("keys", "signatures", "upload"), body)
    if failure := mapping(mapping(answer.get("failures")).get(user_id)).get(device_id):
        reason = mapping(failure).get("message") or mapping(failure).get("error") or "no reason given"
        raise MatrixError(f"the homeserver did not take our device's signature: {reason}")
