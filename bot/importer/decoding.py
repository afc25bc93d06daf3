"""A page's bytes → its text; pure."""

import codecs
import re
from dataclasses import dataclass

from bot.errors import UserError

MAX_BYTES = 20_000_000
"""How long a page may be."""

_LOOKED_AT = 100_000
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_META = re.compile(rb"<meta[^<>]{0,100}\bcharset=[\"']?([a-zA-Z][\w-]{1,30})")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text; `guess` says in a sentence what was supposed of its encoding, empty where nothing was."""

    text: str
    guess: str = ""


def text_of(data: bytes, charset: str | None = None) -> str:
    """The text of `decoded`, where nobody is there to hear of a guess."""
    return decoded(data, charset).text


def decoded(data: bytes, charset: str | None = None) -> Decoded:
    """The text that bytes hold.

    It is read as their mark says, else as UTF-8, else as the server or the page of HTML says, else as Western Europe writes.

    Args:
        data: the whole page.
        charset: what the server that gave it called its encoding.

    Raises:
        UserError: it is too long, empty, no text, or in an encoding that cannot be guessed.
    """
    if len(data) > MAX_BYTES:
        raise too_long()
    said = _decoded(data, charset)
    if not said.text.strip():
        raise UserError("the page is empty")
    return said


def _decoded(data: bytes, charset: str | None) -> Decoded:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if encoding:
        return Decoded(data.decode(encoding, errors="replace"))
    if b"\0" in data[:_LOOKED_AT]:
        raise UserError(f"this is no text: {_kind(data)}")
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _otherwise(data, charset)


def too_long() -> UserError:
    """What is wrong with a page that is not read, because it is too long."""
    return UserError(f"the page is longer than {MAX_BYTES // 1_000_000} MB; import its parts")


def _otherwise(data: bytes, charset: str | None) -> Decoded:
    beginning = data[:_LOOKED_AT]
    strange = sum(1 for byte in beginning if byte < 9 or 13 < byte < 32)
    if strange * 50 > len(beginning):
        raise UserError(f"this is no text: {_kind(data)}")
    try:
        return Decoded(data.decode(charset or _declared(data) or "utf-8"))
    except (LookupError, UnicodeDecodeError):
        return _guessed(data)


def _declared(data: bytes) -> str | None:
    """The encoding that a page of HTML names itself."""
    found = _META.search(data, 0, 2_000)
    return found[1].decode("ascii") if found else None


def _guessed(data: bytes) -> Decoded:
    """UTF-8 with some bytes broken where most of its longer signs are whole, else as Western Europe writes."""
    broken = data.decode("utf-8", errors="replace")
    lost = broken.count("\ufffd")
    if sum(sign > "\x7f" for sign in broken) > 2 * lost:
        return Decoded(
            broken, f"some bytes of it are not UTF-8; {lost} sign{'' if lost == 1 else 's'} cannot be read"
        )
    western = data.decode("cp1252", errors="replace")
    if _is_garbled(western):
        raise UserError("its encoding is not UTF-8 and cannot be told; save the page as UTF-8")
    return Decoded(western, "it is not UTF-8; it was read as Windows-1252, so look at its accented letters")


def _is_garbled(text: str) -> bool:
    """Whether most letters of the words with accents have one, or most signs are rare ones: no Western language does that."""
    seen = text[:_LOOKED_AT]
    words = [word for word in _LETTERS.findall(seen) if not word.isascii()]
    accented = sum(sign > "\x7f" for word in words for sign in word)
    return accented > 0.7 * sum(map(len, words)) or sum(sign > "\x7f" for sign in seen) > 0.3 * len(seen)


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
