"""The only join: builds each part once, hands it its neighbours, starts and stops them."""

import asyncio
import gc
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog

from bot import files, logs
from bot.catalogue.model import Catalogue
from bot.clerk import Clerk
from bot.clock import utc_now
from bot.config import Config, RoomSettings
from bot.data_folder import DataFolder
from bot.delivery.delivery import Delivery
from bot.dispatch import Desk
from bot.errors import Fault, SetupError, StorageError
from bot.files.looks import Looks
from bot.knowledge import Knowledge
from bot.matching.keeping import inventory_of
from bot.matching.matcher import Matcher
from bot.matrix import own_name
from bot.matrix.bookmark import Bookmark
from bot.matrix.correspondence import Correspondence
from bot.matrix.direct import Direct
from bot.matrix.heartbeat import Heartbeat
from bot.matrix.herald import Herald
from bot.matrix.inbox import Addressee, Inbox
from bot.matrix.joining import Joining
from bot.matrix.known_rooms import KnownRooms
from bot.matrix.media import Media
from bot.matrix.neighbours import Neighbours
from bot.matrix.outbox import Outbox
from bot.matrix.powers import Powers
from bot.matrix.reception import Reception
from bot.matrix.replying import Listeners
from bot.matrix.reports import Reports
from bot.matrix.room_state import RoomState
from bot.matrix.rooms import Rooms
from bot.matrix.rounds import Rounds
from bot.matrix.session import Renewal, client_of
from bot.matrix.sync import Batch, Sync
from bot.matrix.upgrades import Upgrades
from bot.matrix.whisper import Whisper
from bot.matrix.wire import Wire
from bot.messages import Message, Reaction, Reply
from bot.registry import Registry
from bot.reminding import Reminding, pauses
from bot.scheduler import AlarmClock
from bot.signs import SIGNS, Signs
from bot.storage import Database
from bot.watch import Watch
from bot.web import fetch_text

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
        password: to log in again with, if there is one.
        reread: reads the catalogue anew; raises `SetupError` with its faults.
    """

    config: Config
    catalogue: Catalogue
    folder: DataFolder
    password: str | None
    reread: Callable[[], Catalogue]

    async def run(self, stop: asyncio.Event) -> None:
        """Answer and remind until asked to stop.

        Raises:
            SetupError: there is no session yet, or it belongs to another account.
            SessionExpired: the session ended and cannot be renewed.
            StorageError: the database cannot be opened.
        """
        asyncio.get_running_loop().set_exception_handler(logs.stray)
        session = self.folder.session()
        if not session or session.user_id != self.config.user_id:
            raise SetupError([Fault(str(self.folder.path), "", _why_no_session(self.config, session))])
        client = client_of(str(self.config.homeserver), session)
        where, password = self.config.database or self.folder.database, files.database_password(self.config)
        database = await Database.open(where, password, alone=True)
        reports = Reports(utc_now)
        try:
            wire = Wire(client, Renewal(client, self.folder.keep, self.password, reports.tell))
            await self._serve(wire, database, reports, stop)
        finally:
            await client.close()
            await database.close()

    async def _serve(self, wire: Wire, database: Database, reports: Reports, stop: asyncio.Event) -> None:
        me, tell = self.config.user_id, reports.tell
        name = await own_name.at_first(wire, me)
        near = await self._neighbours(wire, database, reports, _addressee(me, name))
        stamp = partial(files.stamp_of, self.config.catalogue)
        knowledge = Knowledge(self.catalogue, self.reread, stamp, self._desk, tell)
        registry = Registry(database.personal)
        await registry.load(utc_now())
        alarm = AlarmClock(utc_now)
        herald = Herald(wire, near.known, near.state)
        delivery = Delivery(database.ledger, herald, utc_now, tell, pauses(registry))
        reminding = Reminding(
            delivery, database.ledger, registry, self.config.rooms, lambda: knowledge.catalogue, alarm, utc_now, tell
        )
        reception = _reception(near, knowledge, registry, reminding, wire, tell)
        since = await database.sync_token(me)
        reception.resume(since)
        if self.config.check_pages:
            memory = Looks(self.folder.path / "pages", self.config.catalogue)
            Watch(fetch_text, memory, tell, utc_now).start(alarm, lambda: knowledge.catalogue.organisations)
        _settle_memory()
        log.info(
            "ready", user=me, device=wire.client.device_id, rooms=len(self.config.rooms), since=since is not None
        )
        works = [
            near.sync.follow(since, _beating(reception.receive)),
            near.bookmark.keep(),
            Rounds(near.known, near.rooms, near.upgrades).keep(),
            own_name.keep_up(wire, me, name, lambda other: near.inbox.rename(_addressee(me, other))),
            knowledge.keep_up(reminding.plan),
        ]
        try:
            alarm.start()
            await reminding.plan()
            await _until(stop, works)
            await asyncio.wait([asyncio.create_task(near.outbox.drained())], timeout=PARTING)
        finally:
            alarm.stop()
            await delivery.close()
            await reception.close()
            await near.outbox.close()
            await near.bookmark.save()

    async def _neighbours(self, wire: Wire, database: Database, reports: Reports, us: Addressee) -> Neighbours:
        """The parts that deal with rooms and their streams, each with whom it needs."""
        me, tell = self.config.user_id, reports.tell
        outbox = Outbox(wire, self.config.answer_within.total_seconds())
        reports.speak_through(outbox)
        known = KnownRooms(self.config, database, utc_now(), reports.open)
        await known.load()
        state, joining = RoomState(wire, known, tell), Joining(wire, known)
        return Neighbours(
            sync=Sync(wire, me),
            inbox=Inbox.of(us, self.config.answer_within),
            known=known,
            state=state,
            joining=joining,
            rooms=Rooms(self.config, known, joining, state, tell),
            upgrades=Upgrades(known, state, joining, tell),
            media=Media(wire),
            correspondence=Correspondence(wire),
            outbox=outbox,
            bookmark=Bookmark(lambda token: database.save_sync_token(me, token, utc_now())),
        )

    def _desk(self, catalogue: Catalogue) -> Desk:
        """What answers; the catalogue's words are kept for the next start, which then need not read them again."""
        _settle_memory()
        inventory, fresh = inventory_of(catalogue, self.folder.inventory())
        if fresh:
            try:
                self.folder.keep_inventory(fresh)
            except StorageError as error:
                log.warning("inventory not kept", error=str(error))
        return Desk(catalogue, self.config.prefix, matcher=Matcher(catalogue, inventory))


