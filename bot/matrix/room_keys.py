"""Encrypting for a room: one key for its messages, given to every device of its members.

See Client-Server API, "Messaging Algorithms", `m.megolm.v1.aes-sha2`, "Sharing keys between devices", and "Reporting that
decryption keys are withheld". The key goes to all devices, or to those that their owners have signed; see `Devices`. It is
changed when a device that had it is gone, or its owner is, and after as many messages or as much time as the room says.
"""

import asyncio
import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import nio.crypto
import nio.exceptions

from bot.errors import MatrixError, Refused
from bot.matrix.devices import Devices
from bot.matrix.wire import Json, Wire, path_of

Device = tuple[str, str]
"""A Matrix address and a device id."""

MEGOLM = "m.megolm.v1.aes-sha2"
"""The one way of encrypting for rooms that is in use."""

SLOWEST = 60.0
"""Seconds that giving keys to some devices may take."""

_HOUR = 3_600_000
AGES, MESSAGES = (_HOUR, 7 * 24 * _HOUR, 365 * 24 * _HOUR), (1, 100, 10_000)
"""For how many milliseconds and messages a key is used: at least, where the room does not say, and at most."""


class RoomKeys:
    """The keys that we encrypt with, a new one for each room after a restart.

    Args:
        wire: requests as the bot.
        olm: nio's machine.
        devices: those of the members.
    """

    def __init__(self, wire: Wire, olm: nio.crypto.Olm, devices: Devices) -> None:
        self._wire = wire
        self._olm = olm
        self._devices = devices
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def encrypted(self, room_id: str, members: Collection[str], kind: str, content: Mapping[str, Any]) -> Json:
        """An event's content as an `m.room.encrypted` one, whose key every member's device was given.

        What it relates to stays readable, as the homeserver and clients need it.

        Args:
            room_id: where it is to be sent.
            members: everybody who is in the room, and those who are invited, where they may read what came before.
            kind: the event's type, such as `m.room.message`.
            content: what it holds.

        Raises:
            MatrixError: the keys cannot be given to them now.
        """
        async with self._turns[room_id]:
            await self._share(room_id, members)
            sealed = self._sealed(room_id, {"type": kind, "content": dict(content)})
        relation = content.get("m.relates_to")
        return sealed | ({"m.relates_to": relation} if relation else {})

    def _sealed(self, room_id: str, plain: Json) -> Json:
        try:
            sealed: Json = self._olm.group_encrypt(room_id, plain)
        except nio.exceptions.GroupEncryptionError as error:
            raise MatrixError("the key's time ended while it was given to the devices") from error
        return sealed

    async def _share(self, room_id: str, members: Collection[str]) -> None:
        """See that all who are in the room and may read have the key, and nobody else."""
        await self._devices.learn(members)
        there = {(device.user_id, device.id): device for device in self._devices.of(members)}
        readers = {key for key, device in there.items() if self._devices.may_read(device)}
        barred = there.keys() - readers
        session = self._olm.outbound_group_sessions.get(room_id)
        if not session or session.expired or session.users_shared_with - readers:
            session = await self._new(room_id)
        if untold := barred - session.users_ignored:
            await self._send("m.room_key.withheld", self._withheld(room_id, session.id, untold))
        session.users_ignored = barred
        if waiting := readers - session.users_shared_with:
            await self._devices.converse({user for user, _ in waiting})
            session.shared = False  # nio would begin a new key instead of giving this one to the newcomers
            for given, messages in self._messages(room_id, members):
                await self._send("m.room.encrypted", messages)
                session.users_shared_with.update(given)
        session.shared = True

    async def _new(self, room_id: str) -> nio.crypto.OutboundGroupSession:
        """A new key, used for as long as the room says (Client-Server API, `m.room.encryption`)."""
        try:
            says = await self._wire.get(path_of("rooms", room_id, "state", "m.room.encryption"))
        except Refused:
            says = {}
        self._olm.create_outbound_group_session(room_id)
        session = self._olm.outbound_group_sessions[room_id]
        session.max_age = timedelta(milliseconds=_within(says.get("rotation_period_ms"), AGES))
        session.max_messages = _within(says.get("rotation_period_msgs"), MESSAGES)
        return session

    def _messages(self, room_id: str, members: Collection[str]) -> Iterator[tuple[set[Device], Json]]:
        """The key, encrypted for some devices at a time; who gets it, and the request's body."""
        shares = self._olm.share_group_session_parallel(room_id, list(members), ignore_unverified_devices=True)
        while True:
            with self._olm.store.database.atomic():  # each device's conversation is written, all at once
                share = next(shares, None)
            if share is None:
                return
            yield share

    def _withheld(self, room_id: str, session_id: str, devices: Iterable[Device]) -> Json:
        """What devices without their owner's signature are told, so that their clients can say why they cannot read."""
        why = {
            "algorithm": MEGOLM,
            "code": "m.unverified",
            "reason": "Only devices that their owner has verified can read this.",
            "room_id": room_id,
            "sender_key": self._olm.account.identity_keys["curve25519"],
            "session_id": session_id,
        }
        messages: defaultdict[str, Json] = defaultdict(dict)
        for user, device in devices:
            messages[user][device] = why
        return {"messages": messages}

    async def _send(self, kind: str, messages: Json) -> None:
        await self._wire.put(path_of("sendToDevice", kind, secrets.token_hex(16)), messages, seconds=SLOWEST)


def _within(value: object, limits: tuple[int, int, int]) -> int:
    least, usual, most = limits
    return min(max(value, least), most) if type(value) is int else usual
