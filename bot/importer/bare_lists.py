"""Pages that name ideas without any field: titled sections, or titled list items, under a heading that says so."""

import re
from collections.abc import Iterator, Sequence

from bot.importer import titles
from bot.importer.blocks import Item, Paragraph, Text
from bot.importer.grouping import head_title
from bot.importer.outline import Section
from bot.importer.record import Record

_LEAST = 2
_IDEAS = re.compile(r"\b(?:ideas?|projects?|proposals|tasks|topics)\b", re.IGNORECASE)
_IDEAS_PAGE = re.compile(r"\b(?:ideas? list|list of (?:\w+ )?ideas|project ideas|ideas page)\b", re.IGNORECASE)


def find(sections: Sequence[Section], page: str) -> list[Record]:
    """Records of a page where nothing has fields; empty where nothing says that ideas follow.

    Args:
        sections: all of the page, the root first.
        page: the title of the front matter, or the empty string.
    """
    for section in sections:
        if _says_so(section, page):
            found = list(_sections(section)) or list(_items(section))
            if len(found) >= _LEAST:
                return found
    first = next((s.title for s in sections if s.heading), "")
    if not _IDEAS_PAGE.search(page or first):
        return []
    return max((list(_sections(s)) for s in sections), key=len) if len(sections) > _LEAST else []


def _says_so(section: Section, page: str) -> bool:
    """Whether its heading, or the page's title above it, promises ideas."""
    title = section.title if section.heading else page
    return bool(_IDEAS.search(title)) and not titles.status_in(title, heading=True)


def _sections(section: Section) -> Iterator[Record]:
    inner = [sum(not c.folded for c in child.children) if not child.blocks else 0 for child in section.children]
    parted = max(inner, default=0) >= _LEAST
    for child, titled in zip(section.children, inner, strict=True):
        if titled and parted:
            yield from _sections(child)
        elif child.heading and not titles.reason_against(child.title):
            blocks = [b for part in (child, *child.children) for b in part.blocks]
            yield Record(
                child.heading.text, child.line, child.fields, blocks, [s.title for s in child.above()], child
            )


def _items(section: Section) -> Iterator[Record]:
    above = [section.title, *(s.title for s in section.above())] if section.heading else []
    for block, after in zip(section.blocks, [*section.blocks[1:], None], strict=False):
        if isinstance(block, Item) and block.depth == 1 and (title := _title(block)) is not None:
            described = [after] if isinstance(after, Paragraph) and after.depth else []
            yield Record(title, block.line, [], [block, *described], above, section)


def _title(block: Item) -> Text | None:
    """What is set off at the start of an item, with more words behind it."""
    line = block.text.lines()[0]
    mark = next((m for m in line.marks if m.start == 0 and m.kind in {"bold", "link"}), None)
    return head_title(block) if mark and len(block.text.plain) > mark.end + 20 else None
