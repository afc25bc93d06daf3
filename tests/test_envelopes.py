"""Nothing goes out in plain text unless the homeserver has told that the room is not encrypted."""

from collections.abc import Collection, Mapping
from typing import Any

import pytest
from wires import Nobody

from bot.errors import MatrixError, Refused
from bot.matrix.cipher import Cipher
from bot.matrix.envelopes import Envelope, Envelopes
from bot.matrix.members import Members
from bot.matrix.outbox import Outbox
from bot.matrix.room_state import Rooms, RoomState

ROOM = "!room:localhost"
WORDS = {"msgtype": "m.notice", "body": "words", "org.mentorix.answers": ["answer-1"]}
MEMBERS = {"chunk": [{"state_key": "@anna:localhost", "content": {"membership": "join"}}]}


class Homeserver(Nobody):
    """Answers what it is told to, or refuses."""

    def __init__(self, encryption: dict[str, Any] | MatrixError, members: dict[str, Any] | MatrixError) -> None:
        self._answers = {"m.room.encryption": encryption, "members": members}
        self.asked: list[str] = []

    async def get(self, path: str, *, seconds: float = 15.0) -> dict[str, Any]:
        del seconds
        what = path.rpartition("/")[2]
        self.asked.append(what)
        answer = self._answers[what]
        if isinstance(answer, MatrixError):
            raise answer
        return answer


class Sealing(Cipher):
    """Seals so that one sees for whom."""

    def __init__(self) -> None:
        pass

    async def sealed(
        self, room_id: str, members: Collection[str], kind: str, content: Mapping[str, Any]
    ) -> dict[str, Any]:
        del content
        return {"ciphertext": f"{kind} for {sorted(members)} in {room_id}"}


def envelopes(homeserver: Homeserver, encrypted: Rooms) -> Envelopes:
    known: Any = None
    return Envelopes(RoomState(homeserver, known, encrypted), Members(homeserver), Sealing())


NOT_THERE, FORBIDDEN = Refused("no such state", "M_NOT_FOUND"), Refused("not there", "M_FORBIDDEN")
AWAY = MatrixError("the homeserver is away")


async def test_a_plain_room_is_asked_about_once_and_its_messages_go_out_as_they_are() -> None:
    homeserver = Homeserver(NOT_THERE, MEMBERS)
    around = envelopes(homeserver, set()).around
    assert [await around(ROOM, WORDS) for _ in range(3)] == [Envelope("m.room.message", WORDS)] * 3
    assert homeserver.asked == ["m.room.encryption"]


@pytest.mark.parametrize("encryption", [{"algorithm": "m.megolm.v1.aes-sha2"}, {}, FORBIDDEN])
async def test_what_is_encrypted_or_not_told_is_sealed_but_for_the_mark(
    encryption: dict[str, Any] | MatrixError,
) -> None:
    envelope = await envelopes(Homeserver(encryption, MEMBERS), set()).around(ROOM, WORDS)
    assert envelope.kind == "m.room.encrypted"
    ciphertext = f"m.room.message for ['@anna:localhost'] in {ROOM}"
    assert envelope.content == {"ciphertext": ciphertext, "org.mentorix.answers": ["answer-1"]}


async def test_a_room_that_was_encrypted_once_stays_so_whatever_the_homeserver_says_later() -> None:
    rooms: set[str] = set()
    await envelopes(Homeserver({}, MEMBERS), rooms).around(ROOM, WORDS)
    later = Homeserver(NOT_THERE, MEMBERS)
    assert (await envelopes(later, rooms).around(ROOM, WORDS)).is_sealed
    assert later.asked == ["members"]


@pytest.mark.parametrize(
    ("encryption", "members"), [(AWAY, MEMBERS), ({}, AWAY), ({}, FORBIDDEN), (FORBIDDEN, FORBIDDEN)]
)
async def test_what_cannot_be_known_keeps_the_message_back(
    encryption: dict[str, Any] | MatrixError, members: dict[str, Any] | MatrixError
) -> None:
    with pytest.raises(MatrixError):
        await envelopes(Homeserver(encryption, members), set()).around(ROOM, WORDS)


class Flaky(Nobody):
    """Takes a message at the second try."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, Mapping[str, Any]]] = []

    async def put_event(self, path: str, content: Mapping[str, Any]) -> str:
        self.sent.append((path, content))
        if len(self.sent) == 1:
            raise AWAY
        return "$event"


@pytest.mark.parametrize(
    ("kinds", "sent"),
    [
        (["m.room.encrypted", "m.room.encrypted"], [("m.room.encrypted", 0), ("m.room.encrypted", 0)]),
        (["m.room.message", "m.room.encrypted"], [("m.room.message", 0), ("m.room.encrypted", 1)]),
    ],
    ids=["sealed before", "encrypted meanwhile"],
)
async def test_what_was_sealed_is_sent_again_as_it_was_and_what_was_not_is_looked_at_anew(
    kinds: list[str], sent: list[tuple[str, int]]
) -> None:
    made: list[Envelope] = []

    async def wrap(_room: str, _content: dict[str, Any]) -> Envelope:
        made.append(Envelope(kinds[len(made)], {"number": len(made)}))
        return made[-1]

    wire = Flaky()
    outbox = Outbox(wire, wrap, 60.0)
    assert await outbox.post(ROOM, "anna", "answer-1", WORDS) == "$event"
    assert [(path.split("/")[-2], content["number"]) for path, content in wire.sent] == sent
    assert {path.rpartition("/")[2] for path, _ in wire.sent} == {"answer-1"}
    await outbox.close()
