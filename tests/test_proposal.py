"""From a published page to a reviewed file and back again: import, edit by hand, import the changed page."""

import json
from pathlib import Path

import pytest
from test_command_line import failed, mentorix

from bot.cli.drafting import Told, whose, write
from bot.errors import SetupError, UserError
from bot.files import read_catalogue
from bot.importer.importing import import_page
from bot.importer.proposal import LONGEST_SUMMARY, Whose, proposed

PAGE = """\
# Harbour ideas 2031

## Rewrite the lamp scheduler

- Mentor: Ada Marsh <ada@harbour.example.org>
- Size: 175 hours
- Difficulty: easy

The lamp blocks while its motor turns. Move the scheduler to a language that does not wait.

## Tune the fog horn

- Mentor: Brook Field
- Size: 350 hours
- Difficulty: hard

The horn wakes the village. Measure how loud it must be, and make it just that loud.
"""

OF = Whose("harbour-2031", "Harbour", "https://harbour.example.org/ideas", None, 2031)


def test_a_page_becomes_a_file_of_a_catalogue(tmp_path: Path) -> None:
    file = tmp_path / "organisations" / "harbour-2031.yaml"
    file.parent.mkdir()
    told = write(import_page(PAGE, "ideas.md"), OF, file)
    assert (told.ideas, told.drift, told.kept) == (2, None, ())
    (page,) = read_catalogue(tmp_path).organisations
    lamp, horn = page.ideas
    assert (lamp.id, lamp.title, lamp.hours) == ("rewrite-the-lamp-scheduler", "Rewrite the lamp scheduler", (175,))
    assert page.mentors_of(lamp)[0].email == "ada@harbour.example.org"
    assert horn.summary.startswith("The horn wakes the village.")
    assert page.year == 2031


def test_importing_again_keeps_what_people_wrote_and_tells_what_changed(tmp_path: Path) -> None:
    file = tmp_path / "harbour-2031.yaml"
    write(import_page(PAGE, "ideas.md"), OF, file)
    by_hand = file.read_text().replace(
        "  - id: tune-the-fog-horn\n", "  # ask Brook first\n  - id: horn\n    aliases: [horn]\n"
    )
    file.write_text(by_hand)
    changed = import_page(PAGE.replace("175 hours", "90 hours"), "ideas.md")
    looked = write(changed, whose(file), file, only_look=True)
    assert file.read_text() == by_hand
    told = write(changed, whose(file), file)
    assert told == looked
    assert told.drift
    assert [str(each) for each in told.drift.changes] == [
        "Rewrite the lamp scheduler: size changed from 175 hours to 90 hours"
    ]
    assert file.read_text() == by_hand.replace("175 hours", "90 hours")
    again = write(changed, whose(file), file)
    assert again.drift is not None
    assert not again.drift


def test_a_new_file_needs_a_name_and_an_address(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="name the organisation"):
        whose(tmp_path / "harbour-2031.yaml", Told(organisation="Harbour"))
    found = import_page(PAGE, "ideas.md")
    with pytest.raises(UserError, match="no name for a file"):
        proposed(found, Whose("Harbour 2031", "Harbour", OF.url))
    with pytest.raises(UserError, match="no address"):
        proposed(found, Whose("harbour-2031", "Harbour", "ideas.md"))


def test_a_file_with_faults_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "harbour-2031.yaml"
    file.write_text("id: other\n")
    with pytest.raises(SetupError):
        write(import_page(PAGE, "ideas.md"), OF, file)
    assert file.read_text() == "id: other\n"


@pytest.mark.process
def test_the_command_writes_checks_and_brings_up_to_date(tmp_path: Path) -> None:
    (tmp_path / "ideas.md").write_text(PAGE)
    command = ("catalogue", "import", "ideas.md", "-o", "harbour-2031.yaml")
    failed(mentorix(*command, folder=tmp_path), 2, "name the organisation (--organisation)")
    assert [path.name for path in tmp_path.iterdir()] == ["ideas.md"]
    ran = mentorix(*command, "--organisation", "Harbour", "--page", OF.url, folder=tmp_path)
    assert (ran.returncode, ran.stdout) == (0, "harbour-2031.yaml: 2 ideas to review\n")
    assert mentorix(*command, "--check", folder=tmp_path).returncode == 0
    (tmp_path / "ideas.md").write_text(PAGE.replace("175 hours", "90 hours"))
    ran = mentorix(*command, "--check", "--format", "json", folder=tmp_path)
    assert ran.returncode == 1
    assert json.loads(ran.stdout)["drift"]["changes"][0]["after"] == "90 hours"
    assert mentorix(*command, folder=tmp_path).returncode == 0
    assert mentorix(*command, "--check", folder=tmp_path).returncode == 0


@pytest.mark.process
def test_a_page_without_an_idea_writes_nothing_and_exits_1(tmp_path: Path) -> None:
    (tmp_path / "login.html").write_text("<html><body><h1>Sign in</h1><form><input></form></body></html>")
    command = ("catalogue", "import", "login.html", "-o", "x-2031.yaml", "--organisation", "X", "--page", OF.url)
    failed(mentorix(*command, folder=tmp_path), 1, "login.html")
    assert [path.name for path in tmp_path.iterdir()] == ["login.html"]
    failed(
        mentorix("catalogue", "import", *2 * ["login.html"], *command[3:], folder=tmp_path),
        2,
        "2 sources make 2 files",
    )


def test_a_long_description_gives_its_first_sentences() -> None:
    long = "The horn is loud. " * 400
    page = proposed(import_page(PAGE.replace("The horn wakes the village.", long), "ideas.md"), OF).organisation
    summary = page.ideas[1].summary
    assert LONGEST_SUMMARY - 20 < len(summary) <= LONGEST_SUMMARY
    assert summary.endswith("loud.")
