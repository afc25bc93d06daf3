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


def test_a_question_whose_spelling_was_corrected_is_answered_in_full_again() -> None:
    talk = Talk()
    first = talk.say("!idea lighthouse", key="$first")
    assert talk.say("!idea  Lighthouse", key="$edit", edits="$first") == first


def test_nobody_is_sent_to_an_answer_that_is_another_one_now() -> None:
    talk = Talk()
    first = talk.say("!idea lighthouse", key="$first")
    talk.say("!idea foghorn", key="$edit", edits="$first")
    assert talk.say("!idea lighthouse", sender="@other:example.org") == first
    assert talk.say("!idea foghorn", sender="@third:example.org").startswith("Answered")


def test_nobody_is_sent_to_an_answer_that_was_deleted() -> None:
    talk = Talk()
    first = talk.say("!idea lighthouse", key="$first")
    talk.desk.conversation.taken_back("$first")
    assert talk.say("!idea lighthouse", sender="@other:example.org") == first


@pytest.mark.parametrize("words", ["bot: idea lighthouse", "BOT:idea lighthouse", "bot:  idea  lighthouse"])
def test_a_prefix_may_be_a_word_with_a_mark(words: str) -> None:
    assert Talk(prefix="bot:").say(words).startswith(LIGHTHOUSE)
    assert Talk(prefix="bot:").reply("bot idea lighthouse") is None


@pytest.mark.parametrize(
    ("prefix", "shown"), [("mx", "mx idea fanotify"), ("bot:", "bot: idea fanotify"), ("?", "?idea fanotify")]
)
def test_what_to_type_is_told_as_it_will_be_understood(prefix: str, shown: str) -> None:
    talk = Talk(prefix=prefix)
    told = talk.say(shown.replace("idea fanotify", "help idea"))
    assert shown in told
    assert talk.say(shown.replace("fanotify", "lighthouse")).startswith(LIGHTHOUSE)
    assert shown in talk.say(shown.replace(" fanotify", ""))


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


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("who mentors it?", "Ada Lovelace and Brook Field mentor Rewrite the lighthouse controller"),
        ("how hard is it", "Intermediate: Rewrite the lighthouse controller"),
        ("how many hours is that one?", "175 hours: Rewrite the lighthouse controller"),
        ("which languages are used in this project?", "Rust, C as a plus: Rewrite"),
        ("tell me more about it", LIGHTHOUSE),
        ("which programming language?", "Rust, C as a plus: Rewrite"),
        ("what programming language is used?", "Rust, C as a plus: Rewrite"),
        ("where do I ask?", LIGHTHOUSE),
        ("who is the mentor?", "Ada Lovelace and Brook Field mentor Rewrite the lighthouse controller"),
        ("what skills do I need?", "Intermediate, Rust, C as a plus: Rewrite the lighthouse controller"),
        ("what are the prerequisites?", "Intermediate, Rust, C as a plus: Rewrite the lighthouse controller"),
        ("whats the difficulty?", "Intermediate: Rewrite the lighthouse controller"),
        ("which organisation?", "Harbour 2031: Rewrite the lighthouse controller"),
    ],
)
def test_it_is_the_idea_that_was_spoken_of_last(words: str, told: str) -> None:
    talk = Talk()
    talk.say("!ideas harbour", direct=True)
    talk.say("!idea lighthouse", direct=True)
    assert talk.say(words, direct=True).startswith(told)
    assert talk.say("!idea 2", direct=True).startswith("Suspended: Tune the foghorn scheduler")


def test_it_is_nothing_where_no_single_idea_was_spoken_of() -> None:
    talk = Talk()
    assert talk.say("who mentors it?", direct=True).startswith("Which idea or organisation do you mean?")
    talk.say("!idea lighthouse", direct=True)
    assert talk.say("who mentors it?", sender="@other:example.org", direct=True).startswith(
        "Which idea or organisation do you mean?"
    )
    talk.say("!ideas harbour", direct=True)
    assert talk.say("who mentors it?", direct=True).startswith("Which idea or organisation do you mean?")


@pytest.mark.parametrize(
    "words", ["is it too late to apply?", "who mentors the buoys? is it hard", "what is this bot about"]
)
def test_it_is_not_the_last_idea_where_the_sentence_names_something(words: str) -> None:
    talk = Talk()
    talk.say("!idea lighthouse", direct=True)
    assert LIGHTHOUSE not in talk.say(words, direct=True)


@pytest.mark.parametrize(
    "words", ["what programming language is used?", "how long is it?", "is it still open?", "where do I ask?"]
)
def test_a_field_of_nothing_in_particular_is_asked_back(words: str) -> None:
    assert Talk().say(words, direct=True).startswith("Which idea or organisation do you mean?")


@pytest.mark.parametrize("words", ["is anything still open?", "which projects are still open?"])
def test_a_question_for_all_ideas_is_not_about_the_last_one(words: str) -> None:
    talk = Talk()
    talk.say("!idea foghorn", direct=True)
    assert "Rewrite the lighthouse controller" in talk.say(words, direct=True)


