"""Answers where little can be said, such as over a bridge to IRC: at most three lines and 400 bytes.

Strategy: the brief face of an answer (`bot.markup`) is text in a small notation: a line for each row, `ITEM` before each
entry of a list, `WHOLE` for a blank at which nothing may be broken and behind an entry's number, `LATER` in front of a row
that others go before. What people wrote never holds these signs. Fitting takes the first row for the answer and a last one
that ends with an address for the way to read on, which stays whole; between them comes what has room, the most important
first. A list stands in one line, its entries shortened evenly. Nothing is cut within a word or an address.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

LINES, BYTES = 3, 400
"""What an answer may have."""

ITEM, LATER, WHOLE = "\x1e", "\x0f", "\N{NO-BREAK SPACE}"

CUT = "…"
"""Where something was left out."""

BETWEEN = " · "
"""Between the entries of a list, and between rows that are no sentences."""

ENTRIES = (90, 70, 56, 46, 38)
"""Bytes to which the entries of a list are shortened: the first at which all of them fit, else the last."""

LEAST = 16
"""Bytes of a row that are worth showing where the rest of it is left out."""

FOR_DETAILS = 90
"""Bytes that the first row leaves to those behind it which cannot wait."""

LONGEST_FOOT = 130
"""Bytes of a last row with its address; of a longer one only the address is said."""

LONGEST_ADDRESS = 280
"""Bytes of an address; a longer one goes without what follows its '#', or is left out."""

_SENTENCES = re.compile(r"(?<=[.!?…।])\s+")
_ADDRESS = re.compile(r"(?:^|\s)(\w+://\S+)$")
_DANGLING = " ,;:(-\N{EN DASH}·“\"'&/" + WHOLE


@dataclass(frozen=True, slots=True)
class Fitted:
    """An answer as it is said.

    Attributes:
        words: at most `LINES` lines and `BYTES` bytes in UTF-8.
        shown: the number of the last entry of its list; None where there is no list.
    """

    words: str
    shown: int | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    """A row as its notation says: what stands before a list, the list's entries, and whether others go before it."""

    words: str
    items: tuple[str, ...] = ()
    later: bool = False

    def __str__(self) -> str:
        listed = BETWEEN.join(self.items)
        return f"{self.words} {listed}" if self.words and listed else self.words or listed


def fitted(brief: str, more: str = "", total: int = 0) -> Fitted:
    """The answer within the limits.

    Args:
        brief: in the notation.
        more: what to say behind a list that does not show everything.
        total: how many entries the whole list has, where its numbers can be typed back; 0 where they cannot.
    """
    if ITEM not in brief and LATER not in brief and brief.count("\n") < LINES and _size(brief) <= BYTES:
        return Fitted(brief.replace(WHOLE, " "))
    rows = _rows(brief)
    head, *rest = rows or [_Row("")]
    foot = _foot(rest.pop()) if rest and _ADDRESS.search(str(rest[-1])) else ""
    left = BYTES - (_size(foot) + 1 if foot else 0)
    details = sorted(rest, key=lambda row: row.later)
    first, shown = _head(head, left, details, more, total)
    middle = _details(details, left - _size(first) - 1, LINES - 1 - bool(foot))
    said = "\n".join(filter(None, (first, middle, foot))).replace(WHOLE, " ")
    return Fitted(said, shown)


def shortened(words: str, most: int) -> str:
    """The beginning of some words, up to so many bytes: whole sentences if they are half of it, else whole words.

    Words are returned as they are where they fit. Only a word that is longer than everything is broken itself.
    """
    if _size(words) <= most:
        return words
    room = max(most - _size(CUT), 0)
    sentences = _as_many(_SENTENCES.split(words), room - 1)
    if sentences and _size(sentences) * 2 >= most:
        return f"{sentences.rstrip(CUT)} {CUT}" if sentences[-1] != CUT else sentences
    kept = _as_many(words.split(" "), room).rstrip(_DANGLING)
    if not kept and "://" not in words.partition(" ")[0]:
        kept = words.encode()[:room].decode(errors="ignore")
    return kept.rstrip(CUT) + CUT if kept else ""


