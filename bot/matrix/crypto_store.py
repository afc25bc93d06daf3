"""The device's own keys on disk: nio's store, with a secret of ours and closed to others.

A device whose keys are lost is lost for good: the homeserver goes on serving signatures of the old keys, so new keys
under the old device id would be trusted by nobody. So nothing here makes keys unless it is asked to.
"""

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import nio.crypto
import nio.exceptions
import peewee  # type: ignore[import-untyped]  # what nio keeps its store with
import structlog
import vodozemac
from nio.store import SqliteStore

from bot.account import Session
from bot.errors import Fault, SetupError, StorageError
from bot.matrix.standing import DeviceKeys

_TIME = "%Y-%m-%d %H:%M:%S.%f"
"""How nio writes times."""

log = structlog.get_logger()


class StoreGone(SetupError):
    """There are no keys of this device in the store; it needs a new login, which makes a new device."""


class CryptoStore:
    """The keys of one device, open.

    Attributes:
        olm: nio's machine, which reads and writes them.
    """

    def __init__(self, path: Path, session: Session, secret: str) -> None:
        store = _Store(session.user_id, session.device_id, str(path.parent), secret, path.name)
        self.olm = _Machine(session.user_id, session.device_id, store)

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


class _Machine(nio.crypto.Olm):  # type: ignore[misc]  # nio has no types
    """nio's machine, in two things another."""

    def group_encrypt(self, room_id: str, plaintext_dict: Mapping[str, Any]) -> dict[str, str]:
        """Encrypt for a room; letters of all languages as they are, since escaped they take up to three times the room.

        Raises:
            GroupEncryptionError: there is no key that every device of the room was given.
        """
        key = self.outbound_group_sessions.get(room_id)
        if not key or key.expired or not key.shared:
            raise nio.exceptions.GroupEncryptionError("there is no key that was given to everybody")
        plain = json.dumps({**plaintext_dict, "room_id": room_id}, ensure_ascii=False, separators=(",", ":"))
        return {
            "algorithm": self._megolm_algorithm,
            "sender_key": self.account.identity_keys["curve25519"],
            "ciphertext": key.encrypt(plain),
            "session_id": key.id,
            "device_id": self.device_id,
        }

    def _should_accept_forward(self, sender: str, sender_key: str, event: nio.ForwardedRoomKeyEvent) -> bool:
        """Take a key that was asked for from the device that made it: it is worth as much as if it had come unasked.

        nio takes such keys from verified devices of our own alone, and a bot has no others.
        """
        asked = self.outgoing_key_requests.get(event.session_id)
        known = self.device_store.device_from_sender_key(sender, sender_key)
        made_by = event.source["content"]["sender_key"]
        return bool(asked and asked.room_id == event.room_id and known and made_by == sender_key)


class _Store(SqliteStore):  # type: ignore[misc]  # nio has no types
    """nio's store, made quick for rooms with a thousand devices.

    We encrypt for every device of a room's members, so nobody is asked for each device whether it is verified, barred or
    ignored. What is written for each device is one statement.
    """

    def is_device_verified(self, device: nio.crypto.OlmDevice) -> bool:  # noqa: ARG002 - nio's
        """None is; nio's verification is a local list, which knows no cross-signing."""
        return False

    def is_device_blacklisted(self, device: nio.crypto.OlmDevice) -> bool:  # noqa: ARG002
        """None is."""
        return False

    def is_device_ignored(self, device: nio.crypto.OlmDevice) -> bool:  # noqa: ARG002
        """All are: they get keys without being verified."""
        return True

    def save_account(self, account: nio.crypto.OlmAccount) -> None:
        """Write the device's own keys down."""
        self.database.execute_sql(
            "insert into accounts (user_id, device_id, shared, account) values (?, ?, ?, ?)"
            " on conflict (user_id, device_id) do update set shared = excluded.shared, account = excluded.account",
            (self.user_id, self.device_id, account.shared, account.pickle(self.pickle_key)),
        )

    def save_session(self, curve_key: str, session: nio.crypto.Session) -> None:
        """Write a conversation of keys with another device down."""
        self.database.execute_sql(
            "insert or replace into olmsessions"
            " (creation_time, last_usage_date, sender_key, account_id, session, session_id)"
            " select ?, ?, ?, id, ?, ? from accounts where user_id = ? and device_id = ?",
            (
                f"{session.creation_time:{_TIME}}",
                f"{session.use_time:{_TIME}}",
                curve_key,
                session.pickle(self.pickle_key),
                session.id,
                self.user_id,
                self.device_id,
            ),
        )


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
