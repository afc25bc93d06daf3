"""What `mentorix login` does: one device for ever."""

from collections.abc import Callable
from dataclasses import replace

from bot.account import Session
from bot.config import Config
from bot.data_folder import DataFolder
from bot.errors import UserError
from bot.matrix.session import by_password, by_token
from bot.matrix.wire import LoggedOut


async def login(config: Config, folder: DataFolder, token: str | None, password: Callable[[], str]) -> str:
    """See that the data folder holds a session that works.

    Args:
        config: whose account, on which homeserver.
        folder: held by us.
        token: an access token to take over, if one was given.
        password: asked for only where it is needed.

    Returns:
        What to tell the operator.

    Raises:
        Refused: wrong password.
        LoggedOut: the token is not accepted.
        MatrixError: the homeserver cannot be reached.
        UserError: the token belongs to another account.
    """
    homeserver = str(config.homeserver).rstrip("/")
    old = folder.session()
    if old and old.user_id != config.user_id:
        old = None
    if token:
        session = await by_token(homeserver, token)
        if session.user_id != config.user_id:
            raise UserError(f"the token belongs to {session.user_id}, but the configuration names {config.user_id}")
        folder.keep(session)
        return f"Took over device {session.device_id} of {session.user_id}."
    if old and await _works(homeserver, old):
        folder.keep(replace(old, homeserver=homeserver))
        return f"Already logged in as {old.user_id} on device {old.device_id}."
    device = old.device_id if old else None
    session = await by_password(homeserver, config.user_id, password(), config.device_name, device)
    folder.keep(session)
    return f"Logged in as {session.user_id} on {'the same ' if device else ''}device {session.device_id}."


async def _works(homeserver: str, session: Session) -> bool:
    try:
        return (await by_token(homeserver, session.access_token)).user_id == session.user_id
    except LoggedOut:
        return False
