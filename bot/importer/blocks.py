"""What every reader turns a page into: frozen blocks with line numbers (from 1) and their marks kept."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

MarkKind = Literal["bold", "italic", "code", "strike", "link"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch `[start, end)` of a text that is set off; `target` is a link's address."""

    start: int
    end: int
    kind: MarkKind
    target: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """Plain characters with line breaks, and the marks on them in the order of their starts."""

    plain: str = ""
    marks: tuple[Mark, ...] = ()

    def part(self, start: int, end: int | None = None) -> "Text":
        """The stretch `[start, end)` without outer blanks, its marks moved along."""
        end = len(self.plain) if end is None else end
        inner = self.plain[start:end]
        start += len(inner) - len(inner.lstrip())
        end = max(start, start + len(inner.strip()))
        kept = tuple(
            Mark(max(m.start, start) - start, min(m.end, end) - start, m.kind, m.target)
            for m in self.marks
            if m.start < end and m.end > start
        )
        return Text(self.plain[start:end], kept)

    def lines(self) -> tuple["Text", ...]:
        """One text for each line, empty ones too; one sweep over the marks."""
        if "\n" not in self.plain:
            return (self,)
        cuts = [-1, *(i for i, char in enumerate(self.plain) if char == "\n"), len(self.plain)]
        found, waiting = [], list(reversed(self.marks))
        for before, after in pairwise(cuts):
            here: list[Mark] = []
            while waiting and waiting[-1].start < after:
                here.append(waiting.pop())
            waiting.extend(m for m in reversed(here) if m.end > after)
            found.append(Text(self.plain, tuple(here)).part(before + 1, after))
        return tuple(found)

    def opening(self) -> "Text":
        """The first line; what is set off at the start is kept whole where it goes on in the next lines."""
        if "\n" not in self.plain:
            return self
        end = max((m.end for m in self.marks if m.start == 0 and m.kind in {"bold", "link"}), default=0)
        return Text(self.plain[:end].replace("\n", " ") + self.plain[end:], self.marks).lines()[0]

    def standing(self) -> "Text":
        """With blanks for what is struck out, so that all the rest stays in its place."""
        struck = [mark for mark in self.marks if mark.kind == "strike"]
        plain = self.plain
        for mark in struck:
            plain = plain[: mark.start] + " " * (mark.end - mark.start) + plain[mark.end :]
        kept = (m for m in self.marks if not any(s.start <= m.start and m.end <= s.end for s in struck))
        return Text(plain, tuple(kept)) if struck else self

    @property
    def links(self) -> tuple[tuple[str, str], ...]:
        """`(words, address)` of every link."""
        return tuple((self.plain[m.start : m.end], m.target) for m in self.marks if m.kind == "link")


def joined(parts: Iterable[Text]) -> Text:
    """Several texts as one, each on lines of its own."""
    plain: list[str] = []
    marks: list[Mark] = []
    at = 0
    for part in parts:
        plain.append(part.plain)
        marks.extend(Mark(m.start + at, m.end + at, m.kind, m.target) for m in part.marks)
        at += len(part.plain) + 1
    return Text("\n".join(plain), tuple(marks))


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the highest. `bare` marks a title line that only looks like one."""

    text: Text
    line: int
    level: int
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `depth` counts the list items around it."""

    text: Text
    line: int
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """The head of a list item or of a definition (`term`); `depth` counts from 1, what is deeper belongs to it."""

    text: Text
    line: int
    depth: int = 1
    ordered: bool = False
    term: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table."""

    cells: tuple[Text, ...]
    line: int
    header: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; the first row may be a header."""

    rows: tuple[Row, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and its values which the format itself sets apart: front matter, a data key, a field list."""

    label: str
    values: tuple[Text, ...]
    line: int
    front: bool = field(default=False)


@dataclass(frozen=True, slots=True)
class Code:
    """Text shown as it stands; never read for fields."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the page."""

    line: int


Block = Heading | Paragraph | Item | Table | Pair | Code | Rule
