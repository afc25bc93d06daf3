"""What stands between ideas and is none, and ideas that only the words around them promise."""

import pytest

from bot.errors import UserError
from bot.importer.findings import Imported
from bot.importer.importing import import_page

FIELDS = "* Summary: {}\n* Level: {}\n* Mentor: {}\n* Skills: {}\n\n"


def told(page: Imported) -> list[str]:
    """The titles of the ideas."""
    return [idea.title for idea in page.ideas]


def left(page: Imported) -> list[str]:
    """The titles of what was left out."""
    return [each.title for each in page.left_out]


def test_a_copy_of_the_template_is_still_to_be_written() -> None:
    blank = FIELDS.format("what it is about", "beginner, expert", "each idea needs one", "what one should know")
    lamp = FIELDS.format("a lamp that dims", "easy", "Bo Ek", "Rust")
    text = f"## Ideas\n\n### Project template name\n\n{blank}### Lamp\n\n{lamp}### Horn\n\n{blank}"
    page = import_page(text, "ideas.md")
    assert told(page) == ["Lamp"]
    assert left(page) == ["Project template name", "Horn"]


def test_what_shares_one_value_with_the_template_is_an_idea() -> None:
    blank = FIELDS.format("what it is about", "easy", "each idea needs one", "Rust")
    lamp = FIELDS.format("a lamp that dims", "easy", "Bo Ek", "Rust")
    text = f"## Ideas\n\n### Template\n\n{blank}### Lamp\n\n{lamp}### Horn\n\n{lamp.replace('lamp', 'horn')}"
    assert told(import_page(text, "ideas.md")) == ["Lamp", "Horn"]


@pytest.mark.parametrize("title", ["Your Great Idea", "Your crazy idea!"])
def test_a_place_for_your_idea_is_none(title: str) -> None:
    lamp = FIELDS.format("a lamp that dims", "easy", "Bo Ek", "Rust")
    page = import_page(f"## Ideas\n\n### {title}\n\n{lamp}### Lamp\n\n{lamp}### Horn\n\n{lamp}", "ideas.md")
    assert told(page) == ["Lamp", "Horn"]
    assert left(page) == [title]


@pytest.mark.parametrize(
    "line",
    ["Some of the ideas that we propose:", "A few ideas which we came up with so far:", "Here are ideas we offer:"],
)
def test_items_behind_such_a_line_are_ideas(line: str) -> None:
    page = import_page(f"# The lamp house\n\nA house.\n\n{line}\n\n* Dim the lamp in fog.\n* Count turns\n", "a.md")
    assert told(page) == ["Dim the lamp in fog", "Count turns"]


@pytest.mark.parametrize(
    "opening",
    [
        "On this page ideas for the Summer of Code (see https://soc.example.org for more) are collected.",
        "This page has some ideas for students who look for work in summer.",
    ],
)
def test_the_first_words_of_a_page_may_promise_ideas(opening: str) -> None:
    text = f"{opening}\n\n# Lamp\n\nIt should dim.\n\n# Horn\n\nThis task involves a tune.\n\n# Contact\n\nWrite to us.\n"
    assert told(import_page(text, "soc.md")) == ["Lamp", "Horn"]


def test_a_page_that_promises_nothing_has_none() -> None:
    text = "We have ideas.\n\n# Lamp\n\nIt dims.\n\n# Horn\n\nIt is loud.\n"
    with pytest.raises(UserError, match="no idea was found"):
        import_page(text, "soc.md")


def test_a_level_may_stand_alone_in_brackets_below_the_title() -> None:
    text = "# Project ideas\n\n## Lamp\n\n(advanced)\n\n## Horn\n\n(by the sea)\n\n## Bell\n\nA bell.\n"
    assert [idea.level for idea in import_page(text, "ideas.md").ideas] == ["advanced", None, None]


def test_channels_and_sites_are_nobody() -> None:
    idea = "## {}\n\n- Summary: it should work\n- Contact: {}\n- Skills: Rust\n\n"
    text = idea.format("Lamp", "talk.example.org, #next-steps") + idea.format("Horn", "chat.example.com, Bo Ek")
    page = import_page(f"# Ideas\n\n{text}", "ideas.md")
    assert [[mentor.name for mentor in idea.mentors] for idea in page.ideas] == [[], ["Bo Ek"]]


def test_the_section_of_a_row_may_name_several_and_say_that_it_is_done() -> None:
    rows = "| Lamp driver | Bo Ek | Rust |\n| Horn | Ida Moe | C |\n"
    table = f"# Ideas\n\n| Idea | Mentor | Skills |\n|---|---|---|\n{rows}\n"
    page = import_page(f"{table}# Lamp drivers\n\n> For each lamp.\n\n# Horn (done)\n\n> It was loud.\n", "ideas.md")
    assert [(idea.title, idea.status) for idea in page.ideas] == [("Lamp driver", "open"), ("Horn", "completed")]
    assert [[mentor.name for mentor in idea.mentors] for idea in page.ideas] == [["Bo Ek"], ["Ida Moe"]]


@pytest.mark.parametrize(
    "lines",
    [
        "**Background**\n\nOld.\n\n**Lamp house rules**\n\nNone.\n\n**Lamp house rules**\n\nNone.\n",  # not different
        "**We are happy to hear from you.**\n\nYes.\n\n**Read it all:**\n\nYes.\n\n**Note this well!**\n\nYes.\n",
        "**Dim the lamp**\n\n**Count the turns**\n\n**Sound the horn**\n",  # hardly any words beneath
    ],
)
def test_bold_lines_that_read_otherwise_are_no_ideas(lines: str) -> None:
    with pytest.raises(UserError, match="no idea was found"):
        import_page(f"# Ideas\n\n{lines}", "soc.md")


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_what_is_indented_behind_a_blank_line_belongs_to_the_item_in_plain_text(gap: str) -> None:
    people = f"{gap}   Possible mentors:\n   * Bo Ek\n   * Ida Moe\n"
    text = f"The list:\n\n- Dim the lamp{people}\n- Sound the horn{people}\n- Ring the bell{people}"
    ideas = import_page(text, "mail.txt").ideas
    assert [idea.title for idea in ideas] == ["Dim the lamp", "Sound the horn", "Ring the bell"]
    assert [[mentor.name for mentor in idea.mentors] for idea in ideas] == [["Bo Ek", "Ida Moe"]] * 3
