"""Tables as a spreadsheet exports them: cells between commas, semicolons or tabs, the first row a header."""

import csv
import io

from bot.importer.blocks import Block, Row, Table, Text
from bot.importer.tables import is_header

_DELIMITERS = "\t;,|"
_FEWEST = 3
_LARGEST_CELL = 1_000_000


def read(text: str) -> tuple[Block, ...]:
    """The one table."""
    lead = len(text) - len(text.lstrip("\n"))
    rows = tuple(_rows(text[lead:], lead + 1))
    return (Table(rows, rows[0].line),) if rows else ()


def is_table(text: str) -> bool:
    """Whether the first line has labels of fields as cells, and no values behind them."""
    first = text.lstrip().split("\n", 1)[0]
    cells = first.split(_delimiter(first))
    return (
        first[:1] not in "{[<|"
        and len(cells) >= _FEWEST
        and not any(": " in cell.strip() for cell in cells)
        and is_header(Row(tuple(Text(cell.strip(' "')) for cell in cells), 1))
    )


def _delimiter(line: str) -> str:
    return max(_DELIMITERS, key=line.count)


def _rows(text: str, first: int) -> list[Row]:
    csv.field_size_limit(_LARGEST_CELL)
    reader = csv.reader(io.StringIO(text), delimiter=_delimiter(text.split("\n", 1)[0]))
    found: list[Row] = []
    line = first
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append(Row(tuple(Text(cell.strip()) for cell in cells), line, header=not found))
            line = first + reader.line_num
    except csv.Error:
        return found
    return found
