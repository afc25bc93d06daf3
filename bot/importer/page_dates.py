"""The dates that a page states, as people write them: 'April 4, 2023', '4 Apr 18:00 UTC', 'March 20 - April 4'."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone

from babel.dates import get_month_names

from bot.importer.blocks import Block, Table
from bot.importer.fields import lines_of
from bot.importer.findings import FoundDate
from bot.importer.keys import slug

_LONGEST_NAME = 120
_LONGEST_LINE = 200
_LOCALES = ("de", "es", "fr", "pt")
_SEASONAL = re.compile(r"\b(?:timeline|dates?|schedule|calendar|deadlines?|milestones)\b", re.IGNORECASE)


def _months() -> dict[str, int]:
    """Month names as pages write them: English ones also shortened, others in full."""
    named = [*get_month_names("wide", locale="en").items(), *get_month_names("abbreviated", locale="en").items()]
    named += [item for locale in _LOCALES for item in get_month_names("wide", locale=locale).items()]
    return {name.casefold(): number for number, name in named} | {"sept": 9}


_MONTHS = _months()
_MONTH = "|".join(sorted(map(re.escape, _MONTHS), key=len, reverse=True))
_DAY = re.compile(
    rf"(?:\b(?P<iso>20\d\d-\d\d-\d\d)"
    rf"|\b(?P<month>{_MONTH})\b\.?\s+(?P<day>\d{{1,2}})(?!\d|:\d)(?:st|nd|rd|th)?"
    rf"|\b(?P<first>\d{{1,2}})(?:st|nd|rd|th|er|\.)?\s+(?:of\s+|de\s+)?(?P<second>{_MONTH})\b\.?)"
    r"(?:,?\s+(?:de\s+)?(?P<year>20\d\d)(?!\d))?"
    r"(?:(?:T|,?\s+(?:at|by|@)?\s*\(?)(?P<hour>\d{1,2})(?::(?P<minute>\d\d)(?::\d\d)?)?\s*(?P<half>[ap]\.?m\b\.?)?"
    r"\s*\(?(?P<zone>Z\b|(?:UTC|GMT)(?:\s*[+-]\s*\d{1,2}(?::?\d\d)?)?|[+-]\d\d:?\d\d|[A-Z]{2,4}T\b)?\)?)?",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\s*(?:-|\u2013|—|to|until|till|through)\s*(?:\w+day,?\s+)?", re.IGNORECASE)
_LAST_DAY = re.compile(r"\s*(?:-|\u2013|—)\s*(\d{1,2})(?:st|nd|rd|th)?(?!\d|:\d)(?:,?\s+(20\d\d))?")
_OFFSET = re.compile(r"([+-])\s*(\d{1,2}):?(\d\d)?$")
_BEGINS, _ENDS = "begins", "ends"
_STARTING = re.compile(rf"\b(?:open|begin|start|{_BEGINS})\w*", re.IGNORECASE)
_STOPPING = re.compile(rf"\b(?:clos|deadline|due|end|last day|submi|{_ENDS})\w*", re.IGNORECASE)
_OCCASIONS: tuple[tuple[str, str | None, str | None, str | None], ...] = (
    (r"\borg\w*\W+(?:\w+\W+){0,2}appl", None, "organisation-applications-open", "organisation-applications-close"),
    (r"\b(?:org\w*|ideas?)\b.*\b(?:announce|publish|list)", "organisations-announced", None, None),
    (r"\b(?:accept|select|success|announce)\w*", "projects-announced", None, None),
    (r"\bbonding\b", "community-bonding", "community-bonding", None),
    (r"\bmid-?\s?term|\bfirst evaluation", None, "midterm-evaluations-open", "midterm-evaluations-close"),
    (r"\bfinal\b.*\b(?:submission|work|code|evaluation)|\bsubmi\w* (?:the |their )?final", "final-submission", None, None),
    (r"\bresults?\b", "results-announced", None, None),
    (r"\b(?:appl|propos)\w*", None, "contributor-applications-open", "contributor-applications-close"),
    (r"\b(?:coding|work) (?:period|phase)|\bcoding\b", None, "coding-begins", "coding-ends"),
)  # fmt: skip


def dates_in(title: str, blocks: Iterable[Block]) -> Iterator[FoundDate]:
    """Items, rows and short lines that state a day or a period; of a period both ends.

    Args:
        title: the heading above; below one that speaks of dates, lines count too.
        blocks: what stands there.
    """
    seasonal = bool(_SEASONAL.search(title))
    for words, line, sure in _lines(blocks):
        if (sure or (seasonal and len(words) <= _LONGEST_LINE)) and (found := _DAY.search(words)):
            yield from _stated(words, line, found)


def moment(words: str, year: int | None) -> date | datetime | None:
    """A stated date as a day, or as an instant where hour and zone are given.

    Args:
        words: as `FoundDate.when` has them.
        year: what to take where the words name no year.

    Returns:
        None where no year is known, or there is no such day.
    """
    found = _DAY.search(words)
    if not found:
        return None
    known = int(found["year"]) if found["year"] else year
    try:
        if found["iso"]:
            day = date.fromisoformat(found["iso"])
        elif known:
            day = date(known, _month_of(found), int(found["day"] or found["first"]))
        else:
            return None
        return _instant(day, found) or day
    except ValueError:
        return None


def names_year(words: str) -> bool:
    """Whether a stated date says in which year."""
    found = _DAY.search(words)
    return bool(found and (found["year"] or found["iso"]))


def names_hour(words: str) -> bool:
    """Whether a stated date says at which hour."""
    found = _DAY.search(words)
    return bool(found and found["hour"] and (found["minute"] or found["half"]))


def _lines(blocks: Iterable[Block]) -> Iterator[tuple[str, int, bool]]:
    """`(words, line, sure)`; sure are items and rows."""
    for block in blocks:
        if isinstance(block, Table):
            yield from ((": ".join(c.plain for c in row.cells if c.plain), row.line, True) for row in block.rows)
        else:
            yield from ((entry.text.plain, entry.line, entry.item) for entry in lines_of([block]))


def _stated(words: str, line: int, first: re.Match[str]) -> Iterator[FoundDate]:
    begin, end, after = first[0], "", first.end()
    between = _UNTIL.match(words, after)
    if between and (last := _DAY.match(words, between.end())):
        begin, end, after = _with_year(first, last), last[0], last.end()
    elif (last := _LAST_DAY.match(words, after)) and (name := first["month"]):
        begin = f"{begin}, {last[2]}" if last[2] else begin
        end, after = f"{name} {last[1]}" + (f", {last[2]}" if last[2] else ""), last.end()
    name = _named(words[: first.start()], words[after:])
    if not end:
        yield FoundDate(name, begin.strip(" ("), line, _key(name, ""))
        return
    for when, edge in ((begin, _BEGINS), (end, _ENDS)):
        yield FoundDate(f"{name} {edge}", when.strip(" ("), line, _key(name, edge))


def _with_year(first: re.Match[str], last: re.Match[str]) -> str:
    """The beginning of a period with the year that stands at its end only."""
    if first["year"] or first["iso"] or not last["year"]:
        return first[0]
    year = int(last["year"]) - (_month_of(first) > _month_of(last))
    return f"{words_of_day(first)} {year}{first[0][len(words_of_day(first)) :]}"


def words_of_day(found: re.Match[str]) -> str:
    """The part of a stated date that names month and day."""
    end = found.end("day") if found["month"] else found.end("second")
    return found[0][: end - found.start()]


def _month_of(found: re.Match[str]) -> int:
    return _MONTHS[(found["month"] or found["second"]).casefold()]


def _instant(day: date, found: re.Match[str]) -> datetime | None:
    """The instant; None where the hour or its zone is not said for sure."""
    if not found["hour"] or not (found["minute"] or found["half"]) or (zone := _zone(found["zone"])) is None:
        return None
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % 12 + 12 * found["half"].casefold().startswith("p")
    return datetime(day.year, day.month, day.day, hour, int(found["minute"] or 0), tzinfo=zone)


def _zone(name: str | None) -> timezone | None:
    """UTC and fixed offsets; letters such as CST mean several zones."""
    if not name:
        return None
    if offset := _OFFSET.search(name):
        length = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return timezone(-length if offset[1] == "-" else length)
    return UTC if name.upper() in {"Z", "UTC", "GMT"} else None


def _named(before: str, after: str) -> str:
    rest = " ".join(f"{before} {after}".split()).strip(" -\u2013—:,;.()|*")
    if len(rest) > _LONGEST_NAME:
        rest = re.sub(r"\s*\([^()]*\)", "", rest)[:_LONGEST_NAME].strip(" -\u2013—:,;.()|*")
    return rest or "Date"


def _key(name: str, edge: str) -> str:
    """What happens, in the programme's terms; else made out of the name."""
    begins = edge == _BEGINS or (not edge and bool(_STARTING.search(name)))
    ends = edge == _ENDS or (not edge and bool(_STOPPING.search(name)))
    for pattern, alone, opening, closing in _OCCASIONS:
        if re.search(pattern, name, re.IGNORECASE):
            known = alone if not edge and alone else opening if begins else closing if ends else None
            return known or slug(f"{name} {edge}") or "date"
    return slug(f"{name} {edge}") or "date"
