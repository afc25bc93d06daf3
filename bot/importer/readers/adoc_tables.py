"""Tables of AsciiDoc: cells one after the other, which may reach over several rows and columns, or be repeated."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.importer.blocks import Text
from bot.importer.readers.spans import Cell, SpannedRow, span

_CELL = re.compile(
    r"(?:^|(?<=\s))(?:(?P<columns>\d*)(?:\.(?P<rows>\d+))?(?P<sign>[+*]))?(?:\.?[<^>]){0,2}[aehlmsdv]?\|"
)
_COLUMNS = re.compile(r"\bcols\s*=\s*(?:\"(?P<quoted>[^\"\n]*)\"|(?P<bare>[^,\]\s\"]+))")
_REPEATED = re.compile(r"^\s*(\d{1,2})\*")
_MOST_REPEATED = 60


@dataclass(frozen=True, slots=True)
class Source:
    """A cell's source, the line on which it begins, and over how many rows and columns it reaches."""

    words: str
    line: int
    rows: int = 1
    columns: int = 1


def columns_of(attributes: str) -> int:
    """How many columns the line above a table tells, such as `[cols="1,3*,2"]`; 0 where it tells none."""
    found = _COLUMNS.search(attributes)
    told = [part for part in re.split(r"[,;]", (found["quoted"] or found["bare"] or "") if found else "") if part]
    return sum(span(many[1]) if (many := _REPEATED.match(part)) else 1 for part in told)


def cells_of(line: str, number: int) -> tuple[str, list[Source]]:
    """What a line adds to the cell before, and the cells that begin on it."""
    signs = list(_CELL.finditer(line))
    if not signs:
        return line, []
    ends = [*(sign.start() for sign in signs[1:]), len(line)]
    found: list[Source] = []
    for sign, end in zip(signs, ends, strict=True):
        words = line[sign.end() : end].strip()
        if sign["sign"] == "*":
            found += [Source(words, number)] * min(span(sign["columns"]), _MOST_REPEATED)
        else:
            found.append(Source(words, number, span(sign["rows"]), span(sign["columns"])))
    return line[: signs[0].start()], found


def longer(cell: Source, line: str) -> Source:
    """The cell with one more line."""
    return replace(cell, words=f"{cell.words}\n{line.strip()}".strip())


def rows_of(cells: Sequence[Source], width: int, texts: Sequence[Text]) -> Iterator[SpannedRow]:
    """Rows of as many columns, those counted which are reached from above; `texts` are the cells' words as read."""
    left = [0] * width  # for how many more rows each column is reached
    row: list[Cell] = []
    line = at = 0
    for cell, text in zip(cells, texts, strict=True):
        while at < width and left[at]:
            at += 1
        if at >= width:
            yield SpannedRow(tuple(row), line)
            left, row, at = [max(n - 1, 0) for n in left], [], 0
            at = next((n for n in range(width) if not left[n]), 0)
        line = line if row else cell.line
        row.append(Cell(text, cell.rows, cell.columns))
        for column in range(at, min(at + cell.columns, width)):
            left[column] = cell.rows
        at += cell.columns
    if row:
        yield SpannedRow(tuple(row), line)
