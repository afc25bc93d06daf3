"""What `mentorix reminders ledger` does: read the ledger of a bot that may be running."""

from bot import files
from bot.config import Config
from bot.data_folder import DataFolder
from bot.delivery.ledger import Entry
from bot.errors import UserError
from bot.matrix.content import permalink
from bot.storage import Database


async def ledger_of(config: Config) -> list[tuple[Entry, str]]:
    """All entries, the earliest first, each with the address by which people in the room open what was said.

    Raises:
        SetupError: its password cannot be read, or its driver is missing.
        UserError: there is no database yet.
        StorageError: it cannot be read.
    """
    file = DataFolder(config.data_dir).database
    if not config.database and not file.exists():
        raise UserError(f"there is no ledger yet: {file} does not exist, since the bot has not run")
    database = await Database.open(config.database or file, files.database_password(config))
    try:
        ids = {room.name: room.room_id for room in await database.known_rooms() if room.name}
        entries = (await database.ledger.entries()).values()
    finally:
        await database.close()
    ordered = sorted(entries, key=lambda entry: (entry.due, entry.key))
    return [
        (each, permalink(ids.get(each.room, each.room), each.event_id) if each.event_id else "") for each in ordered
    ]
