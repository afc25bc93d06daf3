"""The only join: builds each part once, hands it its neighbours, starts and stops them."""

import asyncio
import gc
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog

from bot import files, logs
from bot.attending import Attendant
from bot.calm import Calm
from bot.catalogue.model import Catalogue
from bot.clerk import Clerk
from bot.clock import utc_now
from bot.config import Config, RoomSettings, Style
from bot.data_folder import DataFolder
from bot.delivery.delivery import Delivery
from bot.dispatch import Desk
from bot.errors import Fault, SetupError, StorageError, UserError
from bot.files.looks import Looks
from bot.files.suggestions import Suggestions
from bot.knowledge import Knowledge
from bot.markup import Markup
from bot.matching.keeping import inventory_of
from bot.matching.matcher import Matcher
from bot.matrix import own_name
from bot.matrix.crypto_store import opened
from bot.matrix.direct import Direct
from bot.matrix.enrolment import Enrolment
from bot.matrix.gathering import Ground, gathered
from bot.matrix.heartbeat import Heartbeat
from bot.matrix.hellos import Hellos
from bot.matrix.herald import Herald
from bot.matrix.inbox import Addressee
from bot.matrix.known_rooms import KnownRooms
from bot.matrix.neighbours import Neighbours
from bot.matrix.pins import Pins
from bot.matrix.powers import Powers
from bot.matrix.reception import Reception
from bot.matrix.replying import Listeners
from bot.matrix.reports import Reports
from bot.matrix.rounds import Rounds
from bot.matrix.session import Renewal, client_of
from bot.matrix.sync import Batch
from bot.matrix.trust import Trust
from bot.matrix.whisper import Whisper
from bot.matrix.wire import Wire
from bot.permits import Permits
from bot.phrasing.manners import hello
from bot.phrasing.styles import worded
from bot.pinboard import Pinboard
from bot.registry import Registry
from bot.reminding import Reminding, pauses
from bot.roster import Roster
from bot.scheduler import AlarmClock
from bot.settings.chosen import effective_rooms
from bot.signs import SIGNS, Signs
from bot.storage import Database
from bot.tally import Tally
from bot.tongue import ENGLISH, speaking
from bot.upkeep import Upkeep
from bot.watch import Watch
from bot.web import fetch_text
from bot.weekly import TICKS, Weekly

