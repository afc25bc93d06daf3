"""The daily look at the pages which the catalogue comes from: told once, never applied, quiet about what stays broken."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.catalogue.model import Organisation
from bot.errors import OutsideError
from bot.files import read_draft, write_record
from bot.files.looks import Looks
from bot.importer.importing import import_page
from bot.importer.proposal import Whose, proposed
from bot.phrasing.drift import MOST_CHANGES
from bot.watch import EVERY, Watch

ADDRESS = "https://harbour.example.org/ideas.md"
LAMP = "## Rewrite the lamp\n\n- Mentor: Ada Marsh <ada@harbour.example.org>\n- Size: 175 hours\n\nIt blinks.\n\n"
HORN = "## Tune the horn\n\n- Mentor: Brook Field\n- Size: 350 hours\n\nIt is loud.\n\n"
PAGE = f"# Harbour ideas 2031\n\n{LAMP}{HORN}"


def of_page(text: str, source: str | None = ADDRESS) -> Organisation:
    of = Whose("harbour-2031", "Harbour", ADDRESS, None, 2031, source)
    return proposed(import_page(text, "ideas.md"), of).organisation


class Season:
    """A page, operators who listen, and days that pass."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now = datetime(2031, 2, 1, 9, tzinfo=UTC)
        self.text: str | Exception = PAGE
        self.read: list[str] = []
        self.told: list[str] = []
        (folder / "catalogue" / "organisations").mkdir(parents=True)
        (folder / "data").mkdir()

    async def _read(self, address: str) -> str:
        self.read.append(address)
        if isinstance(self.text, Exception):
            raise self.text
        return self.text

    def watch(self) -> Watch:
        """As a bot makes it that has just started."""
        memory = Looks(self.folder / "data" / "pages", self.folder / "catalogue")
        return Watch(self._read, memory, lambda _, words: self.told.append(words), lambda: self.now)

    async def look(self, page: Organisation | None = None) -> datetime | None:
        """Look at the page."""
        return await self.watch().look([page or of_page(PAGE)])

    async def next_day(self, text: str | Exception) -> list[str]:
        """What is told on the next day about a page that says this."""
        self.now, self.text, self.told = self.now + EVERY, text, []
        await self.look()
        return self.told


@pytest.fixture
def season(tmp_path: Path) -> Season:
    return Season(tmp_path)


async def test_a_change_is_told_once_in_words_with_the_way_to_take_it_over(season: Season) -> None:
    await season.look()
    assert season.told == []
    changed = PAGE.replace("175 hours", "90 hours")
    (told,) = await season.next_day(changed)
    assert "Rewrite the lamp: size changed from 175 hours to 90 hours" in told
    assert f"mentorix catalogue import {ADDRESS} -o catalogue/organisations/harbour-2031.yaml" in told
    assert await season.next_day(changed) == []
    (back,) = await season.next_day(PAGE)
    assert "from 90 hours to 175 hours" in back


async def test_a_page_is_looked_at_once_a_day_however_often_the_bot_starts(season: Season) -> None:
    assert await season.look() == season.now + EVERY
    season.now += timedelta(hours=23)
    assert await season.look() == season.now + timedelta(hours=1)
    assert season.read == [ADDRESS]


async def test_a_page_without_a_source_is_left_alone(season: Season) -> None:
    assert await season.look(of_page(PAGE, None)) is None
    assert season.read == []


async def test_failures_are_told_once_and_tried_again_quietly(season: Season) -> None:
    await season.look()
    (told,) = await season.next_day(OutsideError("harbour.example.org: the server answers 503"))
    assert "could not be looked at: harbour.example.org: the server answers 503." in told
    assert await season.next_day(OutsideError("the server cannot be reached")) == []
    assert await season.next_day(PAGE) == []
    (again,) = await season.next_day(OutsideError("gone"))
    assert "gone" in again


async def test_a_change_that_happened_during_an_outage_is_told_after_it(season: Season) -> None:
    await season.look()
    await season.next_day(OutsideError("gone"))
    (told,) = await season.next_day(PAGE.replace(HORN, ""))
    assert "no longer listed: Tune the horn" in told


async def test_a_login_page_is_a_failure_and_no_drift(season: Season) -> None:
    await season.look()
    (told,) = await season.next_day("<html><body><form>Password: <input type=password></form></body></html>")
    assert "could not be looked at" in told
    assert "no longer listed" not in told


async def test_a_reader_that_breaks_is_a_failure_of_that_page_alone(season: Season) -> None:
    (told,) = await season.next_day(ZeroDivisionError("secret words of a page"))
    assert "something broke" in told
    assert "secret" not in told


async def test_what_was_imported_meanwhile_is_no_news(season: Season) -> None:
    await season.look()
    changed = PAGE.replace("175 hours", "90 hours")
    write_record(season.folder / "catalogue" / "organisations" / "harbour-2031.yaml", of_page(changed))
    assert await season.next_day(changed) == []


async def test_the_first_look_compares_with_the_last_import(season: Season) -> None:
    write_record(season.folder / "catalogue" / "organisations" / "harbour-2031.yaml", of_page(PAGE))
    (told,) = await season.next_day(PAGE.replace("350 hours", "175 hours"))
    assert "Tune the horn: size changed" in told


async def test_nothing_is_ever_written_into_the_catalogue(season: Season) -> None:
    await season.look()
    await season.next_day(PAGE.replace("175 hours", "90 hours"))
    assert [path for path in (season.folder / "catalogue").rglob("*") if path.is_file()] == []
    assert read_draft(season.folder / "catalogue" / "organisations" / "harbour-2031.yaml") is None


class OneAlarm:
    """Remembers what it was set to."""

    def __init__(self) -> None:
        self.instant = datetime.min.replace(tzinfo=UTC)
        self.ring: Callable[[], Awaitable[None]] | None = None

    def wake_at(self, key: str, instant: datetime, ring: Callable[[], Awaitable[None]]) -> None:
        assert key == "pages"
        self.instant, self.ring = instant, ring


async def test_the_alarm_is_set_soon_after_the_start_and_then_for_the_next_day(season: Season) -> None:
    alarm = OneAlarm()
    season.watch().start(alarm, lambda: [of_page(PAGE)])
    assert season.now < alarm.instant < season.now + timedelta(minutes=5)
    assert alarm.ring is not None
    await alarm.ring()
    assert season.read == [ADDRESS]
    assert alarm.instant == season.now + EVERY


async def test_without_a_source_the_alarm_rings_once(season: Season) -> None:
    alarm = OneAlarm()
    season.watch().start(alarm, lambda: [of_page(PAGE, None)])
    first = alarm.instant
    assert alarm.ring is not None
    await alarm.ring()
    assert alarm.instant == first


async def test_what_is_kept_and_cannot_be_read_begins_anew(season: Season) -> None:
    await season.look()
    (season.folder / "data" / "pages" / "harbour-2031.json").write_text("{")
    assert await season.next_day(PAGE.replace("175 hours", "90 hours")) == []


async def test_of_many_changes_the_rest_is_counted(season: Season) -> None:
    many = "".join(LAMP.replace("the lamp", f"lamp number {n}") for n in range(MOST_CHANGES + 5))
    await season.look()
    (told,) = await season.next_day(f"# Harbour ideas 2031\n\n{LAMP}{HORN}{many}")
    assert "- and 5 more; `mentorix catalogue drift` tells them all" in told
