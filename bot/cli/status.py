"""`mentorix status`: who the bot is, what it holds, and whether others trust its device."""

import asyncio
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from bot import files
from bot.account import Session
from bot.cli import credentials
from bot.cli.options import CONFIG, ConfigOption
from bot.config import Config
from bot.data_folder import DataFolder
from bot.errors import MatrixError, SetupError, StorageError, UserError

if TYPE_CHECKING:
    from bot.matrix.standing import DeviceKeys

SOUND, FOUND, SETUP, OUTSIDE = 0, 1, 2, 3
"""Exit codes; see `bot.cli`."""


@dataclass(frozen=True, slots=True)
class Line:
    """One fact.

    Attributes:
        what: what it is about.
        value: for people.
        code: the exit code that it asks for; the largest of all lines is taken.
    """

    what: str
    value: str
    code: int = SOUND


def status(config: ConfigOption = CONFIG) -> None:
    """Tell who the bot is and whether others trust its device; exit 1 if not, 3 if that cannot be known now."""
    settings = files.read_config(config, [files.DATA])
    lines = list(asyncio.run(_lines(settings, DataFolder(settings.data_dir))))
    width = max(len(line.what) for line in lines)
    for line in lines:
        typer.echo(f"{line.what:{width}}  {line.value}")
    raise typer.Exit(max(line.code for line in lines))


async def _lines(config: Config, folder: DataFolder) -> list[Line]:
    session = folder.session()
    if not session:
        raise UserError(f"{folder.path} holds no session yet; run `mentorix login` first")
    lines = [Line("user", session.user_id), _homeserver(config, session), Line("device", session.device_id)]
    if session.user_id != config.user_id:
        what = f"the configuration names {config.user_id}; use another data_dir, or run `mentorix login`"
        return [*lines, Line("account", what, SETUP)]
    keys = _keys(folder, session)
    if isinstance(keys, Line):
        lines.append(keys)
    else:
        lines += [Line("fingerprint", keys.fingerprint), await _trust(folder, session, keys)]
    return [*lines, *_kept(folder), await _synced(config, folder)]


def _homeserver(config: Config, session: Session) -> Line:
    """Where it logged in, and where the bot will go by now."""
    configured = str(config.homeserver).rstrip("/")
    moved = f"; the configuration names {configured}" if configured != session.homeserver.rstrip("/") else ""
    return Line("homeserver", session.homeserver + moved)


def _keys(folder: DataFolder, session: Session) -> "DeviceKeys | Line":
    """The device's public keys, or why they cannot be told."""
    from bot.matrix.crypto_store import kept_keys  # noqa: PLC0415  the Matrix library takes half a second to load

    try:
        return kept_keys(folder.crypto_store, session, credentials.pickle_key(folder) or "")
    except SetupError as error:
        return Line("fingerprint", f"unknown: {error}", SETUP)


async def _trust(folder: DataFolder, session: Session, keys: "DeviceKeys") -> Line:
    """How the device stands at the homeserver."""
    from bot.matrix.enrolment import standing_of  # noqa: PLC0415
    from bot.matrix.standing import Standing, said  # noqa: PLC0415
    from bot.matrix.wire import LoggedOut  # noqa: PLC0415

    try:
        standing = await standing_of(session, keys, folder)
    except LoggedOut as error:
        return Line("trust", f"unknown: {error}; run `mentorix login`", FOUND)
    except MatrixError as error:
        return Line("trust", f"unknown: {error}", OUTSIDE)
    return Line("trust", said(standing), SOUND if standing is Standing.SIGNED else FOUND)


def _kept(folder: DataFolder) -> Iterator[Line]:
    held = any(seeds for seeds in folder.seeds())
    yield Line("identity", str(folder.identity) if held else "none is held here")
    given = "the environment" if os.environ.get("MENTORIX_PICKLE_KEY") else str(folder.path / "pickle-key")
    yield Line("device keys", f"{folder.crypto_store}, encrypted with a secret from {given}")


async def _synced(config: Config, folder: DataFolder) -> Line:
    """When the bot last took something in from the homeserver."""
    from bot.storage import Database  # noqa: PLC0415  takes as long

    if not config.database and not folder.database.exists():
        return Line("last synced", "never")
    try:
        database = await Database.open(config.database or folder.database, files.database_password(config))
        try:
            at = await database.last_synced(config.user_id)
        finally:
            await database.close()
    except SetupError as error:
        return Line("last synced", f"unknown: {error}", SETUP)
    except StorageError as error:
        return Line("last synced", f"unknown: {error}", OUTSIDE)
    return Line("last synced", f"{at:%Y-%m-%d %H:%M:%S} UTC" if at else "never")
