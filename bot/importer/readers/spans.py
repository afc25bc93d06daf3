"""Cells that reach over several rows or columns of a table."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.importer.blocks import Row, Text

_FARTHEST = 100  # rows or columns that one cell may claim
_WIDEST = 60  # columns of a row


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as the page writes it: its words, and over how many rows and columns it reaches."""

    text: Text
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class SpannedRow:
    """A row of such cells, and the line that it stands on."""

    cells: tuple[Cell, ...]
    line: int
    header: bool = False


def span(said: str | None) -> int:
    """How many rows or columns an attribute claims; 1 where it makes no sense."""
    words = (said or "").strip()
    return min(max(int(words), 1), _FARTHEST) if words.isascii() and words.isdigit() and len(words) < 6 else 1


def spread(rows: Iterable[SpannedRow]) -> Iterator[Row]:
    """Rows in which every cell stands in its column: what reaches down is said again, what reaches aside is not."""
    reaching: dict[int, tuple[int, Text]] = {}
    for row in rows:
        placed: list[Text] = []
        for cell in row.cells:
            _reached(placed, reaching)
            for beside in range(min(cell.columns, max(_WIDEST - len(placed), 1))):
                text = cell.text if not beside else Text()
                if cell.rows > 1 and len(placed) < _WIDEST:
                    reaching[len(placed)] = cell.rows - 1, text
                placed.append(text)
        _reached(placed, reaching)
        yield Row(tuple(placed), row.line, row.header)


def _reached(placed: list[Text], reaching: dict[int, tuple[int, Text]]) -> None:
    """Put what reaches down from above into the columns that are next."""
    while (known := reaching.pop(len(placed), None)) is not None:
        left, text = known
        if left > 1:
            reaching[len(placed)] = left - 1, text
        placed.append(text)
