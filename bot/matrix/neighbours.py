"""The parts that deal with rooms and their streams, handed to those who work with several of them."""

from dataclasses import dataclass

from bot.matrix.bookmark import Bookmark
from bot.matrix.bridges import Bridges
from bot.matrix.cipher import Cipher
from bot.matrix.correspondence import Correspondence
from bot.matrix.envelopes import Envelopes
from bot.matrix.inbox import Inbox
from bot.matrix.joining import Joining
from bot.matrix.known_rooms import KnownRooms
from bot.matrix.media import Media
from bot.matrix.members import Members
from bot.matrix.outbox import Outbox
from bot.matrix.recollection import Recollection
from bot.matrix.room_state import RoomState
from bot.matrix.rooms import Rooms
from bot.matrix.sync import Sync
from bot.matrix.unsealing import Unsealing
from bot.matrix.upgrades import Upgrades
from bot.matrix.verification import Verifications
from bot.matrix.wire import Wire


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Whom the reception works with."""

    wire: Wire
    sync: Sync
    inbox: Inbox
    known: KnownRooms
    state: RoomState
    joining: Joining
    rooms: Rooms
    upgrades: Upgrades
    media: Media
    correspondence: Correspondence
    recollection: Recollection
    outbox: Outbox
    bookmark: Bookmark
    members: Members
    cipher: Cipher
    unsealing: Unsealing
    envelopes: Envelopes
    verifications: Verifications
    bridges: Bridges
