"""Which question an answer of ours has answered: remembered for a while, else read from the room itself.

People reply to an answer, or react to it, hours later and after a restart. The answer names its question, and the
question still stands in the room.
"""

import json
from collections import OrderedDict
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.errors import MatrixError
from bot.matrix import content
from bot.matrix.cipher import Unreadable
from bot.matrix.envelopes import is_sealed
from bot.matrix.inbox import Inbox, instant
from bot.matrix.joint import MARK
from bot.matrix.sync import mapping
from bot.matrix.unsealing import Unsealing
from bot.matrix.wire import Json, Wire, path_of
from bot.messages import Message
from bot.whereabouts import LONG_AGO

REMEMBERED = 10_000
"""Answers that are remembered at most."""

LOOKED_BACK = 100
"""Messages of ours that are looked at for answers that were said together."""

INSTANT = timedelta(milliseconds=1)


class Recollection:
    """Knows what was asked.

    Args:
        wire: requests as the bot.
        unsealing: opens what is encrypted.
        inbox: what counts as said to us.
    """

    def __init__(self, wire: Wire, unsealing: Unsealing, inbox: Inbox) -> None:
        self._wire = wire
        self._unsealing = unsealing
        self._inbox = inbox
        self._asked: OrderedDict[str, list[Message]] = OrderedDict()
        self._joint: dict[str, frozenset[str]] = {}

    def note(self, answer_id: str, message: Message) -> None:
        """This event answers that message, and perhaps others."""
        self._asked.setdefault(answer_id, []).append(message)
        if len(self._asked) > REMEMBERED:
            self._asked.popitem(last=False)

    async def question(self, room_id: str, answer_id: str, asker: str) -> Message | None:
        """The message that an event of ours has answered; of several, the asker's.

        None where the event is none of ours, or what it answers cannot be read (any more).
        """
        known = self._asked.get(answer_id)
        if known is None:
            found = await self._read(room_id, answer_id)
            known = self._asked[answer_id] = [found] if found else []
        theirs = [message for message in known if message.sender == asker]
        return theirs[-1] if theirs else known[0] if len(known) == 1 else None

    async def said_together(self, room_id: str, transaction: str) -> bool:
        """Whether an answer was said before a restart, together with others: the homeserver would not know it again.

        Raises:
            MatrixError: it cannot be known now.
        """
        if room_id not in self._joint:
            self._joint[room_id] = await self._together(room_id)
        return transaction in self._joint[room_id]

    async def _together(self, room_id: str) -> frozenset[str]:
        """The transaction ids of the answers in our latest joint messages."""
        kinds = ["m.room.message", "m.room.encrypted"]
        ours = json.dumps({"types": kinds, "senders": [self._wire.client.user_id]})
        page = await self._wire.get(path_of("rooms", room_id, "messages", dir="b", limit=LOOKED_BACK, filter=ours))
        chunk = page.get("chunk")
        events = chunk if isinstance(chunk, list) else []
        marks = [mapping(mapping(event).get("content")).get(MARK) for event in events]
        return frozenset(str(each) for mark in marks if isinstance(mark, list) for each in mark)

    async def _read(self, room_id: str, answer_id: str) -> Message | None:
        """See Client-Server API, 11.7.5 Getting events for a room."""
        try:
            answer = await self._event(room_id, answer_id)
            if answer.get("sender") != self._wire.client.user_id:
                return None
            asked = content.answers(mapping(answer.get("content")))
            event = await self._event(room_id, asked) if asked else {}
            event = await self._unsealing.opened(room_id, event) if is_sealed(event) else event
        except (MatrixError, Unreadable):
            return None
        return self._understood(room_id, event)

    async def _event(self, room_id: str, event_id: str) -> Json:
        return await self._wire.get(path_of("rooms", room_id, "event", event_id))

    def _understood(self, room_id: str, event: Mapping[str, Any]) -> Message | None:
        """As it was read when it was new."""
        sent = event.get("origin_server_ts")
        if type(sent) is not int:
            return None
        return self._inbox.read(room_id, {**event, "unsigned": {}}, instant(sent, LONG_AGO) + INSTANT)
