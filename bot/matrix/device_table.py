"""People's devices in nio's store, read and written with a few statements for all, since rooms may have thousands.

nio itself compares each device that it adds with all others, and asks the database three times for each.
"""

from collections.abc import Mapping
from typing import Any

from nio.crypto import DeviceStore, OlmDevice

Changed = Mapping[str, Mapping[str, OlmDevice]]
"""Devices by their owners and ids."""


class KnownDevices(DeviceStore):  # type: ignore[misc]  # nio has no types
    """Devices in memory, each found by its name."""

    def __contains__(self, device: OlmDevice) -> bool:
        """Whether the very same device is known."""
        return bool(self[device.user_id].get(device.id) == device)


class DeviceTable:
    """The tables `devicekeys` and `keys`, as far as they are one account's.

    Args:
        database: nio's.
        user_id: the account.
        device_id: its device.
    """

    def __init__(self, database: Any, user_id: str, device_id: str) -> None:
        self._execute = database.execute_sql
        self._ours = user_id, device_id

    def load(self) -> KnownDevices:
        """All that are there; names that people gave them are left out."""
        found: dict[tuple[str, str], OlmDevice] = {}
        rows = self._execute(
            "select devices.user_id, devices.device_id, deleted, key_type, key"
            " from devicekeys as devices join keys on keys.device_id = devices.id join accounts on accounts.id = account_id"
            " where accounts.user_id = ? and accounts.device_id = ?",
            self._ours,
        )
        for user_id, device_id, deleted, kind, key in rows:
            new = OlmDevice(user_id, device_id, {}, deleted=bool(deleted))
            found.setdefault((user_id, device_id), new).keys[kind] = key
        known = KnownDevices()
        for device in found.values():
            known.add(device)
        return known

    def save(self, changed: Changed) -> None:
        """Write devices down that are new or others now."""
        for user_id, devices in changed.items():
            for device_id, device in devices.items():
                self._execute(
                    "insert into devicekeys (account_id, user_id, device_id, display_name, deleted)"
                    " select id, ?, ?, '', ? from accounts where user_id = ? and device_id = ?"
                    " on conflict (account_id, user_id, device_id) do update set deleted = excluded.deleted",
                    (user_id, device_id, device.deleted, *self._ours),
                )
                self._save_keys(device)

    def _save_keys(self, device: OlmDevice) -> None:
        for kind, key in device.keys.items():
            self._execute(
                "insert or replace into keys (key_type, key, device_id) select ?, ?, devices.id"
                " from devicekeys as devices join accounts on accounts.id = account_id"
                " where devices.user_id = ? and devices.device_id = ?"
                " and accounts.user_id = ? and accounts.device_id = ?",
                (kind, key, device.user_id, device.id, *self._ours),
            )
