"""The shipped catalogue, asked through the desk: every idea by its title, with exactly its mentors."""

from datetime import UTC, datetime

import pytest
from matching_setup import shipped, shipped_matcher
from small_catalogue import NOW, Talk

from bot.catalogue.model import Idea, Organisation

CATALOGUE = shipped()
IDEAS = [(idea, home) for home in CATALOGUE.organisations for idea in home.ideas]
EACH = pytest.mark.parametrize(("idea", "home"), IDEAS, ids=[f"{home.id}/{idea.id}" for idea, home in IDEAS])
TALK = Talk(CATALOGUE, matcher=shipped_matcher())


def same_title(idea: Idea, home: Organisation) -> list[Idea]:
    """The idea itself, and others of that title in the same organisation's other editions."""
    others = [i for i, h in IDEAS if h.organisation == home.organisation and i.title == idea.title]
    return [idea, *others]


def test_the_catalogue_has_the_five_pages() -> None:
    assert len(IDEAS) == 38
    assert len(CATALOGUE.organisations) == 5


@EACH
def test_its_title_finds_the_idea_with_exactly_its_mentors(idea: Idea, home: Organisation) -> None:
    reply = TALK.reply(f"!idea {idea.title}", room=f"!{home.id}/{idea.id}")
    assert reply is not None
    first = reply.named.ideas[0]
    assert first in same_title(idea, home)
    assert reply.named.mentors == CATALOGUE.home_of(first).mentors_of(first)
    assert first.title in reply.body.plain.splitlines()[0]
    assert all(person.called in reply.body.plain for person in reply.named.mentors)


@EACH
def test_asked_for_its_mentors_they_are_named_and_nobody_else(idea: Idea, home: Organisation) -> None:
    reply = TALK.reply(f"!mentor {idea.title}", room=f"!{home.id}/{idea.id}/mentor")
    assert reply is not None
    first = reply.named.ideas[0]
    assert first in same_title(idea, home)
    assert reply.named.mentors == CATALOGUE.home_of(first).mentors_of(first)
    line = reply.body.plain.splitlines()[0]
    assert all(person.called in line for person in reply.named.mentors)
    assert bool(reply.named.mentors) != line.startswith("The page names no mentor")


@EACH
def test_an_answer_is_short_and_ends_with_where_the_idea_stands(idea: Idea, home: Organisation) -> None:
    reply = TALK.reply(f"!idea {idea.title}", room=f"!{home.id}/{idea.id}/short")
    assert reply is not None
    rows = reply.body.plain.splitlines()
    assert len(rows) <= 7
    assert len(reply.body.plain) < 1_500
    found = reply.named.ideas[0]
    assert rows[-1] == CATALOGUE.home_of(found).url_of(found)


@pytest.mark.parametrize(("mentor", "of"), [("elmarco", "RDP server"), ("razvand", "Security Features")])
def test_a_nick_finds_what_its_owner_mentors(mentor: str, of: str) -> None:
    reply = TALK.reply(f"!mentor {mentor}", room=f"!{mentor}")
    assert reply is not None
    assert of in [idea.title for idea in reply.named.ideas]
    assert len(reply.named.mentors) == 1


def test_the_whole_list_is_named_while_a_page_of_it_is_shown() -> None:
    reply = TALK.reply("!ideas", room="!list")
    assert reply is not None
    assert len(reply.named.ideas) == 38
    assert len(reply.body.plain.splitlines()) == 10


@pytest.mark.parametrize("organisation", ["gvisor", "criu", "unikraft"])
def test_a_page_that_states_no_dates_is_said_to_state_none(organisation: str) -> None:
    reply = TALK.reply(f"!deadlines {organisation}", NOW, room=f"!{organisation}")
    assert reply is not None
    assert reply.named.dates == ()
    assert "names no dates" in reply.body.plain.splitlines()[0]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("gsoc 2026 timeline", "(GSoC 2026)"),
        ("google summer of code schedule", "(GSoC 2026)"),
        ("important dates for gsoc", "(GSoC 2026)"),
        ("which organisations are there?", "4 organisations, 5 pages:"),
        ("list of orgs", "4 organisations, 5 pages:"),
        ("show me the list", "38 ideas (1 to 8 of 38)"),
        ("list all", "38 ideas (1 to 8 of 38)"),
        ("how many ideas are there?", "38 ideas (1 to 8 of 38)"),
        ("are you accepting applications?", "Contributor applications close (GSoC 2026)"),
        ("is gvisor still taking applications?", "The page of gVisor 2021 names no dates."),
        ("who mentors quantum llama?", "I know neither a mentor nor an idea"),
    ],
)
def test_newcomers_first_questions_are_understood(words: str, told: str) -> None:
    now = datetime(2026, 3, 20, 12, tzinfo=UTC)
    reply = TALK.reply(words, now, room=words, direct=True)
    assert reply is not None
    assert told in reply.body.plain.splitlines()[0]


@pytest.mark.parametrize("name", ["mozilla", "nix", "kde", "gsoc-2027"])
def test_what_the_catalogue_does_not_know_is_not_answered_with_something_else(name: str) -> None:
    reply = TALK.reply(f"!deadlines {name}", NOW, room=name)
    assert reply is not None
    assert reply.named.dates == ()
    assert reply.body.plain.startswith("I know no ")
    assert "!deadlines gsoc-2026" in reply.body.plain
