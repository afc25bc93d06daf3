"""Mentors who are named once for an area of a page, and so for every idea beneath it that names none."""

from collections.abc import Iterator, Sequence

from bot.importer.fields import Field
from bot.importer.labels import Kind
from bot.importer.outline import Section
from bot.importer.record import Record


def lend(records: Sequence[Record]) -> None:
    """Give each record without a mentor field the one that stands with the nearest heading around it.

    What stands above all ideas of the page is no area: the page's own people.

    Args:
        records: all of the page; their `lent` is set.
    """
    taken = {field.line for record in records for field in record.fields}
    for record in records:
        if not record.of(Kind.MENTOR):
            record.lent = next(_lent(record, records, taken), [])


def _lent(record: Record, records: Sequence[Record], taken: set[int]) -> Iterator[list[Field]]:
    for area in _around(record):
        named = [f for f in area.fields if Kind.MENTOR in f.kinds and f.line < record.line and f.line not in taken]
        if named and not all(area in _around(other) for other in records):
            yield named


def _around(record: Record) -> list[Section]:
    """The sections in which it stands, innermost first; its own heading is none of them."""
    section = record.section
    if section is None or not section.heading:
        return []
    return section.above() if section.line == record.line else [section, *section.above()]
