"""What `mentorix login` does: one device for ever, signed with the account's own identity."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.account import Session
from bot.config import Config
from bot.data_folder import DataFolder
from bot.errors import BotError, MatrixError, UserError
from bot.matrix import secret_storage
from bot.matrix.cross_signing import served
from bot.matrix.crypto_store import CryptoStore, StoreGone, kept_keys, made, opened
from bot.matrix.enrolment import DeviceSpent, Enrolment
from bot.matrix.session import by_password, by_token, client_of
from bot.matrix.standing import Standing, said
from bot.matrix.wire import LoggedOut, Wire, path_of


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the operator asked for.

    Attributes:
        token: an access token whose session is to be taken over.
        recovery_key: opens the identity that the account keeps on the homeserver.
        reset_identity: replace the account's identity, whatever it is.
        new_recovery_key: keep the identity under a new recovery key.
    """

    token: str | None = None
    recovery_key: bytes | None = None
    reset_identity: bool = False
    new_recovery_key: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it.

    Attributes:
        said: what to tell the operator.
        wrong: what is not as it should be, and what mends it.
    """

    said: tuple[str, ...]
    wrong: str | None


@dataclass(frozen=True, slots=True)
class Login:
    """One login.

    Attributes:
        config: whose account, on which homeserver.
        folder: held by us.
        secret: what the device's keys are encrypted with.
        password: asked for only where it is needed.
        wishes: see there.
    """

    config: Config
    folder: DataFolder
    secret: str
    password: Callable[[], str]
    wishes: Wishes

    async def run(self) -> Outcome:
        """See that the data folder holds a session that works, of a device that others trust.

        Raises:
            Refused: wrong password.
            LoggedOut: the token is not accepted.
            MatrixError: the homeserver cannot be reached.
            UserError: the token belongs to another account; or the recovery key is wrong.
            SetupError: the keys in the data folder cannot be read.
            StorageError: the data folder cannot be written to.
        """
        session, told = await self._session()
        try:
            return await self._trusted(session, told)
        except DeviceSpent as error:
            if self.wishes.token:
                raise UserError(
                    f"the device of this token cannot be used: {error}; log in with the password"
                ) from error
            return await self._anew(session, str(error))

    async def _session(self) -> tuple[Session, str]:
        """A session that works, written down, and how we came to it."""
        homeserver = str(self.config.homeserver).rstrip("/")
        if self.wishes.token:
            session = await self._taken_over(homeserver, self.wishes.token)
            return session, f"Took over device {session.device_id} of {session.user_id}."
        old = self.folder.session()
        if old and old.user_id != self.config.user_id:
            old = None
        if old and await _works(homeserver, old):
            self.folder.keep(replace(old, homeserver=homeserver))
            return old, f"Already logged in as {old.user_id} on device {old.device_id}."
        device = old.device_id if old and self._has_keys(old) else None
        session = await self._by_password(device)
        self.folder.keep(session)
        return (
            session,
            f"Logged in as {session.user_id} on {'the same ' if device else ''}device {session.device_id}.",
        )

    async def _taken_over(self, homeserver: str, token: str) -> Session:
        session = await by_token(homeserver, token)
        if session.user_id != self.config.user_id:
            what = f"the token belongs to {session.user_id}, but the configuration names {self.config.user_id}"
            raise UserError(what)
        self.folder.keep(session)
        return session

    async def _by_password(self, device: str | None) -> Session:
        homeserver = str(self.config.homeserver).rstrip("/")
        return await by_password(
            homeserver, self.config.user_id, self.password(), self.config.device_name, device_id=device
        )

    def _has_keys(self, session: Session) -> bool:
        """Whether we hold the keys of the session's device; without them it cannot go on."""
        try:
            kept_keys(self.folder.crypto_store, session, self.secret)
        except StoreGone:
            return False
        return True

    async def _anew(self, old: Session, why: str) -> Outcome:
        """A new device in place of one that nobody would trust any more; the old one is logged out."""
        session = await self._by_password(None)
        told = f"Device {old.device_id} is given up: {why}. Logged in on the new device {session.device_id}."
        try:
            outcome = await self._trusted(session, told)
        except BotError:
            await _log_out(session)  # else each try would leave a device behind
            raise
        self.folder.keep(session)
        await _log_out(old)
        return outcome

    async def _trusted(self, session: Session, told: str) -> Outcome:
        """See that others can trust the session's device."""
        client = client_of(session.homeserver, session)
        wire = Wire(client)
        try:
            store = await self._store(wire, session)
            try:
                return await self._enrolled(Enrolment(wire, session, store, self.folder, self.password), wire, told)
            finally:
                store.close()
        finally:
            await client.close()

    async def _store(self, wire: Wire, session: Session) -> CryptoStore:
        """The device's keys; made only for a device that never had any."""
        try:
            return opened(self.folder.crypto_store, session, self.secret)
        except StoreGone as error:
            if (await served(wire, session.user_id, session.device_id)).device:
                raise DeviceSpent("its keys are gone") from error
            return made(self.folder.crypto_store, session, self.secret)

    async def _enrolled(self, enrolment: Enrolment, wire: Wire, told: str) -> Outcome:
        wishes = self.wishes
        await enrolment.upload()
        if wishes.recovery_key:
            await enrolment.recover(wishes.recovery_key)
        if wishes.reset_identity:
            await enrolment.replace()
        standing = await enrolment.sign()
        if standing is not Standing.SIGNED:
            return Outcome((told,), said(standing))
        renewed = wishes.reset_identity or wishes.new_recovery_key
        if not renewed and await secret_storage.is_used(wire, self.config.user_id):
            return Outcome((told,), None)
        key = await secret_storage.store(wire, self.folder.seeds()[0])
        return Outcome((told, f"Recovery key, shown only now: {key}"), None)


async def _works(homeserver: str, session: Session) -> bool:
    try:
        return (await by_token(homeserver, session.access_token)).user_id == session.user_id
    except LoggedOut:
        return False


async def _log_out(session: Session) -> None:
    """End an old session, if that still can be done; nothing depends on it."""
    client = client_of(session.homeserver, session)
    try:
        await Wire(client).post(path_of("logout"))
    except MatrixError:
        pass
    finally:
        await client.close()
