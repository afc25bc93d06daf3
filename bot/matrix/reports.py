"""What operators must know, told in their room: once, not each time."""

from datetime import UTC, datetime

import structlog

from bot.markup import text
from bot.matrix import content
from bot.matrix.outbox import Outbox

log = structlog.get_logger()


class Reports:
    """Tells the operators' room; until that room is known, what must be told waits.

    Args:
        outbox: where messages go.
    """

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._told: set[str] = set()
        self._waiting: list[tuple[str, str]] = []
        self._room: str | None = None

    def open(self, room_id: str | None) -> None:
        """The operators' room is known now, or there is none."""
        self._room = room_id
        waiting, self._waiting = self._waiting, []
        for key, words in waiting:
            self._say(key, words)

    def tell(self, key: str, words: str) -> None:
        """Tell something once; the same key again is only logged."""
        log.warning("for the operators", what=words)
        if key in self._told:
            return
        self._told.add(key)
        self._say(key, words)

    def _say(self, key: str, words: str) -> None:
        if not self._room:
            self._waiting = [*self._waiting, (key, words)][-100:]
            return
        day = datetime.now(UTC).date().isoformat()
        transaction = content.transaction("report", f"{day} {key}")
        done = self._outbox.post(self._room, "reports", transaction, content.notice(text(words)))
        done.add_done_callback(lambda future: future.cancelled() or future.exception())
