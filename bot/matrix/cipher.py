"""Reading and writing in encrypted rooms, on nio's machine; it knows nothing of questions and answers.

See Client-Server API, "End-to-End Encryption". What comes in is read at once and without the network; what the machine
then owes others, such as new one-time keys, is done beside the stream by `keep_up`.
"""

import asyncio
import json
import secrets
from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import nio
import nio.crypto
import structlog
import vodozemac

from bot.errors import MatrixError, StorageError
from bot.matrix.crypto_store import CryptoStore, keeping
from bot.matrix.device_keys import CURVE, DeviceKeyUpload
from bot.matrix.devices import Devices
from bot.matrix.key_requests import Key, request_of
from bot.matrix.patience import Patience
from bot.matrix.room_keys import MEGOLM, RoomKeys
from bot.matrix.sync import mapping
from bot.matrix.wire import Json, Wire, path_of

REMEMBERED = 10_000
"""Places in conversations that were read, against one ciphertext being given to us as two messages."""

log = structlog.get_logger()


class Unreadable(MatrixError):
    """An encrypted event that cannot be read.

    Attributes:
        key: which key is missing, where it may still come; None where the event never can be read.
    """

    def __init__(self, why: str, key: Key | None = None) -> None:
        super().__init__(why)
        self.key = key


