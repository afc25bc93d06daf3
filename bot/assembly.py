"""The parts that answer and remind: each is built once, and handed whom it needs."""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import structlog

from bot import files
from bot.attending import Attendant
from bot.calm import Calm
from bot.catalogue.model import Catalogue
from bot.clerk import Clerk
from bot.clock import utc_now
from bot.config import Config, RoomSettings, Style
from bot.data_folder import DataFolder
from bot.delivery.delivery import Delivery
from bot.dispatch import Desk
from bot.errors import StorageError
from bot.files.looks import Looks
from bot.files.suggestions import Suggestions
from bot.knowledge import Knowledge
from bot.markup import Markup
from bot.matching.keeping import inventory_of
from bot.matching.matcher import Matcher
from bot.matrix.direct import Direct
from bot.matrix.gathering import Ground
from bot.matrix.hellos import Hellos
from bot.matrix.herald import Herald
from bot.matrix.known_rooms import KnownRooms
from bot.matrix.neighbours import Neighbours
from bot.matrix.pins import Pins
from bot.matrix.powers import Powers
from bot.matrix.reception import Reception
from bot.matrix.replying import Listeners
from bot.matrix.trust import Trust
from bot.matrix.whisper import Whisper
from bot.parts import Books, Parts
from bot.permits import Permits
from bot.phrasing.manners import hello
from bot.phrasing.styles import worded
from bot.pinboard import Pinboard
from bot.registry import Registry
from bot.reminding import Reminding, pauses
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

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Assembly:
    """What the parts are built from.

    Attributes:
        ground: requests as the bot, and what was set.
        near: those who deal with rooms and their streams.
        database: what is written down.
        books: what was written down of what people said.
        trust: whether others trust our device.
        catalogue: what the bot knows.
        reread: reads the catalogue anew; raises `SetupError` with its faults.
        folder: the data folder.
    """

    ground: Ground
    near: Neighbours
    database: Database
    books: Books
    trust: Trust
    catalogue: Catalogue
    reread: Callable[[], Catalogue]
    folder: DataFolder

    @property
    def _config(self) -> Config:
        return self.ground.config

    def parts(self) -> Parts:
        """All of them."""
        stamp = partial(files.stamp_of, self._config.catalogue)
        knowledge = Knowledge(self.catalogue, self.reread, stamp, self._desk, self.ground.report)
        alarm, powers = AlarmClock(utc_now), Powers(self.ground.wire)
        delivery, reminding = self._reminders(knowledge, alarm)
        pins = Pins(self.ground.wire, self.near.outbox)
        pinboard = Pinboard(self.database.notes, pins, partial(_digest, knowledge, self.near.known), utc_now)
        upkeep = self._upkeep(knowledge)
        clerk = Clerk(
            self.books.registry,
            reminding,
            powers,
            self._config,
            upkeep,
            self.books.roster,
            pinboard,
            self.books.tally,
        )
        whisper = Whisper(Direct(self.ground.wire, self.near.known, utc_now), self.near.outbox)
        weekly = self._weekly(knowledge, self.books.tally, whisper, powers) if self.books.tally else None
        signs = Signs(self.books.registry, reminding, whisper, lambda: knowledge.catalogue)
        calm = Calm(self._config.limits.person, self._config.limits.room)
        attendant = Attendant(knowledge, clerk, signs, calm, whisper, self.books.tally, weekly, utc_now)
        reception = self._reception(attendant, clerk)
        self._watch(knowledge, alarm)
        hellos = self._hellos() if self._config.greet else None
        return Parts(self.near, knowledge, alarm, delivery, reminding, reception, pinboard, weekly, hellos)

    def _reminders(self, knowledge: Knowledge, alarm: AlarmClock) -> tuple[Delivery, Reminding]:
        """What posts reminders, and what keeps plan and promises in step with it."""
        registry, tell = self.books.registry, self.ground.report
        herald = Herald(self.ground.wire, self.near.known, self.near.envelopes.around, partial(_style, self.near))
        delivery = Delivery(self.database.ledger, herald, utc_now, tell, pauses(registry))
        rooms = partial(_rooms, self._config, registry, self.near.known)
        language = partial(_language, self.near.known)
        reminding = Reminding(
            delivery,
            self.database.ledger,
            registry,
            rooms,
            lambda: knowledge.catalogue,
            alarm,
            utc_now,
            tell,
            language,
        )
        return delivery, reminding

    def _upkeep(self, knowledge: Knowledge) -> Upkeep:
        """What tells operators how the bot does."""
        synced = partial(self.database.last_synced, self._config.user_id)
        kind = "PostgreSQL" if self._config.database else "SQLite"
        known, trust = self.near.known, self.trust
        return Upkeep(knowledge, self.database.ledger, known, lambda: trust.found, synced, kind, utc_now, utc_now())

    def _reception(self, attendant: Attendant, clerk: Clerk) -> Reception:
        """What receives, and hands on what people say and do."""
        listeners = Listeners(
            attendant.answer,
            attendant.react,
            SIGNS | TICKS,
            clerk.said,
            attendant.taken_back,
            attendant.whisper,
        )
        return Reception(self.near, listeners, self.ground.report, utc_now)

    def _watch(self, knowledge: Knowledge, alarm: AlarmClock) -> None:
        """Have published pages looked at, where that is wanted."""
        if self._config.check_pages:
            memory = Looks(self.folder.path / "pages", self._config.catalogue)
            watch = Watch(fetch_text, memory, self.ground.report, utc_now)
            watch.start(alarm, lambda: knowledge.catalogue.organisations)

    def _hellos(self) -> Hellos:
        """What greets rooms, each in its language and with its prefix."""
        near = self.near

        async def words(room_id: str, *, direct: bool) -> Markup:
            await near.bridges.look(room_id)
            settings = near.known.settings_of(room_id)
            with speaking(_language(near.known, room_id)):
                said = hello((settings and settings.prefix) or self._config.prefix, direct=direct)
            return worded(said, settings.style if settings else None)

        return Hellos(near.known, near.state, near.outbox, self.database.notes, words)

    def _weekly(self, knowledge: Knowledge, tally: Tally, whisper: Whisper, powers: Powers) -> Weekly:
        """What tells the operators' room of the week."""
        office, known = self._config.operators_room, self.near.known
        return Weekly(
            tally,
            self.database.notes,
            whisper,
            lambda: known.id_of(office) if office else None,
            Permits(powers, self._config).accepts,
            lambda: knowledge.catalogue,
            Suggestions(self.folder.aliases),
            utc_now,
        )

    def _desk(self, catalogue: Catalogue) -> Desk:
        """What answers; the catalogue's words are kept for the next start, which then need not read them again."""
        settle_memory()
        inventory, fresh = inventory_of(catalogue, self.folder.inventory())
        if fresh:
            try:
                self.folder.keep_inventory(fresh)
            except StorageError as error:
                log.warning("inventory not kept", error=str(error))
        return Desk(catalogue, self._config.prefix, matcher=Matcher(catalogue, inventory))


def settle_memory() -> None:
    """Take the catalogue and the index out of the garbage collector's rounds; they live as long as we do, or nearly."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


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
