"""A sign of life for the log: that the stream of batches still comes."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

AT_MOST_EVERY = timedelta(hours=1)

log = structlog.get_logger()


class Heartbeat:
    """Says now and again that all is well.

    Args:
        clock: the time now; aware.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._said: datetime | None = None
        self._batches = 0

    def beat(self) -> None:
        """A batch was taken in."""
        self._batches += 1
        now = self._clock()
        if self._said is None or now - self._said >= AT_MOST_EVERY:
            log.info("in touch with the homeserver", batches=self._batches)
            self._said, self._batches = now, 0
