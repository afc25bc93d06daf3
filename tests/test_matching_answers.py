"""What people notice in a conversation: which edition, page, person or season an answer is about."""

import re
from datetime import UTC, datetime

import pytest
from matching_setup import key_of, shipped, shipped_matcher
from small_catalogue import NOW, Talk, catalogue, organisation

from bot.catalogue.model import Catalogue
from bot.matching.matcher import Matcher
from bot.matching.verdict import Wish

SEASON_2023 = datetime(2023, 2, 15, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return shipped_matcher()


def talk() -> Talk:
    return Talk(shipped())


@pytest.mark.parametrize(
    ("words", "edition"),
    [
        ("criu anonymise images", "criu-newer/anonymise-images"),
        ("criu anonymise images older edition", "criu-older/anonymize-images"),
        ("anonymise images in the older edition", "criu-older/anonymize-images"),
        ("optimize logging engine newer edition", "criu-newer/logging-engine"),
        ("optimize logging engine older edition", "criu-older/logging-engine"),
    ],
)
def test_the_edition_that_is_asked_for_answers(matcher: Matcher, words: str, edition: str) -> None:
    assert key_of(matcher.idea(words).matches[0].idea) == edition


def test_the_year_that_is_asked_for_decides_between_editions() -> None:
    page = {"title": "Ideas", "url": "https://harbour.example.org/ideas"}
    old = organisation(id="harbour-2030", year=2030, page=page | {"superseded_by": "harbour-2031"})
    both = Matcher(Catalogue(organisations=(organisation(), old)))
    for words, year in (("lighthouse controller", 2031), ("lighthouse controller 2030", 2030)):
        assert both.catalogue.home_of(both.idea(words).matches[0].idea).year == year


def test_a_word_that_only_the_older_edition_has_is_said_to_be_there() -> None:
    page = {"title": "Ideas", "url": "https://harbour.example.org/ideas"}
    ideas = [idea.model_dump(exclude_defaults=True) for idea in organisation().ideas]
    old = organisation(id="harbour-2030", year=2030, page=page | {"superseded_by": "harbour-2031"}, ideas=ideas[:1])
    said = Talk(Catalogue(organisations=(organisation(ideas=ideas[:1]), old)))
    said.say("!idea lighthouse controller")
    assert "Only its older edition has the words too." in said.say("!why")


def test_all_mentors_of_a_page_are_named_when_nothing_else_is_asked() -> None:
    for words in (
        "!mentor harbour",
        "mentors of harbour",
        "who are the harbour mentors",
        "list the mentors of harbour",
    ):
        reply = Talk().reply(words, direct=True)
        assert reply is not None
        assert reply.body.plain.startswith("Mentors of Harbour 2031: Ada Lovelace and Brook Field.")
        assert [person.called for person in reply.named.mentors] == ["Ada Lovelace", "Brook Field"]


def test_a_page_without_mentors_says_so_and_where_to_ask() -> None:
    told = talk().say("!mentor gvisor", direct=True)
    assert told.startswith("The page of gVisor 2021 names no mentor.")
    assert "How to ask:" in told


@pytest.mark.parametrize("words", ["list all mentors", "!mentor list", "!mentors please"])
def test_whose_mentors_is_asked_back_where_no_page_is_named(words: str) -> None:
    assert "Whose mentor?" in talk().say(words, direct=True)


@pytest.mark.parametrize(
    "words", ["how do I reach marcandre", "can I email Prof. Lureau?", "is there a way to ping elmarco"]
)
def test_asking_how_to_reach_somebody_is_a_question_about_them(matcher: Matcher, words: str) -> None:
    assert matcher.understand(words).wish is Wish.MENTOR
    person = matcher.mentor(words).person
    assert person is not None
    assert person.name == "Marc-André Lureau"


@pytest.mark.parametrize(
    "words",
    ["elmarco's idea", "marcandre.lureau at redhat.com", "marcandre.lureau [at] redhat.com", "marcandrelureau"],
)
def test_a_nick_an_address_and_a_name_are_known_as_people_write_them(matcher: Matcher, words: str) -> None:
    assert key_of(matcher.idea(words).matches[0].idea) == "qemu-2023/rdp-server"


@pytest.mark.parametrize("words", ["!faq interveiw", "!faq qemu intervew", "interveiw?"])
def test_a_slip_in_a_pages_topic_is_mended(words: str) -> None:
    assert talk().say(words, direct=True).startswith("QEMU 2023, interview: ")


@pytest.mark.parametrize("words", ["stop", "stop it", "mean"])
def test_a_mere_word_out_of_a_longer_topic_asks_for_nothing(matcher: Matcher, words: str) -> None:
    assert matcher.understand(words).wish is Wish.NOTHING


def test_whether_one_may_take_part_is_answered_by_a_page_wherever_one_comes_from() -> None:
    assert "who can take part" in talk().say("i'm from brazil, can i participate", direct=True)


def test_a_list_can_be_entered_at_any_page() -> None:
    said = talk()
    assert re.search(r"^38 ideas \(9 to 16 of 38\)\n9\. ", said.say("!ideas page 2"))
    first = shipped().organisations[0]
    assert said.say("!idea 1").startswith(first.ideas[0].title)
    assert "(17 to 24 of 38)" in said.say("!ideas page 2") + said.say("!more")


def test_a_page_that_a_list_does_not_have_is_refused_with_its_last_one() -> None:
    assert talk().say("!ideas qemu page 3") == "That list has no page 3; its last one is 2."


def test_a_deadline_asked_after_an_idea_is_that_of_its_page() -> None:
    said = talk()
    said.say("!idea rdp server", SEASON_2023, direct=True)
    assert "QEMU 2023" in said.say("when is the deadline?", SEASON_2023, direct=True)


def test_a_deadline_asked_after_an_idea_of_a_season_long_over_is_that_of_the_season_that_runs() -> None:
    old = organisation(
        id="harbour-2029", year=2029, programme=None, ideas=[{"id": "mole", "title": "Mend the mole", "summary": "Mend."}],
        dates=[{"key": "contributor-applications-close", "name": "Applications close", "at": "2029-03-31T18:00:00Z"}],
    )  # fmt: skip
    said = Talk(Catalogue(organisations=(old,), programmes=catalogue().programmes))
    said.say("!idea mend the mole", direct=True)
    assert "GSoC 2031" in said.say("when is the deadline?", NOW, direct=True)


def test_a_question_whether_one_idea_is_easy_is_no_wish_for_a_list(matcher: Matcher) -> None:
    words = "the one where containers get cleaned up in kubernetes, is that beginner level?"
    assert matcher.understand(words).wish is Wish.IDEA
    assert key_of(matcher.idea(words).matches[0].idea) == "criu-newer/k8s-operator"


def test_three_words_written_as_one_are_told_apart(matcher: Matcher) -> None:
    assert key_of(matcher.idea("posixmessagequeue checkpoint").matches[0].idea) == "criu-newer/posix-mqueue"


def test_only_before_a_number_of_hours_says_nothing_of_languages(matcher: Matcher) -> None:
    found = {key_of(idea) for idea in matcher.ideas("I have only 175 hours and write Rust").ideas}
    assert {"qemu-2023/libblkio-zoned", "qemu-2023/virtiofsd-sandbox"} <= found
    assert {key_of(idea) for idea in matcher.ideas("only Rust").ideas} < found | {"qemu-2023/vsock-sibling"}


def test_words_that_nobody_knows_do_not_drown_the_rest(matcher: Matcher) -> None:
    noise = " ".join(f"{a}{b}{c}xq" for a in "bcdfg" for b in "aeiou" for c in "lmnrs")
    first = matcher.explain(f"{noise} fanotify {noise}").first
    assert first is not None
    assert key_of(first.idea) == "gvisor-2021/fanotify"
