"""Pages that name ideas without any field: titled sections, or titled list items, under a heading that says so."""

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.importer import titles
from bot.importer.blocks import Item, Paragraph, Text
from bot.importer.heads import head_title
from bot.importer.outline import Section
from bot.importer.record import Record

_LEAST, _SURE = 2, 3
_IDEAS = re.compile(r"\b(?:ideas?|projects?|proposals|tasks|topics)\b", re.IGNORECASE)
_PROGRAMME_IDEAS = re.compile(r"(?:summer of code|gsoc|outreachy|season of|\bsoc\b).*\bideas\b", re.IGNORECASE)
_LONGEST_PLAIN = 100
_SENTENCE = re.compile(r"([a-z]?[A-Z](?:[^.!?:]|\.(?=\w)){8,80}?)(?:[.:]| [-\u2013—]) (?=[A-Z])")
_INTRODUCES = re.compile(
    r"\b(?:some|possible|potential|suggested|our|current|following|few|several|here are|these are|example)\b[^.:]{0,60}"
    r"\bideas(?: (?:are|include|follow|so far|below|we have|right now|(?:for|on|about) [\w -]{2,60}"
    r"|(?:that |which )?we (?:have|propose|suggest|offer|came up with|thought of)(?: so far)?))*:$",
    re.IGNORECASE,
)
_FIRST_WORDS = re.compile(r"(?:[^.!?:(]|[.!?](?=\w)|:(?!\s[A-Z]|$)|(?<=\w)\()*")
_THIS_PROJECT = re.compile(
    r"\b(?:this|the) (?:project|idea|task|internship) (?:would|will|could|should|aims|involves|consists)\b",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"\b(?:this|the following) page\b[^.!?]{0,60}\bideas\b[^.!?]{0,40}\b(?:for|of)\b"
    r"|\bideas (?:for|of) (?:[^.!?]|[.?](?=\w)){3,200}?\bare (?:presented|listed|collected|described)\b",
    re.IGNORECASE,
)
_IDEAS_PAGE = re.compile(r"\b(?:ideas? list|list of (?:\w+ )?ideas|project ideas|ideas page)\b", re.IGNORECASE)


def find(sections: Sequence[Section], page: str) -> list[Record]:
    """Records of a page where nothing has fields; empty where nothing says that ideas follow.

    Args:
        sections: all of the page, the root first.
        page: the title of the front matter, or what its file is called.
    """
    return (
        _first_several(_introduced(section) for section in sections)
        or _first_several(_promised(section, page) for section in sections if _says_so(section, page))
        or list(_flat(sections))
        or _first_several(_plain_items(section) for section in sections if _PROGRAMME_IDEAS.search(section.title))
        or (_whole(sections, page) if _opens_with_promise(sections) else [])
        or _all_told(sections)
        or _whole(sections, page)
    )


def _first_several(found: Iterable[Iterable[Record]]) -> list[Record]:
    """The first that holds more than one record."""
    return next((records for each in found if len(records := list(each)) >= _LEAST), [])


def _promised(section: Section, page: str) -> list[Record]:
    return list(_sections(section)) or _listed(section, page)


def _whole(sections: Sequence[Section], page: str) -> list[Record]:
    """The sections of a page whose title or first words say that it lists ideas."""
    first = next((s.title for s in sections if s.heading), "")
    said = is_promised(page) or is_promised(first) or _opens_with_promise(sections)
    if len(sections) <= _LEAST or not said:
        return []
    return max((list(_sections(s)) for s in sections), key=len)


def _opens_with_promise(sections: Sequence[Section]) -> bool:
    """Whether the first paragraph of the page says that ideas stand on it."""
    paragraphs = (b.text.plain for s in sections[:_LEAST] for b in s.blocks if isinstance(b, Paragraph))
    return bool(_OPENS.search(next(paragraphs, "")))


def is_promised(title: str) -> bool:
    """Whether a page that is called so is a list of ideas."""
    return bool(_IDEAS_PAGE.search(title))


def promises(title: str) -> bool:
    """Whether what stands beneath such a heading may be ideas."""
    return bool(_IDEAS.search(title))


def _says_so(section: Section, page: str) -> bool:
    """Whether its heading, or the page's title above it, promises ideas."""
    title = section.title if section.heading else page
    return promises(title) and not titles.status_in(title, heading=True)


