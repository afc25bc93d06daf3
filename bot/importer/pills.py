"""Headings with values behind the title: `Tune the horn · 90h · easy · @moth`."""

import re
from dataclasses import replace

from bot.importer import sizes
from bot.importer.blocks import Block, Heading, Paragraph, Text

_PARTS = re.compile(r"\s[·|•]\s")
_FEWEST = 2
_HANDLES = re.compile(r"@[\w-]{1,40}(?:,?\s+@[\w-]{1,40}){0,5}")


def below(block: Block) -> list[Block]:
    """A heading with values behind its title, such as `Tune the horn · 90h · easy · @moth`, and they as a line beneath."""
    if not isinstance(block, Heading) or len(gaps := list(_PARTS.finditer(block.text.plain))) < _FEWEST:
        return [block]
    ends = [*(gap.start() for gap in gaps[1:]), None]
    values = [block.text.part(gap.end(), end) for gap, end in zip(gaps, ends, strict=True)]
    if not any(sizes.is_value(value.plain) for value in values):
        return [block]
    people = [
        Paragraph(Text(f"Mentors: {value.plain}"), block.line) for value in values if _HANDLES.fullmatch(value.plain)
    ]
    rest = Text(" · ".join(value.plain for value in values if not _HANDLES.fullmatch(value.plain)))
    title = replace(block, text=block.text.part(0, gaps[0].start()))
    return [title, *people, Paragraph(rest, block.line)]
