"""All SQL: one schema for SQLite and PostgreSQL, with numbered migrations that run at start."""

from bot.storage.database import Database

__all__ = ["Database"]
