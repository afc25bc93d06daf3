"""What an event's content looks like, however long and odd the words are."""

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.markup import Markup, strong, text
from bot.matrix import content
from bot.messages import Message, Reaction

LARGEST_EVENT = 65_536
ROOM_FOR_THE_REST = 2_000
"""Bytes for what the homeserver adds, such as hashes and signatures."""

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
QUESTION = Message("$question", "!room:example.org", "@ada:example.org", "!help", NOON, thread="$root")

markups = st.builds(
    lambda words, times: text(words * times),
    st.text(min_size=1, max_size=20),
    st.integers(min_value=1, max_value=4000),
)


def size(made: dict[str, Any]) -> int:
    return len(json.dumps(made, ensure_ascii=False).encode())


@given(markups)
def test_answers_and_their_corrections_fit_into_an_event(words: Markup) -> None:
    answer = content.answer(words, QUESTION)
    for made in (answer, content.correction(answer, "$earlier"), content.announcement(words, ping_room=True)):
        assert size(made) * 4 / 3 <= LARGEST_EVENT - ROOM_FOR_THE_REST, "encrypted, it is a third larger"


def test_an_announcement_pings_whom_it_is_told_to_and_nobody_else() -> None:
    words = strong("Hello") + " room"
    quiet = content.announcement(words, ping_room=False)
    assert (quiet["msgtype"], quiet["body"], quiet["formatted_body"]) == ("m.text", words.plain, words.html)
    assert quiet["m.mentions"] == {}
    assert "m.relates_to" not in quiet
    assert content.announcement(words, ping_room=True)["m.mentions"] == {"room": True}
    both = content.announcement(words, ping_room=True, mentions=["@ada:example.org"])
    assert both["m.mentions"] == {"room": True, "user_ids": ["@ada:example.org"]}


def test_a_correction_says_what_is_new_and_pings_nobody_again() -> None:
    first = content.announcement(text("five o'clock"), ping_room=True, asked="$question")
    made = content.correction(first, "$earlier")
    assert made["m.relates_to"] == {"rel_type": "m.replace", "event_id": "$earlier"}
    assert made["m.new_content"] == {key: value for key, value in first.items() if key != "m.relates_to"}
    assert (made["body"], made["m.mentions"]) == ("* five o'clock", {})


def test_what_was_said_because_of_a_message_is_known_by_it_and_corrections_are_passed_over() -> None:
    answer = content.answer(text("yes"), QUESTION)
    told = content.announcement(text("yes"), ping_room=False, asked="$question")
    reaction = Reaction("$reaction", QUESTION.room, QUESTION.sender, "$target", "🔔", NOON)
    assert content.answers(answer) == content.answers(told) == "$question"
    assert content.answers(content.answer(text("yes"), reaction)) == "$target"
    assert content.answers(content.correction(answer, "$earlier")) is None
    assert content.answers(content.notice(text("hello"))) is None


@given(st.recursive(st.none() | st.text() | st.integers(), lambda inner: st.dictionaries(st.text(), inner)))
def test_no_relation_is_too_strange_to_look_at(relation: object) -> None:
    for odd in (relation, {"m.in_reply_to": relation}, {"rel_type": "m.reference", "event_id": relation}):
        content.answers({"m.relates_to": odd})
