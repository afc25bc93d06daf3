"""What `mentorix catalogue import` reads: files, folders, standard input and addresses, each as one page."""

import asyncio
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from bot.errors import OutsideError, UserError
from bot.importer.importing import Imported, as_json, import_page
from bot.web import fetch

MAX_BYTES = 20_000_000
"""How long a page may be."""

STDIN = "-"


def imported(sources: Sequence[str]) -> Iterator[tuple[str, Imported | UserError]]:
    """Each source with what was understood of it, or why nothing was.

    Args:
        sources: files, folders (every file in them is a page), `-` for standard input, or http(s) addresses.
    """
    for source in sources:
        for name, data in _pages(source):
            try:
                yield name, import_page(_text(_bytes(data)), name)
            except (UserError, OutsideError) as error:
                yield name, UserError(f"{name}: {error}")


def json_lines(sources: Sequence[str]) -> Iterator[tuple[str | None, str | None]]:
    """`(line, fault)` for each page: a JSON line, or a sentence about what went wrong."""
    for _, found in imported(sources):
        if isinstance(found, Imported):
            yield json.dumps(as_json(found), ensure_ascii=False), None
        else:
            yield None, str(found)


def _pages(source: str) -> Iterator[tuple[str, bytes | Path | UserError]]:
    if source == STDIN:
        yield "standard input", sys.stdin.buffer.read(MAX_BYTES + 1)
    elif source.startswith(("http://", "https://")):
        yield PurePosixPath(urlsplit(source).path).name or source, _fetched(source)
    elif Path(source).is_dir():
        yield from ((str(path), path) for path in sorted(Path(source).iterdir()) if _is_page(path))
    else:
        yield source, Path(source)


def _is_page(path: Path) -> bool:
    return path.is_file() and not path.name.startswith((".", "_"))


def _fetched(address: str) -> bytes | UserError:
    try:
        return asyncio.run(fetch(address)).data
    except (UserError, OutsideError) as error:
        return UserError(str(error))


def _bytes(data: bytes | Path | UserError) -> bytes:
    if isinstance(data, UserError):
        raise data
    if isinstance(data, bytes):
        return data
    try:
        if data.stat().st_size > MAX_BYTES:
            raise UserError(f"the page is longer than {MAX_BYTES // 1_000_000} MB; import its parts")
        return data.read_bytes()
    except OSError as error:
        raise UserError(f"it cannot be read: {error.strerror or error}") from error


def _text(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or else Latin-1 where it reads as words."""
    if len(data) > MAX_BYTES:
        raise UserError(f"the page is longer than {MAX_BYTES // 1_000_000} MB; import its parts")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        strange = sum(1 for byte in data[:100_000] if byte < 9 or 13 < byte < 32 or 127 <= byte < 160)
        return data.decode("utf-8" if strange else "cp1252", errors="replace")
