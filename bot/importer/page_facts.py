"""What a page says beyond its ideas, put together: whose it is, whom to ask, how to apply, when."""

import re
from collections.abc import Sequence
from itertools import islice

from bot.importer import page_dates, page_text
from bot.importer.blocks import Pair
from bot.importer.fields import Field
from bot.importer.findings import FoundWords, PageFacts
from bot.importer.labels import Kind
from bot.importer.outline import Section
from bot.importer.people import Mentor, people_in
from bot.importer.records import Found, page_wide

_YEAR = re.compile(r"(?<!\d)(20[0-3]\d)(?!\d)")
_MOST = 12
_LONGEST_INTRO = 3_000


def facts_of(found: Found, fronts: Sequence[Pair], *, asked: bool) -> PageFacts:
    """The facts of a page.

    Args:
        found: its records and sections.
        fronts: its front matter.
        asked: whether any idea has a mentor field of its own; if so, none is page-wide.
    """
    around = _around(found)
    front_title = next((p.values[0].plain for p in fronts if p.label.lower() == "title" and p.values), None)
    title = front_title or next((s.title for s in found.sections[1:]), None)
    intro = page_text.flowing(around[:3])[:_LONGEST_INTRO]
    year = _YEAR.search(f"{title or ''} {intro}")
    dates = (date for s in around for date in page_dates.dates_in(s.title, s.blocks))
    return PageFacts(
        title=title,
        year=int(year[1]) if year else None,
        intro=intro,
        languages=page_text.languages_in(around),
        mentors=() if asked else _mentors(page_wide(found.shared, Kind.MENTOR)),
        contacts=tuple(islice(page_text.contacts_in(around), _MOST)),
        how_to_ask=page_text.how_to_ask(around),
        apply=tuple(FoundWords(step.words, step.line) for step in islice(page_text.steps_in(around), _MOST)),
        propose=page_text.own_ideas(around)[:_MOST],
        answers=tuple(page_text.answers_in(around)[:_MOST]),
        dates=tuple(islice(dates, _MOST * 2)),
    )


def _around(found: Found) -> list[Section]:
    """The sections before and behind the ideas, without templates, samples, and what stands below an idea."""
    ideas = [record.section for record in found.records if record.section and record.section.heading]
    first, last = (
        (min(r.line for r in found.records), max(r.line for r in found.records)) if found.records else (0, 0)
    )
    level = min((idea.level for idea in ideas), default=1)
    used = {id(block) for record in found.records for block in record.blocks}
    passed = {line for _, line, reason in found.passed if "template" in reason}
    return [
        section
        for section in found.sections
        if (section.line < first or (section.line > last and section.level <= level))
        and not any(id(block) in used for block in section.blocks)
        and not any(each.line in passed for each in (section, *section.above()))
    ]


def _mentors(fields: Sequence[Field]) -> tuple[Mentor, ...]:
    """People of a page-wide list: a table or items, never a sentence."""
    found: list[Mentor] = []
    for field in fields:
        entries = [e for e in field.entries if e.item] or ([] if field.sticky else field.entries)
        found.extend(p for p in people_in(entries) if p.email or p.nicks or p.matrix)
    return tuple(found)
