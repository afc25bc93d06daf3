"""What an answer does beside being said. A command decides it as a value; `bot.clerk` does it before the answer goes out.

So a command stays pure, and nobody is promised what could not be written down.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.personal import Promise


@dataclass(frozen=True, slots=True)
class Keep:
    """Remind somebody.

    Attributes:
        promises: what is promised.
    """

    promises: tuple[Promise, ...]


@dataclass(frozen=True, slots=True)
class Drop:
    """Remind somebody of something no longer.

    Attributes:
        promises: those that their owner drops.
    """

    promises: tuple[Promise, ...]


@dataclass(frozen=True, slots=True)
class SetZone:
    """From now on show the asker times in this zone.

    Attributes:
        zone: IANA name.
    """

    zone: str


@dataclass(frozen=True, slots=True)
class PauseRoom:
    """Hold the room's reminders back.

    Attributes:
        until: aware, UTC; None for until somebody resumes.
    """

    until: datetime | None


@dataclass(frozen=True, slots=True)
class ResumeRoom:
    """Hold the room's reminders back no longer."""


@dataclass(frozen=True, slots=True)
class Skip:
    """Never say a reminder that is to come.

    Attributes:
        key: the reminder's.
    """

    key: str


@dataclass(frozen=True, slots=True)
class Announce:
    """Say something in the room so that phones ring.

    Attributes:
        words: what a moderator wants said.
        ping: whether everybody in the room is to be pinged.
    """

    words: str
    ping: bool = False


ForModerators = PauseRoom | ResumeRoom | Skip | Announce
"""What changes the room for everybody, and is for its moderators alone."""

Deed = Keep | Drop | SetZone | ForModerators
