"""Following upgraded rooms: from a tombstone to the room that replaces the old one (Client-Server API, 13.17)."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping

import structlog

from bot.errors import Refused
from bot.matrix.inbox import Event
from bot.matrix.joining import Joining
from bot.matrix.known_rooms import KnownRooms
from bot.matrix.patience import Patience
from bot.matrix.room_state import RoomState
from bot.matrix.sync import mapping

log = structlog.get_logger()


class Upgrades:
    """Follows, with the old room's settings; where a configured room's replacement does not let us in, again later.

    Args:
        known: the register of rooms.
        state: knows what replaces what.
        joining: acts.
        report: tells the operators something once, by a key.
    """

    def __init__(
        self,
        known: KnownRooms,
        state: RoomState,
        joining: Joining,
        report: Callable[[str, str], None],
    ) -> None:
        self._known = known
        self._state = state
        self._joining = joining
        self._report = report
        self._unfollowed: dict[str, Event] = {}
        self._false: set[tuple[str, str]] = set()
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def unfollowed(self) -> Mapping[str, Event]:
        """Configured rooms that were upgraded and whose replacement we are not in yet: room id → tombstone."""
        return {old: tombstone for old, tombstone in self._unfollowed.items() if self._known.name_of(old)}

    async def look(self, room_id: str) -> None:
        """Follow a tombstone that the room has and that we may have missed.

        Raises:
            MatrixError: it cannot be known now.
        """
        if tombstone := await self._state.tombstone(room_id):
            await self.follow(tombstone, room_id)

    async def follow(self, tombstone: Event, old: str) -> None:
        """Go to the room that a tombstone names.

        A replacement that does not name the old room as its predecessor is not one, and is not tried again.

        Args:
            tombstone: the event.
            old: id of the room that was upgraded.
        """
        async with self._turns[old]:
            await self._follow(tombstone, old)

    async def _follow(self, tombstone: Event, old: str) -> None:
        new = mapping(tombstone.get("content")).get("replacement_room")
        before, name = self._known.get(old), self._known.name_of(old)
        if not isinstance(new, str) or not new or (self._known.get(new) and not name):
            return
        if self._known.out(new) or (old, new) in self._false:
            return
        if name:
            self._unfollowed[old] = tombstone
        try:
            replaced = await self._visited(new, name, str(tombstone.get("sender", "")).partition(":")[2])
        except Refused as error:
            self._report(f"upgrade {old}", f"{name or old} was upgraded, and I cannot follow to {new}: {error}")
            return
        if replaced == old:
            await self._joining.settle(new, name)
            await self._known.replaced(old, new)
        else:
            log.warning("a replacement room does not name its predecessor", room=old, replacement=new)
            self._false.add((old, new))
            await self._joining.leave(new, "This room does not name the one it claims to replace.")
            if before:
                await self._known.remember(before)  # its name may have gone to the other one meanwhile
        self._unfollowed.pop(old, None)

    async def _visited(self, new: str, name: str | None, via: str) -> str | None:
        """Join a replacement; the id of the room that it says it replaces."""
        await self._joining.join(new, name, via=via, insist=True)
        return await Patience("state").insist(lambda: self._state.predecessor(new))