def test_beside_an_idea_no_other_organisation_s_page_is_answered() -> None:
    talk = Talk()
    talk.say("!idea crane", direct=True)
    assert talk.say("is there an interview?", direct=True).startswith("The page of Quay 2030 does not answer that")
    assert talk.say("is there an interview at harbour?", direct=True).startswith("Harbour 2031, interview")


def test_a_number_without_a_list_is_explained() -> None:
    said = Talk().say("!idea 2")
    assert said.startswith("There is no list of yours (any more) to take number 2 from.")
    assert "!ideas" in said


def test_a_number_beyond_the_list_is_explained() -> None:
    talk = Talk()
    talk.say("!ideas harbour")
    assert talk.say("!idea 4") == "Your list has no number 4; it goes from 1 to 3."
    assert talk.say("!idea 0") == "Your list has no number 0; it goes from 1 to 3."


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


def test_a_pointer_leads_to_the_question_that_was_answered() -> None:
    talk, place = Talk(), "https://matrix.to/#/!quay/$first"
    talk.say("!idea lighthouse", address=place)
    again = talk.reply("!idea lighthouse", NOW + timedelta(seconds=40), address="https://matrix.to/#/!quay/$second")
    assert again is not None
    assert again.body.plain == f"Answered above, 40 seconds ago: {place}"
    assert again.body.html == f'<a href="{place}">Answered above, 40 seconds ago</a>'


@pytest.mark.parametrize("words", ["!idea lighthouse", "who mentors the lighthouse?", "!help", "!orgs"])
def test_who_asks_again_in_a_direct_message_gets_the_answer_again(words: str) -> None:
    talk = Talk()
    first = talk.say(words, direct=True)
    assert talk.say(words, NOW + timedelta(seconds=5), direct=True) == first


@pytest.mark.parametrize("words", ["hi", "Hello there!", "hey", "good evening", "Guten Tag", "hola", "привет"])
def test_a_greeting_is_answered_with_what_can_be_asked(words: str) -> None:
    assert Talk().say(words, direct=True).startswith("Hello! I answer questions")


@pytest.mark.parametrize("words", ["zeppelin", "can you sing?", "hi, what is the weather"])
def test_what_is_not_understood_is_said_to_be_so(words: str) -> None:
    assert Talk().say(words, direct=True).startswith("I don't know that one.")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("wen is the deadlin?", "Next (Harbour 2031): Applications close"),
        ("who mentrs the lighthouse", "Ada Lovelace and Brook Field mentor"),
        ("how to aply for harbour", "How to apply to Harbour 2031"),
        ("how do i aply to harbour?", "How to apply to Harbour 2031"),
        ("which organistions are there", "2 organisations:"),
        ("when must i submit my proposal?", "Applications close (Harbour 2031)"),
    ],
)
def test_slips_in_the_words_of_asking_are_understood(words: str, told: str) -> None:
    assert Talk().say(words, direct=True).startswith(told)


@pytest.mark.parametrize(
    "words",
    ["what do you store about me?", "are you a bot?", "what is this bot", "which version is this?", "who made you"],
)
def test_questions_about_the_bot_itself_are_answered(words: str) -> None:
    assert Talk().say(words, direct=True) == Talk().say("!about")


def test_who_asks_how_to_ask_hears_that_first() -> None:
    said = Talk().say("contact for harbour", direct=True)
    assert said.startswith("Harbour 2031. How to ask: Write to the list first.")
    assert "Build it." not in said


def test_a_small_word_is_not_repeated() -> None:
    assert Talk().say("project about zeppelins", direct=True).startswith("I know no idea about “zeppelins”.")
    assert Talk().say("!idea on").startswith("I know no idea about “on”.")


def test_thanks_are_answered_kindly_and_not_with_the_help() -> None:
    for words in ("thanks!", "Thank you so much", "ok, thx", "Danke", "merci beaucoup", "спасибо"):
        assert Talk().say(words, direct=True) == "You are welcome."
    assert Talk().reply("thanks!") is None
    assert LIGHTHOUSE in Talk().say("thanks, and who mentors the lighthouse?", direct=True)


@pytest.mark.parametrize(
    "words",
    ["which organisations are there?", "list of orgs", "what orgs do you know", "Organizations?", "show me all orgs"],
)
def test_the_organisations_are_asked_for_in_plain_words(words: str) -> None:
    assert Talk().say(words, direct=True).startswith("2 organisations:")


def test_a_question_about_an_organisation_is_no_question_for_all_of_them() -> None:
    assert LIGHTHOUSE in Talk().say("which organisation has rust ideas?", direct=True)
    assert "organisations:" not in Talk().say("when are the organisations announced?", direct=True)


@pytest.mark.parametrize("words", ["gsoc 2031 timeline", "GSoC timeline", "key dates gsoc", "gsoc schedule please"])
def test_a_timeline_is_asked_for_without_a_verb(words: str) -> None:
    assert Talk().say(words, direct=True).startswith("Under way (GSoC 2031): Discussion period")


@pytest.mark.parametrize("words", ["list", "show me everything", "show me the list"])
def test_the_list_is_asked_for_by_its_name(words: str) -> None:
    assert Talk().say(words, direct=True).startswith("4 ideas")


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
