"""Plain text, such as is copied from a rendered page: bare title lines, `•` items, underlined titles."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.importer.blocks import Block, Heading, Item, Paragraph, Row, Rule, Table, Text
from bot.importer.readers.lines import Inline
from bot.importer.readers.numbering import levelled
from bot.importer.vocabulary import is_label

_ITEM = re.compile(
    r"^(\s*)(?:([•◦▪‣●○*+\u2013-]|o(?=\s{2,}))|(\d{1,2}|[a-z])[.)]|\[\d{1,2}\](?=\s+[^\W\d_][^/\n]*$))\s+(.+)$"
)
_UNDERLINE = re.compile(r"^\s*([=~^*#_-])\1{3,}\s*$")
_RULED = re.compile(r"^\s*(={1,6})\s*(\S.*?)\s*\1\s*$")
_INLINE = Inline(
    {"'''": "bold", "**": "bold", "`": "code"},
    [r"<(?P<url>https?://[^\s<>]+)>", r"(?P<url>https?://[^\s<>()\[\]]+[\w/])"],
)
_PART = "\x00"  # no readable text has it
_TIGHT_FROM, _UNWRAPPED, _LINES_A_BLANK = 12, 100, 10
_BARS = re.compile(r"^\s*\|?(?:\s*:?-{3,}:?\s*\|)+(?:\s*:?-{3,}:?\s*)?$")
_FURNITURE = re.compile(r"^\s*(?:\[\s*edit(?: source)?\s*\]|¶)\s*$")
_FEWEST_TABS = 2
_FEWEST_LABELS = 2
_LONGEST_TITLE = 110
_LONGEST_SMALL = 80
_SHORT = 30
_MOST_CATEGORIES, _LONGEST_CATEGORY = 4, 30
_NAME = re.compile(r"[A-Z\d_]|^lib\w{2}|^\w+lib$")
_ENDINGS = (".", ":", ",", ";", "!")
_FIELDS = re.compile(r":\s.*\s\|\s|\s\|\s.*:\s")  # labels and values between bars
_LABELLED = re.compile(r"^\s*[^\W\d_][^:.\n]{1,40}:(?:\s|$)")
_PROMISES = re.compile(r"\bideas\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[a-z]{2}\. [A-Z]")
_MAIL = re.compile(r"[\w.+-]@[\w-]{1,63}\.\w")
_TELLS = re.compile(  # how sentences begin, and titles do not
    r"(?:You|We|I|They|It|There|This|These|Somebody)(?:['\u2019]\w+)? "
    r"(?:will|would|can|could|should|must|may|might|are|is|am|was|have|has|need|want|do|does|work)\b"
)


def read(text: str) -> tuple[Block, ...]:
    """Blocks of a plain text; what stands alone and is short becomes a bare heading."""
    lines = text.split("\n")
    groups = list(_groups(_parted(lines) if is_tight(text) else lines))
    found: list[Block] = []
    if groups and _is_page_title(groups[0][0]):
        (title, *rest), first = groups[0]
        found = [Heading(_INLINE.text(title.strip()), first, 1, bare=True)]
        groups[0] = rest, first + 1
    under: list[int] = []
    for (group, first), after in zip(groups, [*groups[1:], None], strict=False):
        found.extend(_numbered(group, first, after[0] if after else []) or _group(group, first, under))
        under = _still_open(group, under)
    return levelled(found)


def _indent(line: str) -> int:
    return len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())


def _still_open(lines: list[str], under: list[int]) -> list[int]:
    """The indents of the items that what is indented further in the next stretch belongs to."""
    for line in lines:
        under = [depth for depth in under if depth < _indent(line)] + ([_indent(line)] if _ITEM.match(line) else [])
    return under


def _is_page_title(lines: list[str]) -> bool:
    """Whether the first line of a page is its title, with a few words below it, as forums have their categories."""
    head, *below = lines
    if not below or len(below) > _MOST_CATEGORIES or not _PROMISES.search(head) or not _is_title(head):
        return False
    return not any(len(line) > _LONGEST_CATEGORY or line.endswith(_ENDINGS) or _ITEM.match(line) for line in below)


def is_tight(text: str) -> bool:
    """Whether each line is a block of its own: long lines but rows of a table, and hardly a blank one between them."""
    lines = [line for line in text.strip().split("\n") if not line.startswith("|")]
    blank = sum(not line.strip() for line in lines)
    return (
        len(lines) >= _TIGHT_FROM
        and blank * _LINES_A_BLANK < len(lines)
        and max(map(len, lines), default=0) > _UNWRAPPED
    )


def _parted(lines: list[str]) -> list[str]:
    """Every line with what stands between two blocks before it, on the same line number; items and rows stay."""
    kept: list[str] = []
    rows = set(_rows(lines))
    for number, (before, line) in enumerate(pairwise(["", *lines])):
        joined = number in rows or (_ITEM.match(line) and _ITEM.match(before))
        kept.append(line if joined else f"{_PART}{line}")
    return kept


def _rows(lines: list[str]) -> Iterator[int]:
    """The numbers of all lines of tables written with bars, but those of their headers."""
    inside = False
    for number, (before, line) in enumerate(pairwise(["", *lines])):
        inside = "|" in line and (inside or ("|" in before and bool(_BARS.match(line))))
        if inside:
            yield number


def _groups(lines: list[str]) -> Iterator[tuple[list[str], int]]:
    """`(lines, number of the first)` of each stretch between blank lines."""
    group: list[str] = []
    start = 0
    for number, line in enumerate([*lines, ""]):
        if _FURNITURE.match(line):
            continue
        if group and (not line.strip() or line.startswith(_PART)):
            yield group, start + 1
            group = []
        if line.removeprefix(_PART).strip():
            start = start if group else number
            group.append(line.removeprefix(_PART))


def _numbered(lines: list[str], first: int, after: list[str]) -> list[Block]:
    """A numbered line that stands alone above running text is a title; above another item it is a list."""
    item = _ITEM.match(lines[0]) if len(lines) == 1 and lines[0][:1].isdigit() else None
    if item is None or not _is_title(item[4]) or not after or _ITEM.match(after[0]) or not after[0][:1].isalpha():
        return []
    described = len(" ".join(after)) > _LONGEST_TITLE or after[-1].rstrip().endswith(".")
    return [Heading(_INLINE.text(item[4]), first, 1, bare=True)] if described else []


def _group(lines: list[str], first: int, under: Sequence[int] = ()) -> list[Block]:
    """One stretch between blank lines; `under`: the indents of the items before it that may go on."""
    if table := _tabbed(lines, first) or _barred(lines, first):
        return table
    if _alternate(lines):
        return [block for number, line in enumerate(lines, first) for block in _group([line], number)]
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
    if len(lines) > 1 and _is_title(lines[0]) and (_ITEM.match(lines[1]) or _is_told_below(lines)):
        return [Heading(_INLINE.text(lines[0].strip()), first, 1, bare=True), *_lines(lines[1:], first + 1)]
    return _lines(lines, first, under)


def _is_told_below(lines: list[str]) -> bool:
    """Whether a short line stands directly above sentences that fill long lines: a title, where text is not wrapped."""
    sentences = lines[1].rstrip().endswith((".", "!", "?")) and not any(map(_LABELLED.match, lines[1:]))
    far_shorter = len(lines[0]) <= _SHORT and len(lines) == 2 and len(lines[1]) > 2 * _SHORT
    return sentences and (far_shorter or (len(lines[0]) <= _LONGEST_SMALL and len(lines[1]) > _UNWRAPPED))


def _alternate(lines: list[str]) -> bool:
    """Whether labels and values have lines of their own, one beneath the other."""
    labelled = [_is_title(line) and is_label(line.strip()) for line in lines]
    return sum(labelled) >= _FEWEST_LABELS and not any(a and b for a, b in pairwise(labelled))


def _tabbed(lines: list[str], first: int) -> list[Block]:
    """A table that was copied from a rendered page: cells between tabs, as many in each line."""
    tabs = lines[0].strip().count("\t")
    if len(lines) < 2 or tabs < _FEWEST_TABS or any(abs(line.count("\t") - tabs) > 1 for line in lines):
        return []
    rows = tuple(
        Row(tuple(_INLINE.text(cell.strip()) for cell in line.split("\t")), number, header=number == first)
        for number, line in enumerate(lines, first)
    )
    return [Table(rows, first)]


def _barred(lines: list[str], first: int) -> list[Block]:
    """A table with bars between its cells and a line of dashes beneath its first row."""
    if len(lines) < 3 or "|" not in lines[0] or not _BARS.match(lines[1]):
        return []
    edge = "|" if lines[0].lstrip().startswith("|") else ""  # without it, a row may begin with an empty cell
    rows = [
        Row(tuple(_INLINE.text(cell.strip()) for cell in cells.split("|")), number, number == first)
        for number, line in enumerate(lines, first)
        if number != first + 1
        for cells in [line.strip().removeprefix(edge).removesuffix("|")]
    ]
    return [Table(tuple(rows), first)]


def _lines(lines: list[str], first: int, under: Sequence[int] = ()) -> list[Block]:
    """Items, and paragraphs of what stands between them."""
    found: list[Block] = []
    depths = [depth for depth in under if depth < _indent(lines[0])]
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
            found.append(Paragraph(_INLINE.text(line.strip()), number, len(depths)))
    return found


def _longer(block: Block, line: str) -> Block:
    if isinstance(block, Item):
        return Item(Text(f"{block.text.plain}\n{line}", block.text.marks), block.line, block.depth, block.ordered)
    if isinstance(block, Paragraph):
        return Paragraph(Text(f"{block.text.plain}\n{line}", block.text.marks), block.line, block.depth)
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
        and not _TELLS.match(words)
        and not _MAIL.search(words)
        and not _FIELDS.search(words)
        and not (words.startswith("[") and words.endswith("]"))
        and any(char.isalpha() for char in words)
        and (not words[0].islower() or _is_named_lower(words))
    )


def _is_named_lower(words: str) -> bool:
    """A title may begin with a name that is written small, such as `gRPC`; the rest of a sentence does not."""
    first, _, rest = words.partition(" ")
    return bool(rest) and len(words) <= _LONGEST_SMALL and _NAME.search(first) is not None
