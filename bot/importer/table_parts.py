"""Tables that hold several ideas, one below or beside the other, as a table for each."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.importer.blocks import Block, Row, Table, joined
from bot.importer.labels import STRONG
from bot.importer.tables import kinds_of

_FEWEST = 2


def parted(blocks: Iterable[Block]) -> Iterator[Block]:
    """The same blocks, each such table in its parts."""
    for block in blocks:
        if isinstance(block, Table):
            table = _whole(block)
            yield from list(_below(table)) or list(_beside(table)) or [table]
        else:
            yield block


def _whole(table: Table) -> Table:
    """A row that only goes on with some cells of the row above, which has them all, becomes part of it."""
    rows: list[Row] = []
    for row in table.rows:
        above = rows[-1] if len(rows) > 1 else None
        goes_on = above and len(row.cells) == len(above.cells) > _FEWEST and not row.cells[0].plain
        if above and goes_on and any(c.plain for c in row.cells) and all(c.plain for c in above.cells[:_FEWEST]):
            pairs = zip(above.cells, row.cells, strict=True)
            rows[-1] = replace(above, cells=tuple(joined([a, b]) if b.plain else a for a, b in pairs))
        else:
            rows.append(row)
    return Table(tuple(rows), table.line)


def _below(table: Table) -> Iterator[Table]:
    """Stretches of labelled rows, each beneath a row with nothing but a title."""
    starts = [n for n, row in enumerate(table.rows) if _is_title(row) and n + 1 < len(table.rows)]
    starts = [n for n in starts if _is_labelled(table.rows[n + 1])]
    if len(starts) < _FEWEST:
        return
    for start, end in zip(starts, [*starts[1:], len(table.rows)], strict=True):
        yield Table(table.rows[start:end], table.rows[start].line)


def _beside(table: Table) -> Iterator[Table]:
    """Columns of values, where the titles stand in the first row and the labels in the first column."""
    head, *rows = table.rows
    if len(head.cells) <= _FEWEST or any(len(row.cells) != len(head.cells) for row in rows):
        return
    labelled = [row for row in rows if _is_labelled(row)]
    strong = [row for row in labelled if STRONG & set(kinds_of(row.cells[0]))]
    if len(strong) < _FEWEST or len(labelled) * 2 < len(rows) or any(kinds_of(cell) for cell in head.cells[1:]):
        return
    for column in range(1, len(head.cells)):
        title = replace(head, cells=(head.cells[column],), header=False)
        values = (replace(row, cells=(row.cells[0], row.cells[column])) for row in rows)
        yield Table((title, *values), table.line)


def _is_title(row: Row) -> bool:
    filled = [cell for cell in row.cells if cell.plain]
    return len(filled) == 1 and bool(row.cells[0].plain) and not kinds_of(row.cells[0])


def _is_labelled(row: Row) -> bool:
    return len(row.cells) > 1 and bool(kinds_of(row.cells[0]))
