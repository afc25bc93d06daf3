"""Ideas within one section: list items, definitions, titled paragraphs, or stretches that begin with a title field."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.importer import heads, labels
from bot.importer.blocks import Block, Item, Pair, Paragraph, Rule, Table, Text
from bot.importer.fields import Field, kinds_in, scan, strong_in
from bot.importer.labels import Kind
from bot.importer.vocabulary import is_label

_FEWEST = 2
_VALUED = labels.STRONG | {Kind.OUTCOME, Kind.OPTIONAL}


@dataclass(slots=True)
class Group:
    """A stretch of blocks that is one idea."""

    title: Text
    line: int
    fields: list[Field]
    blocks: list[Block]


def groups_in(blocks: Sequence[Block], whole: Sequence[Field]) -> list[Group]:
    """The ideas among a section's own blocks; none where the section itself may be one.

    Args:
        blocks: the section's own blocks.
        whole: its fields as one record.
    """
    if not _crowded(whole) and not _titled(blocks):
        return []
    for starts in (_title_field, *_item_starts(blocks), heads.set_off, heads.short, _after_rule):
        groups = _by(blocks, starts)
        if groups:
            return groups
    return []


def _crowded(fields: Sequence[Field]) -> bool:
    """Whether one kind comes so often that there must be several ideas."""
    times = Counter(kinds_in(fields))
    return (
        any(times[k] > 1 for k in (Kind.LEVEL, Kind.SIZE, Kind.TITLE))
        or times[Kind.MENTOR] > 2
        or times[Kind.SKILLS] > 2
    )


def _titled(blocks: Sequence[Block]) -> bool:
    """Ideas in a list may be recognised by their own fields: beneath them, or behind a link or a bold title."""
    items = [b for b in blocks if isinstance(b, Item) and heads.head_title(b)]
    if not items:
        return False
    groups = _item_groups(blocks, items[0].depth)
    return any(len(strong_in(scan(g))) >= 2 for g in groups) or all(
        _set_off_head(g[0]) and strong_in(scan(g)) for g in groups
    )


def _set_off_head(block: Block) -> bool:
    """Whether an item begins with a link or a bold title that is no label."""
    return (
        isinstance(block, Item)
        and any(m.start == 0 and m.kind in {"link", "bold"} for m in block.text.marks)
        and bool(heads.head_title(block))
    )


def _item_groups(blocks: Sequence[Block], depth: int) -> list[list[Block]]:
    groups: list[list[Block]] = []
    for block in blocks:
        if isinstance(block, Item) and block.depth == depth:
            groups.append([block])
        elif groups and isinstance(block, Item | Paragraph) and block.depth > depth - (isinstance(block, Paragraph)):
            groups[-1].append(block)
    return groups


Starts = Callable[[Block], Text | None]


def _by(blocks: Sequence[Block], starts: Starts) -> list[Group]:
    """Stretches that begin where `starts` sees a title; kept where they hold strong fields once each."""
    cuts = [
        (n, title)
        for n, block in enumerate(blocks)
        if (title := starts(block)) is not None and not (n and _asks(blocks[n - 1]))
    ]
    cuts = _told_apart(cuts, blocks)
    ends = [*(m for m, _ in cuts[1:]), len(blocks)]
    stretches = [blocks[n:until] for (n, _), until in zip(cuts, ends, strict=False)]
    loose = all(map(_goes_on_below, stretches))
    groups = []
    for (n, title), stretch in zip(cuts, stretches, strict=True):
        inner = _own_part(stretch, getattr(starts, "depth", None), loose=loose)
        fields = scan(inner)
        if strong_in(fields) and (not _crowded(fields) or len(kinds_in(fields)) < 3):
            named = (f for f in fields if Kind.TITLE in f.kinds and f.entries and f.line != blocks[n].line)
            chosen = next((f.entries[0].text for f in named), title)
            if chosen.plain.strip():
                groups.append(Group(chosen, blocks[n].line, [f for f in fields if Kind.TITLE not in f.kinds], inner))
        elif strong_in(fields):
            return []
    least = 1 if starts is _title_field else 2
    strong = [g for g in groups if len(strong_in(g.fields)) >= 2 or len(groups) > 1 or _set_off_head(g.blocks[0])]
    deep = getattr(starts, "depth", None)
    return strong if len(strong) >= (1 if deep else least) else []


def _told_apart(cuts: list[tuple[int, Text]], blocks: Sequence[Block]) -> list[tuple[int, Text]]:
    """Where all begin with the same words, these are a label of the page's own, and the title stands behind them."""
    words = {title.plain.strip(": ").casefold() for _, title in cuts}
    if len(cuts) < _FEWEST or len(words) > 1:
        return cuts
    begun = ((n, block) for n, _ in cuts if isinstance(block := blocks[n], Item | Paragraph))
    values = ((n, labels.split(block.text.lines()[0])[0].value) for n, block in begun)
    return [(n, value) for n, value in values if 0 < len(value.plain) <= heads.LONGEST]


def _asks(block: Block) -> bool:
    """Whether a paragraph is nothing but a label, so that the next one is its value."""
    words = block.text.plain.rstrip(": ") if isinstance(block, Paragraph) else ""
    return is_label(words) and bool(_VALUED & set(labels.kinds_of(words)))


def _goes_on_below(blocks: Sequence[Block]) -> bool:
    """Whether paragraphs that stand outside of the list follow its item."""
    return any(isinstance(b, Paragraph) and not b.depth for b in blocks)


def _own_part(blocks: Sequence[Block], depth: int | None, *, loose: bool) -> list[Block]:
    """What belongs to the first block: for an item, up to the next item that is not deeper.

    Args:
        blocks: from one start to the next.
        depth: of the items that are starts; None for other starts.
        loose: every item is followed by paragraphs of its own outside of the list; else such a one ends the list.
    """
    if depth is None:
        return list(blocks)

    def ends(block: Block) -> bool:
        if isinstance(block, Item):
            return block.depth <= depth
        return isinstance(block, Paragraph) and not block.depth and not loose

    end = next((n for n, b in enumerate(blocks) if n and ends(b)), len(blocks))
    return list(blocks[:end])


def _title_field(block: Block) -> Text | None:
    """A block whose first label is 'Title' or 'Project'."""
    if isinstance(block, Table | Pair):
        fields = scan([block])
        return fields[0].entries[0].text if fields and Kind.TITLE in fields[0].kinds and fields[0].entries else None
    if isinstance(block, Item | Paragraph) and block.text.plain:
        first = labels.split(block.text.opening(), item=isinstance(block, Item))[0]
        return first.value if Kind.TITLE in first.kinds and first.value.plain else None
    return None


def _item_starts(blocks: Sequence[Block]) -> list[Starts]:
    depths = sorted({b.depth for b in blocks if isinstance(b, Item)})
    return [_AtDepth(depth) for depth in depths]


class _AtDepth:
    """Items of one depth which begin with a title rather than with a field."""

    def __init__(self, depth: int) -> None:
        self.depth = depth

    def __call__(self, block: Block) -> Text | None:
        """The title with which the block begins."""
        if not isinstance(block, Item) or block.depth != self.depth:
            return None
        return heads.head_title(block)


def _after_rule(block: Block) -> Text | None:
    return Text("") if isinstance(block, Rule) else None
