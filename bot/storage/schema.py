"""The tables as they are now; `migrations` tells how they came to be."""

import re
from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Double,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator

metadata = MetaData()


class Instant(TypeDecorator[datetime]):
    """An aware datetime in UTC; SQLite, which has no zones, keeps it as text that sorts like time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Into the database; a time without zone is a bug and fails here."""
        if value and not value.tzinfo:
            raise ValueError("an instant needs a zone")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Out of the database."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Seconds(TypeDecorator[timedelta]):
    """A length of time in seconds, exact to the microsecond up to a century."""

    impl = Double
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> float | None:  # noqa: ARG002
        """Into the database."""
        return None if value is None else value.total_seconds()

    def process_result_value(self, value: float | None, dialect: Dialect) -> timedelta | None:  # noqa: ARG002
        """Out of the database."""
        return None if value is None else timedelta(seconds=value)


class Words(TypeDecorator[str]):
    """What somebody wrote; signs that a database cannot keep (NUL, half of a pair) become the sign for such."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Into the database."""
        return value and _UNKEPT.sub("\N{REPLACEMENT CHARACTER}", value)


_UNKEPT = re.compile("[\x00\ud800-\udfff]")

reminders = Table(
    "reminders",
    metadata,
    Column("key", String(600), primary_key=True),
    Column("room", String(255), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("tells", String(40), nullable=False),
    Column("due", Instant, nullable=False),
    Column("expires", Instant, nullable=False),
    Column("wake", Instant, nullable=False),
    Column("standing", String(16), nullable=False),
    Column("since", Instant, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("reason", Words, nullable=False),
    Column("said", Words, nullable=False),
    Column("event_id", String(255), nullable=False),
    Column("first_tried", Instant),
    Column("turn", Integer, nullable=False, server_default="0"),
    Column("name", String(300), nullable=False, server_default=""),
    Index("reminders_due", "standing", "due"),
    Index("reminders_wake", "standing", "wake"),
)
"""One row for each reminder: `bot.delivery.ledger.Entry`."""

facts = Table(
    "facts",
    metadata,
    Column("name", String(600), primary_key=True),
    Column("value", Text, nullable=False),
)
"""Single things to remember, such as how far we have read."""

rooms = Table(
    "rooms",
    metadata,
    Column("room_id", String(255), primary_key=True),
    Column("name", String(255), unique=True),
    Column("joined", Instant, nullable=False),
    Column("put_out_by", String(255)),
)
"""Rooms we are in, with the name by which the configuration calls them (none for rooms we were invited to), and
configured rooms that we were put out of, with who did it."""

people = Table(
    "people",
    metadata,
    Column("user_id", String(255), primary_key=True),
    Column("zone", String(64)),
)
"""People who asked for something: `bot.personal.Person`."""

promises = Table(
    "promises",
    metadata,
    Column("key", String(600), primary_key=True),
    Column("owner", String(255), nullable=False),
    Column("number", Integer, nullable=False),
    Column("room", String(255), nullable=False),
    Column("direct", Boolean, nullable=False),
    Column("text", Words, nullable=False),
    Column("due", Instant, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("made", Instant, nullable=False),
    Column("programme", String(80)),
    Column("milestone", String(80)),
    Column("lead", Seconds),
    Column("confirmed", String(255), nullable=False),
    Column("closed", Instant),
    UniqueConstraint("owner", "number", name="promises_numbered"),
)
"""Reminders that people asked for: `bot.personal.Promise`; the three columns of its anchor are empty together."""

pauses = Table(
    "pauses",
    metadata,
    Column("room", String(255), primary_key=True),
    Column("paused_by", String(255), nullable=False),
    Column("since", Instant, nullable=False),
    Column("until", Instant),
)
"""Rooms that want no reminders for a while: `bot.personal.Pause`."""

room_settings = Table(
    "room_settings",
    metadata,
    Column("room", String(255), primary_key=True),
    Column("name", String(40), primary_key=True),
    Column("value", Words, nullable=False),
    Column("set_by", String(255), nullable=False),
    Column("at", Instant, nullable=False),
)
"""What moderators set in their room: `bot.settings.chosen.Setting`."""

absences = Table(
    "absences",
    metadata,
    Column("page", String(80), primary_key=True),
    Column("person", String(80), primary_key=True),
    Column("idea", String(80), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("until", Instant),
)
"""Mentors who are away or full: `bot.absence.Absence`; `idea` is empty where it is about all of theirs."""

counts = Table(
    "counts",
    metadata,
    Column("week", Date, primary_key=True),
    Column("what", String(16), primary_key=True),
    Column("page", String(80), primary_key=True),
    Column("idea", String(80), primary_key=True),
    Column("number", Integer, nullable=False),
)
"""How often ideas were asked for, and how often nothing was found: `bot.counts.Count`."""

unmatched = Table(
    "unmatched",
    metadata,
    Column("words", String(80), primary_key=True),
    Column("page", String(80), nullable=False),
    Column("idea", String(80), nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("number", Integer, nullable=False),
    Column("offered", String(255), nullable=False),
    Column("settled", Boolean, nullable=False),
)
"""Words that were searched for in vain on several occasions: `bot.counts.Unmatched`."""
