"""Encrypting for a room: one key for its messages, given to every device of its members.

See Client-Server API, "Messaging Algorithms", `m.megolm.v1.aes-sha2`, and "Sharing keys between devices". The key goes
to all devices, signed by their owners or not: what a community's bot says is no secret from its members. It is changed
when somebody who had it has left, and after a hundred messages or a week.
"""

import asyncio
import secrets
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import nio.crypto

from bot.matrix.devices import Devices
from bot.matrix.wire import Json, Wire, path_of

Device = tuple[str, str]
"""A Matrix address and a device id."""

SLOWEST = 60.0
"""Seconds that giving keys to some devices may take."""


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
            plain = {"type": kind, "content": dict(content)}
            sealed: Json = self._olm.group_encrypt(room_id, plain)
        relation = content.get("m.relates_to")
        return sealed | ({"m.relates_to": relation} if relation else {})

    async def _share(self, room_id: str, members: Collection[str]) -> None:
        """See that all who are in the room have the key, and nobody else."""
        await self._devices.learn(members)
        present = {(device.user_id, device.id) for device in self._devices.of(members)}
        session = self._olm.outbound_group_sessions.get(room_id)
        if not session or session.expired or session.users_shared_with - present:
            self._olm.create_outbound_group_session(room_id)
            session = self._olm.outbound_group_sessions[room_id]
        if waiting := present - session.users_shared_with:
            await self._devices.converse({user for user, _ in waiting})
            session.shared = False  # nio would begin a new key instead of giving this one to the newcomers
            for given, messages in self._messages(room_id, members):
                await self._send(messages)
                session.users_shared_with.update(given)
        session.shared = True

    def _messages(self, room_id: str, members: Collection[str]) -> Iterator[tuple[set[Device], Json]]:
        """The key, encrypted for some devices at a time; who gets it, and the request's body."""
        shares = self._olm.share_group_session_parallel(room_id, list(members), ignore_unverified_devices=True)
        while True:
            with self._olm.store.database.atomic():  # each device's conversation is written, all at once
                share = next(shares, None)
            if share is None:
                return
            yield share

    async def _send(self, messages: Json) -> None:
        path = path_of("sendToDevice", "m.room.encrypted", secrets.token_hex(16))
        await self._wire.put(path, messages, seconds=SLOWEST)
