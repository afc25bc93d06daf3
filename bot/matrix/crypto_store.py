"""The device's own keys on disk: nio's store, with a secret of ours and closed to others.

A device whose keys are lost is lost for good: the homeserver goes on serving signatures of the old keys, so new keys
under the old device id would be trusted by nobody. So nothing here makes keys unless it is asked to.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import nio.crypto
import peewee  # what nio keeps its store with
import structlog
import vodozemac

from bot.account import Session
from bot.errors import Fault, SetupError, StorageError
from bot.matrix.machine import Machine, Store
from bot.matrix.standing import DeviceKeys

log = structlog.get_logger()


class StoreGone(SetupError):
    """There are no keys of this device in the store; it needs a new login, which makes a new device."""


class CryptoStore:
    """The keys of one device, open.

    Attributes:
        olm: nio's machine, which reads and writes them.
    """

    def __init__(self, path: Path, session: Session, secret: str) -> None:
        store = Store(session.user_id, session.device_id, str(path.parent), secret, path.name)
        with keeping():
            store.forget_old()
        self.olm = Machine(session.user_id, session.device_id, store)

    @property
    def keys(self) -> DeviceKeys:
        """The device's public keys."""
        return DeviceKeys(**self.olm.account.identity_keys)

    def close(self) -> None:
        """Let the file go."""
        self.olm.store.database.close()


class EncryptedRooms:
    """The rooms in which encryption was ever seen to be on: it never goes off again, whatever is said later.

    Args:
        store: where they are written down.
    """

    def __init__(self, store: CryptoStore) -> None:
        self._store = store.olm.store
        self._rooms: set[str] = set(self._store.load_encrypted_rooms())

    def __contains__(self, room_id: object) -> bool:
        """Whether it is one of them."""
        return room_id in self._rooms

    def add(self, room_id: str) -> None:
        """It is one from now on; where that cannot be written down, until the next start."""
        if room_id in self._rooms:
            return
        self._rooms.add(room_id)
        try:
            with keeping():
                self._store.save_encrypted_rooms({room_id})
        except StorageError as error:
            log.error("that a room is encrypted could not be written down", room=room_id, why=str(error))


@contextmanager
def keeping() -> Iterator[None]:
    """For what reads and writes the store.

    Raises:
        StorageError: the store did not take it.
    """
    try:
        yield
    except peewee.PeeweeException as error:
        raise StorageError(f"the keys of our device cannot be kept: {error}") from error


def opened(path: Path, session: Session, secret: str) -> CryptoStore:
    """The store that there is.

    Raises:
        SetupError: as `kept_keys`.
    """
    kept_keys(path, session, secret)
    return CryptoStore(path, session, secret)


def made(path: Path, session: Session, secret: str) -> CryptoStore:
    """A store with new keys for a device that has none; the file is its owner's alone.

    Raises:
        StorageError: it cannot be written.
    """
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror}") from error
    return CryptoStore(path, session, secret)


def kept_keys(path: Path, session: Session, secret: str) -> DeviceKeys:
    """The public keys of the session's device, read without changing anything, also while the bot runs.

    Args:
        path: the store's file; if others could read it, it is closed to them.
        session: whose device.
        secret: what the private keys are encrypted with.

    Raises:
        StoreGone: there is no such file, or it holds no keys of this device.
        SetupError: the secret is not the one it was written with, or the file is damaged or cannot be read.
    """
    pickled = _pickled_account(path, session)
    try:
        return DeviceKeys(**nio.crypto.OlmAccount.from_pickle(pickled, secret).identity_keys)
    except (vodozemac.PickleException, vodozemac.LibolmPickleException) as error:
        what = (
            "cannot be decrypted with this secret; put the right one back, into MENTORIX_PICKLE_KEY or the file"
            f" pickle-key. If it is lost, {_ANEW}"
        )
        raise SetupError([_fault(path, what)]) from error


def _pickled_account(path: Path, session: Session) -> bytes:
    if not path.exists():
        raise StoreGone([_fault(path, f"is missing, and with it the keys of device {session.device_id}; {_LOGIN}")])
    try:
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
        with closing(sqlite3.connect(path)) as database:
            known = database.execute("select 1 from sqlite_master where name = 'accounts'").fetchone()
            mine = "select account from accounts where user_id = ? and device_id = ?"
            found = known and database.execute(mine, (session.user_id, session.device_id)).fetchone()
    except (sqlite3.DatabaseError, OSError) as error:
        what = f"cannot be read ({error}); restore the whole data folder from a backup, or {_ANEW}"
        raise SetupError([_fault(path, what)]) from error
    if not found:
        what = f"holds no keys of device {session.device_id}, as if it came from another backup than session.json"
        raise StoreGone([_fault(path, f"{what}; {_LOGIN}")])
    pickled = found[0]
    return pickled if isinstance(pickled, bytes) else str(pickled).encode()


_LOGIN = "run `mentorix login`, which makes a new device where it must, and signs it with the same identity"
_ANEW = "delete this file and run `mentorix login`, which makes a new device"


def _fault(path: Path, what: str) -> Fault:
    return Fault(str(path), "", what)
