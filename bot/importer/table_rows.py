"""Tables with a row for each idea: its title, the fields of the other columns, and those that stand within cells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.importer import labels, tables
from bot.importer.blocks import Paragraph, Row, Table, Text
from bot.importer.fields import Entry, Field, scan
from bot.importer.labels import STRONG, Kind

_LONGEST_TITLE = 160
_MORE = 20  # characters below a title that describe the idea


@dataclass(frozen=True, slots=True)
class RowIdea:
    """What one row tells, or several rows with the same title: its fields, and the words that describe it."""

    title: Text
    fields: tuple[Field, ...]
    described: tuple[Paragraph, ...]
    line: int


def ideas_in(table: Table) -> Iterator[RowIdea]:
    """The idea of each row; nothing for tables of another kind. A title may reach over several rows."""
    for title, rows in groupby(_rows_in(table), key=lambda row: row.title.plain):
        first, *more = rows
        fields = [*first.fields, *(field for row in more for field in row.fields if title)]
        yield RowIdea(first.title, tuple(fields), first.described, first.line)


def _rows_in(table: Table) -> Iterator[RowIdea]:
    column = tables.title_column(table)
    if column is None:
        return
    rows = list(tables.rows_of(table, column))
    set_off = _set_off_titles([row for row, _ in rows], column)
    for number, (row, found) in enumerate(rows):
        title = set_off[number] if set_off else _title(row.cells[column])
        yield RowIdea(title, tuple(_fields(row, found)), tuple(_described(row, title, found)), row.line)


def _fields(row: Row, found: Sequence[tables.Found]) -> list[Field]:
    """Those that the header names, then those that stand within cells and tell something else."""
    within = [f for cell in row.cells for f in scan([Paragraph(cell, row.line)]) if f.entries]
    told = {kind for f in within for kind in f.kinds}
    beside = [
        Field(kinds, label, at, entries=[Entry(t, at) for v in values for t in v.lines() if t.plain])
        for label, kinds, values, at in found
        if not told & {Kind.MENTOR} or Kind.CONTACT not in kinds
    ]
    known = {kind for f in beside for kind in f.kinds if kind in STRONG}
    return [*beside, *(f for f in within if not known & set(f.kinds))]


def _described(row: Row, title: Text, found: Sequence[tables.Found]) -> Iterator[Paragraph]:
    """What goes on below the title, and the cells of columns that describe."""
    telling = [value for _, kinds, values, _ in found if Kind.SUMMARY in kinds for value in values]
    for cell in row.cells:
        if cell.plain.startswith(title.plain):
            rest = cell.part(len(title.plain))
            yield from [Paragraph(rest, row.line)] if rest.plain else []
        elif any(cell is value for value in telling):
            yield Paragraph(cell, row.line)


def _title(cell: Text) -> Text:
    """What is set off at the beginning of a cell that goes on below it, or else the whole cell."""
    head = _head(cell)
    return head if head and len(cell.plain) - len(head.plain) > _MORE else cell


def _set_off_titles(rows: Sequence[Row], column: int) -> list[Text]:
    """Titles that begin the cells of another column, where the first choice repeats: it names areas, not ideas."""
    first = [row.cells[column].plain.casefold() for row in rows]
    if len(set(first)) == len(first):
        return []
    for place in range(len(rows[0].cells)):
        heads = [_head(row.cells[place]) if place < len(row.cells) else None for row in rows]
        titles = [head for head in heads if head is not None]
        if place != column and len(titles) == len(rows):
            return titles
    return []


def _head(cell: Text) -> Text | None:
    """The bold beginning of a cell that goes on below it."""
    line, *rest = cell.opening().lines()[0], *cell.lines()[1:]
    mark = next((m for m in line.marks if m.start == 0 and m.kind in {"bold", "link"}), None)
    if mark is None or not rest or mark.end > _LONGEST_TITLE or labels.split(line)[0].kinds:
        return None
    return line.part(0, mark.end)
