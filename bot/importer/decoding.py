"""A page's bytes → its text; pure."""

import codecs

from bot.errors import UserError

MAX_BYTES = 20_000_000
"""How long a page may be."""

_LOOKED_AT = 100_000
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def text_of(data: bytes, charset: str | None = None) -> str:
    """The text that bytes hold: as their mark says, else UTF-8, else as the server said, else as Western Europe writes.

    Args:
        data: the whole page.
        charset: what the server that gave it called its encoding.

    Raises:
        UserError: it is too long, empty, or no text.
    """
    if len(data) > MAX_BYTES:
        raise too_long()
    said = _decoded(data, charset)
    if not said.strip():
        raise UserError("the page is empty")
    return said


def _decoded(data: bytes, charset: str | None) -> str:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if encoding:
        return data.decode(encoding, errors="replace")
    if b"\0" in data[:_LOOKED_AT]:
        raise UserError(f"this is no text: {_kind(data)}")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _otherwise(data, charset)


def too_long() -> UserError:
    """What is wrong with a page that is not read, because it is too long."""
    return UserError(f"the page is longer than {MAX_BYTES // 1_000_000} MB; import its parts")


def _otherwise(data: bytes, charset: str | None) -> str:
    beginning = data[:_LOOKED_AT]
    strange = sum(1 for byte in beginning if byte < 9 or 13 < byte < 32)
    if strange * 50 > len(beginning):
        raise UserError(f"this is no text: {_kind(data)}")
    try:
        return data.decode(charset or "utf-8")
    except (LookupError, UnicodeDecodeError):
        western = not any(127 <= byte < 160 for byte in beginning) and not strange
        return data.decode("cp1252" if western else "utf-8", errors="replace")


def _kind(data: bytes) -> str:
    """What the first bytes show, for somebody who picked the wrong file."""
    known = {
        b"%PDF": "a PDF file",
        b"PK\x03\x04": "a ZIP archive or an office document",
        b"\x89PNG": "a picture",
        b"\xff\xd8\xff": "a picture",
        b"GIF8": "a picture",
        b"\x1f\x8b": "a compressed file",
        b"SQLite": "a database",
        b"\x7fELF": "a program",
    }
    return next(
        (name for start, name in known.items() if data.startswith(start)), "it is made of bytes, not of signs"
    )
