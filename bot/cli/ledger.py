"""What is read from the database of a bot that may be running: its ledger, its counts, and what was set in its rooms."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot import files
from bot.clock import utc_now
from bot.config import Config, RoomSettings
from bot.counts import Figures, week_of
from bot.data_folder import DataFolder
from bot.delivery.ledger import Entry
from bot.errors import UserError
from bot.matrix.content import permalink
from bot.settings.chosen import effective_rooms
from bot.storage import Database
from bot.tally import Tally


async def ledger_of(config: Config) -> list[tuple[Entry, str]]:
    """All entries, the earliest first, each with the address by which people in the room open what was said.

    Raises:
        SetupError: its password cannot be read, or its driver is missing.
        UserError: there is no database yet.
        StorageError: it cannot be read.
    """
    async with _opened(config) as database:
        if database is None:
            file = DataFolder(config.data_dir).database
            raise UserError(f"there is no ledger yet: {file} does not exist, since the bot has not run")
        ids = {room.name: room.room_id for room in await database.known_rooms() if room.name}
        entries = (await database.ledger.entries()).values()
    ordered = sorted(entries, key=lambda entry: (entry.due, entry.key))
    return [
        (each, permalink(ids.get(each.room, each.room), each.event_id) if each.event_id else "") for each in ordered
    ]


async def figures_of(config: Config) -> Figures:
    """What was counted lately; nothing where the bot has not run.

    Raises:
        SetupError: the database's password cannot be read, or its driver is missing.
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
        SetupError: the database's password cannot be read, or its driver is missing.
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
