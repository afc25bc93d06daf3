"""What is read from the database of a bot that may be running: its ledger, its counts, and what was set in its rooms."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot import files
from bot.clock import utc_now
from bot.config import Config, RoomSettings
from bot.counts import Figures, week_of
from bot.data_folder import DataFolder
from bot.delivery.ledger import Entry, date_told
from bot.errors import UserError
from bot.matrix.content import permalink
from bot.phrasing import plan as phrasing
from bot.promised import OWN
from bot.settings.chosen import effective_rooms
from bot.storage import Database
from bot.tally import Tally


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as operators know it.

    Attributes:
        entry: itself.
        room: the name of its room, or its id where it has none.
        words: what was said; else what it is about.
        link: the address by which people in the room open what was said; empty where nothing was.
    """

    entry: Entry
    room: str
    words: str
    link: str


async def ledger_of(config: Config) -> list[Row]:
    """All entries, the earliest first.

    Raises:
        SetupError: it is damaged, its password cannot be read, or its driver is missing.
        UserError: there is no database yet.
        StorageError: it cannot be read.
    """
    async with _opened(config) as database:
        if database is None:
            file = DataFolder(config.data_dir).database
            raise UserError(f"there is no ledger yet: {file} does not exist, since the bot has not run")
        names = {room.room_id: room.name for room in await database.known_rooms() if room.name}
        entries = (await database.ledger.entries()).values()
    ordered = sorted(entries, key=lambda entry: (entry.due, entry.key))
    ids = {name: room_id for room_id, name in names.items()}
    links = [permalink(ids.get(each.room, each.room), each.event_id) if each.event_id else "" for each in ordered]
    return [
        Row(each, names.get(each.room, each.room), each.said or _about(each), link)
        for each, link in zip(ordered, links, strict=True)
    ]


def _about(entry: Entry) -> str:
    """What it tells, where its words are not kept; a person's own never are."""
    if entry.key.startswith(OWN):
        return phrasing.OWN
    programme, _, milestone = entry.subject.partition("/")
    return phrasing.about(programme, entry.name or milestone, date_told(entry.tells))


async def figures_of(config: Config) -> Figures:
    """What was counted lately; nothing where the bot has not run.

    Raises:
        SetupError: the database is damaged, its password cannot be read, or its driver is missing.
        StorageError: it cannot be read.
    """
    now = utc_now()
    async with _opened(config) as database:
        if database is None:
            return Figures(week_of(now))
        tally = Tally(database.counts)
        await tally.load(now)
    return tally.figures(now)


async def rooms_of(config: Config) -> list[RoomSettings]:
    """What holds in each room: what was set there, else what the configuration says.

    Raises:
        SetupError: the database is damaged, its password cannot be read, or its driver is missing.
        StorageError: it cannot be read.
    """
    async with _opened(config) as database:
        if database is None:
            return list(config.rooms)
        here = {room.room for room in config.rooms} | {room.room_id for room in await database.known_rooms()}
        chosen = [each for each in await database.personal.settings() if each.room in here]
        return effective_rooms(config.rooms, chosen)


@asynccontextmanager
async def _opened(config: Config) -> AsyncIterator[Database | None]:
    """The database; None where the bot has not run and there is no file yet."""
    file = DataFolder(config.data_dir).database
    if not config.database and not file.exists():
        yield None
        return
    database = await Database.open(config.database or file, files.database_password(config))
    try:
        yield database
    finally:
        await database.close()
