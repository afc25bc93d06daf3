"""Ideas that a page writes line below line within one paragraph: `**Tune the horn** — what it is about (easy, 90 hours)`."""

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.importer import labels
from bot.importer.blocks import Block, Paragraph, Text, joined

_FEWEST = 2
_SHORTEST_TITLE = 4
_TOLD = re.compile(r"\s*(?:[\u2013—:]|-{1,3}(?=\s))\s*\S")


def apart(blocks: Iterable[Block]) -> Iterator[Block]:
    """The same blocks, where each line with a title of its own begins a paragraph of its own."""
    for block in blocks:
        lines = block.text.lines() if isinstance(block, Paragraph) and "\n" in block.text.plain else ()
        starts = [n for n, line in enumerate(lines) if _is_titled(line)]
        if isinstance(block, Paragraph) and len(starts) >= _FEWEST and starts[0] == 0:
            yield from _parts(block, lines, starts)
        else:
            yield block


def _parts(block: Paragraph, lines: Sequence[Text], starts: list[int]) -> Iterator[Paragraph]:
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield Paragraph(joined(lines[start:end]), block.line + start, block.depth)


def _is_titled(line: Text) -> bool:
    """Whether a line begins with something bold that is no label, and goes on to tell of it."""
    mark = next((m for m in line.marks if m.start == 0 and m.kind == "bold"), None)
    if mark is None or mark.end < _SHORTEST_TITLE or labels.split(line)[0].kinds:
        return False
    return bool(_TOLD.match(line.plain, mark.end)) or line.plain[: mark.end].rstrip().endswith(":")
