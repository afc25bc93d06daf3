"""What the ledger keeps of tries, in either kind of database."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from databases import behind, sql
from sqlalchemy import Connection
from test_storage import NOON, SECOND, entry

from bot.delivery.ledger import Entry, Standing
from bot.storage import Database, database

pytestmark = pytest.mark.slow


def full(key: str = "full", **fields: object) -> Entry:
    """With a value in every field."""
    made = replace(entry(key), first_tried=NOON + SECOND, turn=7, name="Contributor applications close")
    return replace(made, **fields)  # type: ignore[arg-type]


async def test_what_is_known_of_tries_comes_back_as_it_was_written(db: Database) -> None:
    await db.ledger.save([full(), entry("bare")])
    assert await db.ledger.entries() == {"full": full(), "bare": entry("bare")}


async def test_single_entries_can_be_asked_for(db: Database) -> None:
    await db.ledger.save([full(str(number)) for number in range(9)])
    assert sorted(await db.ledger.entries(["3", "5", "unknown"])) == ["3", "5"]
    assert await db.ledger.entries([]) == {}
    assert await db.ledger.entries({"7": "of a mapping"}.keys()) == {"7": full("7")}


async def test_the_entry_of_an_event_is_found(db: Database) -> None:
    sent = full("sent", standing=Standing.SENT, event_id="$one")
    await db.ledger.save([sent, full("other", standing=Standing.SENT, event_id="$two"), entry("not sent")])
    assert await db.ledger.said_as("$one") == sent
    assert await db.ledger.said_as("$three") is None
    assert await db.ledger.said_as("") is None


async def test_what_a_person_did_not_want_is_not_open(db: Database) -> None:
    await db.ledger.save([full().dropped("skipped by @mod:example.org", NOON)])
    assert await db.ledger.due(NOON + timedelta(days=9)) == []
    assert await db.ledger.next_wake() is None


def earlier(connection: Connection) -> None:
    """The tables of the version before this one."""
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "0003")


ROW = """
INSERT INTO reminders (key, room, subject, tells, due, expires, wake, standing, since, tries, reason, said, event_id)
VALUES ('{key}', '#a:x.org', 'p/m', '2026-04-01', '2026-03-31 12:00:00{zone}', '2026-04-02 00:00:00{zone}',
        '2026-03-31 12:00:00{zone}', '{standing}', '2026-03-31 12:00:00{zone}', {tries}, '', '', '')
"""


@pytest.mark.parametrize(
    ("standing", "tries", "looked_for"),
    [("planned", 0, False), ("sending", 2, True), ("skipped", 0, False), ("skipped", 1, True), ("sent", 1, False)],
)
async def test_what_an_earlier_version_tried_is_looked_for_from_when_it_was_due(
    where: Path | str,
    standing: str,
    tries: int,
    looked_for: bool,  # noqa: FBT001 - a column of the table above
) -> None:
    if isinstance(where, Path):
        where.parent.mkdir()
    await behind(where, earlier)
    zone = ".000000" if isinstance(where, Path) else "+00"
    await sql(where, ROW.format(key="old", standing=standing, tries=tries, zone=zone))
    opened = await Database.open(where)
    kept = (await opened.ledger.entries())["old"]
    await opened.close()
    assert kept.first_tried == (NOON if looked_for else None)
    assert (kept.turn, kept.name) == (0, "")
