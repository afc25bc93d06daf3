"""A clock that can be set forward and back while a programme runs by it.

    python -m bench.false_clock FILE CLOCKS MODULE …

runs MODULE as `python -m` does. The modules of CLOCKS, divided by commas, take the time from the machine's clock plus
the seconds that stand in FILE, which is read at every look. `FalseClock` writes the file, and knows afterwards for how
long a moment was over by that clock.
"""

import importlib
import runpy
import sys
import time
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path


class FalseClock:
    """The file, and how it was set.

    Args:
        file: where the seconds are written; the clock begins right.

    Attributes:
        file: the same.
        settings: each moment (Unix time, seconds) at which it was set, with the seconds it was ahead of the machine's
            clock from then on.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self.settings: list[tuple[float, float]] = []
        self._right = timedelta()
        self.set(timedelta())

    def make_it(self, moment: datetime) -> None:
        """Let it be this moment now (aware), and let it count as right from now on."""
        self._right = moment - datetime.now(UTC)
        self.set(timedelta())

    def set(self, ahead: timedelta) -> None:
        """Set it so far ahead of what is right; behind, where negative."""
        seconds = (self._right + ahead).total_seconds()
        fresh = self.file.with_suffix(".new")
        fresh.write_text(repr(seconds))
        self.settings.append((time.time(), seconds))
        fresh.replace(self.file)

    def past(self, due: float, seen: float) -> float:
        """For how many seconds of real time this clock showed a moment as past.

        Args:
            due: the moment by the false clock (Unix time, seconds).
            seen: when to stop counting, by the machine's clock.
        """
        ends = [*(at for at, _ in self.settings[1:]), float("inf")]
        spells = (
            (max(at, due - ahead), min(end, seen)) for (at, ahead), end in zip(self.settings, ends, strict=True)
        )
        return sum(max(0, end - begin) for begin, end in spells)


def _shifted(file: Path) -> type[datetime]:
    """The class `datetime` with another idea of now."""

    class Shifted(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + timedelta(seconds=float(file.read_text()))

    return Shifted


def main() -> None:
    """Set the clocks of the command line, then run its module."""
    _, file, clocks, module, *arguments = sys.argv
    shifted = _shifted(Path(file))
    for name in clocks.split(","):
        vars(importlib.import_module(name))["datetime"] = shifted
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
