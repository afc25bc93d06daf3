"""Titles of a plain text that are numbered as an outline is: `2 Ideas`, `2.1 Tune the horn`."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.importer.blocks import Block, Heading, Paragraph

_NUMBER = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+(?=\S)")
_FEWEST = 2


def levelled(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The same blocks; where titles are numbered in levels, these are the headings, and other short lines are text."""
    depths = [_depth(block) for block in blocks]
    if sum(depth > 1 for depth in depths) < _FEWEST or 1 not in depths:
        return tuple(blocks)
    first = depths.index(1)
    return tuple(
        block if n < first else _placed(block, depth)
        for n, (block, depth) in enumerate(zip(blocks, depths, strict=True))
    )


def _depth(block: Block) -> int:
    """How many numbers stand before a bare title; 0 for everything else."""
    found = _NUMBER.match(block.text.plain) if isinstance(block, Heading) and block.bare else None
    return found[1].count(".") + 1 if found else 0


def _placed(block: Block, depth: int) -> Block:
    if not isinstance(block, Heading) or not block.bare:
        return block
    return replace(block, level=depth, bare=False) if depth else Paragraph(block.text, block.line)
