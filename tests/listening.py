"""The bot's Matrix side within the test's own process, with somebody of the test's own choice who answers."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from datetime import datetime, timedelta
from pathlib import Path

from wires import wire_of

from bot.account import Session
from bot.clock import utc_now
from bot.config import Config, RoomSettings
from bot.data_folder import DataFolder
from bot.markup import text
from bot.matrix.crypto_store import CryptoStore, made, opened
from bot.matrix.gathering import Ground, gathered
from bot.matrix.inbox import Addressee
from bot.matrix.neighbours import Neighbours
from bot.matrix.reception import Reception
from bot.matrix.replying import Answer, Listeners, React, Whisper
from bot.matrix.rounds import Rounds
from bot.matrix.sync import Batch
from bot.matrix.voice import Told
from bot.matrix.wire import Wire
from bot.messages import Message, Reply
from bot.registry import Registry
from bot.storage import Database
from demo.applicant import Applicant

PATIENCE = timedelta(minutes=15)
"""How old a command may be, as it is by default."""


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
    rooms: Sequence[Mapping[str, object]] = (),
    whisper: Whisper | None = None,
) -> AsyncIterator[Wire]:
    """The bot at work, from its very first batch on; again with the same account and folder it goes on from where it was."""
    async with AsyncExitStack() as leaving:
        database = await Database.open(folder / "bot.db")
        leaving.push_async_callback(database.close)
        wire = await leaving.enter_async_context(wire_of(bot, url))
        store = leaving.enter_context(closing(_store(bot, folder / "crypto.db")))
        allowed: dict[str, object] = {"invites": {"allow": ["*:localhost"]}, "rooms": rooms}
        config = Config.model_validate({"homeserver": "http://localhost", "user_id": bot.user_id} | allowed)
        chosen = Registry(database.personal)
        ground = Ground(wire, config, database, store, DataFolder(folder), report, lambda _: None, chosen, clock)
        near = await gathered(ground, Addressee(bot.user_id, (bot.user_id[1:].partition(":")[0],)))
        reception = Reception(near, Listeners(answer, react, signs, sent, whisper=whisper), report, clock)
        since = await database.sync_token(bot.user_id)
        reception.resume(since)
        read = asyncio.Event()

        async def receive(batch: Batch) -> None:
            await reception.receive(batch)
            read.set()

        works = [near.sync.follow(since, receive), near.bookmark.keep()]
        works += [Rounds(near.known, near.rooms, near.upgrades).keep()] if rooms else []
        tasks = [asyncio.create_task(work) for work in works]
        try:
            if since is None:
                await read.wait()
            yield wire
        finally:
            await _stopped(tasks, near, reception)


def _store(bot: Applicant, path: Path) -> CryptoStore:
    session = Session(bot.url, bot.user_id, bot.device_id, bot.token)
    return (opened if path.exists() else made)(path, session, "secret")


async def _stopped(tasks: list[asyncio.Task[None]], near: Neighbours, reception: Reception) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await reception.close()
    await near.outbox.close()
    await near.bookmark.save()