PARTING = 5.0
"""Seconds that answers under way get when the bot is asked to stop."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Parts:
    """Those who are started and stopped."""

    near: Neighbours
    knowledge: Knowledge
    alarm: AlarmClock
    delivery: Delivery
    reminding: Reminding
    reception: Reception
    pinboard: Pinboard
    weekly: Weekly | None


@dataclass(frozen=True, slots=True)
class _Books:
    """What was written down of what people said, read at the start."""

    registry: Registry
    roster: Roster
    tally: Tally | None


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
            renewal = Renewal(client, self.folder.keep, self.password, reports.tell, trust.look_again)
            books = await _books(database, self.config)
            wire, tell = Wire(client, renewal), reports.tell
            ground = Ground(
                wire, self.config, database, store, self.folder, tell, reports.open, books.registry, utc_now
            )
            await self._serve(ground, database, books, reports, trust, stop)

    async def _serve(
        self,
        ground: Ground,
        database: Database,
        books: _Books,
        reports: Reports,
        trust: Trust,
        stop: asyncio.Event,
    ) -> None:
        """Start the parts, and stop them in the end."""
        me = self.config.user_id
        name = await own_name.at_first(ground.wire, me)
        near = await gathered(ground, _addressee(me, name))
        reports.speak_through(near.outbox)
        parts = self._parts(near, ground, database, books, trust)
        since = await database.sync_token(me)
        parts.reception.resume(since)
        _settle_memory()
        device, rooms = ground.wire.client.device_id, len(self.config.rooms)
        log.info("ready", user=me, device=device, rooms=rooms, since=since is not None)
        works = [
            near.sync.follow(since, _beating(parts.reception.receive)),
            near.bookmark.keep(),
            near.cipher.keep_up(),
            trust.keep(),
            Rounds(near.known, near.rooms, near.upgrades).keep(),
            own_name.keep_up(ground.wire, me, name, lambda other: near.inbox.rename(_addressee(me, other))),
            parts.knowledge.keep_up(parts.reminding.plan),
            parts.reminding.keep_up(),
            parts.pinboard.keep_up(),
            *([self._hellos(near, database).keep()] if self.config.greet else []),
            *([parts.weekly.keep_up()] if parts.weekly else []),
        ]
        try:
            parts.alarm.start()
            await parts.reminding.plan()
            await _until(stop, works)
            await asyncio.wait([asyncio.create_task(near.outbox.drained())], timeout=PARTING)
        finally:
            await _stopped(parts)

    def _parts(self, near: Neighbours, ground: Ground, database: Database, books: _Books, trust: Trust) -> _Parts:
        """What answers and reminds, beside those who deal with rooms and their streams."""
        registry = books.registry
        tell, kind = ground.report, "PostgreSQL" if self.config.database else "SQLite"
        stamp = partial(files.stamp_of, self.config.catalogue)
        knowledge = Knowledge(self.catalogue, self.reread, stamp, self._desk, tell)
        alarm = AlarmClock(utc_now)
        herald = Herald(ground.wire, near.known, near.envelopes.around, partial(_style, near))
        delivery = Delivery(database.ledger, herald, utc_now, tell, pauses(registry))
        rooms = partial(_rooms, self.config, registry, near.known)
        reminding = Reminding(
            delivery,
            database.ledger,
            registry,
            rooms,
            lambda: knowledge.catalogue,
            alarm,
            utc_now,
            tell,
            partial(_language, near.known),
        )
        synced = partial(database.last_synced, self.config.user_id)
        upkeep = Upkeep(knowledge, database.ledger, near.known, lambda: trust.found, synced, kind, utc_now, utc_now())
        powers, pins = Powers(ground.wire), Pins(ground.wire, near.outbox)
        pinboard = Pinboard(database.notes, pins, partial(_digest, knowledge, near.known), utc_now)
        clerk = Clerk(registry, reminding, powers, self.config, upkeep, books.roster, pinboard, books.tally)
        whisper = Whisper(Direct(ground.wire, near.known, utc_now), near.outbox)
        weekly = self._weekly(near, knowledge, database, books.tally, whisper, powers) if books.tally else None
        signs = Signs(registry, reminding, whisper, lambda: knowledge.catalogue)
        calm = Calm(self.config.limits.person, self.config.limits.room)
        attendant = Attendant(knowledge, clerk, signs, calm, whisper, books.tally, weekly, utc_now)
        listeners = Listeners(
            attendant.answer,
            attendant.react,
            SIGNS | TICKS,
            clerk.said,
            attendant.taken_back,
            attendant.whisper,
        )
        reception = Reception(near, listeners, tell, utc_now)
        if self.config.check_pages:
            memory = Looks(self.folder.path / "pages", self.config.catalogue)
            Watch(fetch_text, memory, tell, utc_now).start(alarm, lambda: knowledge.catalogue.organisations)
        return _Parts(near, knowledge, alarm, delivery, reminding, reception, pinboard, weekly)

    def _hellos(self, near: Neighbours, database: Database) -> Hellos:
        """What greets rooms, each in its language and with its prefix."""

        async def words(room_id: str, *, direct: bool) -> Markup:
            await near.bridges.look(room_id)
            settings = near.known.settings_of(room_id)
            with speaking(_language(near.known, room_id)):
                said = hello((settings and settings.prefix) or self.config.prefix, direct=direct)
            return worded(said, settings.style if settings else None)

        return Hellos(near.known, near.state, near.outbox, database.greetings, words)

    def _weekly(
        self,
        near: Neighbours,
        knowledge: Knowledge,
        database: Database,
        tally: Tally,
        whisper: Whisper,
        powers: Powers,
    ) -> Weekly:
        """What tells the operators' room of the week."""
        office = self.config.operators_room
        return Weekly(
            tally,
            database.notes,
            whisper,
            lambda: near.known.id_of(office) if office else None,
            Permits(powers, self.config).accepts,
            lambda: knowledge.catalogue,
            Suggestions(self.folder.aliases),
            utc_now,
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


async def _books(database: Database, config: Config) -> _Books:
    """Everything as it was when we were stopped."""
    now = utc_now()
    books = _Books(
        Registry(database.personal), Roster(database.absences), Tally(database.counts) if config.count else None
    )
    await books.registry.load(now)
    await books.roster.load(now)
    if books.tally:
        await books.tally.forget(now)
        await books.tally.load(now)
    return books


def _digest(knowledge: Knowledge, known: KnownRooms, room_id: str) -> Markup:
    """What the digest of a room says now."""
    settings = known.settings_of(room_id)
    return worded(knowledge.desk.digest(settings, utc_now()), settings.style if settings else None)


def _language(known: KnownRooms, room_id: str) -> str:
    """In which language a room is spoken to."""
    settings = known.settings_of(room_id)
    return settings.language if settings else ENGLISH


async def _style(near: Neighbours, room_id: str) -> Style | None:
    """How we speak in a room."""
    await near.bridges.look(room_id)
    settings = near.known.settings_of(room_id)
    return settings.style if settings else None


def _rooms(config: Config, registry: Registry, known: KnownRooms) -> list[RoomSettings]:
    """What holds in the rooms that the configuration names, and in others that we are in and something was set in."""
    ours = [each for each in registry.settings() if each.room in known.names or known.get(each.room)]
    return effective_rooms(config.rooms, ours)


async def _stopped(parts: _Parts) -> None:
    """Stop everything, what is under way with it; how far the stream was read is written down last."""
    parts.alarm.stop()
    await parts.delivery.close()
    await parts.reception.close()
    await parts.near.outbox.close()
    await parts.near.bookmark.save()
    if parts.weekly:
        await parts.weekly.close()


def _nobody_to_ask() -> str:
    """The account's password, for changes of its identity, which a running bot never makes."""
    raise UserError("the homeserver wants the account's password for that; run `mentorix login`")


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
