"""Pages in every layout: what is read out of them, what is left out, and what is said of bad ones."""

import re
from collections.abc import Callable
from pathlib import Path, PurePath
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


DEEPER: dict[str, tuple[str, str | Callable[[re.Match[str]], str]]] = {
    ".md": (r"^(?=#{1,5} )", "#"),
    ".mdx": (r"^(?=#{1,5} )", "#"),
    ".adoc": (r"^(?=={1,5} )", "="),
    ".mediawiki": (r"^(={1,5})(?=[^=\n].*?\1[ \t]*$)(.*)$", r"=\1\2="),
    ".moin": (r"^(={1,5} .* ={1,5})[ \t]*$", r"=\1="),
    ".org": (r"^(?=[*]{1,5} )", "*"),
    ".twiki": (r"^---(?=[+])", "---+"),
    ".html": (r"(</?h)([1-5])\b", lambda found: f"{found[1]}{int(found[2]) + 1}"),
    ".textile": (r"^(h)([1-5])(?=\. )", lambda found: f"{found[1]}{int(found[2]) + 1}"),
}
"""A heading or its beginning, and what makes it one level deeper."""


def deeper(text: str, name: str) -> str:
    """With every heading one level deeper; formats without levels as they are."""
    sign, lower = DEEPER.get(PurePath(name).suffix, ("$^", ""))
    return re.sub(sign, lower, text, flags=re.MULTILINE)


CHANGES: dict[str, Callable[[str, str], str]] = {
    "line ends of Windows": lambda text, _: text.replace("\n", "\r\n"),
    "a byte order mark": lambda text, _: f"\ufeff{text}",
    "spaces that do not break": lambda text, _: text.replace(" ", "\u00a0"),
    "deeper headings": deeper,
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_how_a_page_was_typed_changes_nothing(name: str, change: str) -> None:
    assert said(CHANGES[change](page(name), name), name) == EXPECTED[name]


RECOGNISED = (".html", ".rst", ".mediawiki", ".adoc", ".org", ".textile", ".twiki", ".dokuwiki", ".csv", ".ipynb",
              ".yaml", ".toml", ".json", ".conf")  # fmt: skip


@pytest.mark.parametrize("weak", ["page", "page.txt"])
@pytest.mark.parametrize("name", [n for n in sorted(EXPECTED) if n.endswith(RECOGNISED)])
def test_the_format_is_recognised_without_the_name(name: str, weak: str) -> None:
    assert said(page(name), weak) == EXPECTED[name]


@pytest.mark.parametrize("name", ["page.md", "page.txt", "page"])
def test_titles_with_fields_between_bars_are_no_table(name: str) -> None:
    text = "".join(
        f"**{t}** — Mentor: Ida Moe | Difficulty: easy | Size: 90 hours\n\n" for t in ("Moss map", "Fern map")
    )
    assert said(text, name) == [[t, "open", "easy", [90], [], ["Ida Moe"]] for t in ("Moss map", "Fern map")]


def test_each_field_tells_where_it_was_read() -> None:
    text = page("list_items.md")
    idea = import_page(text, "list_items.md").ideas[1]
    lines = text.split("\n")
    assert "Honey ledger" in lines[idea.evidence["title"].line - 1]
    assert "Eva Lind" in lines[idea.evidence["mentors"].line - 1]
    assert "90 hours" in lines[idea.evidence["size"].line - 1]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("admonitions.md", "Clock that knows winter"),
        ("components.mdx", "Colour recipes"),
        ("drawers.org", "Star chart on paper"),
        ("dropdowns.md", "Lights in step"),
        ("dropdowns.rst", "Ink ledger"),
        ("sheet.csv", "Knot tutor"),
        ("tight.txt", "Foghorn by the hour"),
    ],
)
def test_lines_are_those_of_the_page_whatever_is_rewritten_on_the_way(name: str, words: str) -> None:
    idea = next(i for i in import_page(page(name), name).ideas if i.title == words)
    assert words in page(name).split("\n")[idea.line - 1]


