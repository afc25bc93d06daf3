"""Ideas that are list items with stars behind the title, and their people in brackets: `Tune the horn ★★ (Ada Marsh)`."""

import re
from collections.abc import Iterator, Sequence

from bot.importer.blocks import Block, Item, Paragraph, Text
from bot.importer.fields import Entry, Field
from bot.importer.labels import Kind
from bot.importer.outline import Section
from bot.importer.record import Record

_LEAST = 2
_STARS = "★☆✪✩⭐"
_RATED = re.compile(
    rf"^(?P<title>\S[^{_STARS}]{{1,158}}?)\s*(?P<level>[{_STARS}]{{1,10}}\ufe0f?)(?:\s*\((?P<people>[^()]+)\))?\s*$"
)


def find(sections: Sequence[Section]) -> list[Record]:
    """Records of the items with stars; empty where there are not several.

    Args:
        sections: all of the page, the root first.
    """
    found = [record for section in sections for record in _in(section)]
    return found if len(found) >= _LEAST else []


def _in(section: Section) -> Iterator[Record]:
    starts = [(n, item) for n, b in enumerate(section.blocks) if isinstance(b, Item) and (item := _rated(b))]
    above = [section.title, *(s.title for s in section.above())] if section.heading else []
    ends = [*(n for n, _ in starts[1:]), len(section.blocks)]
    for (start, rated), end in zip(starts, ends, strict=False):
        head, *below = section.blocks[start:end]
        text = Text(rated.string, head.text.marks if isinstance(head, Item) else ())
        described: list[Block] = [b for b in below if isinstance(b, Paragraph)]
        title = text.part(*rated.span("title"))
        yield Record(title, head.line, list(_fields(text, head.line, rated)), described, above, section)


def _rated(item: Item) -> re.Match[str] | None:
    return _RATED.match(item.text.plain.replace("\n", " "))


def _fields(text: Text, line: int, rated: re.Match[str]) -> Iterator[Field]:
    for kind, name in ((Kind.LEVEL, "level"), (Kind.MENTOR, "people")):
        if rated[name]:
            yield Field((kind,), "", line, entries=[Entry(text.part(*rated.span(name)), line)])
