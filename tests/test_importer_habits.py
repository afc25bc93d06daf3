"""Habits of old pages: roles beside the mentor, names in templates, mentors in brackets, bare numbered wishes."""

import pytest

from bot.importer.findings import Imported
from bot.importer.importing import import_page

MENTORED = {"A lamp that dims": "Bo Ek", "A horn for fog": "Ida Moe", "A bell for snow": "Una Berg"}


def named(page: Imported) -> list[tuple[str, list[str | None]]]:
    """Each idea's title with the names of its mentors."""
    return [(idea.title, [mentor.name for mentor in idea.mentors]) for idea in page.ideas]


@pytest.mark.parametrize("label", ["Student", "Possible candidate", "Applicant", "Intern(s)"])
def test_whoever_is_to_do_the_work_is_no_mentor(label: str) -> None:
    idea = f"<h2>{{}}</h2>\n\n<blockquote>Skill level: Novice<br>\nMentor: {{}}<br>\n{label}: TBD<br></blockquote>\n"
    page = import_page(f"# Ideas\n\n{idea.format('Lamp', 'TBD')}\n{idea.format('Horn', 'Bo Ek')}", "ideas.md")
    assert named(page) == [("Lamp", []), ("Horn", ["Bo Ek"])]


def test_a_title_in_braces_waits_to_be_filled_in() -> None:
    idea = "## {}\n\n- Level: easy\n- Mentor: Bo Ek\n\n"
    text = "".join(idea.format(title) for title in ("Lamp", "{{ the {braced} lamp }}", "{YOUR_IDEA_HERE}"))
    page = import_page(f"# Ideas\n\n{text}", "ideas.md")
    assert [left.title for left in page.left_out] == ["{YOUR_IDEA_HERE}"]
    assert page.ideas[0].title == "Lamp"


@pytest.mark.parametrize("blank", ["** **", "1\ufe0f\u20e3 ** **", "3.", "___"])
def test_a_title_without_a_letter_is_still_to_be_written(blank: str) -> None:
    idea = "## {}\n\n- Level: easy\n- Mentor: Bo Ek\n\n"
    page = import_page(f"# Ideas\n\n{idea.format('Lamp')}{idea.format(blank)}{idea.format('Horn')}", "ideas.md")
    assert named(page) == [("Lamp", ["Bo Ek"]), ("Horn", ["Bo Ek"])]


def test_a_title_may_begin_with_applying() -> None:
    idea = "## {}\n\n- Level: easy\n- Mentor: Bo Ek\n\n"
    text = "".join(idea.format(title) for title in ("Applying paint to the hull", "Lamp", "Applying for a place"))
    page = import_page(f"# Ideas\n\n{text}", "ideas.md")
    assert [idea.title for idea in page.ideas] == ["Applying paint to the hull", "Lamp"]


def test_a_template_within_a_line_is_read_as_its_word() -> None:
    text = """\
== Ideas ==
{{Notice|Nothing is settled yet}}
=== Lamp ===
'''Goal:''' a lamp.<br />
'''Mentor:''' {{Person|Adamarsh}}, [http://example.org/bo Bo Ek]<br />
'''Language:''' Java

=== Horn ===
'''Goal:''' a horn.<br />
'''Mentor:''' {{Person|Cydale}}<br />
'''Language:''' Java
"""
    assert named(import_page(text, "ideas.mediawiki")) == [("Lamp", ["Adamarsh", "Bo Ek"]), ("Horn", ["Cydale"])]


def test_a_closed_bracket_ends_the_mentors_it_holds() -> None:
    text = """\
<h1>Summer of Code ideas</h1><ol>
<li>lamp plugin (<em>mentors: moth, gull</em>)<ul><li>add a wick</li><li>polish the glass, twice</li></ul></li>
<li>horn plugin - only the bell is made so far, and it needs a mouth that somebody can blow into, which may take
changes to the pier as well, so talk to the harbour (<em>mentor: gull</em>)</li>
<li>bell plugin (<em>mentor: moth</em>)<ul><li>cast a bell, or find one</li></ul></li>
</ol>"""
    assert named(import_page(text, "ideas.html")) == [
        ("lamp plugin", ["moth", "gull"]),
        ("horn plugin", ["gull"]),
        ("bell plugin", ["moth"]),
    ]


def test_numbered_wishes_end_where_their_first_sentence_or_dash_does() -> None:
    more = "Write down what it does, measure how long it takes, and say which harbours it can be used in today."
    text = f"""\
# Harbour Summer of Code Project Ideas

Pier:

1. Port the lamp to Tide 3.5 and its tools. {more}
2. Horn loudness evaluation - {more}
3. jBell support for the pier. {more}
"""
    assert [idea.title for idea in import_page(text, "ideas.md").ideas] == [
        "Port the lamp to Tide 3.5 and its tools",
        "Horn loudness evaluation",
        "jBell support for the pier",
    ]


def test_none_of_the_above_calls_for_own_ideas() -> None:
    text = "# Harbour ideas\n\n" + "".join(
        f"#### {title}\n\nWords that tell of it.\n\n" for title in ("Lamp", "Horn", "Bell", "None of the above")
    )
    assert [idea.title for idea in import_page(text, "ideas.md").ideas] == ["Lamp", "Horn", "Bell"]


def test_a_table_with_bars_stays_a_table_where_each_line_stands_alone() -> None:
    told = "Words which say at some length what is to be built, so that nobody takes the line for a title of its own."
    table = "Difficulty | Size | Mentors |\n---|---|---|\n{} | Medium | {} |\n |  | Cy Dale |\n"
    text = f"Harbour project ideas\n{told}\n" + "".join(
        f"{title}\n{table.format(level, name)}Description\n{told}\nDeliverables\n- one part\n- one more\n"
        for title, level, name in (("Brass lamp", "Hard", "Ada Marsh"), ("Fog horn", "Easy", "Bo Ek"))
    )
    page = import_page(text, "ideas.txt")
    assert named(page) == [("Brass lamp", ["Ada Marsh", "Cy Dale"]), ("Fog horn", ["Bo Ek", "Cy Dale"])]
    assert [idea.level for idea in page.ideas] == ["Hard", "Easy"]


def test_items_with_dashes_at_the_margin_are_no_wiki_source() -> None:
    """Starred items with a blank before them are usual beneath them, in mails too."""
    text = "".join(
        f"- {title}\n\n   Possible mentors:\n   * {who}\n   * Jo Ek\n\n" for title, who in MENTORED.items()
    )
    page = import_page(f"Ideas of this year:\n\n{text}", "ideas.md")
    assert named(page) == [(title, [who, "Jo Ek"]) for title, who in MENTORED.items()]
