"""Whom we can encrypt for: people's devices, kept up to date, and a conversation of keys with each.

See Client-Server API, "Tracking the device list for a user", `POST /keys/query` and `POST /keys/claim`. Keys come from
other people's clients and homeservers. What is wrong with somebody's does not reach the others.
"""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

import nio
import nio.crypto
import structlog

from bot.errors import StorageError
from bot.matrix.crypto_store import keeping
from bot.matrix.sync import mapping
from bot.matrix.vouching import Vouched, vouched, whole_devices
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
        signed_only: whether only devices that their owners have signed may read what we encrypt.
    """

    def __init__(self, wire: Wire, olm: nio.crypto.Olm, *, signed_only: bool = False) -> None:
        self._wire = wire
        self._olm = olm
        self._signed_only = signed_only
        self._signed: dict[str, Vouched] = {}
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

    def may_read(self, device: nio.crypto.OlmDevice) -> bool:
        """Whether a device gets our keys."""
        theirs = self._signed.get(device.user_id, frozenset())
        return not self._signed_only or (device.ed25519, device.curve25519) in theirs

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
        told = mapping(answer.get("device_keys"))
        with keeping(), self._olm.store.database.atomic():
            for user in users:
                if user in told:
                    self._take(user, answer)
        away = set(users) - told.keys()
        self.changed(away)
        self._rest(away)

    def _take(self, user: str, answer: Json) -> None:
        """Take in what is told of one person."""
        if self._signed_only:
            self._signed[user] = vouched(answer, user)
        with _alone(user):
            self._olm.handle_response(nio.KeysQueryResponse({user: whole_devices(answer, user)}, {}))

    async def converse(self, users: Iterable[str]) -> None:
        """Have a conversation of keys with every device of these people that may read, if it lets us begin one.

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
        given = mapping(answer.get("one_time_keys"))
        with keeping(), self._olm.store.database.atomic():  # each conversation is written, all at once
            for user, device in devices:
                if key := mapping(given.get(user)).get(device):
                    with _alone(user):
                        self._olm.handle_response(nio.KeysClaimResponse({user: {device: key}}, {}))

    def _strangers(self, users: Iterable[str]) -> list[tuple[str, str]]:
        """Devices that may read, and that we have no conversation with."""
        known = self._olm.session_store
        missing = (device for device in self.of(users) if not known.get(device.curve25519) and self.may_read(device))
        return [(device.user_id, device.id) for device in missing]

    def _rest(self, those: Iterable[str | tuple[str, str]]) -> None:
        until = asyncio.get_running_loop().time() + REST
        self._resting.update(dict.fromkeys(those, until))

    def _may_be_asked(self, one: str | tuple[str, str]) -> bool:
        return self._resting.get(one, 0.0) <= asyncio.get_running_loop().time()


@contextmanager
def _alone(user: str) -> Iterator[None]:
    """For what one person's keys may do; only a failure of ours reaches others."""
    try:
        with keeping():
            yield
    except StorageError:
        raise
    except Exception as error:  # noqa: BLE001 - nio and vodozemac raise all sorts of them
        log.warning("somebody's keys cannot be used", user=user, why=f"{type(error).__name__}: {error}")


def _parts(those: Sequence[T]) -> Iterator[Sequence[T]]:
    for at in range(0, len(those), AT_ONCE):
        yield those[at : at + AT_ONCE]
