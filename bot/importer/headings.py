"""What stands as a heading and is none, and what is a title though its heading says only 'Title'."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from bot.importer import labels, languages, pills, sizes
from bot.importer.blocks import Block, Heading, Paragraph, Text
from bot.importer.fields import Entry
from bot.importer.labels import Kind
from bot.importer.people import people_in
from bot.importer.run_on import apart
from bot.importer.table_parts import parted
from bot.importer.vocabulary import is_label

_LONGEST_TITLE = 160
_PEOPLE = frozenset({Kind.MENTOR, Kind.SUGGESTED, Kind.CONTACT})


def settled(blocks: Sequence[Block]) -> Iterator[Block]:
    """The same blocks, where headings are titles or labels only."""
    whole = (part for block in apart(parted(blocks)) for part in pills.below(block))
    return _valued(map(_unheaded, _retitled(list(whole))))


def _retitled(blocks: Sequence[Block]) -> Iterator[Block]:
    """A heading 'Project title' with nothing but one short line beneath gives way to that line."""
    named: Heading | None = None
    for block, after in pairwise([*blocks, None]):
        if named is not None and isinstance(block, Paragraph):
            yield Heading(block.text, block.line, named.level, named.bare)
            named = None
        elif isinstance(block, Heading) and isinstance(after, Paragraph) and _announces(block, after):
            named = block
        elif block is not None:
            yield block


def _announces(heading: Heading, after: Paragraph) -> bool:
    words = after.text.plain
    return (
        labels.kinds_of(heading.text.plain.rstrip(": ")) == (Kind.TITLE,)
        and len(words) <= _LONGEST_TITLE
        and "\n" not in words
        and words[-1:] not in {".", ":"}
        and not labels.split(after.text)[0].label
    )


def _unheaded(block: Block) -> Block:
    """A heading that is a labelled value, such as `Difficulty: easy`, is a paragraph; a bare one sooner."""
    if isinstance(block, Heading):
        first = labels.split(block.text)[0]
        kinds = first.kinds if block.bare else labels.STRONG & set(labels.kinds_of(first.label))
        if kinds and Kind.TITLE not in kinds and first.value.plain:
            return Paragraph(block.text, block.line)
    return block


def _valued(blocks: Iterable[Block]) -> Iterator[Block]:
    """A bare line after a label that stands alone is its value, if it reads like one."""
    before: tuple[Kind, ...] = ()
    for block in blocks:
        if isinstance(block, Heading) and block.bare and before and _fits(block.text.plain, before):
            yield Paragraph(block.text, block.line)
            before = ()
        else:
            yield block
            before = _alone(block)


def _alone(block: Block) -> tuple[Kind, ...]:
    """The kinds of a bare line, or of a line with a colon at its end, which is nothing but a label."""
    if isinstance(block, Heading) and block.bare:
        return labels.kinds_of(block.text.plain.rstrip(": "))
    if isinstance(block, Paragraph) and block.text.plain.endswith(":"):
        return labels.kinds_of(block.text.plain.rstrip(": "))
    return ()


def _fits(words: str, kinds: tuple[Kind, ...]) -> bool:
    if is_label(words):
        return False
    return (
        (Kind.LEVEL in kinds and sizes.is_level(words))
        or (Kind.SIZE in kinds and bool(sizes.hours_in(words)))
        or (Kind.SKILLS in kinds and (bool(languages.named_in(words)) or "," in words))
        or (bool(_PEOPLE & set(kinds)) and _names(words))
    )


def _names(words: str) -> bool:
    return bool(people_in([Entry(Text(words), 1)]))
