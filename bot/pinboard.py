"""Digests that moderators had pinned: which message in which room, kept up to date once a day while it stays pinned."""

import asyncio
from collections.abc import Callable
from datetime import date, datetime
from hashlib import sha256
from typing import Protocol

import structlog

from bot.errors import MatrixError, Refused, StorageError
from bot.markup import Markup
from bot.notes import Notes

KIND = "digest"
"""Of the notes: for each room the pinned message, and a hash of the words that stand there."""

EVERY = 600.0
"""Seconds between two looks whether another day has begun."""

log = structlog.get_logger()


class Pins(Protocol):
    """What is pinned in rooms. Every method may raise `MatrixError`, `Refused` among them."""

    async def pin(self, room_id: str, event_id: str, instead_of: str | None) -> None:
        """Pin a message before the others, in place of an earlier one of ours."""

    async def unpin(self, room_id: str, event_id: str) -> None:
        """Pin it no longer."""

    async def is_pinned(self, room_id: str, event_id: str) -> bool:
        """Whether it is pinned still."""

    async def rewrite(self, room_id: str, event_id: str, body: Markup, key: str) -> None:
        """Let the message say this from now on; once under this key."""


class Pinboard:
    """The pinned digests.

    Args:
        notes: where they are written down.
        pins: what is pinned in rooms.
        words: what the digest of a room, by its id, says now.
        clock: the time now; aware.
    """

    def __init__(
        self, notes: Notes, pins: Pins, words: Callable[[str], Markup], clock: Callable[[], datetime]
    ) -> None:
        self._notes = notes
        self._pins = pins
        self._words = words
        self._clock = clock
        self._looked: date | None = None

    async def put_up(self, room_id: str, event_id: str, body: Markup) -> None:
        """Pin a digest that was said, in place of an earlier one.

        Raises:
            MatrixError: it could not be pinned.
            StorageError: it could not be written down, so it is not kept up to date.
        """
        former = await self._pinned(room_id)
        await self._pins.pin(room_id, event_id, former[0] if former else None)
        await self._notes.note(KIND, room_id, f"{event_id} {_hash(body)}")

    async def take_down(self, room_id: str) -> bool:
        """Pin it no longer; whether there was one.

        Raises:
            MatrixError: it could not be taken down.
            StorageError: it could not be written down.
        """
        if not (former := await self._pinned(room_id)):
            return False
        await self._pins.unpin(room_id, former[0])
        await self._notes.note(KIND, room_id, None)
        return True

    async def keep_up(self, every: float = EVERY) -> None:
        """Look now and again, for ever; run it as a task."""
        while True:
            await self.look()
            await asyncio.sleep(every)

    async def look(self) -> None:
        """Bring what is pinned up to date, once a day. What fails is tried again the next day."""
        today = self._clock().date()
        if today == self._looked:
            return
        self._looked = today
        try:
            for room_id in await self._notes.notes(KIND):
                await self._renew(room_id, today)
        except StorageError as error:
            log.warning("pinned digests could not be looked at", why=str(error))

    async def _renew(self, room_id: str, today: date) -> None:
        """Write it anew where it says something else now; what people have unpinned is let go."""
        if not (former := await self._pinned(room_id)):
            return
        (event_id, said), body = former, self._words(room_id)
        try:
            if not await self._pins.is_pinned(room_id, event_id):
                await self._notes.note(KIND, room_id, None)
            elif _hash(body) != said:
                await self._pins.rewrite(room_id, event_id, body, f"{event_id} {today}")
                await self._notes.note(KIND, room_id, f"{event_id} {_hash(body)}")
        except Refused as error:
            log.info("a pinned digest was let go", room=room_id, why=str(error))
            await self._notes.note(KIND, room_id, None)
        except MatrixError as error:
            log.info("a pinned digest could not be renewed", room=room_id, why=str(error))

    async def _pinned(self, room_id: str) -> tuple[str, str] | None:
        """The message that is pinned in a room, and the hash of what it says."""
        noted = (await self._notes.notes(KIND)).get(room_id)
        if noted is None:
            return None
        event_id, _, said = noted.partition(" ")
        return event_id, said


def _hash(body: Markup) -> str:
    return sha256(f"{body.plain}\n{body.html}".encode()).hexdigest()[:16]
