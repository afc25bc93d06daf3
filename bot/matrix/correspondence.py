"""Which answer of ours belongs to which message: remembered for a while, else found in the room itself.

Nothing of it is written down. An answer replies to its question and stands soon after it, so one look at what we said
after a question finds it, also after a restart. What replies to what stays readable where messages are encrypted.
"""

import asyncio
import json
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

from bot.errors import BotError, Refused
from bot.matrix import content
from bot.matrix.inbox import Event, instant
from bot.matrix.patience import Patience
from bot.matrix.sync import mapping
from bot.matrix.wire import Json, Wire, path_below, path_of
from bot.messages import Message
from bot.whereabouts import LONG_AGO

REMEMBERED = 10_000
"""Messages that are remembered at most."""

AROUND = 100
"""Messages of ours asked for around a question. Half of them come after it; an answer behind those is not found."""

EDITS_WITHIN = 10.0
"""Seconds to learn how an answer was edited before it is deleted; not every homeserver tells."""

LOOKS_AT_ONCE = 4
"""How many questions are looked for at one time, however many are edited or deleted at once."""


@dataclass(frozen=True, slots=True)
class Question:
    """A message, whether it was answered or not.

    Attributes:
        sender: who wrote it.
        at: when; aware, UTC, by the server's clock.
        thread: id of the thread it was said in, if any.
        answer: will hold the id of the answer; None where there is none.
        replies_to: id of the message that it replies to, if it does.
    """

    sender: str
    at: datetime
    thread: str | None
    answer: asyncio.Future[str] | None = None
    replies_to: str | None = None

    async def answer_id(self) -> str | None:
        """The id of the answer, once it was sent; None where there is none, or it could not be sent."""
        if not self.answer:
            return None
        try:
            return await asyncio.shield(self.answer)
        except BotError:
            return None


class Correspondence:
    """Knows what was answered with what.

    Args:
        wire: requests as the bot.
    """

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._questions: OrderedDict[str, Question] = OrderedDict()
        self._looks = asyncio.Semaphore(LOOKS_AT_ONCE)

    def note(self, key: str, question: Question) -> None:
        """Remember a message by its id."""
        self._questions[key] = question
        self._questions.move_to_end(key)
        if len(self._questions) > REMEMBERED:
            self._questions.popitem(last=False)

    async def question(self, room_id: str, key: str) -> Question | None:
        """A message that is spoken of; None where it cannot be found, or is our own."""
        if key not in self._questions and (found := await self._found(room_id, key)):
            self._questions.setdefault(key, found)
        return self._questions.get(key)

    async def delete_answer(self, room_id: str, question: Question) -> None:
        """Delete our answer to a message, if there is one, with all that it was edited to.

        Raises:
            Refused: we may not.
        """
        answer_id = await question.answer_id()
        for said in [*await self._edits_of(room_id, answer_id), answer_id] if answer_id else []:
            path = path_of("rooms", room_id, "redact", said, content.transaction("withdraw", said))
            await Patience("redact").insist(lambda path=path: self._wire.put(path, {}))  # type: ignore[misc]

    async def _edits_of(self, room_id: str, answer_id: str) -> list[str]:
        """Our later versions of an answer; clients that do not know edits show them as messages.

        See Client-Server API, 11.10.1 `/relations`.
        """
        relations = ("relations", answer_id, "m.replace")
        path = path_below("/_matrix/client/v1", "rooms", room_id, *relations, limit=AROUND)
        try:
            async with asyncio.timeout(EDITS_WITHIN):
                found = (await Patience("relations").insist(lambda: self._wire.get(path))).get("chunk")
        except (Refused, TimeoutError):
            return []
        events = [mapping(event) for event in found] if isinstance(found, list) else []
        return [str(event.get("event_id")) for event in events if event.get("sender") == self._wire.client.user_id]

    async def _found(self, room_id: str, key: str) -> Question | None:
        """See Client-Server API, 11.20.2 `/context`; of what stands around, only our own messages are asked for."""
        me = self._wire.client.user_id
        ours = json.dumps({"senders": [me], "types": ["m.room.message", "m.room.encrypted"]})
        path = path_of("rooms", room_id, "context", key, limit=AROUND, filter=ours)
        try:
            async with self._looks:
                answer = await Patience("context").insist(lambda: self._wire.get(path))
        except Refused:
            return None
        event = mapping(answer.get("event"))
        sender, sent = event.get("sender"), event.get("origin_server_ts")
        if not isinstance(sender, str) or sender == me or type(sent) is not int:
            return None
        return Question(sender, instant(sent, LONG_AGO), _thread(event), _first(answer, key), _target(event))


def message_of(message: Message, answer: asyncio.Future[str] | None) -> Question:
    """What is remembered of a message."""
    return Question(message.sender, message.at, message.thread, answer, message.replies_to)


def _first(context: Json, key: str) -> asyncio.Future[str] | None:
    """Our earliest answer to that message."""
    after = context.get("events_after")
    for event in after if isinstance(after, list) else []:
        event_id = mapping(event).get("event_id")
        if content.answers(mapping(mapping(event).get("content"))) == key and isinstance(event_id, str):
            answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
            answer.set_result(event_id)
            return answer
    return None


def _thread(event: Event) -> str | None:
    relation = mapping(mapping(event.get("content")).get("m.relates_to"))
    root = relation.get("event_id") if relation.get("rel_type") == "m.thread" else None
    return root if isinstance(root, str) else None


def _target(event: Event) -> str | None:
    """What it replies to; in a thread clients name a message also where nobody meant one."""
    relation = mapping(mapping(event.get("content")).get("m.relates_to"))
    target = mapping(relation.get("m.in_reply_to")).get("event_id")
    return target if isinstance(target, str) and not relation.get("is_falling_back") else None
