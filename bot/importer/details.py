"""Ideas that a table or a list names first, and a section of the same title tells more of: one idea, not two."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.importer import titles
from bot.importer.outline import Section
from bot.importer.record import Record

_PLURAL = re.compile(r"(?<=[a-z]{3})(?<!s)s\b")


def joined(listed: Sequence[Record], headed: Sequence[Record], sections: Sequence[Section]) -> list[Record]:
    """All records, each listed one with what its section says; where both have a field, the section's counts.

    Args:
        listed: rows and items.
        headed: sections with fields of their own.
        sections: all of the page.
    """
    by_title = {_key(s.title): s for s in sections if s.heading and not s.folded}
    told = [_with_details(record, by_title.get(_key(record.title.plain))) for record in listed]
    taken = {id(record.section) for record, before in zip(told, listed, strict=True) if record is not before}
    return [*(record for record in headed if id(record.section) not in taken), *told]


def _key(title: str) -> str:
    """The same for one thing and for several: `Lamp driver`, `Lamp drivers`."""
    return _PLURAL.sub("", titles.cleaned(title).casefold())


def _with_details(record: Record, section: Section | None) -> Record:
    """The record with the fields and blocks of a section that it does not stand in itself."""
    around = [record.section, *record.section.above()] if record.section else []
    if section is None or any(section is each for each in around):
        return record
    known = {kind for field in section.fields for kind in field.kinds}
    told = section.heading and titles.tag_status(section.title) is not None
    return replace(
        record,
        title=section.heading.text if section.heading and told else record.title,
        line=section.line,
        fields=[*section.fields, *(field for field in record.fields if not known & set(field.kinds))],
        blocks=[block for part in section.inside for block in part.blocks],
        above=[each.title for each in section.above()],
        section=section,
    )
