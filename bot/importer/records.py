"""Which blocks repeat as ideas: decided by where the fields are, not by a fixed level."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.importer import areas, bare_lists, bare_pages, details, grouping, table_rows, titles
from bot.importer.blocks import Block, Pair, Paragraph, Table
from bot.importer.fields import Field, scan, strong_in
from bot.importer.grouping import Group
from bot.importer.labels import Kind
from bot.importer.outline import Section, outline
from bot.importer.record import Record

_SEVERAL = 3


@dataclass(slots=True)
class Found:
    """Records in page order, and what was passed over with its reason."""

    records: list[Record]
    passed: list[tuple[str, int, str]]
    shared: list[Field]
    sections: list[Section]


def find(blocks: Sequence[Block], whole: str, named: str = "") -> Found:
    """The records of a page; a page that is one idea as a whole gets the title `whole` if it has no better.

    Args:
        blocks: the page, front matter first.
        whole: the title of the front matter, or the empty string.
        named: what the page's file is called.
    """
    sections = outline(blocks)
    one = _is_one(blocks)
    inner = {id(s): [] if one else list(_inside(s)) for s in sections}
    candidates = [_own(s) for s in sections if s.heading and not s.folded and not inner[id(s)]]
    split = [record for s in sections for record in inner[id(s)]]
    headed = [] if one else _accepted([c for c in candidates if c], beside=len(split))
    records = sorted(details.joined(split, headed, sections), key=lambda r: r.line)
    if all(record.is_furniture for record in records):
        records = bare_pages.find(sections, whole, named) or records
    records += _stubs(sections, [record for record in records if _is_headed(record)])
    records.sort(key=lambda r: r.line)
    _under_bare(records, sections)
    areas.lend(records)
    used = {id(f) for r in records for f in r.fields}
    shared = [f for s in sections if not s.folded for f in s.fields if id(f) not in used]
    return _sifted(records, shared, sections)


def _is_one(blocks: Sequence[Block]) -> bool:
    """Whether the front matter has an idea's fields: then the whole file is that idea."""
    front = scan([b for b in blocks if isinstance(b, Pair) and b.front])
    return len(strong_in(front)) >= 2


def _inside(section: Section) -> Iterator[Record]:
    """Records within a section's own blocks: table rows, items, titled paragraphs."""
    above = [section.title, *(s.title for s in section.above())] if section.heading else []
    for block in section.blocks:
        if isinstance(block, Table):
            for row in table_rows.ideas_in(block):
                yield Record(row.title, row.line, list(row.fields), list(row.described), above, section)
    for group in grouping.groups_in(section.blocks, whole=section.fields):
        yield _grouped(group, above, section)


def _grouped(group: Group, above: list[str], section: Section) -> Record:
    return Record(group.title, group.line, group.fields, group.blocks, above, section)


def _own(section: Section) -> Record | None:
    """The section as a record, where it holds any strong field."""
    if not section.heading or not strong_in(section.fields):
        return None
    blocks = [b for part in section.inside for b in part.blocks]
    return Record(
        section.heading.text, section.line, section.fields, blocks, [s.title for s in section.above()], section
    )


def _accepted(candidates: list[Record], beside: int) -> list[Record]:
    """Those which have enough; where they contain one another, the ideas rather than their parts or their area.

    Args:
        candidates: sections with strong fields, in page order.
        beside: how many ideas stand within sections; then a lone heading with one field is none.
    """
    common = Counter(kind for c in candidates for kind in c.strong)
    enough = [
        c
        for c in candidates
        if len(c.strong) >= 2
        or any(common[k] >= 2 for k in c.strong)
        or (len(candidates) == 1 and not beside and not _has_titles(c.section))
    ]
    enough = _raised(enough)
    least = _richest(enough)
    full = {id(c.section) for c in enough if len(c.strong) >= max(2, least)}
    areas = {id(a) for c in enough if c.section and len(c.strong) >= min(2, least) for a in c.section.above()} - full
    kept = [c for c in enough if id(c.section) not in areas]
    ideas = {id(c.section) for c in kept}
    return [
        c for c in kept if c.section and (id(c.section) in full or not any(id(a) in ideas for a in c.section.above()))
    ]


def _has_titles(section: Section | None) -> bool:
    """Whether several titles stand beneath: then one field of its own does not make it an idea."""
    return section is not None and sum(not child.folded for child in section.children) >= _SEVERAL


