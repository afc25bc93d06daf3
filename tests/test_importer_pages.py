"""Pages in every layout: what is read out of them, what is left out, and what is said of bad ones."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.errors import UserError
from bot.importer.importing import as_json, import_page

PAGES = Path(__file__).parent / "data" / "pages"
EXPECTED: dict[str, list[list[Any]]] = yaml.safe_load((PAGES / "expected.yaml").read_text(encoding="utf-8"))


def said(text: str, name: str) -> list[list[Any]]:
    """Title, status, level, hours, languages and mentors of each idea."""
    ideas: list[dict[str, Any]] = as_json(import_page(text, name))["ideas"]  # type: ignore[assignment]
    return [
        [
            idea["title"],
            idea["status"],
            idea["difficulty_raw"],
            idea["size_hours"],
            idea["languages"],
            [person.get("name") or person["nick"][0] for person in idea["mentors"]],
        ]
        for idea in ideas
    ]


def page(name: str) -> str:
    return (PAGES / name).read_text(encoding="utf-8")


def test_every_page_of_the_folder_has_its_expectations() -> None:
    assert {path.name for path in PAGES.iterdir()} == {*EXPECTED, "expected.yaml"}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_the_page_is_read_as_a_person_would_read_it(name: str) -> None:
    assert said(page(name), name) == EXPECTED[name]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_line_ends_and_odd_spaces_change_nothing(name: str) -> None:
    text = page(name)
    assert said(text.replace("\n", "\r\n"), name) == EXPECTED[name]
    assert said(f"\ufeff{text}", name) == EXPECTED[name]
    if not name.endswith((".conf", ".json", ".toml", ".yaml")):
        assert said(text.replace(": ", ":\u00a0"), name) == EXPECTED[name]


@pytest.mark.parametrize(
    "name", [n for n in sorted(EXPECTED) if n.endswith((".html", ".rst", ".mediawiki", ".adoc"))]
)
def test_the_format_is_recognised_without_the_name(name: str) -> None:
    assert said(page(name), "page") == EXPECTED[name]


def test_heading_levels_may_all_be_lower() -> None:
    text = page("mixed_levels.md").replace("# ", "## ", 1).replace("\n#", "\n##")
    assert said(text, "ideas.md") == EXPECTED["mixed_levels.md"]


def test_each_field_tells_where_it_was_read() -> None:
    text = page("list_items.md")
    idea = import_page(text, "list_items.md").ideas[1]
    lines = text.split("\n")
    assert "Honey ledger" in lines[idea.evidence["title"].line - 1]
    assert "Eva Lind" in lines[idea.evidence["mentors"].line - 1]
    assert "90 hours" in lines[idea.evidence["size"].line - 1]


def test_templates_and_own_ideas_are_left_out_and_said_so() -> None:
    left = {each.title: each.reason for each in import_page(page("mixed_levels.md"), "x.md").left_out}
    assert set(left) == {"Your own idea", "Idea template"}
    assert "template" in left["Idea template"]


def test_ideas_in_comments_are_not_imported() -> None:
    assert "Sledge router" not in {idea.title for idea in import_page(page("br_lines.html"), "x.html").ideas}


@pytest.mark.parametrize(
    ("section", "status"),
    [
        ("Suspended ideas", "suspended"),
        ("Completed projects", "completed"),
        ("Past ideas", "completed"),
        ("Withdrawn", "withdrawn"),
        ("Drivers", "open"),
    ],
)
def test_the_heading_above_tells_the_status(section: str, status: str) -> None:
    ideas = "### Moss map\n\n- Mentor: Ida Moe\n- Difficulty: easy\n\n### Fern map\n\n- Mentor: Jo Ek\n- Difficulty: hard\n"
    text = f"# Ideas\n\n## {section}\n\n{ideas}"
    assert [idea.status for idea in import_page(text, "x.md").ideas] == [status, status]


def test_mentors_of_the_whole_page_stand_with_each_idea_that_asks_for_none() -> None:
    text = (
        "## Mentors\n\n| Name | Email |\n|--|--|\n| Ida Moe | ida@moss.example |\n| Jo Ek | jo@moss.example |\n\n"
        "## Ideas\n\n### Moss map\n\n- Difficulty: easy\n- Size: 90 hours\n\n"
        "### Fern map\n\n- Difficulty: hard\n- Size: 350 hours\n"
    )
    assert [row[5] for row in said(text, "x.md")] == [["Ida Moe", "Jo Ek"]] * 2


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("", "x.md", "empty"),
        (" \n\n", "x.md", "empty"),
        ("\x00\x01\x02" * 50, "x.md", "binary"),
        ("Hello there.\n\nNothing to see.", "x.md", "no idea was found"),
        ("<html><body><form><input type='password' name='p'></form></body></html>", "x.html", "login page"),
        ("<div>" * 3_000, "x.html", "nested too deeply"),
        ("[" * 3_000, "x.json", "nested too deeply"),
        ("{a: " * 3_000, "x.yaml", "no idea was found"),
        ("# Ideas\n\n## Idea template\n\n- Mentor:\n- Difficulty:\n- Size:\n", "x.md", "Idea template"),
    ],
)
def test_a_page_that_cannot_be_used_is_refused_in_plain_words(text: str, name: str, words: str) -> None:
    with pytest.raises(UserError, match=words):
        import_page(text, name)
