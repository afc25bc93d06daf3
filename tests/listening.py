"""The bot's Matrix side within the test's own process, with somebody of the test's own choice who answers."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from wires import wire_of

from bot.clock import utc_now
from bot.config import Config, RoomSettings
from bot.markup import text
from bot.matrix.bookmark import Bookmark
from bot.matrix.correspondence import Correspondence
from bot.matrix.inbox import Addressee, Inbox
from bot.matrix.joining import Joining
from bot.matrix.known_rooms import KnownRooms
from bot.matrix.media import Media
from bot.matrix.neighbours import Neighbours
from bot.matrix.outbox import Outbox
from bot.matrix.reception import Reception
from bot.matrix.replying import Answer, Listeners, React
from bot.matrix.room_state import RoomState
from bot.matrix.rooms import Rooms
from bot.matrix.sync import Batch, Sync
from bot.matrix.upgrades import Upgrades
from bot.matrix.voice import Told
from bot.matrix.wire import Wire
from bot.messages import Message, Reply
from bot.storage import Database
from demo.applicant import Applicant

PATIENCE = timedelta(minutes=15)


async def echo(message: Message, _: RoomSettings | None) -> Reply | None:
    """Answer what begins with "!" with the rest of it."""
    return Reply(text(message.text[1:])) if message.text.startswith("!") else None


@asynccontextmanager
async def listening(
    bot: Applicant,
    folder: Path,
    *,
    answer: Answer = echo,
    react: React | None = None,
    signs: frozenset[str] = frozenset(),
    sent: Told | None = None,
    url: str = "",
    report: Callable[[str, str], None] = lambda *_: None,
    clock: Callable[[], datetime] = utc_now,
) -> AsyncIterator[Wire]:
    """The bot at work, from its very first batch on; again with the same account and folder it goes on from where it was."""
    database = await Database.open(folder / "bot.db")
    async with wire_of(bot, url) as wire:
        near = await _neighbours(wire, database, bot.user_id, report)
        reception = Reception(near, Listeners(answer, react, signs, sent), report, clock)
        since = await database.sync_token(bot.user_id)
        reception.resume(since)
        read = asyncio.Event()

        async def receive(batch: Batch) -> None:
            await reception.receive(batch)
            read.set()

        works = [near.sync.follow(since, receive), near.bookmark.keep()]
        tasks = [asyncio.create_task(work) for work in works]
        try:
            if since is None:
                await read.wait()
            yield wire
        finally:
            await _stopped(tasks, near, reception)
            await database.close()


async def _stopped(tasks: list[asyncio.Task[None]], near: Neighbours, reception: Reception) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await reception.close()
    await near.outbox.close()
    await near.bookmark.save()


async def _neighbours(wire: Wire, database: Database, me: str, report: Callable[[str, str], None]) -> Neighbours:
    config = Config.model_validate(
        {"homeserver": "http://localhost", "user_id": me, "invites": {"allow": ["*:localhost"]}}
    )
    known = KnownRooms(config, database, utc_now(), lambda _: None)
    await known.load()
    state, joining = RoomState(wire, known, report), Joining(wire, known)

    def save(token: str) -> Awaitable[None]:
        return database.save_sync_token(me, token, utc_now())

    return Neighbours(
        sync=Sync(wire, me),
        inbox=Inbox.of(Addressee(me, (me[1:].partition(":")[0],)), PATIENCE),
        known=known,
        state=state,
        joining=joining,
        rooms=Rooms(config, known, joining, state, report),
        upgrades=Upgrades(known, state, joining, report),
        media=Media(wire),
        correspondence=Correspondence(wire),
        outbox=Outbox(wire, PATIENCE.total_seconds()),
        bookmark=Bookmark(save),
    )
