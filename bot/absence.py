"""Mentors who are away or take no more applicants. Values only; who keeps them stands behind a protocol."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Kind(StrEnum):
    """Why a mentor is not to be asked."""

    AWAY = "away"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Absence:
    """A mentor whom applicants had better not ask for a while.

    Attributes:
        page: the id of the page that names the mentor.
        person: their key among the page's people.
        kind: away, or full.
        idea: the id of the one idea that this is about; empty for all of theirs.
        until: when it ends by itself; aware, UTC; None for when somebody says so.
    """

    page: str
    person: str
    kind: Kind
    idea: str = ""
    until: datetime | None = None

    def stands(self, now: datetime) -> bool:
        """Whether it holds now."""
        return self.until is None or now < self.until


class AbsenceRecords(Protocol):
    """Where absences are written down. Every method may raise `StorageError`."""

    async def absences(self) -> Sequence[Absence]:
        """All that were written and not ended."""

    async def save_absences(self, begun: Sequence[Absence], ended: Sequence[Absence]) -> None:
        """Write all or nothing: take out what has ended, and write the begun over what stood for mentor and idea."""
