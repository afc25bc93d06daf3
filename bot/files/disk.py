"""Single files: how faults name them, their YAML with its lines, writing one whole or not at all."""

import os
import stat
import tempfile
from pathlib import Path

from bot.catalogue.marks import MAX_BYTES, Marked, read_marked, too_big, unread
from bot.errors import Fault, SetupError

SUFFIXES = {".yaml", ".yml"}


def shown(path: Path) -> str:
    """A path as faults and remarks name it: from the current folder where it lies inside, so that it is short."""
    here = Path.cwd()
    near = path.relative_to(here) if path.is_relative_to(here) else path
    return str(near).encode("utf-8", "replace").decode()


def marked(path: Path) -> Marked:
    """A file's values; a file that is too big is not read at all, one that is no plain file never opened."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            return unread("not a plain file")
        if found.st_size > MAX_BYTES:
            return unread(too_big(found.st_size))
        with path.open("rb") as file:
            return read_marked(file.read(MAX_BYTES + 1))
    except OSError as error:
        return unread(f"the file cannot be read: {reason(error)}")


def yaml_files(folder: Path, *, missing_ok: bool = False) -> list[Path]:
    """The YAML files that stand in a folder itself; hidden ones (editors leave such) are passed over."""
    if missing_ok and not folder.exists():
        return []
    found = (path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)
    return sorted(path for path in found if not path.name.startswith("."))


def write_text(path: Path, text: str) -> None:
    """Writes a file whole or not at all: beside its place first, and into its place when it is safely on the disk.

    Raises:
        SetupError: when it cannot be written; an older file is then as it was.
    """
    path = path.resolve()
    try:
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        number, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with open(number, "w", encoding="utf-8", newline="\n") as file:  # noqa: PTH123 — a descriptor has no path
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(beside).chmod(mode)
            Path(beside).replace(path)
        finally:
            Path(beside).unlink(missing_ok=True)
    except OSError as error:
        raise SetupError([Fault(shown(path), "", f"cannot be written: {reason(error)}")]) from error


def reason(error: OSError) -> str:
    """What the system says is wrong, in small letters."""
    return (error.strerror or type(error).__name__).lower()
