"""What one room has of its own."""

from datetime import timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from pydantic import Field

from bot.catalogue.model import Audience, Line, Shape, Slug
from bot.settings.values import Duration, Prefix, Quiet, RoomName, Zone

DEFAULT_LEAD_TIMES = (timedelta(days=7), timedelta(days=2), timedelta(days=1), timedelta(hours=3))


class Notice(Shape):
    """How long before dates that are no deadlines the room hears of them.

    Openings, announcements and beginnings are told besides when they happen.
    """

    opens: tuple[Duration, ...] = Field((), description="Before something opens.")
    announced: tuple[Duration, ...] = Field((), description="Before something is announced.")
    begins: tuple[Duration, ...] = Field((), description="Before something begins.")
    ends: tuple[Duration, ...] = Field((timedelta(days=1),), description="Before something ends.")


class Style(StrEnum):
    """How much a room's answers say, and with what signs."""

    RICH = "rich"
    PLAIN = "plain"
    COMPACT = "compact"


class Threads(StrEnum):
    """Where answers stand: in the thread they were asked in, if any; or always in one, which else they begin."""

    KEPT = "kept"
    ALWAYS = "always"


class LongLists(StrEnum):
    """Where a list that is longer than a glance goes."""

    HERE = "here"
    THREAD = "thread"
    DIRECT = "direct"


class Choosers(StrEnum):
    """Whose numbers and reactions choose from a list."""

    ASKER = "asker"
    ANYBODY = "anybody"


class Language(StrEnum):
    """In which language the fixed words of answers stand (BCP 47)."""

    ENGLISH = "en"
    SPANISH = "es"
    FRENCH = "fr"
    GERMAN = "de"
    PORTUGUESE = "pt"
    HINDI = "hi"


class RoomSettings(Shape):
    """What one room has of its own.

    Lead times are how long before a deadline the room hears of it, in elapsed time; `notice` is the same for dates of
    other kinds. What falls into the quiet hours is told after them, or before where that would be too late: see
    `bot.timeline`.
    """

    room: RoomName = Field(description="'#alias:example.org' or '!id'.")
    organisations: tuple[Slug, ...] = Field(
        (), description="Ids of organisation files this room asks about; [] = all."
    )
    programme: Slug | None = Field(None, description="Id of the programme whose dates this room gets.")
    audience: tuple[Audience, ...] = Field(
        (Audience.APPLICANTS, Audience.CONTRIBUTORS), description="Whose dates are announced here."
    )
    lead_times: tuple[Duration, ...] = Field(DEFAULT_LEAD_TIMES, description="How long before a deadline to remind.")
    notice: Notice = Field(default_factory=Notice, description="How long before dates of other kinds, by kind.")
    quiet: Quiet = Field(None, description="Hours without reminders by the room's clock, such as '22:00-07:00'.")
    zone: Zone = Field("UTC", description="The zone of the quiet hours, and in which times are shown beside UTC.")
    ping_room: bool = Field(
        default=False, description="Whether moderators may have an announcement ping everybody here."
    )
    prefix: Prefix | None = Field(None, description="What commands begin with here; left out, the general one.")

    style: Style | None = Field(
        None, description="rich, plain or compact (3 lines, 400 bytes, for bridges); left out, by who is in the room."
    )
    language: Language = Field(Language.ENGLISH, description="Of the fixed words in answers: en, es, fr, de, pt, hi.")
    threads: Threads = Field(Threads.KEPT, description="'kept': a question's thread is kept; 'always': each has one.")
    long_lists: LongLists = Field(LongLists.HERE, description="Where long lists go: here, thread, direct.")
    choices: Choosers = Field(Choosers.ASKER, description="Whose numbers and reactions choose: asker, anybody.")
    moderators_only: tuple[Line, ...] = Field((), description="Commands that only moderators may use here.")

    @property
    def tz(self) -> ZoneInfo:
        """The zone as an object."""
        return ZoneInfo(self.zone)
