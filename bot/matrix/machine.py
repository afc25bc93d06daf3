"""nio's machine of encryption and its store, each in a few things another; `crypto_store` opens them."""

import json
from collections.abc import Mapping
from typing import Any

import nio.crypto
import nio.exceptions
from nio.store import SqliteStore

from bot.matrix.device_table import Changed, DeviceTable, KnownDevices

MOST_KEYS, MOST_REQUESTS = 5_000, 500
"""How many keys that others gave us for reading in rooms are kept through a restart, and requests for such keys. With
each of those keys a hundred messages can be read, usually; a thousand take a fifth of a second to load."""

_TIME = "%Y-%m-%d %H:%M:%S.%f"
"""How nio writes times."""


class Machine(nio.crypto.Olm):  # type: ignore[misc]  # nio has no types
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


class Store(SqliteStore):  # type: ignore[misc]  # nio has no types
    """nio's store, made quick for rooms with a thousand devices.

    We encrypt for every device of a room's members, so nobody is asked for each device whether it is verified, barred or
    ignored. What is written for each device is one statement.
    """

    def forget_old(self) -> None:
        """Keep the latest keys and requests for keys: all are read at each start, and no older one is of use any more."""
        self.database.execute_sql(
            "delete from megolminboundsessions where rowid not in"
            " (select rowid from megolminboundsessions order by rowid desc limit ?)",
            (MOST_KEYS,),
        )
        self.database.execute_sql(
            "delete from outgoingkeyrequests where id not in (select id from outgoingkeyrequests order by id desc limit ?)",
            (MOST_REQUESTS,),
        )

    def is_device_verified(self, device: nio.crypto.OlmDevice) -> bool:  # noqa: ARG002 - nio's
        """None is; nio's verification is a local list, which knows no cross-signing."""
        return False

    def is_device_blacklisted(self, device: nio.crypto.OlmDevice) -> bool:  # noqa: ARG002
        """None is."""
        return False

    def is_device_ignored(self, device: nio.crypto.OlmDevice) -> bool:  # noqa: ARG002
        """All are: they get keys without being verified."""
        return True

    def load_device_keys(self) -> KnownDevices:
        """The devices of people that are known."""
        return self._devices.load()

    def save_device_keys(self, device_keys: Changed) -> None:
        """Write devices down that are new or others now."""
        self._devices.save(device_keys)

    @property
    def _devices(self) -> DeviceTable:
        return DeviceTable(self.database, self.user_id, self.device_id)

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
