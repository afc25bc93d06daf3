"""What is open, what comes next and how to ask, on one small screen: instead of walls of text."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.catalogue.model import Catalogue, Kind, Milestone, Organisation, Programme, Status
from bot.config import RoomSettings
from bot.markup import Markup, aside, filled, joined, lines, strong, text
from bot.phrasing.closing import closed_on
from bot.phrasing.mentor import how_to_ask
from bot.phrasing.milestones import called
from bot.phrasing.names import address, listed, season, typed
from bot.phrasing.times import moment, until
from bot.timeline import date_of, over_at
from bot.tongue import _, ngettext

DATES, PAGES = 2, 3
"""How many dates, and how many pages, are told one by one."""


def digest(catalogue: Catalogue, room: RoomSettings, now: datetime, prefix: str) -> Markup:
    """Six lines at most: the season's next dates, the open ideas, where to ask, what to type, the programme's page.

    Args:
        catalogue: what is known.
        room: the settings of the room.
        now: the present; aware.
        prefix: what commands begin with there.
    """
    wanted = [each for each in catalogue.organisations if not room.organisations or each.id in room.organisations]
    homes = [home for home in wanted if home.page.superseded_by is None]
    programme = catalogue.programme(room.programme) or _newest(catalogue)
    rows = [*(_dates(programme, room, now) if programme else ()), _open(homes, catalogue, now)]
    if len(homes) == 1:
        rows.append(aside(how_to_ask(homes[0])))
    page = address(str(programme.url)) if programme else Markup()
    return lines([*rows, _type(prefix), page])


def unpinned() -> Markup:
    """The digest is let go."""
    return text(_("The digest is no longer pinned, and I no longer keep it up to date."))


def _newest(catalogue: Catalogue) -> Programme | None:
    return max(catalogue.programmes, key=lambda each: each.year, default=None)


def _dates(programme: Programme, room: RoomSettings, now: datetime) -> list[Markup]:
    """The next dates of those who are in the room, a line each."""
    zone, name = ZoneInfo(programme.zone), f"{programme.short} {programme.year}"
    ahead = sorted(
        (each for each in programme.milestones if _concerns(each, room) and over_at(date_of(each), zone) > now),
        key=lambda each: over_at(date_of(each), zone),
    )
    if not ahead:
        return [filled(_("{season} has no date ahead."), season=strong(name))]
    first, *rest = ahead[:DATES]
    return [_date(first, room, now, strong(name) + ": "), *(aside(_date(each, room, now, Markup())) for each in rest)]


def _date(milestone: Milestone, room: RoomSettings, now: datetime, head: Markup) -> Markup:
    when = date_of(milestone)
    away = until(when, now.astimezone(room.tz))
    return head + joined([text(called(milestone.name)), text(f"{away},"), text(moment(when, room.tz) + ".")])


def _concerns(milestone: Milestone, room: RoomSettings) -> bool:
    return milestone.kind is not Kind.PERIOD and bool(set(milestone.audience) & set(room.audience))


def _open(homes: Sequence[Organisation], catalogue: Catalogue, now: datetime) -> Markup:
    """How many ideas are open, and on which pages while those are few."""
    number = {home.id: _open_on(home, catalogue, now) for home in homes}
    told = [home for home in homes if number[home.id]]
    count = sum(number.values())
    if not told:
        return text(_("No idea is open for applications now."))
    words = ngettext("{count} idea is open", "{count} ideas are open", count)
    first = strong(words.format(count=count))
    if len(told) > PAGES:
        organisations = ngettext("on {count} page.", "on {count} pages.", len(told)).format(count=len(told))
        return joined([first, text(organisations)])
    return joined([first + ":", listed(f"{season(home)} ({number[home.id]})" for home in told) + "."])


def _open_on(home: Organisation, catalogue: Catalogue, now: datetime) -> int:
    """How many of a page's ideas are open: none where its season takes no more applications."""
    if closed_on(home, catalogue, now):
        return 0
    return sum(idea.status is Status.OPEN for idea in home.ideas)


def _type(prefix: str) -> Markup:
    """How to ask."""
    commands = [typed(prefix, words) for words in ("ideas", "idea WORDS", "mentor WORDS", "deadlines", "help")]
    return filled(_("Type {commands}; in a direct message plain words will do."), commands=listed(commands, "or"))
