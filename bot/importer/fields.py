"""Blocks → fields: a label with everything that belongs to it, wherever the page puts it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.importer import labels, tables
from bot.importer.blocks import Block, Item, Pair, Paragraph, Rule, Table, Text
from bot.importer.labels import STRONG, Kind
from bot.importer.names import looks_named

_LONG = frozenset({Kind.SUMMARY, Kind.OUTCOME, Kind.TASKS})
_TITLE_WORDS = 4
_LONGEST_NAME = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a value; `item` for the head of a list item."""

    text: Text
    line: int
    depth: int = 0
    item: bool = False


@dataclass(slots=True)
class Field:
    """A label, what it means, and its value line by line.

    Attributes:
        place: the number of the block it begins in, among the blocks that were read.
        sticky: it keeps whatever has no label of its own, as under a heading.
    """

    kinds: tuple[Kind, ...]
    label: str
    line: int
    place: int = 0
    depth: int = 0
    item: bool = False
    sticky: bool = False
    entries: list[Entry] = field(default_factory=list)
    inline: bool = False

    @property
    def words(self) -> str:
        """The value as plain lines."""
        return "\n".join(e.text.plain for e in self.entries)


def kinds_in(fields: Iterable[Field]) -> list[Kind]:
    """All kinds, with repetitions."""
    return [kind for f in fields for kind in f.kinds]


def strong_in(fields: Iterable[Field]) -> frozenset[Kind]:
    """The strong kinds among them."""
    return STRONG & set(kinds_in(fields))


def scan(blocks: Sequence[Block], heading: Field | None = None) -> list[Field]:
    """The fields of a stretch of blocks without headings, in page order.

    Args:
        blocks: what to read.
        heading: a field that a heading has begun; it keeps what has no strong label of its own.
    """
    return _Scan(heading).fields(blocks)


