"""The catalogue's files may change while the bot answers."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sample_files import PAGE, SEASON

from bot.catalogue.changes import Change
from bot.dispatch import Desk
from bot.errors import SetupError
from bot.files import read_catalogue, stamp_of
from bot.knowledge import Knowledge
from bot.messages import Message

NOW = datetime(2026, 3, 1, tzinfo=UTC)


class Here:
    """A catalogue on disk, and what the bot knows of it."""

    def __init__(self, folder: Path) -> None:
        self.page = folder / "organisations" / "acme-2026.yaml"
        self.page.parent.mkdir()
        (folder / "programmes").mkdir()
        (folder / "programmes" / "gsoc-2026.yaml").write_text(SEASON)
        self.page.write_text(PAGE)
        self.told: list[str] = []
        self.knowledge = Knowledge(
            read_catalogue(folder), lambda: read_catalogue(folder), lambda: stamp_of(folder), Desk, self.tell
        )

    def tell(self, key: str, words: str) -> None:
        assert key
        self.told.append(words)

    def ask(self, words: str) -> str:
        reply = self.knowledge.desk.answer(Message("$1", "!room", "@you:x", words, NOW, direct=True), None, NOW)
        return reply.body.plain if reply else ""


@pytest.fixture
def here(tmp_path: Path) -> Here:
    return Here(tmp_path)


async def test_a_changed_title_is_answered_without_a_restart(here: Here) -> None:
    assert "A first idea" in here.ask("!ideas")
    here.page.write_text(PAGE.replace("A first idea", "Another idea altogether"))
    assert await here.knowledge.look()
    assert "Another idea altogether" in here.ask("!ideas")


async def test_numbers_still_refer_to_the_list_that_was_shown(here: Here) -> None:
    here.ask("!ideas")
    here.page.write_text(PAGE.replace("Acme makes everything.", "Acme makes a lot."))
    assert await here.knowledge.look()
    assert "A first idea" in here.ask("1")


async def test_files_with_faults_leave_the_earlier_answers_and_are_told_with_file_and_line(here: Here) -> None:
    here.page.write_text(PAGE.replace("mentors: [ada]", "mentors: [bob]"))
    assert not await here.knowledge.look()
    assert "A first idea" in here.ask("!ideas")
    (told,) = here.told
    assert "acme-2026.yaml:18" in told
    assert "bob" in told


async def test_the_same_faults_are_told_once_and_the_mended_file_is_taken_over(here: Here) -> None:
    here.page.write_text(PAGE.replace("mentors: [ada]", "mentors: [bob]"))
    for _ in range(3):
        await here.knowledge.look()
    here.page.write_text(PAGE.replace("A first idea", "A mended idea"))
    assert await here.knowledge.look()
    assert len(here.told) == 1
    assert "A mended idea" in here.ask("!ideas")


async def test_nothing_is_done_where_nothing_changed(here: Here) -> None:
    before = here.knowledge.desk
    assert not await here.knowledge.look()
    here.page.touch()
    assert not await here.knowledge.look()
    assert here.knowledge.desk is before


async def test_a_file_that_is_gone_takes_its_ideas_with_it(here: Here) -> None:
    other = here.page.with_name("beta-2026.yaml")
    other.write_text(PAGE.replace("acme-2026", "beta-2026").replace("A first idea", "A passing idea"))
    assert await here.knowledge.look()
    assert "A passing idea" in here.ask("!ideas")
    other.unlink()
    assert await here.knowledge.look()
    assert "A passing idea" not in here.ask("!ideas")


async def test_what_changed_is_counted_when_the_files_are_read_at_once(here: Here) -> None:
    assert not await here.knowledge.renew()
    here.page.write_text(PAGE.replace("A first idea", "Another idea altogether"))
    changed = await here.knowledge.renew()
    assert (changed.ideas, changed.pages, changed.programmes) == (Change(0, 1, 0), Change(), Change())
    assert "Another idea altogether" in here.ask("!ideas")
    assert not await here.knowledge.look()


async def test_files_with_faults_are_refused_whole_and_their_faults_are_for_who_asked(here: Here) -> None:
    here.page.write_text(PAGE.replace("A first idea", "Another idea altogether") + "stray: 1\n")
    with pytest.raises(SetupError, match="unknown key 'stray'"):
        await here.knowledge.renew()
    assert "A first idea" in here.ask("!ideas")
    assert here.told == []
    assert not await here.knowledge.look()
    assert here.told == []
