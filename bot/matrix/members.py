"""Who can read what is said in a room: its members, and those who are invited; for whom we encrypt."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from bot.matrix.sync import events, mapping
from bot.matrix.wire import Wire, path_of

READERS = frozenset({"join", "invite"})
"""Memberships of those who may read now or once they join."""


class Members:
    """Asks the homeserver once for each room, and again when somebody came or left.

    Args:
        wire: requests as the bot.
    """

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._known: dict[str, frozenset[str]] = {}
        self._moves: Counter[str] = Counter()

    def take_in(self, room_id: str, part: Mapping[str, Any]) -> None:
        """Take in what `/sync` says of a room; after a gap anybody may have come or left."""
        here = (*events(part, "timeline"), *events(part, "state"))
        moved = any(event.get("type") == "m.room.member" for event in here)
        if moved or mapping(part.get("timeline")).get("limited"):
            self.forget(room_id)

    def forget(self, room_id: str) -> None:
        """What we know of a room is no longer so, or we are no longer there to hear of changes."""
        self._known.pop(room_id, None)
        self._moves[room_id] += 1

    async def of(self, room_id: str) -> frozenset[str]:
        """Their Matrix addresses (`GET /rooms/{roomId}/members`).

        Raises:
            Refused: the homeserver does not tell, as when we are not in the room.
            MatrixError: it cannot be known now.
        """
        if (known := self._known.get(room_id)) is not None:
            return known
        moves = self._moves[room_id]
        answer = await self._wire.get(path_of("rooms", room_id, "members"), seconds=60.0)
        found = frozenset(
            str(event.get("state_key"))
            for event in events({"members": {"events": answer.get("chunk")}}, "members")
            if mapping(event.get("content")).get("membership") in READERS
        )
        if self._moves[room_id] == moves:  # else somebody came or left while we asked
            self._known[room_id] = found
        return found
