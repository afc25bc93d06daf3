"""Where a page comes from: feeds and other XML, scripts, long reStructuredText, merged cells, and what is said beside ideas."""

import pytest

from bot.errors import UserError
from bot.importer.explaining import explained
from bot.importer.findings import Imported
from bot.importer.importing import as_json, import_page
from bot.importer.readers.scripts import value_of


def named(page: Imported) -> list[tuple[str, list[str | None]]]:
    """Each idea's title with the names of its mentors."""
    return [(idea.title, [mentor.name for mentor in idea.mentors]) for idea in page.ideas]


ITEM = "<idea><title>{}</title><mentor>{}</mentor><difficulty>easy</difficulty></idea>"


def test_a_list_of_ideas_in_xml_is_read_whatever_its_elements_are_called() -> None:
    text = f'<?xml version="1.0"?>\n<page>{ITEM.format("Lamp", "Ada Marsh")}\n{ITEM.format("Horn", "Bo Ek")}</page>'
    assert named(import_page(text, "ideas.xml")) == [("Lamp", ["Ada Marsh"]), ("Horn", ["Bo Ek"])]


def test_sections_with_paragraphs_in_xml_are_read_as_a_page() -> None:
    section = (
        "<section><title>{}</title><para>It <emphasis>shines</emphasis> &amp; turns.</para><itemizedlist><listitem>"
        '<para>Mentor: <ulink url="https://x.example.org/{}">Ada Marsh</ulink></para></listitem><listitem>'
        "<para>Size: 90 hours</para></listitem></itemizedlist></section>"
    )
    text = f'<?xml version="1.0"?><article>{section.format("Lamp", 1)}{section.format("Horn", 2)}</article>'
    page = import_page(text, "ideas.xml")
    assert named(page) == [("Lamp", ["Ada Marsh"]), ("Horn", ["Ada Marsh"])]
    assert page.ideas[0].prose[0] == "It shines & turns."


def test_a_page_of_xhtml_stays_a_page() -> None:
    idea = "<h2>{}</h2><p>Mentor: Ada Marsh</p><p>Difficulty: easy</p>"
    text = (
        f'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body>{idea.format("Lamp")}</body></html>'
    )
    page = import_page(text, "ideas.xhtml")
    assert (page.form, [idea.title for idea in page.ideas]) == ("html", ["Lamp"])


@pytest.mark.parametrize(
    "text",
    [
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d "&b;&b;">]><a><idea>&d;</idea><idea>&d;</idea></a>',
        '<?xml version="1.0"?><rss><channel><item><title>Lamp</title>',
        '<?xml version="1.0"?>' + "<a>" * 200 + "</a>" * 200,
    ],
    ids=["entities of its own", "broken off", "too deep"],
)
def test_xml_that_cannot_be_trusted_or_read_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(UserError):
        import_page(text, "ideas.xml")


@pytest.mark.parametrize(
    ("script", "value"),
    [
        ("const a = [{name: 'it\\'s'}];", [{"name": "it's"}]),
        ('export default {one: "a // b", /* no */ two: [1, 2,], // end\n}', {"one": "a // b", "two": [1, 2]}),
        ("export const a: Idea[] = [{text: `two\nlines`}]\nexport const b = [1]", [{"text": "two\nlines"}]),
        ("module.exports = [{'key': \"a\\nb\"}]", [{"key": "a\nb"}]),
        ("console.log('nothing')", None),
    ],
)
def test_the_first_value_of_a_script_is_read(script: str, value: object) -> None:
    assert value_of(script) == value


def test_merged_cells_count_for_all_the_rows_that_they_reach() -> None:
    text = (
        "<table><tr><th>Project</th><th>Mentor</th><th>Difficulty</th></tr>"
        "<tr><td rowspan=2>Lamp</td><td>Ada Marsh</td><td rowspan=3>easy</td></tr><tr><td>Bo Ek</td></tr>"
        "<tr><td>Horn</td><td>Bo Ek</td></tr></table>"
    )
    page = import_page(text, "ideas.html")
    assert named(page) == [("Lamp", ["Ada Marsh", "Bo Ek"]), ("Horn", ["Bo Ek"])]
    assert [idea.level for idea in page.ideas] == ["easy", "easy"]


