"""The data folder: private, held by one process, with the session in it."""

import fcntl
import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import IO

from bot.account import Session
from bot.errors import Fault, SetupError, StorageError


class DataFolder:
    """A folder that only its owner can read.

    Args:
        path: made with mode 0700 where it does not exist.

    Raises:
        SetupError: it cannot be made or written to.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock: IO[str] | None = None
        try:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.chmod(0o700)
        except OSError as error:
            raise _setup(path, f"cannot be used as data folder: {error.strerror}") from error

    @property
    def database(self) -> Path:
        """The database file."""
        return self.path / "mentorix.db"

    def hold(self) -> None:
        """Keep other processes out until `release` or the end of this process, however it ends.

        Raises:
            SetupError: another process holds it; says which.
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
            raise _setup(self.path, f"is held by another mentorix (process {holder}); stop that one first") from error
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
        """The stored session, if there is one.

        Raises:
            SetupError: the file is damaged.
        """
        path = self.path / "session.json"
        try:
            values = json.loads(path.read_text("utf-8"))
            if not all(isinstance(values[key], str) and values[key] for key in Session.__slots__):
                raise ValueError("a value is missing")
            return Session(**values)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _setup(path, f"cannot be read: {error.strerror}; does another user own it?") from error
        except (ValueError, TypeError, KeyError) as error:
            reason = "is damaged; restore it from a backup, or delete it and run `mentorix login` (a new device)"
            raise _setup(path, reason) from error

    def keep(self, session: Session) -> None:
        """Store the session so that a crash leaves the old one or the new one, never half of it.

        Raises:
            StorageError: it cannot be written, as on a full disk; the old one is still there.
        """
        path, fresh = self.path / "session.json", self.path / "session.json.new"
        try:
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump(asdict(session), file)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
        except OSError as error:
            fresh.unlink(missing_ok=True)
            raise StorageError(f"{path} cannot be written: {error.strerror}") from error


def _setup(path: Path, what: str) -> SetupError:
    return SetupError([Fault(str(path), "", what)])
