"""What a number refers to, and which question was answered a moment ago."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from small_catalogue import organisation

from bot.conversation import AGAIN, KEEP, Above, Conversation
from bot.messages import Choices, Message

NOW = datetime(2031, 3, 1, 12, 0, tzinfo=UTC)
LIST, OTHER = Choices("idea", (), 0, "first"), Choices("idea", (), 0, "second")
SECOND = timedelta(seconds=1)
FIRST = Message("$1", "!a", "@ada", "!idea x", NOW, address="https://example.org/$1")


def test_a_list_is_remembered_per_room_and_asker() -> None:
    conversation = Conversation()
    conversation.offer("!a", "@ada", LIST, NOW)
    assert conversation.choices("!a", "@ada", NOW) is LIST
    assert conversation.choices("!b", "@ada", NOW) is None
    assert conversation.choices("!a", "@bob", NOW) is None


def test_it_is_a_single_idea_per_room_and_asker() -> None:
    one, other, *_ = organisation().ideas
    conversation = Conversation()
    conversation.speak_of("!a", "@ada", (one,), NOW)
    assert conversation.subject("!a", "@ada", NOW + KEEP) is one
    assert conversation.subject("!a", "@ada", NOW + KEEP + SECOND) is None
    assert conversation.subject("!b", "@ada", NOW) is None
    conversation.speak_of("!a", "@ada", (one, other), NOW)
    assert conversation.subject("!a", "@ada", NOW) is None


def test_the_latest_list_counts() -> None:
    conversation = Conversation()
    conversation.offer("!a", "@ada", LIST, NOW)
    conversation.offer("!a", "@ada", OTHER, NOW)
    assert conversation.choices("!a", "@ada", NOW) is OTHER


def test_a_list_fades_after_a_quarter_of_an_hour() -> None:
    conversation = Conversation()
    conversation.offer("!a", "@ada", LIST, NOW)
    assert conversation.choices("!a", "@ada", NOW + KEEP) is LIST
    assert conversation.choices("!a", "@ada", NOW + KEEP + SECOND) is None


def test_the_same_question_of_another_message_is_a_repetition_for_a_minute() -> None:
    conversation = Conversation()
    conversation.note(("!a", "idea x"), FIRST, NOW)
    assert conversation.answered(("!a", "idea x"), "$2", NOW + 20 * SECOND) == Above(20 * SECOND, FIRST.address)
    assert conversation.answered(("!a", "idea x"), "$2", NOW + AGAIN + SECOND) is None
    assert conversation.answered(("!b", "idea x"), "$2", NOW) is None


def test_the_same_message_again_is_no_repetition() -> None:
    conversation = Conversation()
    conversation.note(("!a", "idea x"), FIRST, NOW)
    assert conversation.answered(("!a", "idea x"), "$1", NOW + SECOND) is None


def test_what_has_faded_takes_no_room_once_something_new_is_said() -> None:
    conversation = Conversation()
    for number in range(50):
        conversation.offer("!a", f"@{number}", LIST, NOW)
    conversation.offer("!a", "@late", LIST, NOW + KEEP + SECOND)
    assert len(conversation) == 1


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.integers(-60, 2_000)), max_size=60), st.integers(1, 5))
def test_it_never_holds_more_than_allowed_and_always_the_latest(said: list[tuple[str, int]], most: int) -> None:
    conversation = Conversation(most=most)
    for asker, second in said:
        now = NOW + second * SECOND
        conversation.offer("!a", asker, LIST, now)
        assert len(conversation) <= most
        assert conversation.choices("!a", asker, now) is LIST
