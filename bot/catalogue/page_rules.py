"""The rules of lint about a whole page, each one function: an organisation's file → what is worth a look."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from itertools import combinations
from zoneinfo import ZoneInfo

from bot.catalogue.anchors import page_and_anchor
from bot.catalogue.model import Idea, Organisation, Programme, Status
from bot.catalogue.remarkable import Notice, PageRule, Severity
from bot.catalogue.text_rules import template_text
from bot.catalogue.twins import alike, folded
from bot.catalogue.wording import quoted

MOST_IDEAS = 3
"""More open ideas than this are too many for one mentor."""

SHORTEST_SUMMARY = 8
"""Words; with fewer, nobody can tell what an idea is about."""

_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")


def _open(page: Organisation) -> Iterator[tuple[int, Idea]]:
    return ((at, idea) for at, idea in enumerate(page.ideas) if idea.status is Status.OPEN)


def _no_mentor(page: Organisation, _: Programme | None) -> Iterator[Notice]:
    for at, idea in _open(page):
        if not page.mentors_of(idea):
            yield ("ideas", at), f"the open idea {quoted(idea.title)} has no mentor; name one, or change its status"


def _busy_mentor(page: Organisation, _: Programme | None) -> Iterator[Notice]:
    ideas: defaultdict[str, list[str]] = defaultdict(list)
    for _at, idea in _open(page):
        for key in idea.mentors:
            ideas[key].append(idea.id)
    for key, own in ideas.items():
        if len(own) > MOST_IDEAS:
            what = f"{page.people[key].called} is to mentor {len(own)} open ideas ({', '.join(own)})"
            yield ("people", key), f"{what}; more than {MOST_IDEAS} are hard to keep up"


def _twin_titles(page: Organisation, _: Programme | None) -> Iterator[Notice]:
    for (first, one), (second, other) in combinations(_open(page), 2):
        if alike(one.title, other.title):
            what = f"{quoted(other.title)} is hard to tell from {quoted(one.title)} (ideas[{first}])"
            yield ("ideas", second, "title"), f"{what}; make the titles say what differs"


def _shared_name(page: Organisation, _: Programme | None) -> Iterator[Notice]:
    names: dict[str, int] = {folded(idea.title): at for at, idea in _open(page)}
    for at, idea in _open(page):
        for number, alias in enumerate(idea.aliases):
            first = names.setdefault(folded(alias), at)
            if first != at:
                yield ("ideas", at, "aliases", number), f"{quoted(alias)} is a name of ideas[{first}] too; keep one"


def _odd_size(page: Organisation, season: Programme | None) -> Iterator[Notice]:
    sizes = season.sizes if season else ()
    for at, idea in _open(page):
        odd = [hours for hours in idea.hours if sizes and hours not in sizes]
        if season and odd:
            own = " and ".join(map(str, sizes))
            what = f"{quoted(idea.size or '')} is no size of {season.short} {season.year}; its sizes are {own} hours"
            yield ("ideas", at, "size"), what
        elif idea.size and not idea.hours and not template_text(("size",), idea.size):
            yield ("ideas", at, "size"), f"no hours can be read from {quoted(idea.size)}; write them as '175 hours'"


def _odd_level(page: Organisation, _: Programme | None) -> Iterator[Notice]:
    for at, idea in _open(page):
        if idea.level and not idea.levels and not template_text(("level",), idea.level):
            what = f"no level can be read from {quoted(idea.level)}; say easy, medium or hard somewhere in it"
            yield ("ideas", at, "level"), what


def _other_year(page: Organisation, season: Programme | None) -> Iterator[Notice]:
    if page.year is None:
        return
    if season and season.year != page.year:
        yield ("year",), f"{page.year} is not the year of {season.id}"
    named = {int(year) for year in _YEAR.findall(page.page.title)}
    if named and page.year not in named:
        yield ("page", "title"), f"{quoted(page.page.title)} names another year than {page.year}"
    years = {page.year} | ({each.when.year for each in season.milestones} if season else set())
    for at, each in enumerate(page.dates):
        if each.when.year not in years:
            yield ("dates", at), f"{each.name} is in {each.when.year}, on a page for {page.year}"


def _other_date(page: Organisation, season: Programme | None) -> Iterator[Notice]:
    official = {each.key: each.when for each in season.milestones} if season else {}
    for at, each in enumerate(page.dates):
        if season and each.key in official and not _same(each.when, official[each.key], ZoneInfo(season.zone)):
            what = f"the page says {each.when.isoformat()}, {season.id} says {official[each.key].isoformat()}"
            yield ("dates", at), f"{what}; one of them is wrong"


def _same(one: date | datetime, other: date | datetime, zone: ZoneInfo) -> bool:
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one == other
    days = [each.astimezone(zone).date() if isinstance(each, datetime) else each for each in (one, other)]
    return days[0] == days[1]


def _unused_person(page: Organisation, _: Programme | None) -> Iterator[Notice]:
    used = {key for idea in page.ideas for key in (*idea.mentors, *idea.suggested_by)} | set(page.mentors)
    said = " ".join((page.contact.how, *page.apply, *page.propose, *(each.answer for each in page.questions)))
    for key, person in page.people.items():
        if key not in used and person.called not in said:
            yield (
                ("people", key),
                f"nothing refers to {person.called}; name them where they mentor, or leave them out",
            )


def _shared_address(page: Organisation, _: Programme | None) -> Iterator[Notice]:
    first: dict[str, int] = {}
    for at, idea in enumerate(page.ideas):
        if idea.url and page_and_anchor(idea.url)[1] and first.setdefault(idea.url, at) != at:
            yield ("ideas", at, "url"), f"{quoted(idea.url)} is the address of ideas[{first[idea.url]}] too"


def _no_keywords(page: Organisation, _: Programme | None) -> Iterator[Notice]:
    for at, idea in _open(page):
        if not idea.keywords:
            yield ("ideas", at), f"{quoted(idea.title)} has no keywords; add the words that people would ask with"


def _short_summary(page: Organisation, _: Programme | None) -> Iterator[Notice]:
    for at, idea in _open(page):
        words = len(idea.summary.split())
        if words < SHORTEST_SUMMARY:
            what = (
                f"the summary has {words} word{'' if words == 1 else 's'}; say in a sentence or two what it is about"
            )
            yield ("ideas", at, "summary"), what


PAGE_RULES = (
    PageRule("no-mentor", Severity.WARNING, _no_mentor),
    PageRule("busy-mentor", Severity.WARNING, _busy_mentor),
    PageRule("twin-titles", Severity.WARNING, _twin_titles),
    PageRule("shared-name", Severity.WARNING, _shared_name),
    PageRule("odd-size", Severity.WARNING, _odd_size),
    PageRule("odd-level", Severity.WARNING, _odd_level),
    PageRule("other-year", Severity.WARNING, _other_year),
    PageRule("other-date", Severity.WARNING, _other_date),
    PageRule("shared-address", Severity.WARNING, _shared_address),
    PageRule("unused-person", Severity.NOTICE, _unused_person),
    PageRule("no-keywords", Severity.NOTICE, _no_keywords),
    PageRule("short-summary", Severity.NOTICE, _short_summary),
)
