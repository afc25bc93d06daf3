"""How long the first message in a large encrypted room takes, and what it costs, without network and homeserver.

    python -m bench.encryption [MEMBERS] [DEVICES OF EACH]

The members' devices are real keys; the homeserver is played by a wire that answers at once. Times are CPU time of this
process, so that others on the machine do not count.
"""

import asyncio
import resource
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import vodozemac

from bot.account import Session
from bot.matrix.cipher import Cipher
from bot.matrix.crypto_store import made
from bot.matrix.signatures import canonical
from bot.matrix.wire import Json, Wire

BOT = Session("", "@bot:example.org", "DEVICE", "token")
ROOM = "!room:example.org"


class Crowd(Wire):
    """A homeserver that knows the devices of a crowd.

    Args:
        members: how many people.
        devices: how many devices each has.
    """

    def __init__(self, members: int, devices: int) -> None:
        self.members = [f"@member{number}:example.org" for number in range(members)]
        self.devices = {user: {f"D{number}": _account() for number in range(devices)} for user in self.members}
        self.requests: list[str] = []

    async def post(self, path: str, body: Mapping[str, Any] | None = None, *, seconds: float = 15.0) -> Json:
        """Answer `/keys/query` and `/keys/claim`."""
        del seconds
        self.requests.append(path)
        asked = body or {}
        if path.endswith("/query"):
            return {"device_keys": {user: self._keys(user) for user in asked["device_keys"]}, "failures": {}}
        wanted = asked["one_time_keys"]
        return {"one_time_keys": {user: self._single(user, wanted[user]) for user in wanted}, "failures": {}}

    async def put(self, path: str, body: Mapping[str, Any], *, seconds: float = 15.0) -> Json:
        """Take whatever is sent."""
        del body, seconds
        self.requests.append(path)
        return {}

    def _keys(self, user: str) -> Json:
        return {name: _device(user, name, account) for name, account in self.devices[user].items()}

    def _single(self, user: str, names: Mapping[str, str]) -> Json:
        found = {}
        for name in names:
            account = self.devices[user][name]
            ((number, key),) = account.one_time_keys.items()
            found[name] = {f"signed_curve25519:{number}": _signed(user, name, account, {"key": key.to_base64()})}
        return found


def _account() -> vodozemac.Account:
    account = vodozemac.Account()
    account.generate_one_time_keys(1)
    return account


def _device(user: str, name: str, account: vodozemac.Account) -> Json:
    keys = {
        f"ed25519:{name}": account.ed25519_key.to_base64(),
        f"curve25519:{name}": account.curve25519_key.to_base64(),
    }
    algorithms = ["m.olm.v1.curve25519-aes-sha2", "m.megolm.v1.aes-sha2"]
    return _signed(user, name, account, {"user_id": user, "device_id": name, "algorithms": algorithms, "keys": keys})


def _signed(user: str, name: str, account: vodozemac.Account, plain: Json) -> Json:
    return {**plain, "signatures": {user: {f"ed25519:{name}": account.sign(canonical(plain)).to_base64()}}}


async def main(members: int, devices: int) -> None:
    """Measure and print."""
    crowd = Crowd(members, devices)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "crypto.db"
        for when in ("a new store", "after a restart"):
            store = made(path, BOT, "secret")
            cipher = Cipher(crowd, store)
            await _send(cipher, crowd, f"{when}, first message")
            await _send(cipher, crowd, f"{when}, second message")
            store.close()
        print(f"crypto.db: {path.stat().st_size / 2**20:.1f} MiB")
    print(f"largest memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10:.0f} MiB")


async def _send(cipher: Cipher, crowd: Crowd, what: str) -> None:
    crowd.requests.clear()
    began, wall = time.process_time(), time.monotonic()
    await cipher.sealed(ROOM, crowd.members, "m.room.message", {"msgtype": "m.notice", "body": "an answer"})
    took, waited = time.process_time() - began, time.monotonic() - wall
    print(f"{what}: {took:.3f} s CPU, {waited:.3f} s, {len(crowd.requests)} requests")


if __name__ == "__main__":
    counts = [int(given) for given in sys.argv[1:]]
    asyncio.run(main(*(counts or [100, 10])))
