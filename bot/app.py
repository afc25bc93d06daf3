"""The only join: builds each part once, hands it its neighbours, starts and stops them."""

import asyncio
import gc
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog

from bot.catalogue.model import Catalogue
from bot.config import Config, RoomSettings
from bot.data_folder import DataFolder
from bot.delivery import Delivery
from bot.dispatch import Desk
from bot.errors import BotError, Fault, MatrixError, SetupError
from bot.matrix.bookmark import Bookmark
from bot.matrix.herald import Herald
from bot.matrix.inbox import Addressee, Inbox
from bot.matrix.outbox import Outbox
from bot.matrix.reception import Neighbours, Reception
from bot.matrix.reports import Reports
from bot.matrix.rooms import Rooms
from bot.matrix.session import Renewal, client_of
from bot.matrix.sync import Sync
from bot.matrix.wire import Wire, path_of
from bot.messages import Message, Reply
from bot.scheduler import AlarmClock
from bot.storage import Database
from bot.timeline import reminders

REJOIN_EVERY = 60.0
"""Seconds between two tries to join configured rooms that we are not in."""

PARTING = 5.0
"""Seconds that answers under way get when the bot is asked to stop."""

log = structlog.get_logger()


def utc_now() -> datetime:
    """The time, aware."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class App:
    """The bot with all its parts.

    Attributes:
        config: what the operator set.
        catalogue: what it knows.
        folder: held by this process.
        password: to log in again with, if there is one.
    """

    config: Config
    catalogue: Catalogue
    folder: DataFolder
    password: str | None

    async def run(self, stop: asyncio.Event) -> None:
        """Answer and remind until asked to stop.

        Raises:
            SetupError: there is no session yet, or it belongs to another account.
            SessionExpired: the session ended and cannot be renewed.
            StorageError: the database cannot be opened.
        """
        session = self.folder.session()
        if not session or session.user_id != self.config.user_id:
            raise SetupError([Fault(str(self.folder.path), "", _why_no_session(self.config, session))])
        client = client_of(str(self.config.homeserver), session)
        database = await Database.open(self.folder.database)
        try:
            await self._serve(Wire(client, Renewal(client, self.folder.keep, self.password)), database, stop)
        finally:
            await client.close()
            await database.close()

    async def _serve(self, wire: Wire, database: Database, stop: asyncio.Event) -> None:
        me, device = self.config.user_id, str(wire.client.device_id)
        outbox = Outbox(wire)
        reports = Reports(outbox)
        rooms = Rooms(wire, self.config, database, reports.tell)
        await rooms.load()
        if not self.config.operators_room:
            reports.open(None)
        bookmark = Bookmark(lambda token: database.save_sync_token(me, device, token))
        sync = Sync(wire, me)
        names = await _display_names(wire, me)
        inbox = Inbox.of(Addressee(me, names), self.config.answer_within)
        desk = Desk(self.catalogue, self.config.prefix)

        async def answer(message: Message, settings: RoomSettings | None) -> Reply | None:
            return desk.answer(message, settings, utc_now())

        reception = Reception(Neighbours(sync, inbox, rooms, outbox, bookmark), answer, reports.tell, utc_now)
        since = await database.sync_token(me, device)
        reception.resume(since)
        alarm = AlarmClock(utc_now)
        delivery = Delivery(database.ledger, Herald(wire, rooms), utc_now)
        _settle_memory()
        log.info("ready", user=me, device=device, rooms=len(self.config.rooms), since=since is not None)
        works = [
            asyncio.create_task(sync.follow(since, reception.receive)),
            asyncio.create_task(bookmark.keep()),
            asyncio.create_task(_stay_in_rooms(rooms, reports, self.config)),
            asyncio.create_task(_remind(delivery, alarm, self.catalogue, self.config)),
        ]
        try:
            await _until(stop, works)
            await asyncio.wait([asyncio.create_task(outbox.drained())], timeout=PARTING)
        finally:
            alarm.stop()
            for work in works:
                work.cancel()
            await asyncio.gather(*works, return_exceptions=True)
            await reception.close()
            await outbox.close()
            await bookmark.save()


def _settle_memory() -> None:
    """Take the catalogue and the index out of the garbage collector's rounds; they live as long as we do."""
    gc.collect()
    gc.freeze()


def _why_no_session(config: Config, session: object) -> str:
    if session:
        return f"holds a session of another account than {config.user_id}; use another data_dir, or `mentorix login`"
    return "holds no session yet; run `mentorix login` first"


async def _until(stop: asyncio.Event, works: list[asyncio.Task[None]]) -> None:
    """Wait for the wish to stop, or for the first work that ends, which none does unless it fails."""
    wish = asyncio.create_task(stop.wait())
    ended, _ = await asyncio.wait([wish, *works], return_when=asyncio.FIRST_COMPLETED)
    wish.cancel()
    for work in ended - {wish}:
        work.result()


async def _display_names(wire: Wire, me: str) -> tuple[str, ...]:
    """What people call the bot: its localpart, and its display name where the homeserver tells it."""
    localpart = me.removeprefix("@").partition(":")[0]
    try:
        shown = (await wire.get(path_of("profile", me, "displayname"))).get("displayname")
    except MatrixError:
        shown = None
    return (localpart, shown) if isinstance(shown, str) and shown else (localpart,)


async def _stay_in_rooms(rooms: Rooms, reports: Reports, config: Config) -> None:
    """Join the configured rooms, and try again from time to time where that fails."""
    while True:
        for name in rooms.missing():
            try:
                await rooms.join_configured(name)
            except BotError as error:
                log.warning("cannot join", room=name, why=str(error))
        if config.operators_room and (room_id := rooms.id_of(config.operators_room)):
            reports.open(room_id)
        await asyncio.sleep(REJOIN_EVERY)


async def _remind(delivery: Delivery, alarm: AlarmClock, catalogue: Catalogue, config: Config) -> None:
    """Plan what the rooms are told; the alarm rings when something is due, and is then set anew."""

    async def look() -> None:
        again(await delivery.deliver_due())

    def again(wake: datetime | None) -> None:
        if wake:
            alarm.wake_at("reminders", wake, look)

    alarm.start()
    planned = reminders(catalogue, config.rooms)
    log.info("dates known", reminders=len(planned), to_come=sum(reminder.due > utc_now() for reminder in planned))
    again(await delivery.plan(planned))
    await asyncio.Event().wait()
