"""Making our device one that others trust, in the order in which nobody meets it half made.

First the device's keys, then the account's identity where there is none yet, then the device's signature, and at last
a look at what the homeserver serves of it all. Everything is done before the first sync, and can be done again.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from bot.account import Seeds, Session
from bot.errors import MatrixError, Refused, UserError
from bot.matrix import secret_storage
from bot.matrix.cross_signing import Identity, Served, public_key, publish, served, sign_device
from bot.matrix.crypto_store import CryptoStore
from bot.matrix.device_keys import DeviceKeyUpload
from bot.matrix.session import client_of
from bot.matrix.standing import DeviceKeys, Standing, is_served, judged
from bot.matrix.wire import Wire


class DeviceSpent(MatrixError):
    """This device can never be trusted; only a new one can."""


class Vault(Protocol):
    """Where seeds are kept; the data folder, usually."""

    def seeds(self) -> Sequence[Seeds]:
        """Those that are kept, then those that were only proposed."""

    def propose(self, seeds: Seeds) -> None:
        """Write seeds down before the homeserver hears of them."""

    def settle(self, seeds: Seeds) -> None:
        """Keep the seeds of the keys that the account now has."""


class Enrolment:
    """What it takes until one device is trusted.

    Args:
        wire: requests as the device.
        session: whose device.
        store: the device's keys.
        vault: the account's seeds.
        password: asked for only where the homeserver wants it.
    """

    def __init__(
        self, wire: Wire, session: Session, store: CryptoStore, vault: Vault, password: Callable[[], str]
    ) -> None:
        self._wire = wire
        self._session = session
        self._store = store
        self._vault = vault
        self._password = password

    async def upload(self) -> None:
        """Give the homeserver the device's keys.

        Raises:
            DeviceSpent: it has other ones of this device.
            MatrixError: it cannot be reached.
        """
        found = await self._served()
        standing = judged(self._session, self._store.keys, None, found)
        if standing is Standing.OTHER_DEVICE_KEYS:
            raise DeviceSpent(standing.value)
        try:
            await DeviceKeyUpload(self._wire, self._store.olm).everything()
        except Refused as error:
            raise DeviceSpent(f"the homeserver does not take the keys of this device: {error}") from error

    async def sign(self) -> Standing:
        """Sign the device with the identity that we hold; the first time, make one.

        An identity that we do not hold stays as it is.

        Returns:
            How the device stands in the end.

        Raises:
            DeviceSpent: the homeserver goes on serving an older signature.
            Refused: wrong password.
            UserError: the homeserver wants another proof than the password.
            MatrixError: it cannot be reached.
            StorageError: the seeds cannot be written down.
        """
        found = await self._served()
        identity = held(self._vault, self._session.user_id, found)
        if not found.master:
            identity = await self._establish(identity)
            found = await self._served()
        if not identity or not is_served(identity, found):
            return judged(self._session, self._store.keys, identity, found)
        return await self._signed(identity, found)

    async def standing(self) -> Standing:
        """How the device stands now.

        Raises:
            MatrixError: it cannot be known now.
        """
        found = await self._served()
        return judged(self._session, self._store.keys, held(self._vault, self._session.user_id, found), found)

    async def replace(self) -> None:
        """Give the account a new identity in place of whatever it has; whoever verified the old one is warned.

        Raises:
            Refused: wrong password.
            UserError: the homeserver wants another proof than the password.
            MatrixError: it cannot be reached.
            StorageError: the seeds cannot be written down.
        """
        await self._establish(None)

    async def recover(self, key: bytes) -> None:
        """Take the identity over that the account keeps under a recovery key.

        Raises:
            UserError: it is not the account's recovery key, or what it opens is not the account's identity.
            MatrixError: the homeserver cannot be reached.
            StorageError: the seeds cannot be written down.
        """
        seeds = await secret_storage.fetch(self._wire, self._session.user_id, key)
        found = await self._served()
        if not is_served(Identity.of(seeds), found):
            raise UserError("the keys under this recovery key are not those that the account has now")
        self._vault.settle(seeds)

    async def _establish(self, identity: Identity | None) -> Identity:
        """Publish an identity, made anew where none is given; its seeds are on disk before."""
        made = identity or Identity.of(Seeds.random(self._session.user_id))
        self._vault.propose(made.seeds)
        await publish(self._wire, made, self._password)
        self._vault.settle(made.seeds)
        return made

    async def _signed(self, identity: Identity, found: Served) -> Standing:
        self._vault.settle(identity.seeds)
        if judged(self._session, self._store.keys, identity, found) is Standing.SIGNED:
            return Standing.SIGNED
        await sign_device(self._wire, identity, found.device)
        standing = judged(self._session, self._store.keys, identity, await self._served())
        if standing in {Standing.STALE, Standing.OTHER_DEVICE_KEYS}:
            raise DeviceSpent(standing.value)
        return standing

    async def _served(self) -> Served:
        return await served(self._wire, self._session.user_id, self._session.device_id)


async def standing_of(session: Session, keys: DeviceKeys, vault: Vault) -> Standing:
    """How our device stands, without changing anything; for each start, and for whoever asks.

    Raises:
        MatrixError: it cannot be known now.
    """
    client = client_of(session.homeserver, session)
    try:
        found = await served(Wire(client), session.user_id, session.device_id)
    finally:
        await client.close()
    return judged(session, keys, held(vault, session.user_id, found), found)


def held(vault: Vault, user_id: str, found: Served) -> Identity | None:
    """The identity that we hold: of those kept and proposed the one that the account has, else the one kept."""
    identities = [Identity.of(seeds) for seeds in vault.seeds() if seeds.user_id == user_id]
    master = public_key(found.master)
    return next((each for each in identities if each.master.public == master), next(iter(identities), None))
