"""The configuration's shape: what an operator can set. Reading the file is `bot.files`' work.

What each room has of its own stands in `bot.settings`.
"""

from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from urllib.parse import parse_qs, urlsplit

from pydantic import AfterValidator, Field, HttpUrl

from bot.catalogue.model import Line, Shape, WebAddress
from bot.settings.room import Choosers, Language, LongLists, RoomSettings, Style, Threads
from bot.settings.values import Duration, Prefix, RoomName

__all__ = [
    "Choosers", "Config", "Duration", "EncryptFor", "Invites", "Language", "LongLists", "Prefix", "RoomName",
    "RoomSettings", "Style", "Threads",
]  # fmt: skip

_DATABASES, _OPTIONS = {"postgresql", "postgres"}, {"host", "port", "sslmode"}

LEAST_PATIENCE = timedelta(seconds=5)


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


UserId = Annotated[str, Field(pattern=r"^@[^:\s]+:\S+$", max_length=255)]
Inviter = Annotated[str, Field(pattern=r"^(@[^:\s]+|\*):\S+$", max_length=255)]
Homeserver = Annotated[WebAddress, AfterValidator(_base)]
DatabaseAddress = Annotated[str, AfterValidator(_database)]
Patience = Annotated[Duration, AfterValidator(_patience)]


class Invites(Shape):
    """From whom invitations are accepted."""

    allow: tuple[Inviter, ...] = Field(
        (), description="'@admin:example.org' for a person, '*:example.org' for a server."
    )

    def accepts(self, inviter: str) -> bool:
        """Whether an invitation from this person is accepted."""
        server = inviter.partition(":")[2]
        return inviter in self.allow or f"*:{server}" in self.allow


class Limits(Shape):
    """How many answers in a minute there are; see `bot.calm`."""

    person: int | None = Field(20, ge=1, description="To one person in a room; null for any number.")
    room: int | None = Field(
        60, ge=1, description="In one room, before those wait who ask much; null for any number."
    )


class EncryptFor(StrEnum):
    """Which devices of a room's members can read what the bot says there, where the room is encrypted."""

    ALL = "all"
    SIGNED = "signed"


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
    encrypt_for: EncryptFor = Field(
        EncryptFor.ALL,
        description="Members' devices that can read in encrypted rooms: all, or signed by their owners.",
    )
    check_pages: bool = Field(
        default=True, description="Whether to look daily at the pages that the catalogue comes from."
    )
    limits: Limits = Field(default_factory=Limits)
    greet: bool = Field(default=True, description="Whether to say once, in a room we come into, how to ask.")
    count: bool = Field(
        default=True,
        description="Whether to count which ideas are asked for and what is not found; never by whom.",
    )