def _raised(candidates: list[Record]) -> list[Record]:
    """A part that alone holds its idea's fields is replaced by that idea: the level at which most ideas stand."""
    levels = Counter(c.section.level for c in candidates if c.section)
    children = Counter(id(c.section.parent) for c in candidates if c.section)
    raised: list[Record] = []
    for c in candidates:
        above = c.section.parent if c.section else None
        alone = above is not None and above.heading and children[id(above)] == 1
        if (
            c.section
            and above
            and above.blocks
            and alone
            and levels[above.level] > 2 * levels[c.section.level]
            and above.heading
        ):
            fields = sorted([*above.fields, *c.fields], key=lambda f: f.line)
            blocks = [b for part in (*above.inside, *c.section.inside) for b in part.blocks]
            raised.append(
                Record(above.heading.text, above.line, fields, blocks, [s.title for s in above.above()], above)
            )
        else:
            raised.append(c)
    replaced = Counter(id(c.section) for c in raised)
    return [
        c for c in raised if replaced[id(c.section)] == 1 or c.section is None or c.fields is not c.section.fields
    ]


def _richest(candidates: list[Record]) -> int:
    """How many strong kinds most candidates have."""
    counts = sorted(len(c.strong) for c in candidates)
    return counts[len(counts) // 2] if counts else 1


def _stubs(sections: list[Section], headed: list[Record]) -> Iterator[Record]:
    """Headings without strong fields that stand among ideas, as their siblings."""
    taken = {id(r.section) for r in headed}
    parents = {id(a) for r in headed if r.section for a in [r.section.parent]}
    around = {id(a) for r in headed if r.section for a in r.section.above()}
    for section in sections:
        siblings = [c for c in section.children if not c.folded]
        places = [n for n, c in enumerate(siblings) if id(c) in taken]
        if (
            id(section) not in parents
            or not places
            or (section.children and section.children[0].heading and section.children[0].heading.bare)
        ):
            continue
        levels = {siblings[n].level for n in places}
        for n, child in enumerate(siblings):
            if id(child) in taken or id(child) in around or child.level not in levels:
                continue
            labelled = any(set(f.kinds) & {Kind.SUMMARY, Kind.LINKS, Kind.OUTCOME, Kind.TASKS} for f in child.fields)
            between = places[0] < n < places[-1] or (len(parents) > 1 and bool(section.heading) and _has_prose(child))
            last = n > places[-1] and _lists_ideas(section) and _has_prose(child)
            if (between or last or (labelled and n > places[0])) and child.heading:
                blocks = [b for part in child.inside for b in part.blocks]
                yield Record(
                    child.heading.text, child.line, child.fields, blocks, [s.title for s in child.above()], child
                )


def _is_headed(record: Record) -> bool:
    """Whether a section of its own holds it, rather than a row or an item."""
    return record.section is not None and record.section.heading is not None and record.line == record.section.line


def _lists_ideas(section: Section) -> bool:
    """Whether a heading says that ideas stand beneath it, and is not the title of the whole page."""
    beside = section.parent.children if section.parent else []
    return bare_lists.promises(section.title) and (section.level > 1 or len(beside) > 1) and bool(section.heading)


def _has_prose(section: Section) -> bool:
    return not section.children and any(isinstance(b, Paragraph) and len(b.text.plain) > 40 for b in section.blocks)


def _under_bare(records: list[Record], sections: list[Section]) -> None:
    """Bare titles have no levels: what stands above an idea is the last one that is no idea."""
    taken = {id(r.section) for r in records}
    last = ""
    by_section = {id(r.section): r for r in records}
    for section in sections[1:]:
        if id(section) in taken and section.heading and section.heading.bare:
            by_section[id(section)].above = [last, *by_section[id(section)].above]
        elif section.heading and section.heading.bare and not section.kinds:
            last = section.title


def _sifted(records: list[Record], shared: list[Field], sections: list[Section]) -> Found:
    kept: list[Record] = []
    passed: list[tuple[str, int, str]] = []
    samples = {f.words for r in records if titles.is_template(titles.cleaned(r.title.plain)) for f in r.fields}
    for record in records:
        title = titles.cleaned(record.title.plain)
        reason = titles.reason_against(title, evident=len(record.strong) >= 2) or _reason(record, samples)
        if reason:
            passed.append((title, record.line, reason))
        else:
            kept.append(record)
    seen = {line for _, line, _ in passed} | {r.line for r in kept}
    for section in sections[1:]:
        reason = titles.reason_against(section.title)
        if reason and "part of the page" not in reason and section.line not in seen and not section.folded:
            passed.append((section.title, section.line, reason))
    return Found(kept, sorted(passed, key=lambda p: p[1]), shared, sections)


def _reason(record: Record, samples: set[str]) -> str | None:
    """Why a record is none, by its surroundings or because nothing in it was filled in."""
    if any(titles.is_template(title) for title in record.above):
        return "inside a template or a sample"
    filled = [f.words for f in record.fields if f.words.strip(" .:_-\n")]
    if len(record.fields) >= _SEVERAL and not filled:
        return "its fields are all empty: a template"
    if len(filled) >= _SEVERAL and samples.issuperset(filled):
        return "its fields say what those of the template say: still to be written"
    return None


def page_wide(shared: Iterable[Field], kind: Kind) -> list[Field]:
    """Fields of one kind that stand outside every idea."""
    return [f for f in shared if kind in f.kinds]
