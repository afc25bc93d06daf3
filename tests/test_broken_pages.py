"""Pages in every format that something happened to: read, or refused with a sentence; never a crash."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.fuzz_readers import mutated
from bench.pages import SUFFIXES, page
from bot.errors import UserError
from bot.importer.importing import import_page
from bot.importer.proposal import Whose, proposed

pytestmark = pytest.mark.slow

OF = Whose("harbour-2031", "Harbour", "https://harbour.example.org/ideas", None, 2031)


def outcome(text: str, name: str) -> str:
    """'read', or the sentence."""
    try:
        proposed(import_page(text, name), OF)
    except UserError as error:
        return str(error)
    return "read"


@pytest.mark.parametrize("layout", sorted(SUFFIXES))
def test_the_made_up_pages_are_read_whole(layout: str) -> None:
    found = import_page(page(layout, 3_000), f"ideas.{SUFFIXES[layout]}")
    numbers = range(1, len(found.ideas) + 1)
    assert [idea.title for idea in found.ideas] == [f"Lamp service number {number}" for number in numbers]
    assert {mentor.name for idea in found.ideas for mentor in idea.mentors} == {"Ada Marsh"}
    assert {hours for idea in found.ideas for hours in idea.hours} <= {90, 175, 350}


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(sorted(SUFFIXES)), st.sampled_from(sorted({*SUFFIXES.values(), "x"})))
def test_whatever_happens_to_a_page_it_is_read_or_refused(seed: int, layout: str, ending: str) -> None:
    assert outcome(mutated(Random(seed), layout)[:8_000], f"ideas.{ending}")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.sampled_from(sorted({*SUFFIXES.values(), "x"})))
def test_any_text_is_read_or_refused(text: str, ending: str) -> None:
    assert outcome(text, f"ideas.{ending}")


@pytest.mark.parametrize("sign", ["[", "[[", "\n", "<!--", "**", "- ", "> ", "<b>", "{{", "|", "Mentor: ", "`", "=="])
@pytest.mark.parametrize("ending", ["md", "mediawiki", "moin", "adoc", "html", "txt", "yaml"])
def test_a_sign_that_never_ends_is_no_trap(sign: str, ending: str) -> None:
    assert outcome(page("markdown", 300) + sign * (20_000 // len(sign)), f"ideas.{ending}")
