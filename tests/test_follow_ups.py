"""A reply to an answer goes on from what that answer was about; also for others, later, and after a restart."""

from dataclasses import replace
from datetime import timedelta

import pytest
from small_catalogue import NOW, Talk

from bot.config import Choosers, RoomSettings
from bot.messages import Message

ANYBODY = RoomSettings(room="!quay", choices=Choosers.ANYBODY)
LATER = timedelta(hours=2)


def question(text: str, key: str = "$asked", sender: str = "@ada") -> Message:
    return Message(key, "!quay", sender, text, NOW)


def reply(about: Message, text: str, sender: str = "@ada") -> Message:
    return Message("$reply", "!quay", sender, text, NOW, about=about)


@pytest.mark.parametrize("restarted", [False, True])
def test_a_reply_to_an_answer_keeps_its_idea_though_others_were_spoken_of_since(*, restarted: bool) -> None:
    talk, first = Talk(), question("!idea lighthouse")
    talk.desk.answer(first, None, NOW)
    talk.desk.answer(question("!idea foghorn", "$other"), None, NOW)
    desk = Talk().desk if restarted else talk.desk
    said = desk.answer(reply(first, "and who mentors it?"), None, NOW + LATER)
    assert said is not None
    assert "Ada Lovelace" in said.body.plain
    assert [idea.title for idea in said.named.ideas] == ["Rewrite the lighthouse controller"]


@pytest.mark.parametrize("restarted", [False, True])
def test_a_number_in_a_reply_is_of_that_list_where_anybody_may_choose(*, restarted: bool) -> None:
    talk, first = Talk(), question("!ideas")
    listed = talk.desk.answer(first, ANYBODY, NOW)
    desk = Talk().desk if restarted else talk.desk
    assert desk.answer(reply(first, "2", sender="@bob"), None, NOW + LATER) is None
    said = desk.answer(reply(first, "2", sender="@bob"), ANYBODY, NOW + LATER)
    assert listed is not None
    assert said is not None
    assert said.named.ideas == (listed.named.ideas[1],)


def test_a_reply_to_an_edited_answer_goes_on_from_what_stands_there_now() -> None:
    talk = Talk()
    listed = talk.desk.answer(question("!ideas", "$list"), None, NOW)
    talk.desk.answer(question("!idea 2"), None, NOW)
    edit = replace(question("!idea 3", "$edit"), edits="$asked")
    talk.desk.answer(edit, None, NOW)
    said = talk.desk.answer(reply(edit, "and who mentors it?"), None, NOW + LATER)
    assert listed
    assert said
    assert said.named.ideas == (listed.named.ideas[2],)


@pytest.mark.parametrize("words", ["thanks", "I like that one", "cool project", "is anybody else working on this?"])
def test_what_people_say_to_one_another_below_an_answer_is_left_alone(words: str) -> None:
    first = question("!idea lighthouse")
    assert Talk().desk.answer(reply(first, words), None, NOW) is None


def test_a_list_is_its_askers_unless_the_room_lets_anybody_choose() -> None:
    for settings, found in [(None, False), (ANYBODY, True)]:
        talk = Talk()
        talk.desk.answer(question("!ideas"), settings, NOW)
        other = replace(question("2", "$2", "@bob"), addressed=True)
        said = talk.desk.answer(other, settings, NOW)
        assert bool(said and said.named.ideas) is found


def similar_to_lighthouse(desk_words: str, about: Message | None = None) -> list[str]:
    talk = Talk()
    said = talk.desk.answer(reply(about, desk_words), None, NOW) if about else talk.reply(desk_words)
    return [idea.id for idea in said.named.ideas] if said else []


def test_what_is_like_an_idea_is_found_by_name_number_and_in_a_reply() -> None:
    by_name = similar_to_lighthouse("!ideas like lighthouse")
    assert by_name
    assert "lighthouse" not in by_name
    assert similar_to_lighthouse("anything similar?", question("!idea lighthouse")) == by_name
    talk = Talk()
    talk.say("!ideas")
    assert talk.say("!ideas like 1").startswith("Like ")


def test_an_unknown_name_after_like_is_searched_like_any_words() -> None:
    assert "No idea fits" in Talk().say("!ideas like zeppelins")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("and the size?", "175 hours"),
        ("what about the languages", "Rust"),
        ("and the mentors?", "Ada Lovelace"),
        ("what are the skills?", "lighthouse"),
    ],
)
def test_a_question_may_be_no_more_than_the_name_of_a_field(words: str, told: str) -> None:
    talk = Talk()
    talk.say("!mentor lighthouse", direct=True)
    assert told in talk.say(words, direct=True)
