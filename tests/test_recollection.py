"""Which question an answer has answered, as the room tells it: not by what others say, and not by what was for others."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from wires import Nobody

from bot.errors import MatrixError, Refused
from bot.markup import text
from bot.matrix import content, recollection
from bot.matrix.inbox import Addressee, Inbox
from bot.matrix.joint import MARK
from bot.matrix.recollection import Recollection, Said
from bot.messages import Message

ME, ADA, BOB, ROOM = "@bot:localhost", "@ada:localhost", "@bob:localhost", "!room:localhost"
NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)

Json = dict[str, Any]


class Room(Nobody):
    """Tells its events, and counts what it is asked."""

    def __init__(self, *events: Json) -> None:
        self.client: Any = SimpleNamespace(user_id=ME)
        self._events = {event["event_id"]: event for event in events}
        self.asked = 0
        self.away = False

    async def get(self, path: str, *, seconds: float = 15.0) -> Json:
        del seconds
        self.asked += 1
        if self.away:
            raise MatrixError("the homeserver is away")
        if "/messages" in path:
            return {"chunk": list(self._events.values())}
        event = self._events.get(path.rpartition("/")[2].replace("%24", "$"))
        if event is None or "%21room%3Alocalhost" not in path:
            raise Refused("no such event", "M_NOT_FOUND")
        return event


def event(key: str, sender: str, said: Json) -> Json:
    return {
        "type": "m.room.message",
        "event_id": key,
        "sender": sender,
        "origin_server_ts": int(NOW.timestamp() * 1000),
        "content": said,
    }


def message(key: str = "$asked", room: str = ROOM) -> Message:
    return Message(key, room, ADA, "!ideas", NOW)


def remembering(room: Room) -> Recollection:
    unsealing: Any = None
    return Recollection(room, unsealing, Inbox.of(Addressee(ME, ("bot",)), timedelta(minutes=15)))


QUESTION = event("$asked", ADA, {"msgtype": "m.text", "body": "!ideas"})
ANSWER = event("$answer", ME, content.answer(text("1. one"), message()))


async def test_a_question_is_read_from_the_room_once() -> None:
    room = Room(QUESTION, ANSWER)
    recollected = remembering(room)
    found = [await recollected.question(ROOM, "$answer", sender) for sender in (ADA, BOB)]
    assert [(each.key, each.text) for each in found if each] == [("$asked", "!ideas")] * 2
    assert room.asked == 2


async def test_a_question_that_was_edited_is_the_edited_one() -> None:
    edit = event(
        "$edit",
        ADA,
        {
            "msgtype": "m.text",
            "body": "* !ideas rust",
            "m.new_content": {"msgtype": "m.text", "body": "!ideas rust"},
            "m.relates_to": {"rel_type": "m.replace", "event_id": "$asked"},
        },
    )
    for by, words in [(ADA, "!ideas rust"), (BOB, "!ideas")]:
        told = {"unsigned": {"m.relations": {"m.replace": edit | {"sender": by}}}}
        found = await remembering(Room(QUESTION | told, ANSWER)).question(ROOM, "$answer", ADA)
        assert found
        assert found.text == words


@pytest.mark.parametrize("target", ["$nothing", "$asked", "..", "", "\ud800"])
async def test_what_is_no_answer_of_ours_answers_nothing(target: str) -> None:
    room = Room(QUESTION, ANSWER | {"sender": BOB})
    assert await remembering(room).question(ROOM, target, ADA) is None


async def test_an_answer_belongs_to_its_room() -> None:
    room = Room(QUESTION, ANSWER)
    recollected = remembering(room)
    recollected.note("$told", message())
    assert await recollected.question("!elsewhere:localhost", "$told", ADA) is None
    assert await recollected.question("!elsewhere:localhost", "$answer", ADA) is None
    assert await recollected.question(ROOM, "$told", ADA)
    assert await recollected.question(ROOM, "$answer", ADA), "asking elsewhere changes nothing here"


async def test_what_could_not_be_read_for_a_moment_is_read_later() -> None:
    room = Room(QUESTION, ANSWER)
    recollected = remembering(room)
    room.away = True
    assert await recollected.question(ROOM, "$answer", ADA) is None
    room.away = False
    assert await recollected.question(ROOM, "$answer", ADA)


async def test_what_is_remembered_is_bounded_also_by_replies_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recollection, "REMEMBERED", 10)
    room = Room(*(event(f"${place}", BOB, {"msgtype": "m.text", "body": "hm"}) for place in range(20)))
    recollected = remembering(room)
    for _ in range(2):
        for place in range(20):
            await recollected.question(ROOM, f"${place}", ADA)
    assert room.asked == 40, "the first ones were forgotten"


async def test_only_our_own_messages_tell_what_was_said_before() -> None:
    room = Room(
        QUESTION,
        ANSWER,
        event("$joint", ME, {"msgtype": "m.notice", "body": "x", MARK: ["answer-1", "answer-2"]}),
        event("$forged", BOB, {"msgtype": "m.notice", "body": "x", MARK: ["answer-3"]}),
        event("$strange", ME, {"msgtype": "m.notice", "body": "x", MARK: 7}),
    )
    assert await remembering(room).said(ROOM) == Said(frozenset({"answer-1", "answer-2"}), frozenset({"$asked"}))
