"""The only room that reads catalogue and configuration files.

Reading order: disk → catalogue → records → configuration.
"""

from bot.files.catalogue import (
    catalogue_of,
    read_catalogue,
    read_marked_catalogue,
    schema_text,
    stamp_of,
    write_schemas,
)
from bot.files.configuration import (
    DATA,
    DATABASE_PASSWORD,
    PASSWORD,
    database_password,
    read_config,
    read_secret,
    read_setup,
)
from bot.files.disk import shown, write_text
from bot.files.records import read_draft, read_record, record_of, write_record

__all__ = [
    "DATA",
    "DATABASE_PASSWORD",
    "PASSWORD",
    "catalogue_of",
    "database_password",
    "read_catalogue",
    "read_config",
    "read_draft",
    "read_marked_catalogue",
    "read_record",
    "read_secret",
    "read_setup",
    "record_of",
    "schema_text",
    "shown",
    "stamp_of",
    "write_record",
    "write_schemas",
    "write_text",
]
