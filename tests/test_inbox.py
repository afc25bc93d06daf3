"""What counts as said to the bot, whatever an event holds."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.matrix.inbox import LONGEST_TEXT, Addressee, Inbox
from bot.messages import Reaction
from bot.whereabouts import LONG_AGO

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ME = "@mentorix:example.org"
INBOX = Inbox.of(Addressee(ME, ("Mentorix", "mentorix")), timedelta(minutes=15))


def said(body: Any, more: dict[str, Any] | None = None, *, seconds_ago: float = 1) -> dict[str, Any]:
    content = {"msgtype": "m.text", "body": body} | (more or {})
    sent = int((NOW.timestamp() - seconds_ago) * 1000)
    event = {"type": "m.room.message", "event_id": "$1", "sender": "@ada:example.org", "origin_server_ts": sent}
    return event | {"content": content}


def text_of(event: dict[str, Any], joined: datetime = LONG_AGO) -> str | None:
    message = INBOX.read("!room", event, NOW, joined=joined)
    return message.text if message else None


def test_a_command_comes_through_as_typed() -> None:
    assert text_of(said("!idea fanotify")) == "!idea fanotify"


@pytest.mark.parametrize("kind", ["m.notice", "m.emote", "m.image", "m.bad", 7, None])
def test_only_text_that_a_person_typed_is_read(kind: Any) -> None:
    assert text_of(said("!idea fanotify", {"msgtype": kind})) is None


def test_its_own_words_are_not_read() -> None:
    assert text_of(said("!idea fanotify") | {"sender": ME}) is None


def test_a_message_can_be_found_again_by_its_address() -> None:
    message = INBOX.read("!room:example.org", said("!idea fanotify"), NOW)
    assert message is not None
    assert message.address == "https://matrix.to/#/!room:example.org/$1"


def corrected(new: Any, edits: Any = "$0") -> dict[str, Any]:
    relation = {"rel_type": "m.replace", "event_id": edits}
    return said("* what old clients show", {"m.new_content": new, "m.relates_to": relation})


def test_an_edit_is_read_as_what_it_makes_of_the_message() -> None:
    message = INBOX.read("!room:example.org", corrected({"msgtype": "m.text", "body": "!idea setns"}), NOW)
    assert message is not None
    assert (message.key, message.edits, message.text) == ("$1", "$0", "!idea setns")
    assert message.address == "https://matrix.to/#/!room:example.org/$0"


@pytest.mark.parametrize(
    "event",
    [
        said("* !idea fanotify", {"m.relates_to": {"rel_type": "m.replace", "event_id": "$0"}}),
        corrected("!idea setns"),
        corrected({"msgtype": "m.notice", "body": "!idea setns"}),
        corrected({"msgtype": "m.text", "body": 7}),
        corrected({"msgtype": "m.text", "body": "!idea setns"}, edits=None),
        corrected({"msgtype": "m.text", "body": "!idea setns"}, edits=""),
    ],
)
def test_an_edit_that_does_not_say_of_what_or_into_what_is_none(event: dict[str, Any]) -> None:
    assert text_of(event) is None


def test_a_corrected_thanks_to_the_bot_stays_unanswered_as_the_first_did() -> None:
    mention = {"m.mentions": {"user_ids": [ME]}}
    for words, meant in (("thanks a lot", False), ("and who mentors it?", True)):
        message = INBOX.read("!room", corrected({"msgtype": "m.text", "body": words} | mention), NOW)
        assert message
        assert message.addressed is meant


def reacted(sign: Any, *, seconds_ago: float = 1, **relation: Any) -> dict[str, Any]:
    relates = {"rel_type": "m.annotation", "event_id": "$0", "key": sign} | relation
    return said("", seconds_ago=seconds_ago) | {"type": "m.reaction", "content": {"m.relates_to": relates}}


def sign_of(event: dict[str, Any], joined: datetime = LONG_AGO) -> str | None:
    reaction = INBOX.reaction("!room", event, NOW, joined=joined)
    return reaction.sign if reaction else None


def test_a_reaction_is_read_with_what_it_stands_under() -> None:
    reaction = INBOX.reaction("!room", reacted("🔔"), NOW)
    assert reaction == Reaction("$1", "!room", "@ada:example.org", "$0", "🔔", NOW - timedelta(seconds=1))


@pytest.mark.parametrize("sign", ["1️⃣", "❌\ufe0f", "❌\ufe0e", "❌"])
def test_a_sign_is_the_same_whether_or_not_the_client_asks_for_colours(sign: str) -> None:
    assert sign_of(reacted(sign)) == sign.replace("\ufe0f", "").replace("\ufe0e", "")


@pytest.mark.parametrize(
    "event",
    [
        reacted("🔔") | {"sender": ME},
        reacted("🔔") | {"state_key": ""},
        reacted("🔔") | {"type": "m.room.message"},
        reacted("🔔", seconds_ago=16 * 60),
        reacted("🔔", rel_type="m.reference"),
        reacted("🔔", event_id=None),
        reacted("🔔", event_id=""),
        reacted(""),
        reacted("\ufe0f"),
        reacted(7),
        reacted("🔔" * 100),
        reacted("🔔") | {"content": {"m.relates_to": "$0"}},
    ],
)
def test_what_is_no_reaction_of_now_to_something_by_somebody_else_is_none(event: dict[str, Any]) -> None:
    assert sign_of(event) is None


def test_a_reaction_from_before_joining_is_the_past() -> None:
    sent = datetime.fromtimestamp(reacted("🔔")["origin_server_ts"] / 1000, UTC)
    assert sign_of(reacted("🔔"), joined=sent) is None
    assert sign_of(reacted("🔔"), joined=sent - timedelta(milliseconds=1)) == "🔔"


@pytest.mark.parametrize("new_rooms", [True, False])
def test_a_redaction_says_what_is_taken_back_in_rooms_of_every_version(*, new_rooms: bool) -> None:
    event = said("") | {"type": "m.room.redaction"}
    event |= {"content": {"redacts": "$0"}} if new_rooms else {"content": {}, "redacts": "$0"}
    assert INBOX.taken_back(event) == "$0"
    assert INBOX.taken_back(event | {"sender": ME}) is None
    assert INBOX.taken_back(event | {"type": "m.room.message"}) is None
    assert INBOX.taken_back(event | {"redacts": {}, "content": {"redacts": ["$0"]}}) is None


def test_the_quoted_part_of_a_reply_is_cut_off() -> None:
    body = "> <@bob:example.org> !idea io_uring\n> second line\n\n!idea fanotify"
    assert text_of(said(body, {"m.relates_to": {"m.in_reply_to": {"event_id": "$0"}}})) == "!idea fanotify"


def test_a_quotation_that_is_no_reply_stays() -> None:
    assert text_of(said("> !idea io_uring")) == "> !idea io_uring"


def test_what_was_said_before_joining_is_the_past() -> None:
    event = said("!idea fanotify")
    sent = datetime.fromtimestamp(event["origin_server_ts"] / 1000, UTC)
    assert text_of(event, joined=sent) is None
    assert text_of(event, joined=sent - timedelta(milliseconds=1)) == "!idea fanotify"


def test_old_commands_stay_unanswered_by_the_age_the_server_reckons() -> None:
    assert text_of(said("!idea fanotify", seconds_ago=14 * 60)) == "!idea fanotify"
    assert text_of(said("!idea fanotify", seconds_ago=16 * 60)) is None
    assert text_of(said("!idea fanotify") | {"unsigned": {"age": 16 * 60 * 1000}}) is None
    assert text_of(said("!idea fanotify", seconds_ago=3600) | {"unsigned": {"age": 2000}}) == "!idea fanotify"


def test_control_characters_and_direction_tricks_are_taken_out() -> None:
    assert text_of(said("!idea \u202efan\x00otify\u200b")) == "!idea fanotify"


def test_a_text_of_megabytes_is_cut() -> None:
    assert len(text_of(said("x" * 2_000_000)) or "") == LONGEST_TEXT


@pytest.mark.parametrize(
    "body",
    [
        "mentorix: who mentors virtiofsd?",
        "@mentorix who mentors virtiofsd?",
        "Mentorix, who mentors virtiofsd?",
        "@mentorix:example.org: who mentors virtiofsd?",
        "MENTORIX: who mentors virtiofsd?",
    ],
)
def test_its_name_at_the_front_addresses_the_bot_and_is_taken_off(body: str) -> None:
    message = INBOX.read("!room", said(body), NOW)
    assert message
    assert (message.addressed, message.text) == (True, "who mentors virtiofsd?")


def test_a_mention_anywhere_addresses_the_bot() -> None:
    message = INBOX.read("!room", said("hi Mentorix who mentors virtiofsd?", {"m.mentions": {"user_ids": [ME]}}), NOW)
    assert message
    assert message.addressed
    assert message.text == "who mentors virtiofsd?"


def test_its_name_alone_asks_for_help() -> None:
    message = INBOX.read("!room", said("@mentorix"), NOW)
    assert message
    assert message.text == "help"


def test_talking_about_the_bot_does_not_address_it() -> None:
    for words in ("the mentorix bot is nice", "mentorix is down again"):
        message = INBOX.read("!room", said(words), NOW)
        assert message
        assert not message.addressed


def test_a_reply_to_the_bot_is_meant_for_it_only_where_it_asks_or_picks_though_clients_mention_it() -> None:
    relation = {"m.relates_to": {"m.in_reply_to": {"event_id": "$0"}}, "m.mentions": {"user_ids": [ME]}}
    for words, meant in (("thanks a lot", False), ("and who mentors it?", True), ("2", True)):
        message = INBOX.read("!room", said(words, relation), NOW)
        assert message
        assert message.addressed is meant


def test_the_thread_is_kept() -> None:
    relation = {
        "rel_type": "m.thread",
        "event_id": "$root",
        "is_falling_back": True,
        "m.in_reply_to": {"event_id": "$9"},
    }
    message = INBOX.read("!room", said("!idea fanotify", {"m.relates_to": relation}), NOW)
    assert message
    assert message.thread == "$root"


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
keys = st.sampled_from(["type", "event_id", "sender", "origin_server_ts", "content", "unsigned", "state_key"])
inner_keys = st.sampled_from(["msgtype", "body", "m.relates_to", "m.mentions", "m.new_content", "redacts"])
relation_keys = st.sampled_from(["rel_type", "event_id", "m.in_reply_to", "is_falling_back", "key"])
kinds = st.sampled_from(["m.replace", "m.annotation", "m.thread"])
relations = st.dictionaries(relation_keys, values | kinds)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(keys, values), st.dictionaries(inner_keys, values | relations))
def test_no_event_is_too_strange_to_read(broken: dict[str, Any], content: dict[str, Any]) -> None:
    INBOX.read("!room", said("!idea") | broken, NOW)
    INBOX.read("!room", said("!idea") | {"content": {"msgtype": "m.text", "body": "!idea"} | content}, NOW)
    for kind in ("m.reaction", "m.room.redaction"):
        event = said("") | {"type": kind, "content": content}
        INBOX.reaction("!room", event | broken, NOW)
        INBOX.taken_back(event | broken)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("mentorix who mentors virtiofsd?", "who mentors virtiofsd?"),
        ("hey mentorix how do i apply", "how do i apply"),
        ("hello Mentorix", "hello"),
        ("Mentorix", "help"),
    ],
)
def test_a_question_behind_the_name_is_for_the_bot_without_a_sign_between(body: str, text: str) -> None:
    message = INBOX.read("!room", said(body), NOW)
    assert message is not None
    assert (message.addressed, message.text) == (True, text)


@pytest.mark.parametrize("body", ["mentorix is great", "mentorix was down yesterday", "hey all"])
def test_talk_about_the_bot_is_not_for_it(body: str) -> None:
    message = INBOX.read("!room", said(body), NOW)
    assert message is not None
    assert not message.addressed


@pytest.mark.parametrize(
    ("body", "addressed"),
    [
        ("how do i apply there", True),
        ("and who mentors it", True),
        ("2", True),
        ("thanks", False),
        ("what a nice idea", False),
        ("is great", False),
    ],
)
def test_a_reply_that_asks_needs_no_question_mark(body: str, *, addressed: bool) -> None:
    relation = {"m.relates_to": {"m.in_reply_to": {"event_id": "$0"}}, "m.mentions": {"user_ids": [ME]}}
    message = INBOX.read("!room", said(body, relation), NOW)
    assert message is not None
    assert message.addressed is addressed