def test_a_nested_markdown_list_of_bold_labels_is_no_wiki_page() -> None:
    items = (f"- {title}\n  * **Mentor:** Ida Moe\n  * **Difficulty:** easy\n" for title in ("Moss map", "Fern map"))
    assert [row[0] for row in said(f"# Ideas\n\n{''.join(items)}", "page")] == ["Moss map", "Fern map"]


@pytest.mark.parametrize(
    "between",
    ['{{< figure src="moss.png" title="Moss in May" >}}', '{% include image.html name="Moss" %}', '<Image title="Moss" />',
     '<TABLE SUMMARY="Moss"><TR><TD>Moss</TD></TR></TABLE>'],
)  # fmt: skip
def test_pictures_between_the_ideas_are_no_titles(between: str) -> None:
    idea = "- Mentor: Ida Moe\n- Difficulty: easy\n"
    text = f"# Ideas\n\n## Moss map\n\n{between}\n\n{idea}\n## Fern map\n\n{between}\n\n{idea}"
    assert [row[:3] + row[5] for row in said(text, "x.md")] == [
        ["Moss map", "open", "easy", "Ida Moe"],
        ["Fern map", "open", "easy", "Ida Moe"],
    ]


def test_an_anchor_right_above_a_heading_does_not_hide_it() -> None:
    idea = "- Mentor: Ida Moe\n- Difficulty: easy\n"
    text = f'# Ideas\n\n<a name="moss">\n## Moss map\n\n{idea}\n<div id="fern">\n## Fern map\n\n{idea}\n</div>\n'
    assert [row[0] for row in said(text, "x.md")] == ["Moss map", "Fern map"]


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("175/350 hours", [175, 350]),
        ("175h/350h", [175, 350]),
        ("175-350 hours", [175, 350]),
        ("Variable (90-350h)", [90, 350]),
        ("175 or 350 hours", [175, 350]),
        ("175 hours", [175]),
        ("Large", [350]),
    ],
)
def test_a_size_may_offer_two_lengths(written: str, hours: list[int]) -> None:
    text = f"# Ideas\n\n## Moss map\n\n- Mentor: Ida Moe\n- Size: {written}\n"
    assert said(text, "x.md")[0][3] == hours


def test_an_ideas_list_without_fields_may_stand_beside_the_heading_that_promises_it() -> None:
    before = "# Ideas list\n\nPick one.\n\n# Worth noting\n\nAsk first.\n\n"
    ideas = "## Moss map\n\nMoss.\n\n## Fern map\n\n## Sedge map\n"
    assert [row[0] for row in said(before + ideas, "x.md")] == ["Moss map", "Fern map", "Sedge map"]


def test_running_text_may_tell_size_level_and_mentors() -> None:
    told = "Moss is mapped on foot. This is a {} project of {} difficulty, mentored by {}. Know your mosses."
    text = (
        f"# Project ideas\n\n## Moss map\n\n{told.format('175-hour', 'medium', 'Ida Moe')}\n\n"
        f"## Fern map\n\n{told.format('350-hour', 'high', 'Jo Ek and Ida Moe')}\n"
    )
    assert said(text, "x.md") == [
        ["Moss map", "open", "medium", [175], [], ["Ida Moe"]],
        ["Fern map", "open", "high", [350], [], ["Jo Ek", "Ida Moe"]],
    ]


def test_a_title_in_a_list_ends_where_its_description_begins() -> None:
    text = "# Ideas\n\n- A map of the moss: Today it is on paper. Draw it. (mentor: Ida Moe, difficulty: easy)\n"
    other = "- Fern index: There are many ferns. Sort them. (mentor: Jo Ek, difficulty: hard)\n"
    assert [row[0] for row in said(text + other, "x.md")] == ["A map of the moss", "Fern index"]


def test_a_heading_of_the_page_that_names_the_programme_is_no_idea() -> None:
    ideas = "Moss map\n\nMentor: Ida Moe\nDifficulty: easy\n\nFern map\n\nMentor: Jo Ek\nDifficulty: hard\n"
    assert [row[0] for row in said(f"Google Summer of Code Ideas\n\n{ideas}", "x.txt")] == ["Moss map", "Fern map"]


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
