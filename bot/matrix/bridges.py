"""Which rooms are bridged, and so which style suits them where nobody chose one."""

import asyncio

import structlog

from bot.bridges import style_of
from bot.config import Style
from bot.errors import BotError
from bot.matrix.sync import mapping
from bot.matrix.wire import Wire, path_of

AGAIN = 3_600.0
"""Seconds after which a room is looked at again, since bridges come and go."""

AFTER_FAILURE = 60.0
"""Seconds after which a room is looked at again that could not be looked at."""

WITHIN = 3.0
"""Seconds that an answer waits for the first look at its room; the next one then has it."""

log = structlog.get_logger()


class Bridges:
    """Looks at each room once an hour, when somebody speaks with us there.

    Args:
        wire: requests as the bot.
        me: the bot's own address.
    """

    def __init__(self, wire: Wire, me: str) -> None:
        self._wire = wire
        self._me = me
        self._known: dict[str, Style | None] = {}
        self._looks: dict[str, asyncio.Task[None]] = {}
        self._next: dict[str, float] = {}

    def guess(self, room_id: str) -> Style | None:
        """The style that suits a room; None where no bridge is seen, or it is not known yet."""
        return self._known.get(room_id)

    async def look(self, room_id: str) -> None:
        """Know the room, unless it takes too long; look at it again where that is long ago. Never raises."""
        now = asyncio.get_running_loop().time()
        if room_id not in self._looks and now >= self._next.get(room_id, now):
            self._looks[room_id] = asyncio.create_task(self._ask(room_id))
        if room_id not in self._known and (look := self._looks.get(room_id)):
            await asyncio.wait([look], timeout=WITHIN)

    async def close(self) -> None:
        """Look no longer."""
        looks = list(self._looks.values())
        for look in looks:
            look.cancel()
        await asyncio.gather(*looks, return_exceptions=True)

    async def _ask(self, room_id: str) -> None:
        """Ask who is there (`GET /rooms/{roomId}/joined_members`)."""
        wait = AFTER_FAILURE
        try:
            answer = await self._wire.get(path_of("rooms", room_id, "joined_members"), seconds=60.0)
            self._known[room_id] = style_of(set(mapping(answer.get("joined"))) - {self._me})
            wait = AGAIN
        except BotError as error:
            log.info("whether a room is bridged is not known", room=room_id, why=str(error))
        finally:
            self._next[room_id] = asyncio.get_running_loop().time() + wait
            self._looks.pop(room_id, None)
