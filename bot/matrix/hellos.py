"""One short hello in a room that we come into, once for ever: also where we are put out and invited again.

The operators' room needs none. A room that replaces another was greeted already.
"""

import asyncio
from collections.abc import Collection
from typing import Protocol

import structlog

from bot.errors import BotError, MatrixError, StorageError
from bot.markup import Markup
from bot.matrix import content
from bot.matrix.known_rooms import KnownRooms
from bot.matrix.outbox import Outbox
from bot.matrix.room_state import RoomState
from bot.notes import Notes

KIND = "hello"
"""Under which notes it is written down that a room was greeted, or needs no hello."""

LOOK_EVERY = 2.0
"""Seconds between two looks at which rooms are new."""

AGAIN_AFTER = 30.0
"""Seconds after which a greeting that did not work is tried again."""

log = structlog.get_logger()


class Words(Protocol):
    """What to say in a room."""

    async def __call__(self, room_id: str, *, direct: bool) -> Markup:
        """The words for a room, which may be a conversation of two.

        Raises:
            MatrixError: it cannot be known now.
        """


class Hellos:
    """Greets.

    Args:
        known: which rooms we are in.
        state: what they replace, and whether they are conversations of two.
        outbox: sends.
        notes: where it is written down which rooms were greeted.
        words: see there.
    """

    def __init__(self, known: KnownRooms, state: RoomState, outbox: Outbox, notes: Notes, words: Words) -> None:
        self._known = known
        self._state = state
        self._outbox = outbox
        self._notes = notes
        self._words = words
        self._under_way: set[str] = set()

    async def keep(self) -> None:
        """Greet new rooms for ever; run it as a task.

        Those we were in before anything of this was written down are not new, also where the stream tells of them late.
        """
        greeted = await self._recalled()
        first = not greeted
        async with asyncio.TaskGroup() as works:
            while True:
                unseen = self._known.ids() - greeted - self._under_way - {self._known.office()}
                old = {room_id for room_id in unseen if first and not self._known.is_new(room_id)}
                for room_id in unseen - old:
                    self._under_way.add(room_id)
                    works.create_task(self._see_to(room_id, greeted))
                greeted |= await self._noted(old)
                await asyncio.sleep(LOOK_EVERY)

    async def _recalled(self) -> set[str]:
        """The rooms that were greeted; waits where that cannot be read now."""
        while True:
            try:
                return set(await self._notes.notes(KIND))
            except StorageError as error:
                log.warning("which rooms were greeted is not known", why=str(error))
                await asyncio.sleep(AGAIN_AFTER)

    async def _noted(self, old: Collection[str]) -> set[str]:
        """Write down that these need no hello; those for which that worked."""
        done: set[str] = set()
        try:
            for room_id in sorted(old):
                await self._notes.note(KIND, room_id, "")
                done.add(room_id)
        except StorageError as error:
            log.warning("that rooms need no hello could not be written down", why=str(error))
        return done

    async def _see_to(self, room_id: str, greeted: set[str]) -> None:
        try:
            await self._greet(room_id, greeted)
            greeted.add(room_id)
        except BotError as error:
            log.info("a room could not be greeted yet", room=room_id, why=str(error))
            await asyncio.sleep(AGAIN_AFTER)
        except Exception:  # one room that meets a bug must not end the greeting of all
            log.exception("a bug keeps us from greeting a room", room=room_id)
            greeted.add(room_id)
        finally:
            self._under_way.discard(room_id)

    async def _greet(self, room_id: str, greeted: Collection[str]) -> None:
        """Say it, unless the room only goes on from one that was greeted; then write that down.

        Raises:
            MatrixError: it cannot be known now whether it is to be said.
            StorageError: it could not be written down.
        """
        if await self._state.predecessor(room_id) not in greeted:
            await self._said(room_id, await self._words(room_id, direct=await self._state.is_direct(room_id)))
        await self._notes.note(KIND, room_id, "")

    async def _said(self, room_id: str, words: Markup) -> None:
        """What is refused is not said again, as where only moderators may speak."""
        transaction = content.transaction("hello", room_id)
        try:
            await self._outbox.post(room_id, "hello", transaction, content.notice(words))
        except MatrixError as error:
            log.info("a room was not greeted", room=room_id, why=str(error))
