"""The regular look at the configured rooms: what is not as it should be is mended, or tried again with the next look.

Each room is seen to by itself, so that one that does not answer holds up no other.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from itertools import count

import structlog

from bot.errors import BotError, MatrixError
from bot.matrix.known_rooms import KnownRooms
from bot.matrix.rooms import Rooms
from bot.matrix.upgrades import Upgrades
from bot.matrix.wire import Limited

LOOK_EVERY = 60.0
"""Seconds between two looks at rooms that we should be in and are not."""

THOROUGH = 60
"""One look in so many, the first among them, is at all configured rooms: do their names still lead there?"""

LONGEST = 180.0
"""Seconds for one try; after that it makes room for others."""

AT_ONCE = 16
"""How many rooms may be seen to at one time."""

log = structlog.get_logger()


class Rounds:
    """Keeps us in the configured rooms.

    Args:
        known: the register of rooms.
        rooms: goes there.
        upgrades: follows.
        every: seconds between two looks.
    """

    def __init__(self, known: KnownRooms, rooms: Rooms, upgrades: Upgrades, every: float = LOOK_EVERY) -> None:
        self._known = known
        self._rooms = rooms
        self._upgrades = upgrades
        self._every = every
        self._under_way: set[str] = set()
        self._places = asyncio.Semaphore(AT_ONCE)

    async def keep(self) -> None:
        """Look for ever; run it as a task."""
        async with asyncio.TaskGroup() as works:
            for look in count():
                for key, work in self._wanting(thorough=look % THOROUGH == 0).items():
                    if key not in self._under_way:
                        self._under_way.add(key)
                        works.create_task(self._see_to(key, work))
                await asyncio.sleep(self._every)

    def _wanting(self, *, thorough: bool) -> dict[str, Callable[[], Awaitable[None]]]:
        """What is to be done, each under a key of its own."""
        wanting: dict[str, Callable[[], Awaitable[None]]] = {
            old: partial(self._upgrades.follow, tombstone, old)
            for old, tombstone in self._upgrades.unfollowed().items()
        }
        missing = self._known.missing()
        wanting |= {name: partial(self._rooms.go_to, name) for name in missing}
        if thorough:
            wanting |= {name: partial(self._check, name) for name in self._known.names if name not in missing}
        return wanting

    async def _check(self, name: str) -> None:
        """See that we are where the name leads."""
        if room_id := self._known.id_of(name):
            await self._upgrades.look(room_id)
        await self._rooms.go_to(name)

    async def _see_to(self, key: str, work: Callable[[], Awaitable[None]]) -> None:
        """Do it; where the homeserver is ill, again after pauses that double."""
        try:
            for failures in count(1):
                try:
                    async with self._places, asyncio.timeout(LONGEST):
                        return await work()
                except (MatrixError, TimeoutError) as error:
                    told = error.seconds if isinstance(error, Limited) else None
                    log.warning("a configured room has to wait", room=key, why=str(error) or "no end in sight")
                    await asyncio.sleep(told or min(self._every, 2.0**failures))
        except BotError as error:
            log.warning("a configured room has to wait for the next look", room=key, why=str(error))
        except Exception:  # one room that meets a bug must not end the rounds of all
            log.exception("a bug keeps us from a configured room", room=key)
        finally:
            self._under_way.discard(key)
