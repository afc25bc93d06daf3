"""What was understood of a page, with the place each part was read from, for people; pure."""

from collections.abc import Iterator

from bot.importer.evidence import short
from bot.importer.findings import Evidence, Imported, ImportedIdea, PageFacts

_WIDTH = 16
_NAMES = {"suggested_by": "suggested by"}


def explained(page: Imported) -> str:
    """The page's format, each idea with its evidence line by line, and what was left out; each line ends."""
    return "".join(f"{line}\n" for line in _lines(page))


def _lines(page: Imported) -> Iterator[str]:
    count = f"{len(page.ideas)} idea{'' if len(page.ideas) == 1 else 's'}"
    yield f"{page.name}: read as {page.form}, {count}"
    for idea in page.ideas:
        yield from ("", f"{idea.title} (line {idea.line}, {idea.status})")
        yield from _evidence(idea)
    if facts := list(_facts(page.page)):
        yield from ("", "The page", *(_line(name, at) for name, at in facts))
    if page.left_out:
        yield from ("", "Left out")
        yield from (_line("", Evidence(each.line, f"{each.title}: {each.reason}")) for each in page.left_out)


def _facts(facts: PageFacts) -> Iterator[tuple[str, Evidence]]:
    """What the page says beyond its ideas, each part with its name."""
    yield from (("date", Evidence(date.line, f"{date.name}: {date.when}")) for date in facts.dates)
    yield from (("place to ask", Evidence(at.line, f"{at.label} <{at.url}>")) for at in facts.contacts)
    asked = [("how to ask", facts.how_to_ask)] if facts.how_to_ask else []
    steps = [*asked, *(("to apply", step) for step in facts.apply), *(("own ideas", step) for step in facts.propose)]
    yield from ((name, Evidence(said.line, short(said.words))) for name, said in steps)
    yield from (("answer", Evidence(each.line, short(f"{each.topic}: {each.answer}"))) for each in facts.answers)


def _evidence(idea: ImportedIdea) -> Iterator[str]:
    yield from (_line(_NAMES.get(name, name), at) for name, at in idea.evidence.items())
    if idea.section:
        yield f"  {'stands below':{_WIDTH}} {' < '.join(idea.section)}"
    fields = {"mentors": idea.mentors, "level": idea.level, "size": idea.size, "languages": idea.languages}
    missing = [name for name, value in fields.items() if not value]
    if missing:
        yield f"  {'not found':{_WIDTH}} {', '.join(missing)}"


def _line(name: str, at: Evidence) -> str:
    return f"  {name:{_WIDTH}} line {at.line}: {at.words}".rstrip()