class _Scan:
    def __init__(self, heading: Field | None) -> None:
        self._found: list[Field] = [heading] if heading else []
        self._sticky = heading
        self._now: Field | None = heading
        self._block: int = -1  # the block in which the current field began
        self._heads = False  # whether the block is an item with others beneath

    def fields(self, blocks: Sequence[Block]) -> list[Field]:
        for place, (block, after) in enumerate(zip(blocks, [*blocks[1:], None], strict=False)):
            self._heads = (
                isinstance(block, Item) and isinstance(after, Item | Paragraph) and after.depth > block.depth
            )
            match block:
                case Table():
                    self._table(block, place)
                case Pair():
                    self._pair(block, place)
                case Rule():
                    self._now = self._sticky
                case Item() | Paragraph():
                    self._lines(block, place)
                case _:
                    pass
        return self._found

    def _table(self, table: Table, place: int) -> None:
        for label, kinds, values, line in tables.fields_of(table):
            entries = [Entry(t, line) for value in values for t in value.lines() if t.plain]
            self._found.append(Field(kinds, label, line, place, entries=entries))
        if self._sticky and Kind.MENTOR in self._sticky.kinds:
            for text, line in tables.people_of(table):
                self._sticky.entries.append(Entry(text, line, item=True))
        self._now = self._sticky

    def _pair(self, pair: Pair, place: int) -> None:
        kinds = labels.kinds_of(pair.label, 1)
        if kinds:
            entries = [
                Entry(line, pair.line, 1, item=True) for value in pair.values for line in value.lines() if line.plain
            ]
            self._found.append(Field(kinds, pair.label, pair.line, place, entries=entries))
        self._now = self._sticky

    def _lines(self, block: Item | Paragraph, place: int) -> None:
        item = isinstance(block, Item)
        for number, text in enumerate(block.text.lines()):
            line = block.line + number
            if not text.plain:
                continue
            entry = Entry(text, line, block.depth, item and number == 0)
            if isinstance(block, Item) and block.term:
                self._term(entry, place)
            elif alone := self._alone(block, text, number):
                self._begin(alone, text.plain.rstrip(":"), entry, place)
            else:
                self._line(entry, place, item=item and number == 0)

    def _alone(self, block: Item | Paragraph, text: Text, number: int) -> tuple[Kind, ...]:
        """The kinds of a line that is nothing but a label without a colon."""
        beneath = self._heads and "\n" not in block.text.plain
        if number or len(text.plain.split()) > _TITLE_WORDS or (block.depth and not beneath) or self._sticky:
            return ()
        if (
            text.plain[-1:] in ".,;!?"
            or not text.plain[:1].isupper()
            or ":" in text.plain[:-1]
            or any(c.isdigit() for c in text.plain)
        ):
            return ()
        return labels.kinds_of(text.plain)

    def _term(self, entry: Entry, place: int) -> None:
        if kinds := labels.kinds_of(entry.text.plain.rstrip(": "), 1):
            self._begin(kinds, entry.text.plain.rstrip(": "), entry, place)
        elif self._now and entry.depth > self._now.depth:
            self._now.entries.append(entry)
        else:
            self._now = self._sticky

    def _begin(self, kinds: tuple[Kind, ...], label: str, entry: Entry, place: int) -> None:
        self._now = Field(kinds, label, entry.line, place, entry.depth, entry.item)
        self._found.append(self._now)
        self._block = place

    def _line(self, entry: Entry, place: int, *, item: bool) -> None:
        parts = labels.split(entry.text, item=item)
        first = parts[0]
        if not first.label:
            self._more(Entry(first.value, entry.line, entry.depth, entry.item), place)
        elif self._keeps(first, entry, place):
            self._more(entry, place)
            if len(parts) == 1:
                return
        else:
            self._labelled(first, entry, place)
        for part in parts[1:]:
            self._labelled(part, entry, place)
        if parts[1:] and entry.text.plain.rstrip(" .").endswith(")") and f"({parts[-1].label}" in entry.text.plain:
            self._now = self._sticky  # the bracket that held it is closed

    def _keeps(self, part: labels.Labelled, entry: Entry, place: int) -> bool:
        """Whether a labelled line is only a line of the current value."""
        now = self._now
        if now is None:
            return False
        deeper = entry.depth > now.depth or (entry.item and not now.item and not now.inline)
        if not part.kinds:
            return now.sticky or deeper or (place == self._block and not entry.item)
        if now.sticky:
            return not (STRONG | {Kind.SUGGESTED}) & set(part.kinds) or part.kinds == now.kinds
        if Kind.MENTOR in now.kinds:
            return entry.depth > now.depth and (
                bool({Kind.LINKS, Kind.CONTACT, Kind.MENTOR} & set(part.kinds))
                and not {Kind.LEVEL, Kind.SIZE} & set(part.kinds)
            )
        return Kind.SUMMARY not in now.kinds and deeper and not STRONG & set(part.kinds) and now.depth > 0

    def _labelled(self, part: labels.Labelled, entry: Entry, place: int) -> None:
        if not part.kinds:
            self._now = self._sticky
            return
        self._begin(part.kinds, part.label, entry, place)
        if part.value.plain and self._now:
            self._now.inline = True
            self._now.entries.append(Entry(part.value, entry.line, entry.depth))

    def _more(self, entry: Entry, place: int) -> None:
        """A line without a label: part of the current value, or the end of it."""
        now = self._now
        if now is None or not entry.text.plain:
            return
        if now.sticky or self._continues(now, entry, place):
            now.entries.append(entry)
        else:
            self._now = self._sticky

    def _continues(self, now: Field, entry: Entry, place: int) -> bool:
        if place == self._block or (entry.depth > now.depth and (now.item or not now.inline)):
            return True
        last = now.entries[-1] if now.entries else None
        if Kind.MENTOR in now.kinds and not now.inline and last and not (entry.item or last.item):
            return entry.depth == now.depth and all(map(_is_name, (last, entry)))
        long = bool(_LONG & set(now.kinds))
        if entry.depth > now.depth:
            return long or bool({Kind.SKILLS, Kind.OPTIONAL, Kind.LINKS} & set(now.kinds)) or now.words.endswith(":")
        if entry.depth < now.depth:
            return False
        if not now.entries:
            return True
        if now.inline:
            return long and not now.item and not entry.item
        return long or (entry.item and now.entries[-1].item) or now.entries[-1].text.plain.endswith(":")


def _is_name(entry: Entry) -> bool:
    """Whether a line is the name of somebody and nothing else."""
    words = entry.text.plain.split()
    return 1 < len(words) <= _LONGEST_NAME and "".join(words).isalpha() and looks_named(entry.text.plain)


def lines_of(blocks: Iterable[Block]) -> Iterator[Entry]:
    """Every line of running text and lists."""
    for block in blocks:
        if isinstance(block, Paragraph | Item):
            for number, text in enumerate(block.text.lines()):
                if text.plain:
                    yield Entry(text, block.line + number, block.depth, isinstance(block, Item) and number == 0)
