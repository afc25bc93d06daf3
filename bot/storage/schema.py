"""The tables as they are now; `migrations` tells how they came to be."""

from datetime import UTC, datetime

from sqlalchemy import Column, DateTime, Dialect, Index, Integer, MetaData, String, Table, Text
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
    Column("reason", Text, nullable=False),
    Column("said", Text, nullable=False),
    Column("event_id", String(255), nullable=False),
    Index("reminders_due", "standing", "due"),
    Index("reminders_wake", "standing", "wake"),
)
"""One row for each reminder: `bot.ledger.Entry`."""

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
