"""Bold lines as titles, with prose and no field beneath them, where a heading promises ideas."""

from collections.abc import Iterator, Sequence

from bot.importer import bare_lists, labels, titles
from bot.importer.blocks import Paragraph, Text
from bot.importer.fields import scan
from bot.importer.outline import Section
from bot.importer.record import Record

_LEAST, _LONGEST, _WORDS = 3, 120, 2


def find(sections: Sequence[Section], page: str) -> list[Record]:
    """Records of the bold lines; empty where they are few, repeat, or hardly any words stand beneath them.

    Args:
        sections: all of the page, the root first.
        page: the title of the front matter, or what its file is called.
    """
    found = [record for section in sections if _promises(section, page) for record in _bold(section)]
    different = {record.title.plain.casefold() for record in found}
    described = [record for record in found if record.blocks]
    several = _LEAST <= len(found) == len(different) and len(described) * 3 >= len(found) * 2
    return found if several else []


def _promises(section: Section, page: str) -> bool:
    """Whether ideas may stand right beneath its heading, with no other section between them."""
    title = section.title if section.heading else page
    inner = any(not child.folded for child in section.children)
    return not inner and bare_lists.promises(title) and not titles.status_in(title, heading=True)


def _bold(section: Section) -> Iterator[Record]:
    starts = [n for n, block in enumerate(section.blocks) if isinstance(block, Paragraph) and _is_title(block)]
    above = [section.title, *(s.title for s in section.above())] if section.heading else []
    for start, end in zip(starts, [*starts[1:], len(section.blocks)], strict=False):
        blocks = section.blocks[start + 1 : end]
        title = section.blocks[start]
        if isinstance(title, Paragraph):
            yield Record(title.text, title.line, scan(blocks), blocks, list(above), section)


def _is_title(block: Paragraph) -> bool:
    """Whether all of a short line is bold, and it is neither a label, a sentence nor a part of the page."""
    words = block.text.plain
    return (
        not block.depth
        and len(words) <= _LONGEST
        and len(words.split()) >= _WORDS
        and words[-1] not in ".:,;!?"
        and _all_bold(block.text)
        and not labels.kinds_of(words)
        and titles.reason_against(words) is None
    )


def _all_bold(text: Text) -> bool:
    return any(m.kind == "bold" and m.start == 0 and m.end >= len(text.plain) for m in text.marks)
