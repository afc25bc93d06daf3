"""Saying a reply: with its file, or without where that cannot be sent, and in place of an earlier one where it corrects."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from bot.deeds import Announce, PinDigest
from bot.errors import BotError, Refused
from bot.matrix import content
from bot.matrix.chores import Chores
from bot.matrix.content import Content, Uploaded
from bot.matrix.correspondence import Question
from bot.matrix.letters import TooLate
from bot.matrix.manners import Manners
from bot.matrix.neighbours import Neighbours
from bot.matrix.patience import Patience
from bot.messages import Attachment, Message, Reaction, Reply
from bot.phrasing import attachment as phrasing

FILE_WITHIN = 20.0
"""Seconds for making a file and handing it over; after that the words go alone."""

Told = Callable[[Reply, str], Awaitable[None]]
"""Hears under which event id a reply stands in the room."""

log = structlog.get_logger()


class Voice:
    """Says replies, in order for each asker.

    Args:
        neighbours: see there.
        chores: keeps hold of what goes on meanwhile.
        manners: shows that something is being made.
        told: hears what was said, also what was said before already and is now said again; may be nobody.
        report: tells the operators something once, by a key.
    """

    def __init__(
        self,
        neighbours: Neighbours,
        chores: Chores,
        manners: Manners,
        told: Told | None,
        report: Callable[[str, str], None],
    ) -> None:
        self._near = neighbours
        self._chores = chores
        self._manners = manners
        self._told = told
        self._report = report

    def say(
        self, to: Message | Reaction, reply: Reply, corrects: Question | None = None, *, alone: bool = False
    ) -> asyncio.Future[str]:
        """Queue a reply.

        Args:
            to: what it answers.
            reply: the answer.
            corrects: the question in its earlier wording, whose answer this one replaces, where there is one.
            alone: whether it must not be joined with others; see `Outbox.post`.

        Returns:
            A future with the id of the message that people see; for its errors see `Outbox.post`.
        """
        made: Content | asyncio.Future[Content] = _content(to, reply)
        if reply.attachment or corrects:
            made = self._chores.start(self._made(to, reply, corrects))
            self._manners.slow(to.room, made)
        transaction = content.transaction("answer", to.key)
        posted = self._near.outbox.post(to.room, to.sender, transaction, made, alone=alone)
        posted.add_done_callback(lambda future: self._ended(to.room, future))
        return self._chores.start(_shown(posted, corrects)) if corrects else posted

    def tell(self, reply: Reply, shown: asyncio.Future[str]) -> asyncio.Future[Any]:
        """Pass on that a reply was said.

        Returns:
            What ends when that is done.
        """
        return self._chores.start(self._tell(self._told, reply, shown)) if self._told else shown

    async def _tell(self, told: Told, reply: Reply, shown: asyncio.Future[str]) -> None:
        try:
            event_id = await asyncio.shield(shown)
        except BotError:
            return  # it was not said, and the operators know
        try:
            await told(reply, event_id)
        except BotError as error:
            log.warning("what was said could not be noted", why=str(error))
        except Exception:
            log.exception("what was said could not be noted")

    async def _made(self, to: Message | Reaction, reply: Reply, corrects: Question | None) -> Content:
        """The content with what it waits for: the file, and the message that it replaces."""
        made = await self._with_file(to, reply, reply.attachment) if reply.attachment else _content(to, reply)
        earlier = await corrects.answer_id() if corrects else None
        return content.correction(made, earlier) if earlier else made

    async def _with_file(self, to: Message | Reaction, reply: Reply, file: Attachment) -> Content:
        try:
            async with asyncio.timeout(FILE_WITHIN):
                return content.answer(reply.body, to, await self._uploaded(to.room, file))
        except (BotError, TimeoutError) as error:
            log.warning("a file could not be sent", room=to.room, why=str(error) or "it took too long")
        except Exception:
            log.exception("a file could not be made", room=to.room)
        return content.answer(phrasing.not_sent(reply.body, picture=file.size is not None), to)

    async def _uploaded(self, room_id: str, file: Attachment) -> Uploaded:
        made = await asyncio.to_thread(file.make)

        async def leave() -> Uploaded:
            encrypted = await self._near.state.is_encrypted(room_id)
            return await self._near.media.leave(file, made, encrypted=encrypted)

        return await Patience("upload").insist(leave)

    def _ended(self, room_id: str, posted: asyncio.Future[str]) -> None:
        """Tell the operators of what could not be said."""
        error = None if posted.cancelled() else posted.exception()
        if isinstance(error, Refused):
            self._report(f"refused {room_id} {error.code}", f"I cannot answer in {room_id}: {error}")
        elif isinstance(error, TooLate):
            self._report(f"late {room_id}", f"I could not answer in {room_id}: {error}")


def _content(to: Message | Reaction, reply: Reply) -> Content:
    """The words alone."""
    if isinstance(reply.deed, Announce) and isinstance(to, Message):
        return content.announcement(reply.body, ping_room=reply.deed.ping, asked=to.edits or to.key)
    if isinstance(reply.deed, PinDigest) and reply.deed.pinned and isinstance(to, Message):
        return content.standing(reply.body, asked=to.edits or to.key)
    return content.answer(reply.body, to)


async def _shown(posted: asyncio.Future[str], corrects: Question) -> str:
    """The message that people see: the earlier answer where this one replaces it."""
    event_id = await asyncio.shield(posted)
    return await corrects.answer_id() or event_id
