"""Building the parts that deal with rooms and their streams, each with whom it needs."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.config import Config, EncryptFor
from bot.matrix.bookmark import Bookmark
from bot.matrix.bridges import Bridges
from bot.matrix.cipher import Cipher
from bot.matrix.correspondence import Correspondence
from bot.matrix.cross_signing import Identity
from bot.matrix.crypto_store import CryptoStore, EncryptedRooms
from bot.matrix.enrolment import Vault
from bot.matrix.envelopes import Envelopes
from bot.matrix.inbox import Addressee, Inbox
from bot.matrix.joining import Joining
from bot.matrix.known_rooms import Chosen, KnownRooms
from bot.matrix.media import Media
from bot.matrix.members import Members
from bot.matrix.neighbours import Neighbours
from bot.matrix.outbox import Outbox
from bot.matrix.recollection import Recollection
from bot.matrix.room_state import RoomState
from bot.matrix.rooms import Rooms
from bot.matrix.sas import Side
from bot.matrix.sync import Sync
from bot.matrix.unsealing import Unsealing
from bot.matrix.upgrades import Upgrades
from bot.matrix.verification import Verifications
from bot.matrix.wire import Json, Wire
from bot.whereabouts import RoomMemory


class Memory(RoomMemory, Protocol):
    """What is written down of rooms and of the stream; the database, usually."""

    async def save_sync_token(self, user_id: str, token: str, now: datetime) -> None:
        """Write down how far the stream was read."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What all of them stand on.

    Attributes:
        wire: requests as the bot.
        config: what the operator set.
        memory: see there.
        store: the keys of our device.
        vault: the account's seeds.
        report: tells the operators something once, by a key.
        office: told which room is the operators' now; see `KnownRooms`.
        chosen: what was set in rooms.
        clock: the time now; aware.
    """

    wire: Wire
    config: Config
    memory: Memory
    store: CryptoStore
    vault: Vault
    report: Callable[[str, str], None]
    office: Callable[[str | None], None]
    chosen: Chosen
    clock: Callable[[], datetime]


async def gathered(on: Ground, us: Addressee) -> Neighbours:
    """The parts, once the rooms that were written down are recalled.

    Raises:
        StorageError: they cannot be read.
    """
    wire, config, patience = on.wire, on.config, on.config.answer_within.total_seconds()
    bridges = Bridges(wire, us.user_id)
    known = KnownRooms(config, on.memory, on.clock(), on.office, on.chosen, bridges.guess)
    await known.load()
    state, joining = RoomState(wire, known, EncryptedRooms(on.store)), Joining(wire, known)
    signed_only = config.encrypt_for is EncryptFor.SIGNED
    cipher, members = Cipher(wire, on.store, signed_only=signed_only), Members(wire)
    envelopes = Envelopes(state, members, cipher)
    inbox, unsealing = Inbox.of(us, config.answer_within), Unsealing(cipher, patience)
    return Neighbours(
        wire=wire,
        sync=Sync(wire, us.user_id),
        inbox=inbox,
        known=known,
        state=state,
        joining=joining,
        rooms=Rooms(config, known, joining, state, on.report),
        upgrades=Upgrades(known, state, joining, on.report),
        media=Media(wire),
        correspondence=Correspondence(wire),
        recollection=Recollection(wire, unsealing, inbox),
        outbox=Outbox(wire, envelopes.around, patience),
        bookmark=Bookmark(lambda token: on.memory.save_sync_token(us.user_id, token, on.clock())),
        members=members,
        cipher=cipher,
        unsealing=unsealing,
        envelopes=envelopes,
        verifications=_verifications(on, cipher, envelopes),
        bridges=bridges,
    )


def _verifications(on: Ground, cipher: Cipher, envelopes: Envelopes) -> Verifications:
    """What answers operators who verify us; in rooms it speaks as everybody does there."""

    async def say(room_id: str, kind: str, content: Json) -> str:
        envelope = await envelopes.around(room_id, content, kind)
        return await on.wire.put_event(envelope.path(room_id, secrets.token_hex(16)), envelope.content)

    return Verifications(on.wire, _our_side(on), on.config.operators, cipher.devices, say)


def _our_side(on: Ground) -> Side:
    """The keys that we prove to be ours: the device's, and the account's where we hold it."""
    user_id, device_id = on.config.user_id, str(on.wire.client.device_id)
    masters = [Identity.of(seeds).master.public for seeds in on.vault.seeds() if seeds.user_id == user_id]
    keys = {f"ed25519:{device_id}": on.store.keys.ed25519}
    return Side(user_id, device_id, keys | {f"ed25519:{master}": master for master in masters[:1]})
