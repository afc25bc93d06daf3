"""What operators must know, told in their room: once, not each time."""

import asyncio
from collections import deque
from collections.abc import Callable
from datetime import datetime

import structlog

from bot.markup import text
from bot.matrix import content
from bot.matrix.letters import TooLate
from bot.matrix.outbox import Outbox

MOST_WAITING = 100
"""How many reports wait for the operators' room; of more, the oldest are in the log alone."""

log = structlog.get_logger()


class Reports:
    """Tells the operators' room; until it is known and there is a way to speak, what must be told waits.

    Args:
        clock: the time now; aware.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._told: set[str] = set()
        self._waiting: deque[tuple[str, str]] = deque(maxlen=MOST_WAITING)
        self._room: str | None = None
        self._outbox: Outbox | None = None

    def speak_through(self, outbox: Outbox) -> None:
        """There is a way to speak now."""
        self._outbox = outbox
        self._speak()

    def open(self, room_id: str | None) -> None:
        """This is the operators' room now, or there is none."""
        self._room = room_id
        self._speak()

    def tell(self, key: str, words: str) -> None:
        """Tell something once; the same key again is only logged."""
        log.warning("for the operators", what=words)
        if key not in self._told:
            self._told.add(key)
            self._wait(key, words)

    def _wait(self, key: str, words: str) -> None:
        self._waiting.append((f"{self._clock().date().isoformat()} {key}", words))
        self._speak()

    def _speak(self) -> None:
        """Say what waits, where there is a room for it."""
        while self._room and self._outbox and self._waiting:
            key, words = self._waiting.popleft()
            transaction = content.transaction("report", key)
            done = self._outbox.post(self._room, "reports", transaction, content.notice(text(words)))
            done.add_done_callback(lambda future, key=key, words=words: self._said(future, key, words))  # type: ignore[misc]

    def _said(self, done: asyncio.Future[str], key: str, words: str) -> None:
        """What could not be said for long is said when it can; what was refused is in the log."""
        if not done.cancelled() and isinstance(done.exception(), TooLate):
            self._waiting.append((key, words))
            self._speak()
