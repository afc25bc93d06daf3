"""The tree of headings: what stands under what, and which headings are themselves labels."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.importer import labels
from bot.importer.blocks import Block, Heading, Paragraph
from bot.importer.fields import Field, scan, strong_in
from bot.importer.labels import Kind

_REPEATED = 3


@dataclass(slots=True, eq=False)
class Section:
    """A heading with the blocks up to the next one; the root has no heading.

    Attributes:
        kinds: what the heading means if it is a label; empty for a title.
        folded: it is a label or a repeated sub-heading, so that its content belongs to what it stands under.
        fields: the fields of it and of everything folded into it, in page order.
    """

    heading: Heading | None
    level: int
    parent: "Section | None"
    blocks: list[Block] = field(default_factory=list)
    children: list["Section"] = field(default_factory=list)
    kinds: tuple[Kind, ...] = ()
    folded: bool = False
    fields: list[Field] = field(default_factory=list)
    inside: list["Section"] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The heading's words; empty for the root."""
        return " ".join(self.heading.text.plain.split()) if self.heading else ""

    @property
    def line(self) -> int:
        """Where it begins."""
        return self.heading.line if self.heading else 1

    def above(self) -> list["Section"]:
        """The sections around it, innermost first, without the root."""
        found, now = [], self.parent
        while now is not None and now.heading:
            found.append(now)
            now = now.parent
        return found


def outline(blocks: Sequence[Block]) -> list[Section]:
    """All sections in page order, the root first, their fields read and folded."""
    sections = _tree(blocks)
    _mark(sections)
    _fold(sections)
    return sections


def _tree(blocks: Sequence[Block]) -> list[Section]:
    root = Section(None, 0, None)
    sections, now = [root], root
    for block in map(_unheaded, blocks):
        if isinstance(block, Heading) and block.text.plain:
            parent = now
            while parent.level >= block.level and parent.parent:
                parent = parent.parent
            now = Section(block, block.level, parent)
            parent.children.append(now)
            sections.append(now)
        elif not isinstance(block, Heading):
            now.blocks.append(block)
    return sections


def _unheaded(block: Block) -> Block:
    """A heading that is a labelled value, such as `Difficulty: easy`, is a paragraph; a bare one sooner than others."""
    if isinstance(block, Heading):
        first = labels.split(block.text)[0]
        kinds = first.kinds if block.bare else labels.STRONG & set(labels.kinds_of(first.label))
        if kinds and Kind.TITLE not in kinds and first.value.plain:
            return Paragraph(block.text, block.line)
    return block


def _mark(sections: list[Section]) -> None:
    """Decide which headings are labels and which only repeat under each title."""
    for section in sections[1:]:
        kinds = labels.kinds_of(section.title.rstrip(":"))
        if kinds and Kind.TITLE not in kinds:
            section.kinds = kinds
    _mark_bodies([s for s in sections[1:] if s.heading and s.heading.bare and not s.kinds])
    repeated = Counter(s.title.casefold() for s in sections[1:] if not s.children)
    under = Counter({(s.title.casefold(), s.parent.title if s.parent else ""): 1 for s in sections[1:]}.keys())
    parents = Counter(title for title, _ in under)
    for section in sections[1:]:
        title = section.title.casefold()
        often = repeated[title] >= _REPEATED and parents[title] >= _REPEATED
        section.folded = (
            section.folded or (bool(section.kinds) and not _holds_titles(section)) or (often and not section.children)
        )


def _mark_bodies(bare: list[Section]) -> None:
    """Where bare titles are followed by a summary, a bare line between a summary and its fields is no title."""
    described = False
    for section in bare:
        fields = scan(section.blocks)
        opens = bool(fields) and fields[0].place == 0 and Kind.SUMMARY in fields[0].kinds
        if described and not opens:
            section.folded = True
        else:
            described = opens
        if strong_in(fields):
            described = False


def _holds_titles(section: Section) -> bool:
    """A heading such as 'Projects' or 'Summary of tasks' with titled fields beneath is a section, not a label."""
    return any(len(strong_in(scan(child.blocks))) >= 2 and not child.kinds for child in section.children)


def _fold(sections: list[Section]) -> None:
    root = sections[0]
    root.fields = scan(root.blocks)
    root.inside = [root]
    crowded = _crowded(sections)
    last: Section = root
    for section in sections[1:]:
        owner = section
        if section.folded or (
            section.parent and section.parent.folded and section.parent.kinds and not strong_in(scan(section.blocks))
        ):
            owner = _owner(section, last, crowded)
        else:
            last = section
        heading = None
        if section.kinds and section.heading:
            heading = Field(section.kinds, section.title, section.line, sticky=True)
        owner.fields.extend(scan(section.blocks, heading))
        owner.inside.append(section)


def _owner(section: Section, last: Section, crowded: set[int]) -> Section:
    """Whose field a folded section is: what it stands under, or the title before it where levels are flat."""
    owner = section.parent
    while owner is not None and owner.folded and owner.parent is not None:
        owner = owner.parent
    bare = section.heading is not None and section.heading.bare
    if owner is None or bare or (id(owner) in crowded and last.parent is section.parent):
        return last
    return owner


def _crowded(sections: list[Section]) -> set[int]:
    """Sections with the same label heading several times directly beneath: their titles are on that level too."""
    seen = Counter((id(s.parent), s.kinds) for s in sections[1:] if s.folded and s.kinds)
    return {parent for (parent, kinds), times in seen.items() if times > 1 and set(kinds) & labels.STRONG}
