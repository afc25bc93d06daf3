"""An inventory as bytes, to be kept for the next start: words and plain numbers, nothing that could run; pure.

One line tells what follows: for which catalogue and code, a checksum, and the sizes of the parts. Bytes that do not fit
the line are no error: whatever was damaged or is out of date is taken anew.
"""

import platform
import re
import sys
import unicodedata
from array import array
from collections.abc import Iterable
from hashlib import sha256
from importlib.metadata import version
from itertools import accumulate, pairwise, starmap
from zlib import crc32

from pydantic_core import to_json

from bot.catalogue.model import Catalogue
from bot.matching.inventory import Inventory, taken
from bot.matching.lexicon import lexicon, sources
from bot.matching.postings import Lists

NUMBERS = "iiiB"
"""Types of the arrays, which come first; after them come lists of words."""

WORDS = 10
"""How many such lists there are."""

_LINE = re.compile(
    rb"mentorix-inventory ([0-9a-f]{64}) ([0-9a-f]{8})((?: [0-9]{1,12}){%d})\n" % (len(NUMBERS) + WORDS)
)
"""Key, checksum, and the sizes of the parts in bytes."""


def inventory_of(catalogue: Catalogue, kept: bytes | None) -> tuple[Inventory, bytes | None]:
    """The inventory of a catalogue's words.

    Args:
        catalogue: what there is.
        kept: what was to be kept at an earlier start, if it was; it may be damaged or of another catalogue.

    Returns:
        The inventory, and what to keep for the next start; None where `kept` still serves.
    """
    key = key_of(catalogue)
    inventory = unpacked(kept, key) if kept else None
    if inventory is not None:
        return inventory, None
    inventory = taken(catalogue, lexicon())
    return inventory, packed(inventory, key)


def key_of(catalogue: Catalogue) -> bytes:
    """What an inventory depends on: the catalogue, this code with its word lists, and the stemmer and Unicode below it."""
    below = (version("snowballstemmer"), unicodedata.unidata_version, platform.python_version(), sys.byteorder)
    parts = (to_json(catalogue), *sources(), *(text.encode() for text in below))
    return sha256(b"".join(sha256(part).digest() for part in parts)).hexdigest().encode()


def packed(inventory: Inventory, key: bytes) -> bytes:
    """The inventory as bytes."""
    lists = inventory.lists
    stems = array("i", map(lists.words.__getitem__, inventory.vocabulary.values()))
    numbers = (stems, lists.counts, lists.documents, lists.grades)
    stood = (_written(words) for words in (lists.words, map(repr, lists.worths), lists.texts, inventory.vocabulary))
    pairs = (_written(words) for words in (inventory.pairs, inventory.pairs.values()))
    names = (_written(words) for words in (inventory.titles, inventory.names, inventory.keywords, inventory.spelt))
    body = [*(column.tobytes() for column in numbers), *stood, *pairs, *names]
    sizes = b"".join(b" %d" % len(part) for part in body)
    whole = b"".join(body)
    return b"mentorix-inventory %b %08x%b\n%b" % (key, crc32(whole, crc32(sizes)), sizes, whole)


def unpacked(kept: bytes, key: bytes) -> Inventory | None:
    """The inventory that was packed with this key; None where these bytes hold none, or not whole."""
    line = _LINE.match(kept)
    body = memoryview(kept)[line.end() if line else 0 :]
    if not line or line[1] != key or line[2] != b"%08x" % crc32(body, crc32(line[3])):
        return None
    ends = [0, *accumulate(map(int, line[3].split()))]
    parts = [body[begin:end] for begin, end in pairwise(ends)]
    stems, counts, documents, grades = starmap(_array, zip(NUMBERS, parts, strict=False))
    stood, worths, texts, forms, joined, pairs, titles, names, keywords, spelt = map(_lines, parts[len(NUMBERS) :])
    words = {word: number for number, word in enumerate(stood)}
    return Inventory(
        Lists(words, counts, documents, grades, list(map(float, worths)), texts),
        dict(zip(forms, map(stood.__getitem__, stems), strict=True)),
        dict(zip(joined, pairs, strict=True)),
        titles,
        names,
        keywords,
        spelt,
    )


def _written(words: Iterable[str]) -> bytes:
    return "".join(f"{word}\n" for word in words).encode()


def _array(kind: str, part: memoryview) -> "array[int]":
    numbers = array(kind)
    numbers.frombytes(part)
    return numbers


def _lines(part: memoryview) -> list[str]:
    return str(part, "utf-8").split("\n")[:-1]
