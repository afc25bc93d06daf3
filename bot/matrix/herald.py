"""Posting reminders: one try at a time, so that who asked can judge anew whether it is still true.

What is posted carries its transaction id as a mark in the event's content. By it the room's own history tells for ever
whether a try has come through, long after the homeserver has forgotten the transaction.
"""

import json
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import datetime, timedelta

from bot.config import Style
from bot.errors import MatrixError, Refused
from bot.markup import Markup
from bot.matrix import content
from bot.matrix.inbox import Event
from bot.matrix.known_rooms import KnownRooms
from bot.matrix.outbox import Wrap
from bot.matrix.sync import mapping
from bot.matrix.wire import Json, Wire, path_of
from bot.phrasing.styles import worded

MARK = "org.mentorix.reminder"
"""The field of an event's content that holds the transaction id."""

CLOCKS_DIFFER = timedelta(days=2)
"""How far our clock, when we first tried, may have been before the homeserver's, as after it was set wrong."""

PAGE = 200
MOST_PAGES = 50
"""Events of ours on a page of history, and how many pages are read back at most."""


class Herald:
    """Speaks in rooms.

    Args:
        wire: requests as the bot.
        known: knows which room a configured name stands for.
        wrap: makes a room's message ready to be sent, encrypted where the room is.
        style: that of a room, by its id; left out, rich.
    """

    def __init__(
        self,
        wire: Wire,
        known: KnownRooms,
        wrap: Wrap,
        style: Callable[[str], Awaitable[Style | None]] | None = None,
    ) -> None:
        self._wire = wire
        self._known = known
        self._wrap = wrap
        self._style = style

    async def send(self, room: str, body: Markup, key: str, mentions: Sequence[str] = ()) -> str:
        """Post once; the mark can be read by everybody also where the words cannot.

        Args:
            room: the configured name, or an id.
            body: the words.
            key: the transaction id.
            mentions: the addresses of people whom it pings.

        Returns:
            The event id.

        Raises:
            Refused: the homeserver said no for good.
            MatrixError: worth another try.
        """
        room_id = self._id_of(room)
        body = worded(body, await self._style(room_id) if self._style else None)
        pinged = {"m.mentions": {"user_ids": list(mentions)}} if mentions else {}
        envelope = await self._wrap(room_id, content.reminder(body) | pinged)
        return await self._wire.put_event(envelope.path(room_id, key), envelope.content | {MARK: key})

    async def sent_before(self, room: str, key: str, since: datetime) -> str | None:
        """The id of the event which an earlier `send` has put into the room (Client-Server API, `/messages`).

        Args:
            room: the configured name, or an id.
            key: the transaction id.
            since: nothing was sent before; aware.

        Raises:
            Refused: the history cannot be read, or not back to that time.
            MatrixError: it cannot be read now.
        """
        room_id, oldest = self._id_of(room), (since - CLOCKS_DIFFER).timestamp() * 1000
        position: str | None = None
        for _ in range(MOST_PAGES):
            page = await self._wire.get(self._history(room_id, position))
            ours = list(_events(page))
            found = next((event for event in ours if self._bears(event, key)), None)
            if found:
                return str(found["event_id"])
            position, before = _end(page), position
            if position in {None, before} or any(_sent(event) < oldest for event in ours):
                return None
        raise Refused("its history is too long to see whether an earlier try has reached it")

    def _id_of(self, room: str) -> str:
        """The room's id.

        Raises:
            MatrixError: we are not in it now.
        """
        room_id = self._known.id_of(room) or (room if self._known.get(room) else None)
        if not room_id:
            raise MatrixError(f"not in {room} now")
        return room_id

    def _history(self, room_id: str, position: str | None) -> str:
        """Where a page of what we said is read, from the latest on or further back."""
        ours = json.dumps({"types": ["m.room.message", "m.room.encrypted"], "senders": [self._wire.client.user_id]})
        query: dict[str, str | int | None] = {"from": position, "dir": "b", "limit": PAGE, "filter": ours}
        return path_of("rooms", room_id, "messages", **query)

    def _bears(self, event: Event, key: str) -> bool:
        """Whether it is ours, and bears the mark: others can copy it."""
        return event.get("sender") == self._wire.client.user_id and mapping(event.get("content")).get(MARK) == key


def _events(page: Json) -> Iterator[Event]:
    chunk = page.get("chunk")
    for event in chunk if isinstance(chunk, list) else ():
        if isinstance(event, dict) and isinstance(event.get("event_id"), str):
            yield event


def _end(page: Json) -> str | None:
    end = page.get("end")
    return end if isinstance(end, str) else None


def _sent(event: Event) -> float:
    sent = event.get("origin_server_ts")
    return sent if type(sent) is int else 0