def _sections(section: Section) -> Iterator[Record]:
    inner = [sum(not c.folded for c in child.children) if not child.blocks else 0 for child in section.children]
    parted = max(inner, default=0) >= _LEAST
    for child, titled in zip(section.children, inner, strict=True):
        if titled and parted:
            yield from _sections(child)
        elif _IDEAS.search(child.title) and (listed := list(_items(child))):
            yield from listed
        elif child.heading and not titles.reason_against(child.title):
            blocks = [b for part in (child, *child.children) for b in part.blocks]
            yield Record(
                child.heading.text, child.line, child.fields, blocks, [s.title for s in child.above()], child
            )


def _listed(section: Section, page: str) -> list[Record]:
    """The items of a section and of those beside it which promise ideas too."""
    found = list(_items(section))
    beside = section.parent.children if found and section.parent else []
    return found + [r for s in beside if s.line > section.line and _says_so(s, page) for r in _items(s)]


def _items(section: Section) -> Iterator[Record]:
    above = [section.title, *(s.title for s in section.above())] if section.heading else []
    for block, after in zip(section.blocks, [*section.blocks[1:], None], strict=False):
        if isinstance(block, Item) and block.depth == 1 and (title := _title(block)) is not None:
            described = [after] if isinstance(after, Paragraph) and after.depth else []
            yield Record(title, block.line, [], [block, *described], above, section)


def _introduced(section: Section) -> Iterator[Record]:
    """The items right behind a line such as 'Some project ideas are:'; what they begin with is the title."""
    above = [section.title, *(s.title for s in section.above())] if section.heading else []
    listed = False
    for block in section.blocks:
        if isinstance(block, Paragraph) and not block.depth:
            listed = bool(_INTRODUCES.search(block.text.plain))
        elif listed and isinstance(block, Item) and block.depth == 1:
            words = block.text.plain.replace("\n", " ")
            first = _FIRST_WORDS.match(words)
            title = _title(block) or Text(words, block.text.marks).part(0, first.end() if first else None)
            yield Record(title, block.line, [], [block], above, section)


def _all_told(sections: Sequence[Section]) -> list[Record]:
    found = list(_told(sections))
    return found if len(found) >= _SURE else []


def _told(sections: Sequence[Section]) -> Iterator[Record]:
    """Sections without others beneath whose sentences say what 'this project' would do."""
    for section in sections:
        says = any(isinstance(b, Paragraph) and _THIS_PROJECT.search(b.text.plain) for b in section.blocks)
        if says and section.heading and not section.children and not titles.reason_against(section.title):
            above = [s.title for s in section.above()]
            yield Record(section.heading.text, section.line, section.fields, section.blocks, above, section)


def _flat(sections: Sequence[Section]) -> Iterator[Record]:
    """Bare titles with a paragraph beneath each: all that follow the one that promises ideas."""
    first = next((n for n, s in enumerate(sections) if _is_bare(s) and _IDEAS.search(s.title)), len(sections))
    below = [s for s in sections[first + 1 :] if _is_bare(s) and not titles.reason_against(s.title)]
    described = [s for s in below if any(isinstance(b, Paragraph | Item) for b in s.blocks)]
    if len(described) > _LEAST and len(described) * 4 >= len(below) * 3:
        for section in described:
            if section.heading:
                above = [sections[first].title]
                yield Record(section.heading.text, section.line, section.fields, section.blocks, above, section)


def _is_bare(section: Section) -> bool:
    return section.heading is not None and section.heading.bare and not section.folded


def _plain_items(section: Section) -> Iterator[Record]:
    """Short items without more words: titles, where the heading names the programme and its ideas."""
    above = [section.title, *(s.title for s in section.above())]
    items = [b for b in section.blocks if isinstance(b, Item) and b.depth == 1]
    if all(len(b.text.plain) <= _LONGEST_PLAIN and b.text.plain[-1:] not in ".:?" for b in items):
        for block in items:
            yield Record(block.text, block.line, [], [block], above, section)


def _title(block: Item) -> Text | None:
    """What is set off at the start of an item, or its short first sentence, with more words behind it."""
    line = block.text.opening()
    mark = next((m for m in line.marks if m.start == 0 and m.kind in {"bold", "link"}), None)
    if mark:
        return head_title(block) if len(block.text.plain) > mark.end + 20 else None
    words = block.text.plain.replace("\n", " ")
    sentence = _SENTENCE.match(words) if len(words) > _LONGEST_PLAIN else None
    return Text(words, block.text.marks).part(0, sentence.end(1)) if sentence else None
