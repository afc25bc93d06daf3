"""Bots in one room do not talk to one another without end: ours says notices, and hears none."""

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from small_catalogue import NOW, Talk

from bot.markup import Markup, text
from bot.matrix import content
from bot.matrix.inbox import Addressee, Inbox
from bot.matrix.joint import joint
from bot.messages import Message

ROOM, MOST = "!room:localhost", 50

Said = tuple[str, content.Content]
Speaking = Callable[[Message, Markup], content.Content]


class Bot:
    """A bot in a room: what it hears, and what it says to that."""

    def __init__(self, name: str, prefix: str, *, direct: bool) -> None:
        self.name = f"@{name}:localhost"
        self._desk = Talk(prefix=prefix).desk
        self._inbox = Inbox.of(Addressee(self.name, (name,)), timedelta(minutes=15))
        self._direct = direct

    def hears(self, key: str, said: Said) -> tuple[Message, Markup] | None:
        sender, body = said
        event = {
            "type": "m.room.message",
            "event_id": key,
            "sender": sender,
            "origin_server_ts": int(NOW.timestamp() * 1000),
            "content": body,
        }
        if not (message := self._inbox.read(ROOM, event, NOW)):
            return None
        message = replace(message, direct=self._direct)
        reply = self._desk.answer(message, None, NOW)
        return (message, reply.body) if reply else None


def answered(question: Message, body: Markup) -> content.Content:
    return content.answer(body, question)


def together(question: Message, body: Markup) -> content.Content:
    return joint([(question.sender, "answer-1", answered(question, body))] * 2)


def corrected(question: Message, body: Markup) -> content.Content:
    return content.correction(answered(question, body), "$earlier")


@pytest.mark.parametrize("direct", [False, True])
@pytest.mark.parametrize("prefixes", [("!", "!"), ("!", "?"), ("!", "mentorix")])
@pytest.mark.parametrize("speaking", [answered, together, corrected])
@pytest.mark.parametrize("begun", ["!help", "?help", "one and two: hello", "what is this?"])
def test_two_of_ours_end_by_themselves(
    begun: str, speaking: Speaking, prefixes: tuple[str, str], *, direct: bool
) -> None:
    bots = [Bot(name, prefix, direct=direct) for name, prefix in zip(("one", "two"), prefixes, strict=True)]
    spoken: deque[Said] = deque([("@ada:localhost", content.reminder(text(begun)))])
    heard = 0
    while spoken and heard < MOST:
        said, heard = spoken.popleft(), heard + 1
        for bot in bots:
            if bot.name != said[0] and (answer := bot.hears(f"${heard}", said)):
                spoken.append((bot.name, speaking(*answer)))
    assert heard <= 3, "the question, and at most an answer of each"


def test_a_reminder_of_the_one_is_answered_by_the_other_at_most_once() -> None:
    one, two = (Bot(name, "!", direct=True) for name in ("one", "two"))
    answer = two.hears("$1", (one.name, content.reminder(text("!ideas"))))
    assert answer
    assert one.hears("$2", (two.name, answered(*answer))) is None
