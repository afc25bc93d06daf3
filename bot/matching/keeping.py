"""An inventory as bytes, to be kept for the next start: plain numbers and JSON, nothing that could run; pure.

One line tells what follows: for which catalogue and code, a digest, and the sizes of the parts. Bytes that do not fit
the line are no error: whatever was damaged or is out of date is taken anew.
"""

import json
import platform
import re
import sys
import unicodedata
from array import array
from hashlib import blake2b
from importlib.metadata import version
from itertools import accumulate, pairwise

from bot.catalogue.model import Catalogue
from bot.matching.inventory import Inventory, taken
from bot.matching.lexicon import lexicon, sources
from bot.matching.postings import Forward

_LINE = re.compile(rb"mentorix-inventory ([0-9a-f]{64}) ([0-9a-f]{64})((?: [0-9]{1,12}){5})\n")
"""Key, digest, and the sizes of five parts in bytes."""


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
    parts = (catalogue.model_dump_json().encode(), *sources(), *(text.encode() for text in below))
    return _digest(*(_digest(part) for part in parts))


def packed(inventory: Inventory, key: bytes) -> bytes:
    """The inventory as bytes."""
    forward = inventory.forward
    words = {
        "words": list(forward.words),
        "worths": forward.worths,
        "vocabulary": inventory.vocabulary,
        "pairs": [" ".join((word, *stems)) for word, stems in inventory.pairs.items()],
        "titles": [" ".join(sorted(stems)) for stems in inventory.titles],
        "names": ["\n".join(sorted(names)) for names in inventory.names],
        "spelt": inventory.spelt,
    }
    columns = (column.tobytes() for column in (forward.sizes, forward.numbers, forward.grades))
    body = (json.dumps(words).encode(), "\n".join(forward.texts).encode(), *columns)
    sizes = b"".join(b" %d" % len(part) for part in body)
    return b"".join((b"mentorix-inventory %b %b%b\n" % (key, _digest(sizes, *body), sizes), *body))


def unpacked(kept: bytes, key: bytes) -> Inventory | None:
    """The inventory that was packed with this key; None where these bytes hold none, or not whole."""
    line = _LINE.match(kept)
    body = memoryview(kept)[line.end() :] if line else b""
    if not line or line[1] != key or line[2] != _digest(line[3], body):
        return None
    ends = [0, *accumulate(map(int, line[3].split()))]
    words, texts, sizes, numbers, grades = (bytes(body[begin:end]) for begin, end in pairwise(ends))
    told = json.loads(words)
    forward = Forward(
        {word: number for number, word in enumerate(told["words"])},
        array("i", sizes),
        array("i", numbers),
        array("B", grades),
        told["worths"],
        texts.decode().split("\n"),
    )
    return Inventory(
        forward,
        told["vocabulary"],
        {word: (a, b) for word, a, b in map(str.split, told["pairs"])},
        [frozenset(stems.split()) for stems in told["titles"]],
        [frozenset(names.split("\n")) for names in told["names"]],
        told["spelt"],
    )


def _digest(*parts: bytes | memoryview) -> bytes:
    digest = blake2b(digest_size=32)
    for part in parts:
        digest.update(part)
    return digest.hexdigest().encode()
