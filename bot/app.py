"""The join of the big parts: opens what the bot stands on, has the parts built, starts and stops them."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog

from bot import files, logs
from bot.account import Session
from bot.assembly import Assembly, settle_memory
from bot.catalogue.model import Catalogue
from bot.clock import utc_now
from bot.config import Config
from bot.data_folder import DataFolder
from bot.errors import Fault, SetupError, UserError
from bot.matrix import own_name
from bot.matrix.crypto_store import made, opened
from bot.matrix.enrolment import Enrolment
from bot.matrix.gathering import Ground, gathered
from bot.matrix.heartbeat import Heartbeat
from bot.matrix.inbox import Addressee
from bot.matrix.reports import Reports
from bot.matrix.session import NewDevice, Renewal, client_of
from bot.matrix.sync import Batch
from bot.matrix.trust import Trust
from bot.matrix.wire import Wire
from bot.parts import Books
from bot.storage import Database

PARTING = 5.0
"""Seconds that answers under way get when the bot is asked to stop."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class App:
    """The bot with all its parts.

    Attributes:
        config: what the operator set.
        catalogue: what it knows.
        folder: held by this process.
        secret: what the device's keys are encrypted with.
        password: to log in again with, if there is one.
        reread: reads the catalogue anew; raises `SetupError` with its faults.
    """

    config: Config
    catalogue: Catalogue
    folder: DataFolder
    secret: str
    password: str | None
    reread: Callable[[], Catalogue]

    async def run(self, stop: asyncio.Event) -> None:
        """Answer and remind until asked to stop.

        Raises:
            SetupError: there is no session yet, it belongs to another account, or its device's keys cannot be read.
            SessionExpired: the session ended and cannot be renewed.
            StorageError: the database cannot be opened, or keys for encryption cannot be written down.
        """
        asyncio.get_running_loop().set_exception_handler(logs.stray)
        while True:
            try:
                return await self._life(stop)
            except NewDevice as error:
                log.warning("beginning anew", why=str(error))

    async def _life(self, stop: asyncio.Event) -> None:
        """From the session to its end, on one device.

        Raises:
            NewDevice: the homeserver gave us another one.
        """
        session = self.folder.session()
        if not session or session.user_id != self.config.user_id:
            raise SetupError([Fault(str(self.folder.path), "", _why_no_session(self.config, session))])
        reports = Reports(utc_now)
        async with AsyncExitStack() as leaving:
            store = leaving.enter_context(closing(opened(self.folder.crypto_store, session, self.secret)))
            client = client_of(str(self.config.homeserver), session)
            leaving.push_async_callback(client.close)
            where, password = self.config.database or self.folder.database, files.database_password(self.config)
            database = await Database.open(where, password, alone=True)
            leaving.push_async_callback(database.close)
            trust = Trust(Enrolment(Wire(client), session, store, self.folder, _nobody_to_ask), reports.tell)
            keep = partial(self._keep, session.device_id)
            renewal = Renewal(client, keep, self.password, reports.tell, trust.look_again)
            books = await Books.read(database, self.config)
            wire, tell = Wire(client, renewal), reports.tell
            ground = Ground(
                wire, self.config, database, store, self.folder, tell, reports.open, books.registry, utc_now
            )
            await self._serve(ground, database, books, reports, trust, [trust.keep, renewal.watch], stop)

    def _keep(self, device_id: str, session: Session) -> None:
        """Write a renewed session down; first the keys of its device, if that is another one.

        Raises:
            StorageError: it cannot be written.
        """
        if session.device_id != device_id:
            made(self.folder.crypto_store, session, self.secret).close()
        self.folder.keep(session)

    async def _serve(
        self,
        ground: Ground,
        database: Database,
        books: Books,
        reports: Reports,
        trust: Trust,
        watches: list[Callable[[], Coroutine[Any, Any, None]]],
        stop: asyncio.Event,
    ) -> None:
        """Start the parts, and stop them in the end."""
        me = self.config.user_id
        name = await own_name.at_first(ground.wire, me)
        near = await gathered(ground, _addressee(me, name))
        reports.speak_through(near.outbox)
        parts = Assembly(ground, near, database, books, trust, self.catalogue, self.reread, self.folder).parts()
        since = await database.sync_token(me)
        parts.reception.resume(since)
        settle_memory()
        device, rooms = ground.wire.client.device_id, len(self.config.rooms)
        log.info("ready", user=me, device=device, rooms=rooms, since=since is not None)
        try:
            parts.alarm.start()
            await parts.reminding.plan()
            works = [
                near.sync.follow(since, _beating(parts.reception.receive)),
                *(watch() for watch in watches),
                own_name.keep_up(ground.wire, me, name, lambda other: near.inbox.rename(_addressee(me, other))),
                *parts.works(),
            ]
            await _until(stop, works)
            await asyncio.wait([asyncio.create_task(near.outbox.drained())], timeout=PARTING)
        finally:
            await parts.close()


def _nobody_to_ask() -> str:
    """The account's password, for changes of its identity, which a running bot never makes."""
    raise UserError("the homeserver wants the account's password for that; run `mentorix login`")


def _why_no_session(config: Config, session: object) -> str:
    if session:
        return f"holds a session of another account than {config.user_id}; use another data_dir, or `mentorix login`"
    return "holds no session yet; run `mentorix login` first"


async def _until(stop: asyncio.Event, works: list[Coroutine[Any, Any, None]]) -> None:
    """Do all works until the wish to stop, or until the first of them ends, which none does unless it fails."""
    wish = asyncio.create_task(stop.wait())
    tasks = [asyncio.create_task(work) for work in works]
    try:
        ended, _ = await asyncio.wait([wish, *tasks], return_when=asyncio.FIRST_COMPLETED)
        for task in ended - {wish}:
            task.result()
    finally:
        for task in (wish, *tasks):
            task.cancel()
        await asyncio.gather(wish, *tasks, return_exceptions=True)


def _beating(receive: Callable[[Batch], Awaitable[None]]) -> Callable[[Batch], Awaitable[None]]:
    """Receives batches, and has the log show that they come."""
    heartbeat = Heartbeat(utc_now)

    async def received(batch: Batch) -> None:
        await receive(batch)
        heartbeat.beat()

    return received


def _addressee(me: str, shown: str | None) -> Addressee:
    """The bot as people name it: by its localpart, and by its display name where it has one."""
    localpart = me.removeprefix("@").partition(":")[0]
    return Addressee(me, (localpart, shown) if shown else (localpart,))
