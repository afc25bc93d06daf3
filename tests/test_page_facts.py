"""What a page says beyond its ideas: dates, places to ask, steps, answers, and the words that tell ideas apart."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue.model import Organisation
from bot.importer.importing import import_page
from bot.importer.page_dates import moment, names_hour, names_year
from bot.importer.page_text import beginning
from bot.importer.proposal import Whose, proposed
from bot.importer.subjects import MOST

IDEAS = """
## Rewrite the lamp scheduler

- Mentor: Ada Marsh <ada@harbour.example.org>
- Size: 175 hours
- Difficulty: easy

The lamp blocks while its motor turns. The lamp speaks LampTalk, and LampTalk is slow. See the frobnicator.

## Tune the fog horn

- Mentor: Brook Field
- Size: 350 hours
- Difficulty: hard

The horn wakes the village, so measure its decibels; decibels are what counts here.
"""

OF = Whose("harbour-2031", "Harbour", "https://harbour.example.org/ideas")


def imported(before: str, after: str = "") -> Organisation:
    return proposed(import_page(f"# Harbour ideas 2031\n{before}\n{IDEAS}\n{after}", "ideas.md"), OF).organisation


def left_out(before: str) -> tuple[str, ...]:
    return proposed(import_page(f"# Harbour ideas 2031\n{before}\n{IDEAS}", "ideas.md"), OF).left_out


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("2031-04-04", date(2031, 4, 4)),
        ("2031-04-04T18:00Z", datetime(2031, 4, 4, 18, tzinfo=UTC)),
        ("April 4, 2031", date(2031, 4, 4)),
        ("4 Apr 2031 18:00 UTC", datetime(2031, 4, 4, 18, tzinfo=UTC)),
        ("April 4th 2031 at 6:30 pm UTC", datetime(2031, 4, 4, 18, 30, tzinfo=UTC)),
        ("the 4th of April, 2031", date(2031, 4, 4)),
        ("Sept. 30, 2031", date(2031, 9, 30)),
        ("4. Oktober 2031", date(2031, 10, 4)),
        ("4 de abril de 2031", date(2031, 4, 4)),
        ("1er juillet 2031", date(2031, 7, 1)),
        ("April 4, 2031 18:00 UTC+2", datetime(2031, 4, 4, 18, tzinfo=timezone(timedelta(hours=2)))),
        ("2031-04-04 12:00 am GMT", datetime(2031, 4, 4, 0, tzinfo=UTC)),
    ],
)
def test_dates_are_read_as_people_write_them(words: str, meant: date) -> None:
    assert moment(words, None) == meant


@pytest.mark.parametrize("words", ["April 31, 2031", "2031-02-30", "04/05/2031", "soon", "May be 2031"])
def test_what_is_no_day_or_could_be_two_is_none(words: str) -> None:
    assert moment(words, 2031) is None


def test_without_a_year_a_date_is_none_until_the_year_is_known() -> None:
    assert moment("April 4", None) is None
    assert moment("April 4", 2031) == date(2031, 4, 4)
    assert not names_year("April 4")


def test_an_hour_whose_zone_means_several_leaves_the_day() -> None:
    assert moment("April 4, 2031 18:00 CST", None) == date(2031, 4, 4)
    assert names_hour("April 4, 2031 18:00 CST")
    assert any("zone is not known" in each for each in left_out("## Dates\n\n- April 4, 2031 18:00 CST: talks\n"))


@given(
    st.dates(date(2010, 1, 1), date(2039, 12, 31)), st.times(), st.sampled_from(["%B %d, %Y", "%d %b %Y", "%Y-%m-%d"])
)
def test_every_day_is_read_back(day: date, hour: time, form: str) -> None:
    words = day.strftime(form)
    assert moment(words, None) == day
    assert moment(f"{words} {hour:%H:%M} UTC", None) == datetime.combine(
        day, hour.replace(second=0, microsecond=0), UTC
    )


@given(st.text(max_size=80))
def test_any_text_is_a_date_or_none(words: str) -> None:
    assert moment(words, 2031) is None or names_year(words) or moment(words, None) is None


def test_a_page_states_days_instants_and_both_ends_of_periods() -> None:
    page = imported(
        "## Key dates\n\n- March 20 - April 4, 2031 18:00 UTC - Application period\n"
        "- May 4: Accepted applicants announced\n- Nov 29 - Jan 3, 2032: Coding period\n- June 2 - 6: harbour days\n"
    )
    assert {each.key: each.when for each in page.dates} == {
        "contributor-applications-open": date(2031, 3, 20),
        "contributor-applications-close": datetime(2031, 4, 4, 18, tzinfo=UTC),
        "projects-announced": date(2031, 5, 4),
        "coding-begins": date(2031, 11, 29),
        "coding-ends": date(2032, 1, 3),
        "harbour-days-begins": date(2031, 6, 2),
        "harbour-days-ends": date(2031, 6, 6),
    }
    assert page.dates[0].name == "Application period begins"


def test_rows_of_a_table_state_dates_too() -> None:
    table = "## Timeline\n\n| When | What |\n|---|---|\n| April 4, 2031 | Applications close |\n"
    (found,) = imported(table).dates
    assert (found.key, found.when) == ("contributor-applications-close", date(2031, 4, 4))


def test_a_year_taken_from_the_page_is_told() -> None:
    told = left_out("## Dates\n\n- May 4: Projects announced\n- someday\n")
    assert told == ("line 4: the date of 'Projects announced' ('May 4') names no year; it was taken to be 2031",)


def test_places_to_ask_come_from_the_section_about_contact_and_from_lists_and_chats_elsewhere() -> None:
    page = imported(
        "Talk to us in our [chat](https://chat.example.org) or read [a book](https://example.org/book).\n\n"
        "## Contact\n\nWrite to the crew first. [The crew](https://example.org/crew), crew@harbour.example.org\n"
    )
    assert [place.url for place in page.contact.places] == [
        "https://chat.example.org", "https://example.org/crew", "mailto:crew@harbour.example.org",
    ]  # fmt: skip
    assert page.contact.how.startswith("Write to the crew first.")


def test_numbered_steps_keep_the_text_below_them_and_answer_questions() -> None:
    page = imported(
        "## How to apply\n\n1. Talk to a mentor\n\n   Ask yourself:\n\n   - Can I swim?\n\n"
        "2. Take the boat test\n\n   The test has three knots and takes twenty minutes in the small boat.\n"
    )
    assert page.apply == (
        "Talk to a mentor: Ask yourself: Can I swim?",
        "Take the boat test: The test has three knots and takes twenty minutes in the small boat.",
    )
    assert [question.topic for question in page.questions] == ["Take the boat test"]


def test_parts_of_the_application_are_steps_where_they_have_headings() -> None:
    page = imported("## Application\n\n### Talk\n\nTalk to a mentor.\n\n### Write\n\nWrite it down.\n")
    assert page.apply == ("Talk: Talk to a mentor.", "Write: Write it down.")


def test_steps_without_levels_end_where_another_part_of_the_page_begins() -> None:
    text = (
        "Harbour ideas 2031\n\nApplication process\n\n1. Talk to a mentor\n\nAsk whether you can swim, and listen.\n\n"
        "2. Take the boat test\n\nThe test has three knots.\n\nFind us\n\nOn the quay.\n\nProject ideas\n\n"
        "Lamp\n\nSummary: A lamp.\n\n  • Mentor: Ada Marsh\n  • Size: 90 hours\n\n"
        "Horn\n\nSummary: A horn.\n\n  • Mentor: Bo Ek\n  • Size: 90 hours\n"
    )
    page = proposed(import_page(text, "ideas.txt"), OF).organisation
    assert [step.partition(":")[0] for step in page.apply] == ["Talk to a mentor", "Take the boat test"]
    assert page.contact.how == "On the quay."


def test_how_to_propose_is_a_section_or_a_sentence() -> None:
    section = imported("", "## Your own ideas\n\n1. Tell the crew\n2. Wait\n")
    assert section.propose == ("Tell the crew", "Wait")
    prose = imported("", "## Propose your own idea\n\nTell the crew what it is.\n")
    assert prose.propose == ("Tell the crew what it is.",)
    sentence = imported("Welcome. You may also propose your own idea on the list. Have fun.")
    assert sentence.propose == ("You may also propose your own idea on the list.",)


def test_other_sections_are_answers_and_what_to_know_is_gathered() -> None:
    page = imported(
        "Harbour is a crew of lamp keepers. Familiarity with Golang will be helpful.\n\n"
        "## Previous projects\n\nThey were many, and each of them was better than the last.\n\n"
        "## Stipends\n\nThe programme pays them, and the crew adds a warm soup on Fridays.\n"
    )
    assert [(each.topic, each.answer) for each in page.questions] == [
        ("Stipends", "The programme pays them, and the crew adds a warm soup on Fridays."),
        ("what to know beforehand", "Familiarity with Golang will be helpful."),
    ]
    assert page.about == "Harbour is a crew of lamp keepers."
    assert page.languages == ("Go",)


def test_what_stands_below_an_idea_or_in_a_template_is_not_the_pages_own() -> None:
    page = imported("", "### Stairs\n\nThe stairs of the horn are long and steep, so bring good shoes with you.\n")
    assert page.questions == ()
    template = imported(
        "## Idea template\n\n### How to fill it in\n\nWrite all that you know about your idea here.\n"
    )
    assert template.questions == ()


def test_keywords_are_names_and_words_that_come_again() -> None:
    lamp, horn = imported("").ideas
    assert "LampTalk" in lamp.keywords
    assert "decibels" in horn.keywords
    assert "frobnicator" not in lamp.keywords
    assert "scheduler" not in lamp.keywords


@given(st.lists(st.sampled_from("lamp lamps FogHorn the a IO io_uring C++ x86 Ada. (Ada )[ {".split()), max_size=60))
def test_keywords_are_few_and_different(words: list[str]) -> None:
    page = import_page(f"# Ideas\n\n## One\n\n- Mentor: Ada Marsh\n- Size: 90 hours\n\n{' '.join(words)}\n", "x.md")
    (idea,) = proposed(page, OF).organisation.ideas
    assert len(idea.keywords) <= MOST
    assert len({each.casefold() for each in idea.keywords}) == len(idea.keywords)


@given(st.text(alphabet="ab .!?\n", max_size=120), st.integers(5, 60))
def test_a_beginning_is_never_longer_than_asked_and_begins_the_text(text: str, longest: int) -> None:
    begun = beginning(text, longest)
    assert len(begun) <= longest
    assert " ".join(text.split()).startswith(begun.removesuffix("…"))
    assert all(one != " " or other != " " for one, other in pairwise(begun))
