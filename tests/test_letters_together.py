"""Answers that wait in one message: each is said once, whatever the homeserver does to that message."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from wires import Nobody, as_it_is

from bot.errors import MatrixError, Refused
from bot.markup import text
from bot.matrix import content
from bot.matrix.joint import MARK
from bot.matrix.outbox import Outbox
from bot.matrix.wire import Limited
from bot.messages import Message

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
ROOM = "!room:localhost"

Mood = Callable[[Mapping[str, Any]], MatrixError | None]


class Moody(Nobody):
    """Keeps one of two messages with the same transaction id.

    At first it limits the rate, until answers are joined. Then it answers as its moods want it, one for each request.

    Args:
        moods: what it answers to a content instead of an event; None for an event.
    """

    def __init__(self, *moods: Mood) -> None:
        self._moods = list(moods)
        self._joined = False
        self.said: dict[str, Mapping[str, Any]] = {}

    async def put_event(self, path: str, content: Mapping[str, Any]) -> str:
        await asyncio.sleep(0)
        transaction = path.rpartition("/")[2]
        self._joined = self._joined or MARK in content
        error = self._mood(content)
        if not isinstance(error, Limited | Refused):
            self.said.setdefault(transaction, content)  # it may be kept though the answer is an error
        if error:
            raise error
        return f"${transaction}"

    def _mood(self, content: Mapping[str, Any]) -> MatrixError | None:
        if not self._joined:
            return Limited(0.05)
        return self._moods.pop(0)(content) if self._moods else None

    def answered(self) -> list[str]:
        """The transaction ids of all answers in the room, joint ones included."""
        return sorted(each for key, said in self.said.items() for each in said.get(MARK, [key]))


def limited(_: Mapping[str, Any]) -> MatrixError | None:
    return Limited(0.05)


def lost(_: Mapping[str, Any]) -> MatrixError | None:
    return MatrixError("HTTP 502 instead of an answer")


def too_large_together(said: Mapping[str, Any]) -> MatrixError | None:
    return Refused("M_TOO_LARGE: event too large", "M_TOO_LARGE") if MARK in said else None


def refused(_: Mapping[str, Any]) -> MatrixError | None:
    return Refused("M_FORBIDDEN: not here", "M_FORBIDDEN")


def asked(place: int, people: int) -> tuple[str, str, content.Content]:
    """Lane, transaction id and content of an answer."""
    sender = f"@p{place % people}:localhost"
    said = content.answer(text(f"answer {place}"), Message(f"${place}", ROOM, sender, "!x", NOW))
    return sender, f"answer-{place:02}", said


@pytest.mark.slow
@pytest.mark.parametrize("people", [1, 3, 20])
@pytest.mark.parametrize(
    "moods",
    [[], [limited], [lost], [limited, lost], [lost, limited], [too_large_together]],
    ids=["said", "limited again", "lost", "limited, lost", "lost, limited", "too large"],
)
async def test_each_answer_is_said_once(moods: list[Mood], people: int) -> None:
    wire = Moody(*moods)
    outbox = Outbox(wire, as_it_is, 60.0)
    posted = [outbox.post(ROOM, *asked(place, people)) for place in range(20)]
    async with asyncio.timeout(20):
        events = await asyncio.gather(*posted)
    assert wire.answered() == [f"answer-{place:02}" for place in range(20)]
    assert set(events) == {f"${transaction}" for transaction in wire.said}
    await outbox.close()
