"""What an answer does beside being said. A command decides it as a value; `bot.clerk` does it before the answer goes out.

So a command stays pure, and nobody is promised what could not be written down.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.absence import Absence
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
class Set:
    """From now on this holds in the room.

    Attributes:
        name: of the setting; see `bot.settings`.
        value: as it is kept; None for what the configuration says.
    """

    name: str
    value: str | None


@dataclass(frozen=True, slots=True)
class ShowSettings:
    """Tell how the room is set, and who set what."""


@dataclass(frozen=True, slots=True)
class TellStatus:
    """Tell how the room stands; to operators besides how the bot does."""


@dataclass(frozen=True, slots=True)
class Reload:
    """Read the catalogue's files anew now, and tell what came of it."""


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


@dataclass(frozen=True, slots=True)
class MarkMentors:
    """Tell from now on that mentors are away or full, or that they are there again.

    Attributes:
        begun: what holds from now on.
        ended: what holds no longer.
        own: the asker is that mentor, by the Matrix address that the page names; else it takes somebody in charge.
    """

    begun: tuple[Absence, ...] = ()
    ended: tuple[Absence, ...] = ()
    own: bool = False


@dataclass(frozen=True, slots=True)
class ShowFigures:
    """Tell what was counted, which is for those in charge."""


@dataclass(frozen=True, slots=True)
class PinDigest:
    """Pin the answer, and keep it up to date.

    Attributes:
        room: the room's id.
        pinned: whether it is to be pinned; otherwise what was pinned is let go.
    """

    room: str
    pinned: bool = True


OneOnOne = Set | ShowSettings | TellStatus
"""What everybody may do in a conversation of two, which is theirs; elsewhere moderators."""

ForModerators = PauseRoom | ResumeRoom | Skip | Announce | ShowFigures | PinDigest | OneOnOne
"""What changes the room for everybody or tells who did: for its moderators, and for operators."""

Deed = Keep | Drop | SetZone | MarkMentors | Reload | ForModerators
