"""Pages on which no idea has fields of its own: the page is one idea, or it only lists titles."""

import re
from collections.abc import Iterator

from bot.importer import bare_lists, bold_titles, rated_items, titles
from bot.importer.blocks import Text
from bot.importer.fields import strong_in
from bot.importer.labels import Kind
from bot.importer.outline import Section
from bot.importer.record import Record

_SEVERAL = 3
_SIGNS = re.compile(r"[\W_]+")
_IDEAS = re.compile(r"\bideas\b|\bprojects\b", re.IGNORECASE)


def find(sections: list[Section], whole: str, named: str) -> list[Record]:
    """The records of such a page; empty where there are none.

    Args:
        sections: all of the page, the root first.
        whole: the title of the front matter, or the empty string.
        named: what the page's file is called.
    """
    called = _SIGNS.sub(" ", named)
    page = whole or (called if bare_lists.is_promised(called) else "")
    single = list(_whole_page(sections, whole))
    if single and len(single[0].strong) >= 2:
        listed = bare_lists.find(sections, page)
        return listed if _is_list_of_its_own(listed) else single
    several = rated_items.find(sections) or bold_titles.find(sections, page) or bare_lists.find(sections, page)
    return several or single


def _is_list_of_its_own(listed: list[Record]) -> bool:
    """Whether a section of ideas holds them, so that the fields elsewhere speak to everybody."""
    return len(listed) >= _SEVERAL and all(
        record.above and _IDEAS.search(record.above[0]) and not record.strong for record in listed
    )


def _whole_page(sections: list[Section], whole: str) -> Iterator[Record]:
    """The page as one idea: its fields stand before or beneath headings that are no titles."""
    root = sections[0]
    fields = [f for s in sections for f in s.fields]
    if not strong_in(fields) or any(titles.is_template(s.title) for s in sections):
        return  # a template is for pages of several ideas
    heads = [s for s in sections[1:] if not s.folded]
    title = whole or next((s.title for s in heads if not titles.reason_against(s.title)), "")
    named = next((f for f in fields if Kind.TITLE in f.kinds and f.entries), None)
    text = Text(whole) if whole else named.entries[0].text if named else Text(title)
    if text.plain:
        yield Record(
            text,
            1 if whole else (heads[0].line if heads else 1),
            fields,
            [b for s in sections for b in s.blocks],
            [],
            root,
        )