class Cipher:
    """One device's encryption.

    Args:
        wire: requests as the bot.
        store: the device's keys, open for as long as this is used.
        signed_only: whether only devices that their owners have signed may read what we encrypt.

    Attributes:
        devices: people's devices.
    """

    def __init__(self, wire: Wire, store: CryptoStore, *, signed_only: bool = False) -> None:
        self._wire = wire
        self._olm = store.olm
        self.devices = Devices(wire, store.olm, signed_only=signed_only)
        self._room_keys = RoomKeys(wire, store.olm, self.devices)
        self._upload = DeviceKeyUpload(wire, store.olm)
        self._left: int | None = None
        self._unused_fallback: tuple[str, ...] = ()
        self._told: tuple[int, tuple[str, ...]] | None = None
        self._owing = asyncio.Event()
        self._read: OrderedDict[tuple[str, int], str] = OrderedDict()

    def take_in(self, answer: Mapping[str, Any]) -> frozenset[Key]:
        """Take in what an answer of `/sync` says beside its rooms; call it before its rooms are read.

        Returns:
            The keys that came, for which events may have waited.

        Raises:
            StorageError: they cannot be written down. Only a new start can go on: it gets them again, unless more of
                the stream was asked for.
        """
        lists = mapping(answer.get("device_lists"))
        self.devices.changed([*_strings(lists.get("changed")), *_strings(lists.get("left"))])
        sent = mapping(answer.get("to_device")).get("events")
        came: frozenset[Key] = frozenset()
        if isinstance(sent, list) and sent:
            with keeping(), self._olm.store.database.atomic():  # all at once; a crash before has it sent again
                came = frozenset(self._keys_that_came(sent))
            self._owing.set()
        self._counted(answer)
        return came

    def _counted(self, answer: Mapping[str, Any]) -> None:
        """Take in how many keys others can still begin conversations with; each answer tells it, mostly unchanged."""
        counts, unused = answer.get("device_one_time_keys_count"), answer.get("device_unused_fallback_key_types")
        if not isinstance(counts, Mapping):
            return
        left = counts.get(CURVE)
        supply = left if type(left) is int else 0, tuple(_strings(unused)) if unused is not None else (CURVE,)
        if supply != self._told:
            self._told = supply
            self._left, self._unused_fallback = supply
            self._owing.set()

    async def opened(self, room_id: str, event: Mapping[str, Any]) -> Json:
        """The event that an `m.room.encrypted` one holds: with its own type and content, and the rest as it was.

        Raises:
            Unreadable: its key has not come yet, or it never can be read.
            MatrixError: it is not known now whose device sent it.
        """
        content, sender = mapping(event.get("content")), str(event.get("sender") or "")
        with _for_now():
            session = await self._session(room_id, content, sender)
        inner = self._plain(session, content, str(event.get("event_id") or ""))
        if inner.get("room_id") != room_id:
            raise Unreadable("it was encrypted for another room")
        relation = content.get("m.relates_to")
        plain = {**({"m.relates_to": relation} if relation else {}), **mapping(inner.get("content"))}
        return {**event, "type": str(inner.get("type") or ""), "content": plain}

    async def sealed(self, room_id: str, members: Collection[str], kind: str, content: Mapping[str, Any]) -> Json:
        """The content of the `m.room.encrypted` event to send instead; see `RoomKeys.encrypted`."""
        with _for_now():
            return await self._room_keys.encrypted(room_id, members, kind, content)

    async def ask_for(self, key: Key, sender: str) -> None:
        """Ask somebody's devices for the key of an event of theirs, once for ever; see `key_requests`.

        Raises:
            MatrixError: it is not known now which devices they have.
        """
        with _for_now():
            await self.devices.learn([sender])
        if request := request_of(self._olm, key, sender):
            log.info("a key is asked for", room=key[0], sender=sender)
            self._olm.outgoing_to_device_messages.append(request)
            self._owing.set()

    async def keep_up(self) -> None:
        """Give the homeserver and others what they are owed, for ever; run it as a task."""
        patience = Patience("keys")
        while True:
            await self._owing.wait()
            self._owing.clear()
            try:
                with _for_now():
                    await self.settle()
                patience.well()
            except MatrixError as error:
                self._owing.set()
                await patience.wait(error)

    async def settle(self) -> None:
        """Give them what they are owed now: one-time and fallback keys, new conversations, requests for keys.

        Raises:
            MatrixError: the homeserver cannot be reached or refuses.
        """
        if self._left is not None:
            left, self._left = self._left, None
            try:
                await self._upload.top_up(left, self._unused_fallback)
            except MatrixError:
                self._left = left if self._left is None else self._left
                raise
        await self.devices.renew(self._olm.wedged_devices)
        for message in list(self._olm.outgoing_to_device_messages):
            path = path_of("sendToDevice", message.type, secrets.token_hex(16))
            await self._wire.put(path, message.as_dict())
            self._olm.handle_response(nio.ToDeviceResponse(message))

    def _keys_that_came(self, events: list[Any]) -> Iterator[Key]:
        """Read what was sent to our device by itself; what goes wrong with one does not reach the others."""
        for event in events:
            try:
                with keeping():
                    read = self._to_device(event)
            except StorageError:
                raise
            except Exception:
                log.exception("something that was sent to our device could not be read")
                continue
            if isinstance(read, nio.RoomKeyEvent):
                yield read.room_id, read.session_id

    def _to_device(self, event: Mapping[str, Any]) -> object:
        """What an encrypted one holds; others, such as requests of strangers for keys, are left alone."""
        content = mapping(event.get("content"))
        if event.get("type") == "m.room_key.withheld":
            log.warning("a key was withheld", room=content.get("room_id"), code=content.get("code"))
        if event.get("type") != "m.room.encrypted":
            return None
        parsed = nio.ToDeviceEvent.parse_event({**event, "content": dict(content)})
        return self._olm.handle_to_device_event(parsed) if parsed else None

    async def _session(self, room_id: str, content: Mapping[str, Any], sender: str) -> nio.crypto.InboundGroupSession:
        """The key of an encrypted event, which must have come from one of the sender's devices."""
        if content.get("algorithm") != MEGOLM:
            raise Unreadable("it is encrypted in a way that we do not know")
        wanted = str(content.get("session_id") or "")
        by_device = self._olm.inbound_group_store[room_id].items()
        sessions = {device: by_id[wanted] for device, by_id in by_device if wanted in by_id}
        if not sessions:
            raise Unreadable("its key has not come yet", (room_id, wanted))
        if not any(self.devices.owns(sender, device) for device in sessions):
            await self.devices.learn([sender])
        for device, session in sessions.items():
            if self.devices.owns(sender, device):
                return session
        raise Unreadable("its key came from somebody else's device")

    def _plain(self, session: nio.crypto.InboundGroupSession, content: Mapping[str, Any], event_id: str) -> Json:
        """What is in the ciphertext; one place of a conversation belongs to one event."""
        try:
            text, place = session.decrypt(str(content.get("ciphertext")))
            inner = json.loads(text)
        except (vodozemac.MegolmDecryptionException, vodozemac.DecodeException, ValueError, RecursionError) as error:
            raise Unreadable("it cannot be decrypted with its key") from error
        if self._read.setdefault((session.id, place), event_id) != event_id:
            raise Unreadable("it was sent before, as another message")
        if len(self._read) > REMEMBERED:
            self._read.popitem(last=False)
        return inner if isinstance(inner, dict) else {}


@contextmanager
def _for_now() -> Iterator[None]:
    """Where the store does not take something, it is tried again, as with a homeserver that is away."""
    try:
        with keeping():
            yield
    except StorageError as error:
        raise MatrixError(str(error)) from error


def _strings(value: object) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
