"""Which question an answer of ours has answered: remembered for a while, else read from the room itself.

People reply to an answer, or react to it, hours later and after a restart. The answer names its question, and the
question still stands in the room.
"""

import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.errors import MatrixError, Refused
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


@dataclass(frozen=True, slots=True)
class Said:
    """What was said in a room before a restart.

    Attributes:
        together: transaction ids of answers that were said with others: the homeserver would not know them again.
        to: events that were answered by themselves. Joined with others they would be answered twice.
    """

    together: frozenset[str] = frozenset()
    to: frozenset[str] = frozenset()


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
        self._asked: OrderedDict[tuple[str, str], list[Message]] = OrderedDict()
        self._said: dict[str, Said] = {}

    def note(self, answer_id: str, message: Message) -> None:
        """This event answers that message, and perhaps others."""
        self._known(message.room, answer_id).append(message)

    async def question(self, room_id: str, answer_id: str, asker: str) -> Message | None:
        """The message that an event of ours has answered; of several, the asker's.

        None where the event is none of ours, or what it answers cannot be read (any more).
        """
        if (room_id, answer_id) not in self._asked and answer_id.startswith("$"):
            try:
                found = await self._read(room_id, answer_id)
            except Refused:
                found = None
            except (MatrixError, Unreadable):
                return None  # the next time it may be read
            self._known(room_id, answer_id).extend([found] if found else [])
        known = self._asked.get((room_id, answer_id), [])
        theirs = [message for message in known if message.sender == asker]
        return theirs[-1] if theirs else known[0] if len(known) == 1 else None

    async def said(self, room_id: str) -> Said:
        """What was said in a room before a restart.

        Raises:
            MatrixError: it cannot be known now.
        """
        if room_id not in self._said:
            self._said[room_id] = await self._said_lately(room_id)
        return self._said[room_id]

    async def _said_lately(self, room_id: str) -> Said:
        """What our latest messages tell; others can copy a mark."""
        me, kinds = self._wire.client.user_id, ["m.room.message", "m.room.encrypted"]
        ours = json.dumps({"types": kinds, "senders": [me]})
        try:
            page = await self._wire.get(
                path_of("rooms", room_id, "messages", dir="b", limit=LOOKED_BACK, filter=ours)
            )
        except Refused:
            return Said()
        chunk = page.get("chunk")
        events = [mapping(event) for event in (chunk if isinstance(chunk, list) else [])]
        contents = [mapping(event.get("content")) for event in events if event.get("sender") == me]
        marks = [each.get(MARK) for each in contents]
        together = frozenset(str(each) for mark in marks if isinstance(mark, list) for each in mark)
        return Said(together, frozenset(filter(None, map(content.answers, contents))))

    def _known(self, room_id: str, answer_id: str) -> list[Message]:
        """What an event of ours is known to have answered; of too many, the first are forgotten."""
        known = self._asked.setdefault((room_id, answer_id), [])
        if len(self._asked) > REMEMBERED:
            self._asked.popitem(last=False)
        return known

    async def _read(self, room_id: str, answer_id: str) -> Message | None:
        """See Client-Server API, 11.7.5 Getting events for a room."""
        answer = await self._event(room_id, answer_id)
        if answer.get("sender") != self._wire.client.user_id:
            return None
        asked = content.answers(mapping(answer.get("content")))
        event = _latest(await self._event(room_id, asked)) if asked else {}
        event = await self._unsealing.opened(room_id, event) if is_sealed(event) else event
        return self._understood(room_id, event)

    async def _event(self, room_id: str, event_id: str) -> Json:
        return await self._wire.get(path_of("rooms", room_id, "event", event_id))

    def _understood(self, room_id: str, event: Mapping[str, Any]) -> Message | None:
        """As it was read when it was new."""
        sent = event.get("origin_server_ts")
        if type(sent) is not int:
            return None
        return self._inbox.read(room_id, {**event, "unsigned": {}}, instant(sent, LONG_AGO) + INSTANT)


def _latest(event: Json) -> Json:
    """The event as it was edited last, where that is told (Client-Server API, 11.8 Event replacements, aggregation)."""
    relations = mapping(mapping(event.get("unsigned")).get("m.relations"))
    edit = dict(mapping(relations.get("m.replace")))
    return edit if edit.get("content") and edit.get("sender") == event.get("sender") else event
