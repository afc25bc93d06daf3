"""Which messages are ours, what they mean, and what a person hears when something fails."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_catalogue import NOW, Talk, catalogue, organisation
from structlog.testing import capture_logs

from bot.catalogue.model import Catalogue
from bot.commands import MENU
from bot.commands.command import Command, Request
from bot.config import RoomSettings
from bot.dispatch import Desk
from bot.messages import Message, Reply

LIGHTHOUSE = "Rewrite the lighthouse controller"
STARTS = ["", "!", "!idea ", "!ideas ", "!mentor ", "!faq ", "!deadlines "]


def test_a_command_in_a_room_is_answered() -> None:
    assert Talk().say("!idea lighthouse").startswith(LIGHTHOUSE)


@pytest.mark.parametrize(
    "words", ["!IDEA lighthouse", "!Idea   lighthouse", "!idea: lighthouse", "!project lighthouse"]
)
def test_the_verb_may_be_written_in_many_ways(words: str) -> None:
    assert Talk().say(words).startswith(LIGHTHOUSE)


@pytest.mark.parametrize(
    "words",
    [
        "idea lighthouse",
        "!weather",
        "!idae lighthouse",
        "! idea lighthouse",
        "!",
        "!!!",
        "!2",
        "2",
        "hello",
        "",
        "!?",
    ],
)
def test_what_is_not_ours_in_a_room_is_left_alone(words: str) -> None:
    assert Talk().reply(words) is None


def test_a_room_has_its_own_prefix() -> None:
    talk, settings = Talk(), RoomSettings(room="!quay", prefix="?")
    assert talk.say("?idea lighthouse", settings=settings).startswith(LIGHTHOUSE)
    assert talk.reply("!idea lighthouse", settings=settings) is None


def test_a_prefix_that_is_a_word_needs_a_space_after_it() -> None:
    talk = Talk(prefix="mx")
    assert talk.say("mx idea lighthouse").startswith(LIGHTHOUSE)
    assert talk.reply("mxidea lighthouse") is None


@pytest.mark.parametrize("how", [{"direct": True}, {"addressed": True}])
@pytest.mark.parametrize(
    "words", ["idea lighthouse", "!idea lighthouse", "!idae lighthouse", "!idaes lighthouse", "idae lighthouse"]
)
def test_spoken_to_directly_no_prefix_is_needed_and_slips_are_understood(words: str, how: dict[str, Any]) -> None:
    assert LIGHTHOUSE in Talk().say(words, **how)


def test_an_unknown_command_in_a_direct_message_gets_a_hint() -> None:
    assert "!help" in Talk().say("!weather", direct=True)


def test_plain_words_reach_the_same_answers() -> None:
    assert Talk().say("who mentors the lighthouse project?", direct=True).startswith("Ada Lovelace and Brook Field")


def test_small_talk_in_a_direct_message_gets_one_kind_line_to_the_help() -> None:
    said = Talk().say("good morning!", direct=True)
    assert "!help" in said
    assert "\n" not in said


def test_addressed_without_an_answer_we_say_so_in_one_line() -> None:
    said = Talk().say("is it going to rain in Lisbon tomorrow?", addressed=True)
    assert said
    assert "\n" not in said
    assert LIGHTHOUSE not in said


def test_help_in_plain_speech_is_not_asked_by_every_sentence_that_begins_with_it() -> None:
    assert Talk().say("help", direct=True).startswith("I know project ideas")
    assert LIGHTHOUSE in Talk().say("help me find the lighthouse project", direct=True)


def test_a_number_takes_from_the_list_shown_before() -> None:
    talk = Talk()
    talk.say("!ideas harbour")
    assert talk.say("!idea 3").startswith("Simulate drifting buoys")
    assert talk.say("!mentor 3").startswith("Brook Field mentors Simulate drifting buoys")


def test_a_bare_number_is_enough_in_a_direct_message() -> None:
    talk = Talk()
    talk.say("ideas harbour", direct=True)
    assert talk.say("1", direct=True).startswith(LIGHTHOUSE)
    assert talk.reply("1") is None


def test_a_number_without_a_list_is_explained() -> None:
    assert "no list" in Talk().say("!idea 2")


def test_a_number_beyond_the_list_is_explained() -> None:
    talk = Talk()
    talk.say("!ideas harbour")
    assert talk.say("!idea 4") == "The list ends at 3."
    assert talk.say("!idea 0") == "The list ends at 3."


def test_numbers_are_forgotten_after_a_while_and_belong_to_the_asker() -> None:
    talk = Talk()
    talk.say("!ideas harbour")
    assert "no list" in talk.say("!idea 1", sender="@other:example.org")
    assert "no list" in talk.say("!idea 1", NOW + timedelta(minutes=16))


def test_a_question_repeated_within_a_minute_gets_a_pointer() -> None:
    talk = Talk()
    first = talk.say("!idea lighthouse")
    assert talk.say("!IDEA  Lighthouse", NOW + timedelta(seconds=5)) == "Answered just above."
    assert talk.say("!idea lighthouse", NOW + timedelta(seconds=40)) == "Answered above, 40 seconds ago."
    assert talk.say("!idea lighthouse", NOW + timedelta(seconds=61)) == first


def test_a_pointer_names_nothing_again_but_numbers_still_work() -> None:
    talk = Talk()
    talk.say("!ideas harbour")
    again = talk.reply("!ideas harbour", sender="@other:example.org")
    assert again is not None
    assert again.named.ideas == ()
    assert talk.say("!idea 1", sender="@other:example.org").startswith(LIGHTHOUSE)


@pytest.mark.parametrize("elsewhere", [{"room": "!other"}, {"thread": "$thread"}])
def test_the_same_question_elsewhere_is_answered_in_full(elsewhere: dict[str, Any]) -> None:
    talk = Talk()
    first = talk.say("!idea lighthouse")
    assert talk.say("!idea lighthouse", **elsewhere) == first


def test_the_same_message_handled_twice_gets_the_same_answer() -> None:
    talk = Talk()
    first = talk.say("!idea lighthouse", key="$same")
    assert talk.say("!idea lighthouse", key="$same") == first


@pytest.mark.parametrize("words", ["!idea", "!mentor", "!idea   "])
def test_a_command_without_its_words_tells_how_to_use_it(words: str) -> None:
    assert "!" in Talk().say(words)


def test_a_bug_is_told_by_reference_and_logged_without_what_was_said() -> None:
    def breaks(request: Request) -> Reply:
        raise KeyError(request.words)

    broken = Command("idea", (), "breaks", "idea", ("idea",), breaks)
    desk = Desk(catalogue(), menu=(broken,))
    with capture_logs() as logs:
        reply = desk.answer(Message("$1", "!r", "@ada:example.org", "!idea my secret", NOW), None, NOW)
    assert reply is not None
    reference = reply.body.plain.removeprefix("Something broke (ref ").removesuffix(").")
    assert [entry["reference"] for entry in logs] == [reference]
    assert "secret" not in repr(logs)
    assert "test_dispatch.py" in repr(logs[0]["frames"])


def test_a_room_hears_only_of_its_own_organisations() -> None:
    settings = RoomSettings(room="!quay", organisations=("quay-2030",))
    reply = Talk().reply("!ideas", settings=settings)
    assert reply is not None
    assert [idea.id for idea in reply.named.ideas] == ["crane"]


def test_more_goes_on_with_the_list_and_says_when_it_ends() -> None:
    home = organisation()
    many = tuple(home.ideas[0].model_copy(update={"id": f"i{n}", "title": f"Light number {n}"}) for n in range(19))
    talk = Talk(Catalogue(organisations=(home.model_copy(update={"ideas": many}),)))
    reply = talk.reply("!ideas harbour")
    assert reply is not None
    assert len(reply.named.ideas) == 19
    assert "8. " in reply.body.plain
    assert "9. " not in reply.body.plain
    assert "16. " in talk.say("!more")
    assert "19. " in talk.say("!more")
    assert talk.say("!more") == "That was the whole list."
    assert talk.say("!idea 17").startswith(many[16].title)


def test_more_without_a_list_is_explained() -> None:
    assert "no list" in Talk().say("!more")


@given(st.text(max_size=300), st.booleans(), st.booleans(), st.sampled_from(STARTS))
def test_nothing_that_is_typed_breaks_anything(words: str, direct: bool, addressed: bool, start: str) -> None:  # noqa: FBT001
    assert "Something broke" not in DESK.say(start + words, direct=direct, addressed=addressed)


DESK = Talk()


def test_every_command_on_the_menu_can_be_replaced_without_touching_the_desk() -> None:
    loud = replace(MENU[-1], name="shout", aliases=())
    desk = Desk(catalogue(), menu=(*MENU, loud))
    assert desk.answer(Message("$1", "!r", "@ada:example.org", "!shout", NOW), None, NOW) is not None
