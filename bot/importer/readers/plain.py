"""Plain text, such as is copied from a rendered page: bare title lines, `•` items, underlined titles."""

import re

from bot.importer.blocks import Block, Heading, Item, Paragraph, Rule, Text
from bot.importer.readers.lines import Inline

_ITEM = re.compile(r"^(\s*)(?:([•◦▪‣●○*+\u2013-]|o(?=\s{2,}))|(\d{1,2}|[a-z])[.)])\s+(.+)$")
_UNDERLINE = re.compile(r"^\s*([=~^*#_-])\1{3,}\s*$")
_RULED = re.compile(r"^\s*(={1,6})\s*(\S.*?)\s*\1\s*$")
_INLINE = Inline(
    {"'''": "bold", "**": "bold", "`": "code"},
    [r"<(?P<url>https?://[^\s<>]+)>", r"(?P<url>https?://[^\s<>()\[\]]+[\w/])"],
)
_LONGEST_TITLE = 110
_ENDINGS = (".", ":", ",", ";", "!")
_SENTENCE = re.compile(r"[a-z]{2}\. [A-Z]")


def read(text: str) -> tuple[Block, ...]:
    """Blocks of a plain text; what stands alone and is short becomes a bare heading."""
    found: list[Block] = []
    lines = text.split("\n")
    group: list[str] = []
    start = 0
    for number, line in enumerate([*lines, ""]):
        if line.strip():
            if not group:
                start = number
            group.append(line)
        elif group:
            found.extend(_group(group, start + 1))
            group = []
    return tuple(found)


def _group(lines: list[str], first: int) -> list[Block]:
    """One stretch between blank lines."""
    if len(lines) == 1 and _UNDERLINE.match(lines[0]):
        return [Rule(first)]
    if len(lines) >= 2 and _UNDERLINE.match(lines[1]) and not _UNDERLINE.match(lines[0]):
        head = Heading(_INLINE.text(lines[0].strip()), first, 1 if lines[1].strip()[0] in "=#" else 2)
        return [head, *(_group(lines[2:], first + 2) if lines[2:] else [])]
    if ruled := _RULED.match(lines[0]):
        head = Heading(_INLINE.text(ruled[2]), first, len(ruled[1]))
        return [head, *(_group(lines[1:], first + 1) if lines[1:] else [])]
    if len(lines) == 1 and _is_title(lines[0]):
        return [Heading(_INLINE.text(lines[0].strip()), first, 1, bare=True)]
    if len(lines) > 1 and _is_title(lines[0]) and _ITEM.match(lines[1]):
        return [Heading(_INLINE.text(lines[0].strip()), first, 1, bare=True), *_lines(lines[1:], first + 1)]
    return _lines(lines, first)


def _lines(lines: list[str], first: int) -> list[Block]:
    """Items, and paragraphs of what stands between them."""
    found: list[Block] = []
    depths: list[int] = []
    for number, line in enumerate(lines, first):
        if item := _ITEM.match(line):
            indent = len(item[1].expandtabs(4))
            depths = [d for d in depths if d < indent] + [indent]
            found.append(Item(_INLINE.text(item[4]), number, len(depths), ordered=bool(item[3])))
        elif found and not line[:1].isspace() and isinstance(found[-1], Item):
            found.append(Paragraph(_INLINE.text(line.strip()), number))
        elif found and not isinstance(found[-1], Heading):
            found[-1] = _longer(found[-1], line.strip())
        else:
            found.append(Paragraph(_INLINE.text(line.strip()), number))
    return found


def _longer(block: Block, line: str) -> Block:
    if isinstance(block, Item):
        return Item(Text(f"{block.text.plain}\n{line}", block.text.marks), block.line, block.depth, block.ordered)
    if isinstance(block, Paragraph):
        return Paragraph(Text(f"{block.text.plain}\n{line}", block.text.marks), block.line)
    return block


def _is_title(line: str) -> bool:
    """Short, not indented, no sentence, beginning with a letter, a figure or a quote."""
    words = line.strip()
    return (
        not line[:1].isspace()
        and 2 < len(words) <= _LONGEST_TITLE
        and not words.endswith(_ENDINGS)
        and not _ITEM.match(line)
        and not _SENTENCE.search(words)
        and any(char.isalpha() for char in words)
        and not words[0].islower()
    )
