"""The tree of headings: what stands under what, and which headings are themselves labels."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.importer import grouping, headings, labels, titles
from bot.importer.blocks import Block, Heading
from bot.importer.fields import Field, scan, strong_in
from bot.importer.labels import Kind

_REPEATED, _REPEATED_BARE = 3, 2


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
    for block in headings.settled(blocks):
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


def _mark(sections: list[Section]) -> None:
    """Decide which headings are labels and which only repeat under each title."""
    for section in sections[1:]:
        kinds = labels.kinds_of(section.title.rstrip(":"))
        if kinds and Kind.TITLE not in kinds:
            section.kinds = kinds
    bare = [s for s in sections[1:] if s.heading and s.heading.bare]
    _mark_bodies(bare)
    _mark_subtitles(bare)
    repeated = Counter(s.title.casefold() for s in sections[1:] if not s.children and s.blocks)
    parents = Counter(title for title, _ in {(s.title.casefold(), id(s.parent)) for s in sections[1:]})
    for section in reversed(sections[1:]):
        title = section.title.casefold()
        if section.heading and section.heading.bare:
            often = repeated[title] >= _REPEATED_BARE and not section.children
        else:
            often = parents[title] >= _REPEATED and all(child.folded for child in section.children)
        section.folded = section.folded or (bool(section.kinds) and not _holds_titles(section)) or often


def _mark_bodies(bare: list[Section]) -> None:
    """Where bare titles are followed by a summary, a bare line between a summary and its fields is no title."""
    described = False
    for section, after in zip(bare, [*bare[1:], None], strict=False):
        fields = scan(section.blocks)
        if section.kinds:
            described = described and not (labels.STRONG & set(section.kinds) or strong_in(fields))
            continue
        opens = _opens(fields) or (after is not None and not fields and _describes(after))
        if described and not opens:
            section.folded = True
        else:
            described = opens
        if strong_in(fields):
            described = False


def _mark_subtitles(bare: list[Section]) -> None:
    """Where all bare titles but one have a second one right beneath, that one is a subtitle; else the first is an area."""
    pairs = ((a, b) for a, b in pairwise(bare) if not a.blocks and b.blocks and not (a.kinds or b.kinds))
    seconds = [second for _, second in pairs]
    alone = [s for s in bare if s.blocks and not s.kinds and not s.folded]
    if len(seconds) >= _REPEATED and len(alone) <= len(seconds) + 1:
        for section in seconds:
            section.folded = True


def _describes(section: Section) -> bool:
    """Whether a heading is the label of a description, and not the introduction of a page."""
    return Kind.SUMMARY in section.kinds and titles.reason_against(section.title) is None


def _opens(fields: list[Field]) -> bool:
    """Whether the first thing beneath a title is a field that describes it."""
    return bool(fields) and fields[0].place == 0 and Kind.SUMMARY in fields[0].kinds


def _holds_titles(section: Section) -> bool:
    """A heading such as 'Website' or 'Summary of tasks' with titled fields beneath is a section, not a label."""
    if not labels.STRONG & set(section.kinds) and grouping.groups_in(section.blocks, scan(section.blocks)):
        return True
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