def _size(words: str) -> int:
    """In bytes, as it is said."""
    return len(words.replace(WHOLE, " ").encode())


def _as_many(parts: Sequence[str], most: int) -> str:
    """As many of the first parts as have room."""
    kept, size = [], -1
    for part in parts:
        size += _size(part) + 1
        if size > most:
            break
        kept.append(part)
    return " ".join(kept)


def _rows(brief: str) -> list[_Row]:
    """The rows; a list goes behind a row that announces it."""
    rows: list[_Row] = []
    for line in filter(None, brief.split("\n")):
        words, *items = line.removeprefix(LATER).split(ITEM)
        row = _Row(words.strip(), tuple(item.strip() for item in items), line.startswith(LATER))
        if rows and items and not words and not rows[-1].items:
            head = rows.pop()
            row = _Row(_announcing(head.words), row.items, head.later)
        rows.append(row)
    return rows


def _announcing(words: str) -> str:
    """Words before a list."""
    return words if words.endswith((":", "?", "!", ".")) else f"{words}:"


def _foot(row: _Row) -> str:
    """The last line, with its address whole."""
    said = str(row)
    found = _ADDRESS.search(said)
    if found is None or _size(said) <= LONGEST_FOOT:
        return said
    address = found[1]
    if _size(address) > LONGEST_ADDRESS:
        address = address.partition("#")[0]
    return address if _size(address) <= LONGEST_ADDRESS else ""


def _head(row: _Row, left: int, details: Sequence[_Row], more: str, total: int) -> tuple[str, int | None]:
    """The first line, and how far its list goes."""
    behind = sum(_size(str(each)) + len(BETWEEN) for each in details if not each.later)
    room = left - min(behind, FOR_DETAILS)
    if not row.items:
        return shortened(row.words, room), None
    words = shortened(row.words, room // 2)
    listed, count = _listed(row.items, room - _size(words) - 1, more, total)
    return f"{words} {listed}".strip(), _number(row.items[count - 1]) if count else None


def _listed(items: Sequence[str], room: int, more: str, total: int) -> tuple[str, int]:
    """A list in one line, and how many of its entries stand there."""
    said = ""
    for most in ENTRIES:
        short = [shortened(item, most) for item in items]
        said = _with_end(short, len(items), items, more, total)
        if _size(said) <= room:
            return said, len(items)
    short = [shortened(item, ENTRIES[-1]) for item in items]
    for count in range(len(items) - 1, 0, -1):
        said = _with_end(short[:count], count, items, more, total)
        if _size(said) <= room:
            return said, count
    return "", 0


def _with_end(short: Sequence[str], count: int, items: Sequence[str], more: str, total: int) -> str:
    """The entries, and what is said of those that are not there."""
    last = _number(items[count - 1]) or 0
    if more and last < total:
        return BETWEEN.join([*short, more])
    return BETWEEN.join(short if count == len(items) else [*short, CUT])


def _number(item: str) -> int | None:
    """The number in front of an entry."""
    number = item.partition(WHOLE)[0]
    return int(number) if number.isdecimal() else None


def _details(rows: Sequence[_Row], room: int, most: int) -> str:
    """What stands between the first line and the last: a line for each row where there are few, else all in one."""
    glue = "\n" if len(rows) <= most else ""
    said = ""
    for row in rows:
        between = (glue or (" " if said.endswith((".", "!", "?", "…", ":")) else BETWEEN)) if said else ""
        left = room - _size(said) - len(between.encode())
        words = str(row)
        if _size(words) > left - (_size(CUT) + 1 if row is not rows[-1] else 0):
            words = shortened(words, left)
            return said + between + words if _size(words) >= LEAST else _ended(said, room)
        said += between + words
    return said


def _ended(said: str, room: int) -> str:
    """What was said so far, with a sign that more was left out."""
    end = f" {CUT}"
    if not said or said.endswith(CUT) or _size(said) + _size(end) > room:
        return said
    return said + end
