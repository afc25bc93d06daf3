"""Which mentors are away or full: in memory, and written through.

Everything that is changed is written down first; where that fails, nothing has changed.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.absence import Absence, AbsenceRecords


class Roster:
    """The absences of mentors.

    Args:
        records: where they are written down.
    """

    def __init__(self, records: AbsenceRecords) -> None:
        self._records = records
        self._absences: dict[tuple[str, str, str], Absence] = {}

    async def load(self, now: datetime) -> None:
        """Read what was written down, at start; what has ended by itself is forgotten for good.

        Raises:
            StorageError: it cannot be read or written.
        """
        known = await self._records.absences()
        over = [each for each in known if not each.stands(now)]
        await self._records.save_absences((), over)
        self._absences = {_about(each): each for each in known if each.stands(now)}

    def standing(self, now: datetime) -> tuple[Absence, ...]:
        """Those that hold now."""
        return tuple(each for each in self._absences.values() if each.stands(now))

    async def change(self, begun: Sequence[Absence], ended: Sequence[Absence]) -> None:
        """Some hold from now on, in place of what held for the same mentor and idea; others no longer.

        Raises:
            StorageError: it could not be written down.
        """
        await self._records.save_absences(begun, ended)
        for each in ended:
            self._absences.pop(_about(each), None)
        self._absences |= {_about(each): each for each in begun}


def _about(absence: Absence) -> tuple[str, str, str]:
    return absence.page, absence.person, absence.idea
