"""What came to somebody through sync, in order and without doubles, and waiting for more of it."""

import asyncio
from collections.abc import Callable, Iterable

from demo import DemoError
from demo.calls import Event


class Arrivals:
    """The events that came so far.

    Args:
        seen: is called with every event, once.

    Attributes:
        events: all of them, each with its `room_id`.
    """

    def __init__(self, seen: Callable[[Event], None] | None = None) -> None:
        self.events: list[Event] = []
        self._known: set[str] = set()
        self._seen = seen
        self._news = asyncio.Event()

    def __contains__(self, event: Event) -> bool:
        return event["event_id"] in self._known

    def take(self, room: str, events: Iterable[Event]) -> None:
        """Keep what is new of a room's events."""
        for event in events:
            if event in self:
                continue
            self._known.add(event["event_id"])
            self.events.append({**event, "room_id": room})
            if self._seen:
                self._seen(self.events[-1])

    def announce(self) -> None:
        """Let those who wait look again, after something came."""
        self._news.set()
        self._news = asyncio.Event()

    async def until(self, holds: Callable[[], bool], *, within: float) -> None:
        """Wait until something holds, looking at each arrival.

        Raises:
            TimeoutError: it did not within that many seconds.
        """
        async with asyncio.timeout(within):
            while not holds():
                await self._news.wait()

    async def wait_for(self, wanted: Callable[[Event], bool], *, count: int, within: float) -> list[Event]:
        """Wait until so many events of that sort have come, counting from the beginning; those, in order.

        Raises:
            DemoError: they did not come within that many seconds.
        """
        found: list[Event] = []
        unread = 0

        def enough() -> bool:
            nonlocal unread
            found.extend(filter(wanted, self.events[unread:]))
            unread = len(self.events)
            return len(found) >= count

        try:
            await self.until(enough, within=within)
        except TimeoutError:
            raise DemoError(f"{len(found)} of {count} awaited events came within {within:g} s") from None
        return found


def answered(event: Event) -> str | None:
    """The id of the message that an event replies to, if any."""
    relation = event.get("content", {}).get("m.relates_to")
    reply = relation.get("m.in_reply_to") if isinstance(relation, dict) else None
    found = reply.get("event_id") if isinstance(reply, dict) else None
    return found if isinstance(found, str) else None
