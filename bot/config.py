"""The configuration's shape: what an operator can set. Reading the file is `bot.files`' work."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, HttpUrl

from bot.catalogue.model import Audience, Line, Shape, Slug

_DURATION = re.compile(r"^\s*(\d+)\s*(s|m|min|h|d|w)\s*$")
_UNITS = {"s": 1, "m": 60, "min": 60, "h": 3_600, "d": 86_400, "w": 604_800}

LONGEST_DURATION = timedelta(days=3_660)


def _duration(value: object) -> object:
    """'7 d', '3 h', '15 min', '90 s' → timedelta."""
    if isinstance(value, timedelta):
        return value
    found = _DURATION.match(value) if isinstance(value, str) else None
    if not found:
        raise ValueError("not a duration; write it with its unit, such as '7 d', '3 h', '15 min' or '30 s'")
    seconds = int(found[1]) * _UNITS[found[2]]
    if seconds > LONGEST_DURATION.total_seconds():
        raise ValueError("too long; '3660 d' is the longest")
    return timedelta(seconds=seconds)


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("not an IANA time zone; write it as 'Europe/Berlin' or 'UTC'")
    return value


Duration = Annotated[timedelta, BeforeValidator(_duration)]
Zone = Annotated[str, AfterValidator(_zone)]
UserId = Annotated[str, Field(pattern=r"^@[^:\s]+:\S+$", max_length=255)]
RoomName = Annotated[str, Field(pattern=r"^(#[^:\s]+:\S+|![^\s]+)$", max_length=255)]
Inviter = Annotated[str, Field(pattern=r"^(@[^:\s]+|\*):\S+$", max_length=255)]
Prefix = Annotated[str, Field(pattern=r"^\S{1,10}$")]

DEFAULT_LEAD_TIMES = (timedelta(days=7), timedelta(days=2), timedelta(days=1), timedelta(hours=3))


class RoomSettings(Shape):
    """What one room has of its own.

    Lead times are how long before a deadline the room hears of it; openings and announcements are told when they
    happen, whatever the lead times.
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
    zone: Zone = Field("UTC", description="The zone in which times are shown beside UTC.")
    prefix: Prefix | None = Field(None, description="What commands begin with here; left out, the general one.")

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

    homeserver: HttpUrl = Field(description="Base address of the homeserver's Client-Server API.")
    user_id: UserId = Field(description="The bot's own Matrix address.")
    device_name: Line = Field("Mentorix", description="How the bot's device is called in its account.")
    password_file: Path | None = Field(None, description="File with the password; MENTORIX_PASSWORD goes before it.")
    data_dir: Path = Field(Path("data"), description="Session and database; kept for ever, backed up as one folder.")
    catalogue: Path = Field(Path("catalogue"), description="Folder with organisations/ and programmes/.")
    prefix: Prefix = Field("!", description="What commands begin with in rooms of several.")
    answer_within: Duration = Field(
        timedelta(minutes=15), description="Commands that are older when the bot sees them stay unanswered."
    )
    rooms: tuple[RoomSettings, ...] = Field((), description="Rooms to join, each with its settings.")
    invites: Invites = Field(default_factory=Invites)
    operators: tuple[UserId, ...] = Field((), description="People who run the bot.")
    operators_room: RoomName | None = Field(None, description="Where the bot tells what operators must know.")
