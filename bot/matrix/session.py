"""Logging in: one device for ever, by password or by access token."""

import asyncio
from collections.abc import Callable

import nio
import structlog

from bot.account import Session
from bot.errors import BotError, MatrixError, Refused, SessionExpired, StorageError
from bot.matrix.wire import Wire, path_of

log = structlog.get_logger()


def client_of(homeserver: str, session: Session | None = None) -> nio.AsyncClient:
    """nio's client; our own loops do the retrying, so nio must not."""
    client = nio.AsyncClient(
        homeserver.rstrip("/"),
        config=nio.AsyncClientConfig(max_limit_exceeded=0, max_timeouts=0, encryption_enabled=False),
    )
    if session:
        client.user_id, client.device_id = session.user_id, session.device_id
        client.access_token = session.access_token
    return client


async def by_password(
    homeserver: str, user_id: str, password: str, device_name: str, device_id: str | None = None
) -> Session:
    """Log in (Client-Server API, 5.7.2); with a device id the old device goes on under a new token.

    Raises:
        Refused: wrong password, or the account may not log in.
        MatrixError: the homeserver cannot be reached.
    """
    body = {
        "type": "m.login.password",
        "identifier": {"type": "m.id.user", "user": user_id},
        "password": password,
        "initial_device_display_name": device_name,
    } | ({"device_id": device_id} if device_id else {})
    client = client_of(homeserver)
    try:
        answer = await Wire(client).post(path_of("login"), body)
    except Refused as error:
        raise Refused(f"{homeserver} did not let {user_id} log in: {error}", error.code) from error
    finally:
        await client.close()
    return _session(homeserver, answer, str(answer.get("access_token") or ""))


async def by_token(homeserver: str, token: str) -> Session:
    """Take over the session that a token belongs to (Client-Server API, 5.6 `whoami`).

    Raises:
        LoggedOut: the token is not accepted.
        MatrixError: the homeserver cannot be reached, or the token belongs to no device.
    """
    client = client_of(homeserver)
    client.access_token = token
    try:
        answer = await Wire(client).get(path_of("account", "whoami"))
    finally:
        await client.close()
    return _session(homeserver, answer, token)


LAST_WORDS = 2.0
"""Seconds in which the operators are told of another device before everything begins anew."""


class NewDevice(BotError):
    """The homeserver gave us another device than we had: its keys are new, so everything begins anew with it."""


class Renewal:
    """Logs in again, with the same device, when the homeserver has ended the session.

    Args:
        client: its token is replaced.
        keep: writes the new session down; may raise `StorageError`.
        password: None where the operator configured none.
        report: tells the operators something once, by a key.
        then: called whenever there is a new session; the homeserver may have forgotten things with the old one.
    """

    def __init__(
        self,
        client: nio.AsyncClient,
        keep: Callable[[Session], None],
        password: str | None,
        report: Callable[[str, str], None],
        then: Callable[[], None],
    ) -> None:
        self._client = client
        self._keep = keep
        self._password = password
        self._report = report
        self._then = then
        self._turn = asyncio.Lock()
        self._changed = asyncio.Event()

    async def watch(self) -> None:
        """Wait for another device, for ever; run it as a task.

        Raises:
            NewDevice: there is one, and its session is written down.
        """
        await self._changed.wait()
        await asyncio.sleep(LAST_WORDS)
        raise NewDevice(f"the homeserver gave us the device {self._client.device_id}")

    async def __call__(self, stale: str) -> None:
        """See that the client has another token than the stale one.

        Raises:
            SessionExpired: there is no password, or it is no longer accepted.
            MatrixError: the homeserver cannot be reached; ask again later.
        """
        async with self._turn:
            if self._client.access_token != stale:
                return
            if not self._password:
                raise SessionExpired(
                    "the homeserver ended our session; run `mentorix login`, or configure password_file so that"
                    " the bot can log in again by itself"
                )
            homeserver, user_id = self._client.homeserver, str(self._client.user_id)
            try:
                fresh = await by_password(homeserver, user_id, self._password, "", self._client.device_id)
            except Refused as error:
                raise SessionExpired(f"our session has ended and logging in again was refused: {error}") from error
            self._take(fresh)
            self._then()

    def _take(self, fresh: Session) -> None:
        """Go on with a new session, whether or not it can be written down."""
        before, self._client.device_id = self._client.device_id, fresh.device_id
        self._client.access_token = fresh.access_token
        log.info("logged in again", device=fresh.device_id)
        if fresh.device_id != before:
            words = f"The homeserver gave me a new device, {fresh.device_id}, for {before}, which it no longer knows."
            self._report(f"device {fresh.device_id}", f"{words} What I was about to say then may come twice.")
        try:
            self._keep(fresh)
        except StorageError as error:
            words = f"I logged in again, and cannot write the new session down: {error}. I log in anew at each start."
            self._report("session not kept", words)
        else:
            if fresh.device_id != before:
                self._changed.set()


def _session(homeserver: str, answer: dict[str, object], token: str) -> Session:
    user_id, device_id = str(answer.get("user_id") or ""), str(answer.get("device_id") or "")
    if not (user_id and device_id and token):
        raise MatrixError("the homeserver's answer names no user, device or token")
    return Session(homeserver, user_id, device_id, token)
