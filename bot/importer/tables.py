"""Tables: of fields (labels down the side, or above their values), of people, or of ideas (a row each)."""

from collections.abc import Iterator

from bot.importer import labels
from bot.importer.blocks import Row, Table, Text, joined
from bot.importer.labels import STRONG, Kind

Found = tuple[str, tuple[Kind, ...], tuple[Text, ...], int]
_MARKS = "*_: "
_NO_TITLES = frozenset({"#", "no", "no.", "nr", "id", "key", "ticket", "issue", "bug", "email", "e-mail"})
"""What columns are called whose cells name an idea by a number or a sign."""


def kinds_of(cell: Text) -> tuple[Kind, ...]:
    """What a cell means as a label; empty where it is none."""
    return labels.kinds_of(cell.plain.strip(_MARKS), 1)


def fields_of(table: Table) -> list[Found]:
    """`(label, kinds, values, line)` of a table that describes one idea; empty for other tables."""
    return list(_in_turns(table)) or list(_down(table)) or list(_across(table))


def _in_turns(table: Table) -> Iterator[Found]:
    """Rows of labels, each above the row with its values."""
    heads, values = table.rows[::2], table.rows[1::2]
    if not 1 < len(heads) == len(values) or not is_header(heads[0]):
        return
    if not all(map(_is_all_labels, heads)) or any(map(_is_all_labels, values)):
        return
    for head, row in zip(heads, values, strict=True):
        yield from _valued(head, row)


def _is_all_labels(row: Row) -> bool:
    filled = [cell for cell in row.cells if cell.plain]
    return bool(filled) and all(map(kinds_of, filled))


def _down(table: Table) -> Iterator[Found]:
    """Labels in the first column."""
    rows = [row for row in table.rows if any(cell.plain for cell in row.cells)]
    labelled = [row for row in rows if len(row.cells) >= 2 and kinds_of(row.cells[0])]
    if not labelled or len(labelled) * 2 < len(rows) or not any(STRONG & set(kinds_of(r.cells[0])) for r in labelled):
        return
    if is_header(table.rows[0]) and len(table.rows[0].cells) > 2:
        return
    first = rows[0]
    if first not in labelled and first.cells[0].plain and len([c for c in first.cells if c.plain]) == 1:
        yield "title", (Kind.TITLE,), (first.cells[0],), first.line
    for row in labelled:
        yield (
            row.cells[0].plain.strip(_MARKS),
            kinds_of(row.cells[0]),
            tuple(c for c in row.cells[1:] if c.plain),
            row.line,
        )


def _across(table: Table) -> Iterator[Found]:
    """A header of labels with a single row of values."""
    if len(table.rows) != 2 or title_column(table) is not None or not is_header(table.rows[0]):
        return
    yield from _valued(table.rows[0], table.rows[1])


def _valued(head: Row, row: Row) -> Iterator[Found]:
    """What each label of one row says in the same column of another."""
    for label, cell in zip(head.cells, row.cells, strict=False):
        if kinds := kinds_of(label):
            yield label.plain.strip(_MARKS), kinds, (cell,) if cell.plain else (), row.line


def is_header(row: Row) -> bool:
    """Whether at least two cells are labels, one of them strong; one cell may be all there is."""
    kinds = [kinds_of(cell) for cell in row.cells]
    return sum(map(bool, kinds)) >= min(2, len(kinds)) and any(STRONG & set(k) for k in kinds)


def title_column(table: Table) -> int | None:
    """The column with the ideas' titles, in a table with a row for each idea."""
    head = table.rows[0]
    if len(table.rows) < 2 or not is_header(head):
        return None
    kinds = [kinds_of(cell) for cell in head.cells]
    named = next((n for n, k in enumerate(kinds) if Kind.TITLE in k), None)
    if named is not None:
        return named
    words = [cell.plain.casefold() for cell in head.cells]
    guessed = next((n for n, w in enumerate(words) if not STRONG & set(kinds[n]) and _titular(w)), None)
    if guessed is not None:
        return guessed
    strong = {k for ks in kinds for k in ks if k in STRONG}
    first = next(
        (n for n, k in enumerate(kinds) if not STRONG & set(k) and words[n] not in _NO_TITLES),
        None,
    )
    return first if len(table.rows) > 2 and len(strong) >= 2 and first is not None and first <= 1 else None


def _titular(words: str) -> bool:
    return any(word in words.split() for word in ("project", "projects", "title", "idea", "ideas", "topic", "name"))


def rows_of(table: Table, column: int) -> Iterator[tuple[Row, list[Found]]]:
    """Each row that has a title, with the fields that the header names."""
    head = table.rows[0]
    for row in table.rows[1:]:
        if column >= len(row.cells) or not row.cells[column].plain or row.header:
            continue
        found: list[Found] = []
        for n, cell in enumerate(row.cells[: len(head.cells)]):
            kinds = kinds_of(head.cells[n])
            if n != column and cell.plain and kinds:
                found.append((head.cells[n].plain.strip(_MARKS), kinds, (cell,), row.line))
        yield row, found


def people_of(table: Table) -> Iterator[tuple[Text, int]]:
    """Rows of a table of people, each as one text."""
    for row in table.rows[1:] if len(table.rows) > 1 else table.rows:
        cells = [cell for cell in row.cells if cell.plain]
        if cells:
            text = joined(cells)
            yield Text(text.plain.replace("\n", ", ") if len(cells) < 2 else _spaced(text), text.marks), row.line


def _spaced(text: Text) -> str:
    """Cells side by side; the lengths stay, so that marks stay in place."""
    return text.plain.replace("\n", ",")
