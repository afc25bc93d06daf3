"""People with devices in encrypted rooms, and a homeserver that answers at once, all in this process; the keys are real."""

import json
import time
from collections.abc import Collection, Mapping
from typing import Any

import vodozemac

from bot.account import Seeds
from bot.matrix.cross_signing import Identity
from bot.matrix.signatures import canonical, decoded
from bot.matrix.wire import Json, Wire

Address = tuple[str, str]
"""A Matrix address and a device id."""


class KeyedDevice:
    """Somebody's device, which can open what is sent to it.

    Args:
        user_id: whose.
        device_id: its id.
        identity: signs it; None leaves it unsigned.
    """

    def __init__(self, user_id: str, device_id: str, identity: Identity | None = None) -> None:
        self.address: Address = user_id, device_id
        self.identity = identity
        self.account = vodozemac.Account()
        self._conversation: vodozemac.Session | None = None

    def keys(self) -> Json:
        """What everybody is told of it."""
        user_id, device_id = self.address
        public = {
            "ed25519": self.account.ed25519_key.to_base64(),
            "curve25519": self.account.curve25519_key.to_base64(),
        }
        plain = {
            "user_id": user_id,
            "device_id": device_id,
            "algorithms": ["m.olm.v1.curve25519-aes-sha2", "m.megolm.v1.aes-sha2"],
            "keys": {f"{kind}:{device_id}": key for kind, key in public.items()},
        }
        whole = self.signed(plain)
        if self.identity:
            whole["signatures"][user_id] |= self.identity.signed(plain)["signatures"][user_id]
        return whole

    def signed(self, plain: Json) -> Json:
        """An object with the device's signature."""
        user_id, device_id = self.address
        signature = self.account.sign(canonical(plain)).to_base64()
        return {**plain, "signatures": {user_id: {f"ed25519:{device_id}": signature}}}

    def single_use(self) -> Json:
        """A key to begin a conversation with."""
        if not self.account.one_time_keys:
            self.account.generate_one_time_keys(1)
        name, key = next(iter(self.account.one_time_keys.items()))
        return {f"signed_curve25519:{name}": self.signed({"key": key.to_base64()})}

    def opened(self, content: Mapping[str, Any]) -> Json:
        """What an encrypted event holds that was sent to it."""
        sealed = content["ciphertext"][self.account.curve25519_key.to_base64()]
        message = vodozemac.AnyOlmMessage.from_parts(sealed["type"], decoded(sealed["body"]))
        if self._conversation:
            plain = self._conversation.decrypt(message)
        else:
            sender = vodozemac.Curve25519PublicKey.from_base64(content["sender_key"])
            if not (first := message.to_pre_key()):
                raise ValueError("a conversation begins with a message that says with which key")
            self._conversation, plain = self.account.create_inbound_session(sender, first)
        opened: Json = json.loads(plain)
        return opened


class KeyedPeople(Wire):
    """The homeserver of some people; `devices` and `identities` may be changed, which nobody is told of.

    Attributes:
        devices: by address.
        identities: everybody's cross-signing keys; who is not there has none.
        rooms_say: the content of every room's `m.room.encryption`.
        requests: the paths that were asked for.
        spent: CPU seconds that it took itself.
        delivered: what was sent to devices: type, to which, and the content.
    """

    def __init__(self, people: int, devices_of_each: int) -> None:
        names = [f"@member{number}:example.org" for number in range(people)]
        self.identities = {name: Identity.of(Seeds.random(name)) for name in names}
        self.devices: dict[Address, KeyedDevice] = {}
        self.rooms_say: Json = {"algorithm": "m.megolm.v1.aes-sha2"}
        self.requests: list[str] = []
        self.spent = 0.0
        self.delivered: list[tuple[str, Address, Json]] = []
        for name in names:
            for number in range(devices_of_each):
                self.add(name, f"D{number}")

    @property
    def members(self) -> list[str]:
        """The people's addresses."""
        return list(dict.fromkeys(user for user, _ in self.devices))

    def add(self, user_id: str, device_id: str) -> KeyedDevice:
        """Somebody logs in on another device."""
        self.devices[user_id, device_id] = device = KeyedDevice(user_id, device_id, self.identities.get(user_id))
        return device

    async def get(self, path: str, *, seconds: float = 15.0) -> Json:
        """Tell how a room is encrypted."""
        del seconds
        self.requests.append(path)
        return self.rooms_say

    async def post(self, path: str, body: Mapping[str, Any] | None = None, *, seconds: float = 15.0) -> Json:
        """Answer `/keys/query` and `/keys/claim`."""
        del seconds
        self.requests.append(path)
        asked, began = body or {}, time.process_time()
        try:
            return (
                self._told(asked["device_keys"]) if path.endswith("/query") else self._given(asked["one_time_keys"])
            )
        finally:
            self.spent += time.process_time() - began

    async def put(self, path: str, body: Mapping[str, Any], *, seconds: float = 15.0) -> Json:
        """Deliver what is sent to devices."""
        del seconds
        self.requests.append(path)
        kind = path.split("/")[-2]
        for user, contents in body["messages"].items():
            self.delivered += [(kind, (user, device), content) for device, content in contents.items()]
        return {}

    def _told(self, users: Collection[str]) -> Json:
        told: Json = {"device_keys": {user: {} for user in users}, "master_keys": {}, "self_signing_keys": {}}
        for (user, device_id), device in self.devices.items():
            if user in users:
                told["device_keys"][user][device_id] = device.keys()
        for user in self.identities.keys() & set(users):
            for kind in ("master", "self_signing"):
                told[f"{kind}_keys"][user] = self.identities[user].objects()[f"{kind}_key"]
        return told

    def _given(self, wanted: Mapping[str, Mapping[str, str]]) -> Json:
        return {
            "one_time_keys": {
                user: {name: self.devices[user, name].single_use() for name in names}
                for user, names in wanted.items()
            }
        }
