"""Whether the ledger can be written; operators hear once that it cannot, and once that it can again."""

from collections.abc import Callable

import structlog

from bot.delivery.attempts import Clock

log = structlog.get_logger()


class Health:
    """Tells of an illness once, however often it shows.

    Args:
        clock: tells the time.
        report: tells the operators something once, by a key.
    """

    def __init__(self, clock: Clock, report: Callable[[str, str], None]) -> None:
        self._clock = clock
        self._report = report
        self._ill_since = ""

    def failed(self, why: str) -> None:
        """Reading or writing failed."""
        log.error("the ledger failed; reminders wait", why=why)
        if not self._ill_since:
            self._ill_since = self._clock().isoformat()
            words = f"Reminders wait, since I cannot write down what becomes of them: {why}."
            self._report(f"ledger ill {self._ill_since}", words)

    def works(self) -> None:
        """Reading and writing succeeded."""
        if self._ill_since:
            self._report(f"ledger well {self._ill_since}", "I can write down again what becomes of reminders.")
            self._ill_since = ""
