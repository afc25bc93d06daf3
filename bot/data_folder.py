"""The data folder: held by one process, with the session and the keys in it that nobody else can read."""

import base64
import errno
import fcntl
import json
import os
import secrets
import stat
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO

from bot.account import SEED, Seeds, Session
from bot.errors import Fault, SetupError, StorageError


class DataFolder:
    """A folder whose files only their owner can read.

    Args:
        path: made with mode 0700 where it does not exist; one that exists is left as it is.

    Raises:
        SetupError: it cannot be made, or anybody could put files into it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock: IO[str] | None = None
        try:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            open_to_all = path.stat().st_mode & stat.S_IWOTH
        except OSError as error:
            raise _setup(path, f"cannot be used as data folder: {error.strerror}") from error
        if open_to_all:
            raise _setup(path, "can be written to by every user; name a folder of its own, or run `chmod o-w` on it")

    @property
    def database(self) -> Path:
        """The database file."""
        return self.path / "mentorix.db"

    @property
    def crypto_store(self) -> Path:
        """The file with the keys of our device."""
        return self.path / "crypto.db"

    @property
    def identity(self) -> Path:
        """The file with the seeds of the account's cross-signing keys."""
        return self.path / "identity.json"

    @property
    def aliases(self) -> Path:
        """The file of other names of ideas that wait for review."""
        return self.path / "aliases.yaml"

    def hold(self) -> None:
        """Keep other processes out until `release` or the end of this process, however it ends.

        Raises:
            SetupError: another process holds it, and which; or it cannot be held.
        """
        path = self.path / "lock"
        try:
            file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="utf-8")
        except OSError as error:
            raise _setup(path, f"cannot be used: {error.strerror}; does another user own it?") from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            file.close()
            raise _setup(self.path, _why_not_held(error, holder)) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._lock = file

    def release(self) -> None:
        """Let others in."""
        if self._lock:
            self._lock.close()
            self._lock = None

    def session(self) -> Session | None:
        """The stored session, if there is one; a file that others could read is closed to them.

        Raises:
            SetupError: the file is damaged, or cannot be read or closed to others.
        """
        path = self.path / "session.json"
        values = _read(path, Session.__slots__, "delete it and run `mentorix login` (a new device)")
        return Session(**values) if values else None

    def keep(self, session: Session) -> None:
        """Store the session so that a crash leaves the old one or the new one, never half of it.

        Raises:
            StorageError: it cannot be written, as on a full disk; the old one is still there.
        """
        _write(self.path / "session.json", json.dumps(asdict(session)).encode())

    def seeds(self) -> tuple[Seeds, ...]:
        """The seeds of the account's cross-signing keys: those that are kept, then those that were only proposed.

        Raises:
            SetupError: a file is damaged, or cannot be read or closed to others.
        """
        found = (_read(path, Seeds.__slots__, _NO_IDENTITY) for path in (self.identity, self._proposal))
        return tuple(Seeds(values.pop("user_id"), **_unpacked(values, self.identity)) for values in found if values)

    def propose(self, seeds: Seeds) -> None:
        """Write seeds down before the homeserver hears of them; those that are kept stay.

        Raises:
            StorageError: they cannot be written.
        """
        _write(self._proposal, _packed(seeds))

    def settle(self, seeds: Seeds) -> None:
        """Keep the seeds of the keys that the account now has; nothing is proposed any more.

        Raises:
            StorageError: they cannot be written.
        """
        _write(self.identity, _packed(seeds))
        self._proposal.unlink(missing_ok=True)

    @property
    def _proposal(self) -> Path:
        return self.path / "identity.json.proposed"

    def pickle_key(self) -> str | None:
        """The secret that the device's keys are encrypted with, where it is kept here.

        Raises:
            SetupError: the file cannot be read or closed to others.
        """
        path = self.path / "pickle-key"
        try:
            _close_to_others(path)
            return path.read_text("utf-8").strip()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise _setup(path, f"cannot be read: {error}") from error

    def make_pickle_key(self) -> str:
        """Make such a secret and keep it here.

        Raises:
            StorageError: it cannot be written.
        """
        made = secrets.token_urlsafe(SEED)
        _write(self.path / "pickle-key", made.encode())
        return made

    def inventory(self) -> bytes | None:
        """What was kept of the catalogue's words at an earlier start; None where there is nothing to read."""
        try:
            return (self.path / "inventory").read_bytes()
        except OSError:
            return None

    def keep_inventory(self, packed: bytes) -> None:
        """Keep the catalogue's words for the next start; an older inventory is replaced whole or not at all.

        Raises:
            StorageError: it cannot be written.
        """
        _write(self.path / "inventory", packed)


_NO_IDENTITY = "delete it and run `mentorix login --recovery-key`"


def _packed(seeds: Seeds) -> bytes:
    values = {name: base64.b64encode(value).decode() for name, value in asdict(seeds).items() if name != "user_id"}
    return json.dumps({"user_id": seeds.user_id} | values).encode()


def _unpacked(values: dict[str, str], path: Path) -> dict[str, bytes]:
    try:
        found = {name: base64.b64decode(value, validate=True) for name, value in values.items()}
    except ValueError:
        found = {}
    if {len(seed) for seed in found.values()} != {SEED}:
        raise _damaged(path, _NO_IDENTITY)
    return found


def _read(path: Path, names: tuple[str, ...], mended: str) -> dict[str, str] | None:
    """The strings in a JSON file of ours, which is closed to others first; None where there is no file."""
    try:
        _close_to_others(path)
        values = json.loads(path.read_text("utf-8"))
        if values.keys() != set(names) or not all(isinstance(value, str) and value for value in values.values()):
            raise ValueError("a value is missing")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _setup(path, f"cannot be read: {error.strerror}; does another user own it?") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise _damaged(path, mended) from error
    return dict(values)


def _close_to_others(path: Path) -> None:
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)


def _damaged(path: Path, mended: str) -> SetupError:
    return _setup(path, f"is damaged; restore it from a backup, or {mended}")


def _write(path: Path, data: bytes) -> None:
    fresh = path.with_name(f"{path.name}.new")
    try:
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise StorageError(f"{path} cannot be written: {error.strerror}") from error


def _why_not_held(error: OSError, holder: str) -> str:
    if error.errno in {errno.EWOULDBLOCK, errno.EACCES}:
        return f"is held by another mentorix (process {holder}); stop that one first"
    return f"cannot be locked: {error.strerror}; its file system has no locks, so put data_dir on a local disk"


def _setup(path: Path, what: str) -> SetupError:
    return SetupError([Fault(str(path), "", what)])
