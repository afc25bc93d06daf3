"""What operators hear of the bot: how it does, and what came of reading the catalogue anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sample_files import PAGE, SEASON

from bot.delivery.ledger import Entry, Standing
from bot.dispatch import Desk
from bot.errors import StorageError
from bot.files import read_catalogue, stamp_of
from bot.knowledge import Knowledge
from bot.upkeep import Upkeep

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def entry(key: str, standing: Standing, due: datetime) -> Entry:
    return Entry(key, "#a:x.org", "s", "", due, due + HOUR, due, standing, due)


@dataclass
class Book:
    """A ledger that holds these entries, or fails."""

    kept: Sequence[Entry] = ()
    fails: bool = False

    async def entries(self) -> Mapping[str, Entry]:
        if self.fails:
            raise StorageError("the disk is full")
        return {each.key: each for each in self.kept}


@dataclass
class Places:
    """Rooms."""

    here: frozenset[str] = frozenset({"!a", "!b"})
    lacking: list[str] = field(default_factory=list)

    def ids(self) -> frozenset[str]:
        return self.here

    def missing(self) -> list[str]:
        return self.lacking


class House:
    """A catalogue on disk, and the upkeep of a bot that knows it."""

    def __init__(self, folder: Path) -> None:
        self.page = folder / "organisations" / "acme-2026.yaml"
        self.page.parent.mkdir()
        (folder / "programmes").mkdir()
        (folder / "programmes" / "gsoc-2026.yaml").write_text(SEASON)
        self.page.write_text(PAGE)
        self.book, self.places, self.synced = Book(), Places(), NOW - timedelta(seconds=2)
        known = read_catalogue(folder)
        knowledge = Knowledge(
            known, lambda: read_catalogue(folder), lambda: stamp_of(folder), Desk, lambda _key, _words: None
        )
        since = NOW - timedelta(days=3)
        self.upkeep = Upkeep(
            knowledge, self.book, self.places, lambda: "signed", self._synced, "SQLite", lambda: NOW, since
        )

    async def _synced(self) -> datetime | None:
        return self.synced

    async def facts(self) -> list[str]:
        return (await self.upkeep.facts()).plain.splitlines()

    async def reloaded(self) -> str:
        return (await self.upkeep.reload()).plain


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


async def test_operators_hear_how_everything_stands(house: House) -> None:
    house.book.kept = [
        entry("a", Standing.SENT, NOW - HOUR),
        entry("b", Standing.PLANNED, NOW + 2 * HOUR),
        entry("c", Standing.SENDING, NOW + HOUR),
        entry("d", Standing.FAILED, NOW - HOUR),
        entry("e", Standing.DROPPED, NOW + timedelta(minutes=1)),
    ]
    house.places.lacking = ["#late:x.org"]
    assert [row.replace("\u2060", "") for row in await house.facts()] == [
        "Running for 3 days, since Thu 26 February 2026, 12:00 UTC.",
        "In 2 rooms; not in #late:x.org yet.",
        "Device: signed.",
        "Reminders: 2 to come (the next in 1 hour), 1 said, 1 failed.",
        "Database: SQLite. How far I have read was written down last 2 seconds ago.",
    ]


async def test_a_bot_that_has_done_nothing_yet_says_so(house: House) -> None:
    rows = await house.facts()
    assert "In 2 rooms." in rows
    assert "Reminders: 0 to come, 0 said, 0 failed." in rows


async def test_a_database_that_is_away_is_told_and_the_rest_as_well(house: House) -> None:
    house.book.fails = True
    rows = await house.facts()
    assert rows[0].startswith("Running for 3 days")
    assert rows[-1] == "Database: SQLite, which does not answer now; the log tells why."


async def test_what_reading_anew_has_changed_is_counted(house: House) -> None:
    assert (await house.reloaded()).startswith("The files say what I know already: 1 page, 1 idea and 1 programme.")
    house.page.write_text(PAGE.replace("A first idea", "Another idea altogether"))
    assert await house.reloaded() == "Taken over: 1 idea changed.\nNow I know 1 page, 1 idea and 1 programme."
    (house.page.parent / "bolt-2026.yaml").write_text(PAGE.replace("acme-2026", "bolt-2026"))
    assert "Taken over: 1 page new; 1 idea new." in await house.reloaded()
    (house.page.parent / "bolt-2026.yaml").unlink()
    house.page.write_text(PAGE)
    assert "Taken over: 1 page gone; 1 idea changed, 1 gone." in await house.reloaded()


async def test_faults_are_told_and_nothing_is_taken_over(house: House) -> None:
    house.page.write_text(PAGE.replace("A first idea", "Another") + "stray: 1\n")
    told = await house.reloaded()
    assert told.startswith("The files have faults, so nothing was taken over")
    assert "unknown key 'stray'" in told
    house.page.write_text(PAGE)
    assert "what I know already" in await house.reloaded()
