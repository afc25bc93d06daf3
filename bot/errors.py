"""Every error, by who must hear it: the person in the room, the operator at start, or the log."""

import traceback
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong with a file, said so that its author can mend it.

    Attributes:
        where: `file:line` (lines from 1), or `file` where no line can be named.
        field: dotted path of the field, such as `ideas[3].mentors`; empty for the file as a whole.
        what: what was found and what would be right, as one sentence without a full stop.
    """

    where: str
    field: str
    what: str

    @property
    def place(self) -> tuple[str, int]:
        """File and line, by which faults are put in order."""
        file, _, line = self.where.rpartition(":")
        return (file, int(line)) if line.isdecimal() else (self.where, 0)

    def __str__(self) -> str:
        """`file:line: field: what`, the form that editors and terminals make clickable."""
        return ": ".join(part for part in (self.where, self.field, self.what) if part)


class BotError(Exception):
    """The root of our own errors; anything else that is raised is a bug."""


class UserError(BotError):
    """The person in the room hears this sentence as it stands."""


class SetupError(BotError):
    """The operator hears this at start; every fault of configuration and catalogue at once. Exit code 2."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(sorted(faults, key=lambda fault: (fault.place, fault)))
        super().__init__("\n".join(map(str, self.faults)))


class SessionExpired(BotError):
    """The homeserver ended our session and there is no password to log in again with. Exit code 4."""


class OutsideError(BotError):
    """Something outside failed; the log hears it and it is tried again."""


class MatrixError(OutsideError):
    """The homeserver refused or could not be reached."""


class Refused(MatrixError):
    """The homeserver said no for good: not in the room, forbidden, too large.

    Attributes:
        code: the Matrix error code, such as `M_FORBIDDEN`.
    """

    def __init__(self, reason: str, code: str = "") -> None:
        super().__init__(reason)
        self.code = code


class StorageError(OutsideError):
    """The database refused or could not be reached."""


def places(error: BaseException) -> list[str]:
    """The places an error came through, without its message and the values there, which may quote what was said."""
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
