"""How long the first message in a large encrypted room takes, and what it costs, beside nio alone in the same run.

    python -m bench.encryption [MEMBERS] [DEVICES OF EACH]

The members' devices have real keys; the homeserver answers at once. Times are CPU time of the bot's side alone, so that
others on the machine do not count. Each contender has a process of its own, so that its memory is its own.
"""

import asyncio
import logging
import multiprocessing
import resource
import sys
import time
from collections.abc import Awaitable, Callable, Collection
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol, TypeVar

import nio
import nio.crypto
from nio.store import DefaultStore

from bench.keyed_people import KeyedPeople
from bot.account import Session
from bot.matrix.cipher import Cipher
from bot.matrix.crypto_store import made
from bot.matrix.wire import path_of

BOT = Session("", "@bot:example.org", "DEVICE", "token")
ROOM, REPLACEMENT = "!room:example.org", "!replacement:example.org"
SAID = {"msgtype": "m.notice", "body": "an answer"}


T = TypeVar("T")


class Contender(Protocol):
    """Encrypts for rooms, with a store in a folder."""

    def close(self) -> None:
        """Let the store go."""

    async def say(self, room: str, members: Collection[str]) -> None:
        """Encrypt a message, and give its key to whom it is for."""

    def changed(self, user: str) -> None:
        """Somebody's devices are no longer what they were."""


class Mentorix:
    """The bot's own."""

    def __init__(self, wire: KeyedPeople, folder: Path, *, signed_only: bool = False) -> None:
        self._store = made(folder / "crypto.db", BOT, "secret")
        self._cipher = Cipher(wire, self._store, signed_only=signed_only)

    def close(self) -> None:
        """Let the store go."""
        self._store.close()

    async def say(self, room: str, members: Collection[str]) -> None:
        """Encrypt a message, and give its key to whom it is for."""
        await self._cipher.sealed(room, members, "m.room.message", SAID)

    def changed(self, user: str) -> None:
        """Somebody's devices are no longer what they were."""
        self._cipher.devices.changed([user])


class SignedOnly(Mentorix):
    """The same, for devices alone that their owners have signed."""

    def __init__(self, wire: KeyedPeople, folder: Path) -> None:
        super().__init__(wire, folder, signed_only=True)


class NioAlone:
    """nio's machine with nio's store, used as nio's client uses it."""

    def __init__(self, wire: KeyedPeople, folder: Path) -> None:
        self._wire = wire
        store = DefaultStore(BOT.user_id, BOT.device_id, str(folder), "secret")
        self._olm = nio.crypto.Olm(BOT.user_id, BOT.device_id, store)
        self._current: set[str] = set()

    def close(self) -> None:
        """Let the store go."""
        self._olm.store.database.close()

    async def say(self, room: str, members: Collection[str]) -> None:
        """Encrypt a message, and give its key to whom it is for."""
        await self._learn(members)
        if self._olm.should_share_group_session(room):
            await self._share(room, list(members))
        self._olm.group_encrypt(room, {"type": "m.room.message", "content": SAID})

    def changed(self, user: str) -> None:
        """Somebody's devices are no longer what they were; as nio does, the keys that they had are given up."""
        self._current.discard(user)
        self._olm.outbound_group_sessions.clear()

    async def _learn(self, members: Collection[str]) -> None:
        if unknown := set(members) - self._current:
            answer = await self._wire.post(path_of("keys", "query"), {"device_keys": {user: [] for user in unknown}})
            self._olm.handle_response(nio.KeysQueryResponse.from_dict(answer))
            self._current |= unknown

    async def _share(self, room: str, members: list[str]) -> None:
        if missing := self._olm.get_missing_sessions(members):
            wanted = {user: dict.fromkeys(devices, "signed_curve25519") for user, devices in missing.items()}
            answer = await self._wire.post(path_of("keys", "claim"), {"one_time_keys": wanted})
            self._olm.handle_response(nio.KeysClaimResponse.from_dict(answer))
        for given, messages in self._olm.share_group_session_parallel(room, members, ignore_unverified_devices=True):
            await self._wire.put(path_of("sendToDevice", "m.room.encrypted", "transaction"), messages)
            self._olm.outbound_group_sessions[room].users_shared_with.update(given)
        self._olm.outbound_group_sessions[room].mark_as_shared()


Make = Callable[[KeyedPeople, Path], Contender]
"""Opens a contender's store, and makes it the first time."""

CONTENDERS: dict[str, Make] = {
    "nio alone": NioAlone,
    "Mentorix": Mentorix,
    "Mentorix, signed devices only": SignedOnly,
}


class Stopwatch:
    """Measures what is awaited, and prints it.

    Args:
        people: whose homeserver counts the requests.
    """

    def __init__(self, people: KeyedPeople) -> None:
        self._people = people

    async def time(self, what: str, work: Awaitable[T]) -> T:
        """Wait for it; what it gave."""
        self._people.requests.clear()
        self._people.delivered.clear()
        began = time.process_time() - self._people.spent
        gave = await work
        took = time.process_time() - self._people.spent - began
        print(f"  {what:40} {took:7.3f} s CPU {len(self._people.requests):4} requests")
        return gave


async def measured(make: Make, people: KeyedPeople, folder: Path) -> None:
    """A life of the bot in one room."""
    members, watch = people.members, Stopwatch(people)
    with closing(make(people, folder)) as bot:
        await watch.time("first message", bot.say(ROOM, members))
        await watch.time("second message", bot.say(ROOM, members))
        people.add(members[0], "NEW")
        bot.changed(members[0])
        await watch.time("after somebody logged in anew", bot.say(ROOM, members))
        await watch.time("in the room that replaces it", bot.say(REPLACEMENT, members))
    with closing(await watch.time("a restart", _again(make, people, folder))) as bot:
        await watch.time("first message after it", bot.say(ROOM, members))


async def _again(make: Make, people: KeyedPeople, folder: Path) -> Contender:
    return make(people, folder)


def contend(name: str, members: int, devices: int) -> None:
    """One contender, in this process."""
    logging.disable(logging.WARNING)
    people = KeyedPeople(members, devices)
    before = _memory()
    print(f"{name}, {members} members with {devices} devices each:")
    with TemporaryDirectory() as folder:
        asyncio.run(measured(CONTENDERS[name], people, Path(folder)))
        stored = sum(path.stat().st_size for path in Path(folder).iterdir())
    print(f"  {'store':40} {stored / 2**20:7.1f} MiB")
    print(f"  {'memory beyond the people themselves':40} {_memory() - before:7.1f} MiB")


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10


def main(members: int = 100, devices: int = 10) -> None:
    """Measure and print."""
    for name in CONTENDERS:
        process = multiprocessing.get_context("spawn").Process(target=contend, args=(name, members, devices))
        process.start()
        process.join()
        if process.exitcode:
            sys.exit(f"{name} failed")


if __name__ == "__main__":
    main(*(int(given) for given in sys.argv[1:]))
