"""Names that the catalogue does not know: they are said to be unknown, and never answered with something else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_catalogue import Talk, catalogue, organisation, programme, silent_organisation

from bot.catalogue.model import Catalogue
from bot.config import RoomSettings
from bot.matching.strangers import strange_name, strange_season

QUAY = RoomSettings(room="!quay", organisations=("quay-2030",))


@pytest.mark.parametrize("name", ["mozilla", "nix", "kde", "linux foundation", "Debian", "outreachy", "Mozilla 2031"])
def test_dates_of_a_name_that_is_not_known_are_not_made_up(name: str) -> None:
    reply = Talk().reply(f"!deadlines {name}")
    assert reply is not None
    assert reply.named.dates == ()
    called = name.removesuffix(" 2031").lower()
    assert reply.body.plain.splitlines() == [
        f"I know no programme or organisation called “{called}”.",
        "Dates that I know: GSoC 2031 and Harbour 2031. For example !deadlines gsoc-2031.",
    ]


@pytest.mark.parametrize(
    ("asked", "told"),
    [("gsoc-2032", "GSoC 2032"), ("gsoc 2027", "GSoC 2027"), ("gsoc27", "GSoC 2027"), ("2030", "2030")],
)
def test_a_season_that_is_not_known_is_said_to_be_unknown(asked: str, told: str) -> None:
    reply = Talk().reply(f"!deadlines {asked}")
    assert reply is not None
    assert reply.named.dates == ()
    assert reply.body.plain.startswith(f"I know no dates of {told}.\n")
    assert "!deadlines gsoc-2031" in reply.body.plain


def test_the_years_of_a_programme_are_told_as_a_span() -> None:
    seasons = tuple(programme().model_copy(update={"id": f"gsoc-{y}", "year": y}) for y in (2029, 2030, 2031))
    talk = Talk(Catalogue(organisations=(silent_organisation(),), programmes=seasons))
    assert "Dates that I know: GSoC 2029 to 2031. For example" in talk.say("!deadlines gsoc-2032")
    alone = Talk(Catalogue(organisations=(silent_organisation(),)))
    assert alone.say("!deadlines mozilla").endswith("I know no dates at all.")


def test_a_name_that_is_nearly_known_is_suggested() -> None:
    assert "Did you mean !deadlines harbour?" in Talk().say("!deadlines harbuors")
    assert "Did you mean !apply harbour?" in Talk().say("!apply harbuors")


@pytest.mark.parametrize(
    "words", ["", "gsoc", "gsoc 2031", "this year", "for students please", "next", "fianl submision"]
)
def test_other_words_are_no_names(words: str) -> None:
    assert "I know no" not in Talk().say(f"!deadlines {words}").replace("I know no such date", "")


@pytest.mark.parametrize("words", ["harbour", "harbuor", "quay harbour", "harbour gsoc"])
def test_a_known_organisation_is_answered_whatever_stands_beside_it(words: str) -> None:
    assert "called" not in Talk().say(f"!deadlines {words}")


def test_general_dates_are_said_to_be_general() -> None:
    reply = Talk().reply("when do applications close for mozilla?", direct=True)
    assert reply is not None
    first, second, *_ = reply.body.plain.splitlines()
    assert first == "I know no organisation called “mozilla”; these are general dates."
    assert second.startswith("Contributor applications close (GSoC 2031)")
    assert reply.named.dates


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("how do I apply to debian?", "debian"),
        ("how can one apply at the Linux Foundation", "linux foundation"),
        ("what are the steps of applying for Mozilla?", "mozilla"),
    ],
)
def test_a_sentence_about_applying_to_an_unknown_organisation_is_told_so(asked: str, name: str) -> None:
    talk = Talk()
    talk.say("!idea fog bell")
    assert talk.say(f"!apply {asked}").startswith(f"I know no organisation called “{name}”.")


@pytest.mark.parametrize(
    "asked",
    ["how do I apply to harbour?", "can I apply to two projects", "how do I apply for it", "how to apply with gsoc"],
)
def test_what_else_one_applies_to_is_no_unknown_organisation(asked: str) -> None:
    assert "I know no" not in Talk().say(f"!apply {asked}")


@pytest.mark.parametrize("verb", ["apply", "propose"])
@pytest.mark.parametrize("settings", [None, QUAY])
def test_the_steps_of_an_unknown_organisation_are_not_those_of_another(
    verb: str, settings: RoomSettings | None
) -> None:
    said = Talk().say(f"!{verb} mozilla", settings=settings)
    assert said.startswith("I know no organisation called “mozilla”.")
    assert "Quay" in said
    assert ("Harbour" in said) is (settings is None)


def test_the_answer_of_another_page_is_said_to_be_that() -> None:
    said = Talk().say("!faq mozilla interview")
    assert said.startswith("I know no organisation called “mozilla”; this is what other pages say.\nHarbour 2031")
    assert "called" not in Talk().say("!faq interview")
    assert "called" not in Talk().say("!faq short talk")


def test_a_sentence_is_not_taken_for_a_name() -> None:
    assert "called" not in Talk().say("!faq interview for web developers")
    assert "called" not in Talk().say("!faq is there an interview with the people of mozilla")


def test_a_topic_that_no_page_answers_is_said_to_be_unanswered() -> None:
    said = Talk().say("!faq visa")
    assert said.startswith("I know no organisation called “visa”, and no page's answer about it.")
    assert "!faq" in said


def test_ideas_of_an_unknown_organisation_are_none_and_the_organisations_are_offered() -> None:
    said = Talk().say("!ideas mozilla")
    assert said.startswith("No idea fits.")
    assert "“mozilla”" in said
    assert "!organisations" in said


def test_own_ideas_about_anything_are_no_organisations() -> None:
    assert (
        Talk().say("can i propose my own idea about kernel tracing?", direct=True).startswith("Which organisation?")
    )


def test_the_organisations_are_listed_with_their_pages_newest_first() -> None:
    old = organisation(id="harbour-2029", year=2029, ideas=[organisation().ideas[0].model_dump()])
    talk = Talk(Catalogue(organisations=(old, organisation(), silent_organisation())))
    assert talk.say("!organisations").splitlines() == [
        "2 organisations, 3 pages:",
        "Harbour 2031: 3 ideas, https://harbour.example.org/ideas",
        "Harbour 2029: 1 idea, https://harbour.example.org/ideas",
        "Quay 2030: 1 idea, https://quay.example.org/ideas",
        "Ask for one, such as !ideas harbour or !apply harbour.",
    ]


def test_a_room_hears_of_its_own_organisations_only() -> None:
    assert Talk().say("!orgs", settings=QUAY).startswith("One organisation:\nQuay 2030")
    none = RoomSettings(room="!quay", organisations=("gone-2030",))
    assert Talk().say("!orgs", settings=none) == "My catalogue holds no organisation for this room."


def test_of_very_many_organisations_the_first_are_told() -> None:
    many = tuple(organisation(id=f"o{n}", organisation=f"Org {n:02}", ideas=[]) for n in range(30))
    talk = Talk(Catalogue(organisations=many))
    rows = talk.say("!orgs").splitlines()
    assert len(rows) == 23
    assert rows[-2] == "and 10 more"
    assert talk.say("!apply mozilla").splitlines()[1] == "I know 30: !organisations"


@given(st.text(max_size=60), st.booleans())
def test_whatever_is_typed_a_strange_name_is_part_of_it(words: str, sentence: bool) -> None:  # noqa: FBT001
    name = strange_name(words, catalogue(), sentence=sentence)
    assert name is None or name
    season = strange_season(words, catalogue())
    assert season is None or season[-4:].isdecimal()