@pytest.mark.parametrize("said", ["99999", "-1", "0", "x", "٣", "9" * 400])
def test_senseless_spans_of_cells_do_no_harm(said: str) -> None:
    row = f'<tr><td>{{}}</td><td>Ada Marsh</td><td colspan="{said}" rowspan="{said}">easy</td></tr>'
    text = f"<table><tr><th>Project</th><th>Mentor</th><th>Level</th></tr>{row.format('Lamp')}{row.format('Horn')}</table>"
    assert named(import_page(text, "ideas.html")) == [("Lamp", ["Ada Marsh"]), ("Horn", ["Ada Marsh"])]


def long_rst(ideas: int, words: int) -> str:
    fields = "- Mentor: Ada Marsh\n- Size: 90 hours\n\n"
    one = f"Lamp number {{0}}\n~~~~~~~~~~~~~~~~~~~\n\n{{1}}See `the register`_ and |chat|.\n\n{fields}"
    inner = "".join(one.format(number, "It shines. " * words) for number in range(ideas))
    known = ".. _the register: https://harbour.example.org/lamps\n.. |chat| replace:: our talk\n"
    return f"=====\nIdeas\n=====\n\nPier\n====\n\n{inner}{known}"


def test_a_long_page_of_restructuredtext_is_read_as_a_short_one() -> None:
    short, long = import_page(long_rst(4, 1), "ideas.rst"), import_page(long_rst(40, 300), "ideas.rst")
    assert len(long.ideas) == 40
    for page in (short, long):
        last = page.ideas[3]
        assert (last.title, last.hours, last.section[0]) == ("Lamp number 3", (90,), "Pier")
        assert last.line == 8 + 3 * 8
        assert [link.url for link in last.links] == ["https://harbour.example.org/lamps"]
        assert "our talk" in last.prose[0]


def test_a_title_of_restructuredtext_that_leaves_out_a_level_is_one_all_the_same() -> None:
    field = "\n\n- Mentor: Ada Marsh\n- Size: 90 hours\n\n"
    text = f"One\n===\n\nArea\n----\n\nLamp\n~~~~{field}Two\n===\n\nHorn\n~~~~{field}"
    page = import_page(text, "ideas.rst")
    assert [(idea.title, idea.line, idea.section) for idea in page.ideas] == [
        ("Lamp", 7, ("Area", "One")),
        ("Horn", 16, ("Two",)),
    ]


PAGE = """\
# Harbour ideas 2031

You should have some experience with Rust.

## How to apply

1. Say hello.
2. Write a proposal.

## Contact

Ask on the [list](https://lists.example.org/harbour), not in private.

## Lamp

- Mentor: Ada Marsh
- Size: 90 hours

## Horn

- Mentor: Bo Ek
- Size: 175 hours

## Your own idea

1. Tell the crew.

## Dates

- April 4, 2031: party
"""


def test_what_a_page_says_beside_its_ideas_is_told_to_programs_with_its_lines() -> None:
    facts = as_json(import_page(PAGE, "ideas.md"))["facts"]
    assert isinstance(facts, dict)
    assert facts["apply"] == [{"words": "Say hello", "line": 7}, {"words": "Write a proposal", "line": 8}]
    assert facts["propose"] == [{"words": "Tell the crew", "line": 26}]
    assert facts["how_to_ask"]["line"] == 10
    assert facts["contacts"] == [{"label": "list", "url": "https://lists.example.org/harbour", "line": 12}]
    assert [(date["when"], date["line"]) for date in facts["dates"]] == [("April 4, 2031", 30)]
    assert (facts["title"], facts["year"], facts["languages"]) == ("Harbour ideas 2031", 2031, ["Rust"])


def test_what_a_page_says_beside_its_ideas_is_told_to_people_with_its_lines() -> None:
    lines = [" ".join(line.split()) for line in explained(import_page(PAGE, "ideas.md")).splitlines()]
    assert "to apply line 8: Write a proposal" in lines
    assert "own ideas line 26: Tell the crew" in lines
    assert "how to ask line 10: Ask on the list, not in private." in lines
