"""What was understood of a page, with the place each part was read from, for people; pure."""

from collections.abc import Iterator

from bot.importer.findings import Evidence, Imported, ImportedIdea

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
    facts = page.page
    if facts.dates or facts.contacts:
        yield from ("", "The page")
        yield from (_line("date", Evidence(date.line, f"{date.name}: {date.when}")) for date in facts.dates)
        yield from (_line("place to ask", Evidence(at.line, f"{at.label} <{at.url}>")) for at in facts.contacts)
    if page.left_out:
        yield from ("", "Left out")
        yield from (_line("", Evidence(each.line, f"{each.title}: {each.reason}")) for each in page.left_out)


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