def _reception(
    near: Neighbours,
    knowledge: Knowledge,
    registry: Registry,
    reminding: Reminding,
    wire: Wire,
    tell: Callable[[str, str], None],
) -> Reception:
    """What answers messages and reactions, and does what the answers promise."""
    clerk = Clerk(registry, reminding, Powers(wire), near.inbox.me)
    whisper = Whisper(Direct(wire, near.known, near.state, utc_now), near.outbox)
    signs = Signs(registry, reminding, whisper, lambda: knowledge.catalogue)

    async def answer(message: Message, settings: RoomSettings | None) -> Reply | None:
        now = utc_now()
        reply = knowledge.desk.answer(message, settings, now, clerk.kept(message, settings, now))
        return await clerk.seen_to(reply, message, settings, now) if reply else None

    async def react(reaction: Reaction, settings: RoomSettings | None) -> Reply | None:
        return await signs.seen(reaction, settings, utc_now())

    async def taken_back(event_id: str) -> None:
        knowledge.desk.conversation.taken_back(event_id)
        await signs.taken_back(event_id, utc_now())

    return Reception(near, Listeners(answer, react, SIGNS, clerk.said, taken_back), tell, utc_now)


def _settle_memory() -> None:
    """Take the catalogue and the index out of the garbage collector's rounds; they live as long as we do, or nearly."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


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
