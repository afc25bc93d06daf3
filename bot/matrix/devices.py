"""Whom we can encrypt for: people's devices, kept up to date, and a conversation of keys with each.

See Client-Server API, "Tracking the device list for a user", `POST /keys/query` and `POST /keys/claim`.
"""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import nio
import nio.crypto
import structlog

from bot.errors import MatrixError
from bot.matrix.wire import Json, Wire, path_of

AT_ONCE = 250
"""People or devices that one request asks about."""

REST = 900.0
"""Seconds for which a device without a key for us, or a person whose homeserver is away, is not asked again."""

SLOWEST = 60.0
"""Seconds that a request about many people may take; their homeservers are asked in turn."""

log = structlog.get_logger()

T = TypeVar("T")


class Devices:
    """The devices of those we write to.

    What was known before a restart is asked anew, since changes may have been missed.

    Args:
        wire: requests as the bot.
        olm: nio's machine, which keeps devices and conversations.
    """

    def __init__(self, wire: Wire, olm: nio.crypto.Olm) -> None:
        self._wire = wire
        self._olm = olm
        self._current: set[str] = set()
        self._resting: dict[str | tuple[str, str], float] = {}
        self._turn = asyncio.Lock()

    def changed(self, users: Iterable[str]) -> None:
        """People whose devices are no longer what they were; `/sync` tells them in `device_lists`."""
        self._current.difference_update(users)

    def of(self, users: Iterable[str]) -> Iterator[nio.crypto.OlmDevice]:
        """All devices of these people that are known and not deleted, except ours."""
        for user in users:
            for device in self._olm.device_store.active_user_devices(user):
                if (user, device.id) != (self._olm.user_id, self._olm.device_id):
                    yield device

    def owns(self, user: str, curve_key: str) -> bool:
        """Whether that is the key of a device which the person has, or had; as far as is known."""
        known = self._olm.device_store[user].values()
        return any(device.curve25519 == curve_key for device in known)

    def signing_key(self, user: str, device: str) -> str | None:
        """The public signing key of a person's device, as far as is known."""
        known = self._olm.device_store[user].get(device)
        return str(known.ed25519) if known else None

    async def learn(self, users: Iterable[str]) -> None:
        """Know the devices of these people as they are now.

        Raises:
            MatrixError: that is not possible now.
        """
        async with self._turn:
            unknown = [user for user in sorted(set(users) - self._current) if self._may_be_asked(user)]
            for some in _parts(unknown):
                self._current.update(some)  # a change that is told meanwhile takes them out again
                try:
                    await self._query(some)
                except BaseException:
                    self.changed(some)
                    raise

    async def _query(self, users: Sequence[str]) -> None:
        body = {"device_keys": {user: [] for user in users}, "timeout": 10_000}
        answer = await self._wire.post(path_of("keys", "query"), body, seconds=SLOWEST)
        found = nio.KeysQueryResponse.from_dict(answer)
        if not isinstance(found, nio.KeysQueryResponse):
            raise MatrixError("the homeserver's answer to /keys/query cannot be read")
        with self._olm.store.database.atomic():
            self._olm.handle_response(found)
        away = set(users) - found.device_keys.keys()
        self.changed(away)
        self._rest(away)

    async def converse(self, users: Iterable[str]) -> None:
        """Have a conversation of keys with every device of these people, where the device lets us begin one.

        Raises:
            MatrixError: that is not possible now.
        """
        async with self._turn:
            for some in _parts([each for each in self._strangers(users) if self._may_be_asked(each)]):
                await self._claim(some)
                self._rest(set(self._strangers({user for user, _ in some})) & set(some))

    async def renew(self, broken: Iterable[nio.crypto.OlmDevice]) -> None:
        """Begin new conversations in place of those that broke, and say so to the devices.

        Raises:
            MatrixError: that is not possible now.
        """
        async with self._turn:
            those = [(device.user_id, device.id) for device in broken]
            for some in _parts([each for each in those if self._may_be_asked(each)]):
                await self._claim(some)
                self._rest(some)

    async def _claim(self, devices: Sequence[tuple[str, str]]) -> None:
        wanted: Json = {}
        for user, device in devices:
            wanted.setdefault(user, {})[device] = "signed_curve25519"
        body = {"one_time_keys": wanted, "timeout": 10_000}
        answer = await self._wire.post(path_of("keys", "claim"), body, seconds=SLOWEST)
        found = nio.KeysClaimResponse.from_dict(answer)
        if not isinstance(found, nio.KeysClaimResponse):
            raise MatrixError("the homeserver's answer to /keys/claim cannot be read")
        with self._olm.store.database.atomic():  # each conversation is written, all at once
            self._olm.handle_response(found)

    def _strangers(self, users: Iterable[str]) -> list[tuple[str, str]]:
        """Devices that we have no conversation with."""
        missing = self._olm.get_missing_sessions(list(users))
        return [(user, device) for user, devices in missing.items() for device in devices]

    def _rest(self, those: Iterable[str | tuple[str, str]]) -> None:
        until = asyncio.get_running_loop().time() + REST
        self._resting.update(dict.fromkeys(those, until))

    def _may_be_asked(self, one: str | tuple[str, str]) -> bool:
        return self._resting.get(one, 0.0) <= asyncio.get_running_loop().time()


def _parts(those: Sequence[T]) -> Iterator[Sequence[T]]:
    for at in range(0, len(those), AT_ONCE):
        yield those[at : at + AT_ONCE]
