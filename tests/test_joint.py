"""Several answers in one message: each to its asker by name, and nothing pings."""

import json
from datetime import UTC, datetime

import pytest

from bot.markup import Markup, lines, text
from bot.matrix import content
from bot.matrix.joint import MARK, MOST, fits, joint, thread_of
from bot.messages import Message, Reaction

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)


def asked(by: str, thread: str | None = None) -> Message:
    return Message(f"${by}", "!r", f"@{by}:example.org", "!idea x", NOW, thread=thread)


def part(by: str, body: Markup | None = None, thread: str | None = None) -> tuple[str, str, content.Content]:
    question = asked(by, thread)
    return question.sender, f"answer-{by}", content.answer(body or text(f"for {by}"), question)


def test_each_asker_is_named_and_nobody_is_pinged() -> None:
    made = joint([part("ada"), part("bob", lines(["one <b>", "two"]))])
    assert made["body"] == "ada: for ada\n\nbob: one <b>\ntwo"
    assert made["formatted_body"] == (
        "<p><strong>ada</strong>: for ada</p><p><strong>bob</strong>: one &lt;b&gt;<br>two</p>"
    )
    assert made["m.mentions"] == {}
    assert made["msgtype"] == "m.notice"
    assert made[MARK] == ["answer-ada", "answer-bob"]
    assert "m.relates_to" not in made


def test_answers_of_a_thread_stay_in_it() -> None:
    made = joint([part("ada", thread="$root"), part("bob", thread="$root")])
    assert made["m.relates_to"] == {"rel_type": "m.thread", "event_id": "$root"}


def test_a_name_is_harmless() -> None:
    question = Message("$1", "!r", "@<i>x:example.org", "!idea x", NOW)
    made = joint([(question.sender, "t", content.answer(text("yes"), question))])
    assert "<i>" not in made["formatted_body"]


def test_without_html_none_is_made() -> None:
    bare = {"msgtype": "m.notice", "body": "plain", "m.mentions": {}, "m.relates_to": {"m.in_reply_to": {}}}
    assert "formatted_body" not in joint([("@ada:example.org", "t", bare)])


@pytest.mark.parametrize(
    ("made", "thread"),
    [
        (content.answer(text("x"), asked("ada")), ""),
        (content.answer(text("x"), asked("ada", "$root")), "$root"),
        (content.answer(text("x"), Reaction("$1", "!r", "@ada:example.org", "$0", "❌", NOW)), ""),
        (content.correction(content.answer(text("x"), asked("ada")), "$earlier"), None),
        (content.announcement(text("x"), ping_room=False, asked="$0"), None),
        (content.reminder(text("x")), None),
        (content.notice(text("x")), None),
    ],
)
def test_only_plain_answers_are_joined(made: content.Content, thread: str | None) -> None:
    assert thread_of(made) == thread


@pytest.mark.parametrize("word", ["word ", "शब्द ", "🔔 ", "\"<&>' "])
def test_a_message_never_grows_beyond_its_bounds(word: str) -> None:
    one = part("ada", text(word * 200))[2]
    together: list[content.Content] = []
    while fits(together, one):
        together.append(one)
    assert 1 < len(together) <= MOST
    whole = joint([("@ada:example.org", "t", each) for each in together])
    assert len(json.dumps(whole, ensure_ascii=False).encode()) < 30_000
