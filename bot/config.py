"""The configuration's shape: what an operator can set. Reading the file is `bot.files`' work."""

import re
from datetime import time, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, HttpUrl

from bot.catalogue.model import Audience, Line, Shape, Slug, WebAddress
from bot.catalogue.wording import suggestion
from bot.quiet import LONGEST as LONGEST_QUIET
from bot.quiet import QuietHours

_DURATION = re.compile(r"^\s*(\d+)\s*(s|m|min|h|d|w)\s*$")
_UNITS = {"s": 1, "m": 60, "min": 60, "h": 3_600, "d": 86_400, "w": 604_800}

_HOURS = re.compile(r"\s*([01]?\d|2[0-3]):([0-5]\d)\s*(?:-|to)\s*([01]?\d|2[0-3]):([0-5]\d)\s*")

# No sign that clients take for their own: '/' begins a command, '@' and '#' a mention, '>' a quotation, '*' and '`' markup.
_PREFIX = re.compile(r"[!?.,;:$%+=~^|-]{1,3}|[^\W\d_]\w{0,9}[!:,]?")

_DATABASES, _OPTIONS = {"postgresql", "postgres"}, {"host", "port", "sslmode"}

LONGEST_DURATION = timedelta(days=3_660)
LEAST_PATIENCE = timedelta(seconds=5)


def _duration(value: object) -> object:
    """'7 d', '3 h', '15 min', '90 s' → timedelta."""
    if isinstance(value, timedelta):
        return value
    found = _DURATION.match(value) if isinstance(value, str) else None
    if not found:
        raise ValueError("not a duration; write it with its unit, such as '7 d', '3 h', '15 min' or '30 s'")
    seconds = int(found[1]) * _UNITS[found[2]]
    if not seconds:
        raise ValueError("no length of time; at least '1 s'")
    if seconds > LONGEST_DURATION.total_seconds():
        raise ValueError("too long; '3660 d' is the longest")
    return timedelta(seconds=seconds)


def _quiet(value: object) -> object:
    """'22:00-07:00' → QuietHours."""
    if value is None or isinstance(value, QuietHours):
        return value
    found = _HOURS.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise ValueError("no part of the day; write it as '22:00-07:00'")
    hours = QuietHours(time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4])))
    if not timedelta() < hours.length <= LONGEST_QUIET:
        raise ValueError("no part of the day that leaves time to speak; at most 20 hours, as '22:00-07:00'")
    return hours


@cache
def _zones() -> frozenset[str]:
    """All IANA zones; listing them takes milliseconds, which many rooms would wait for, each by itself."""
    return frozenset(available_timezones())


def _zone(value: str) -> str:
    if value not in _zones():
        meant = suggestion(value, _zones()) or "; write it as 'Europe/Berlin' or 'UTC'"
        raise ValueError(f"not an IANA time zone{meant}")
    return value


def _prefix(value: str) -> str:
    if not _PREFIX.fullmatch(value):
        raise ValueError(
            "no prefix; write one to three of the signs ! ? . , ; : $ % + = ~ ^ | -, or a word of up to ten letters"
        )
    return value


def _base(url: HttpUrl) -> HttpUrl:
    if url.query or url.fragment or "/_matrix" in (url.path or ""):
        raise ValueError("no base address; write it without '/_matrix', '?' and '#', as 'https://matrix.example.org'")
    return url


def _patience(value: timedelta) -> timedelta:
    if value < LEAST_PATIENCE:
        raise ValueError("too short to answer anybody; at least '5 s'")
    return value


def _database(value: str) -> str:
    """An address such as 'postgresql://user@host/name', without a password."""
    try:
        parts, options = urlsplit(value), parse_qs(urlsplit(value).query)
        has_name = parts.port != 0 and len(parts.path) > len("/")
    except ValueError:
        parts, options, has_name = urlsplit(""), {}, False
    if parts.password is not None:
        where = "set MENTORIX_DATABASE_PASSWORD or name a file with 'database_password_file'"
        raise ValueError(f"an address with a password; leave that out and {where}")
    has_host = bool(parts.hostname) != ("host" in options)
    if parts.scheme not in _DATABASES or not has_host or not has_name or options.keys() - _OPTIONS:
        raise ValueError("not the address of a database; write it as 'postgresql://user@host/name'")
    return value


Duration = Annotated[timedelta, BeforeValidator(_duration)]
Quiet = Annotated[QuietHours | None, BeforeValidator(_quiet)]
Zone = Annotated[str, AfterValidator(_zone)]
UserId = Annotated[str, Field(pattern=r"^@[^:\s]+:\S+$", max_length=255)]
RoomName = Annotated[str, Field(pattern=r"^(#[^:\s]+:\S+|![^\s]+)$", max_length=255)]
Inviter = Annotated[str, Field(pattern=r"^(@[^:\s]+|\*):\S+$", max_length=255)]
Prefix = Annotated[str, AfterValidator(_prefix)]
Homeserver = Annotated[WebAddress, AfterValidator(_base)]
DatabaseAddress = Annotated[str, AfterValidator(_database)]
Patience = Annotated[Duration, AfterValidator(_patience)]

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


class Invites(Shape):
    """From whom invitations are accepted."""

    allow: tuple[Inviter, ...] = Field(
        (), description="'@admin:example.org' for a person, '*:example.org' for a server."
    )

    def accepts(self, inviter: str) -> bool:
        """Whether an invitation from this person is accepted."""
        server = inviter.partition(":")[2]
        return inviter in self.allow or f"*:{server}" in self.allow


class Config(Shape):
    """The whole configuration; relative paths are relative to the configuration file."""

    homeserver: Homeserver = Field(description="Base address of the homeserver's Client-Server API.")
    user_id: UserId = Field(description="The bot's own Matrix address.")
    device_name: Line = Field("Mentorix", description="How the bot's device is called in its account.")
    password_file: Path | None = Field(None, description="File with the password; MENTORIX_PASSWORD goes before it.")
    data_dir: Path = Field(Path("data"), description="Session and database; kept for ever, backed up as one folder.")
    database: DatabaseAddress | None = Field(
        None, description="A PostgreSQL database, 'postgresql://user@host/name'; left out, a file in data_dir."
    )
    database_password_file: Path | None = Field(
        None, description="File with the database's password; MENTORIX_DATABASE_PASSWORD goes before it."
    )
    catalogue: Path = Field(Path("catalogue"), description="Folder with organisations/ and programmes/.")
    prefix: Prefix = Field("!", description="What commands begin with in rooms of several.")
    answer_within: Patience = Field(
        timedelta(minutes=15), description="Commands that are older when the bot sees them stay unanswered."
    )
    rooms: tuple[RoomSettings, ...] = Field((), description="Rooms to join, each with its settings.")
    invites: Invites = Field(default_factory=Invites)
    operators: tuple[UserId, ...] = Field((), description="People who run the bot.")
    operators_room: RoomName | None = Field(None, description="Where the bot tells what operators must know.")
    check_pages: bool = Field(
        default=True, description="Whether to look daily at the pages that the catalogue comes from."
    )
    greet: bool = Field(default=True, description="Whether to say once, in a room we come into, how to ask.")
    count: bool = Field(
        default=True,
        description="Whether to count which ideas are asked for and what is not found; no names, no texts.",
    )
