"""Dates that people ask for: what comes next, what was last, and what a page does not say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.catalogue.model import Organisation, Programme
from bot.markup import Markup, aside, filled, instead, joined, lines, strong, text
from bot.phrasing.milestones import called
from bot.phrasing.names import address, season, typed
from bot.phrasing.times import day, moment, short_day, until
from bot.tongue import _

LATELY = timedelta(days=60)
"""How long ago something may be for "… ago" to help more than the date alone."""

PAST = {
    "close": "closed",
    "open": "opened",
    "ends": "ended",
    "begins": "began",
    "due": "were due",
    "announced": "announced",
}
"""The last word of a date's name once it is past."""


@dataclass(frozen=True, slots=True)
class Dated:
    """One date, whoever states it.

    Attributes:
        name: what happens, as a person would say it.
        when: aware instant, or a day without an hour; of a period its beginning.
        end: when a period ends; None for a single date.
        under_way: a period that has begun, so that its end is what matters.
    """

    name: str
    when: datetime | date
    end: datetime | date | None = None
    under_way: bool = False

    @property
    def dates(self) -> tuple[datetime | date, ...]:
        """The dates that its words tell."""
        if self.end is None:
            return (self.when,)
        return (self.end,) if self.under_way else (self.when, self.end)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Whose dates they are, and how they are shown.

    Attributes:
        name: such as 'QEMU 2023' or 'GSoC 2026'.
        url: where the dates stand.
        zone: the zone shown beside UTC.
        now: the present; aware.
        trust: how far the dates can be trusted, as `trusted` says it; empty for a page's own.
        over: whether all of them are past.
    """

    name: str
    url: str
    zone: ZoneInfo
    now: datetime
    trust: str = ""
    over: bool = False


def asked(dates: Sequence[Dated], calendar: Calendar, *, over: bool = False) -> Markup:
    """The very dates that were asked for, the one meant first.

    Args:
        dates: what was asked for; one at least.
        calendar: whose they are.
        over: whether the first of them is past.
    """
    name = _in_the_past(dates[0].name) if over else called(dates[0].name)
    season = _("{season} is over").format(season=calendar.name) if calendar.over else calendar.name
    first = joined([strong(name), f" ({season}): ", _when(dates[0], calendar)], "")
    return lines([first + ".", *_rows(dates[1:], calendar), _source(calendar)])


def coming(dates: Sequence[Dated], calendar: Calendar) -> Markup:
    """What comes next, then what follows."""
    head = _("Under way ({season}): {name}, {when}.") if dates[0].under_way else _("Next ({season}): {name}, {when}.")
    first = filled(head, season=calendar.name, name=strong(called(dates[0].name)), when=_when(dates[0], calendar))
    return lines([first, *_rows(dates[1:], calendar), _source(calendar)])


def past(closing: Dated | None, last: Dated | None, calendar: Calendar) -> Markup:
    """All is over: when applications closed, and what was last."""
    rows = [filled(_("Applications closed on {when}."), when=_when(closing, calendar))] if closing else []
    if last:
        rows.append(filled(_("Last: {name}, {when}."), name=strong(called(last.name)), when=_when(last, calendar)))
    rows[0] = joined([_("{season} is over.").format(season=calendar.name), rows[0]])
    return lines([*rows, _source(calendar)])


def none_stated(home: Organisation, programme: Programme | None, prefix: str) -> Markup:
    """The organisation's page names no dates at all."""
    first = filled(_("The page of {organisation} names no dates."), organisation=season(home))
    if programme:
        own = f"{programme.short} {programme.year}"
        command = typed(prefix, f"deadlines {programme.id}")
        first = joined([first, filled(_("The dates of {season} itself: {command}"), season=own, command=command)])
    return lines([first, address(str(home.page.url))])


def not_that_one(calendar: Calendar) -> Markup:
    """There are dates, but not the one asked for."""
    return lines([filled(_("I know no such date of {season}."), season=calendar.name), _source(calendar)])


def unknown() -> Markup:
    """There are no dates anywhere."""
    return text(_("I know no dates: neither the pages nor a programme in my catalogue states any."))


def trusted(programme: Programme) -> str:
    """How far a programme's dates can be trusted, as the words before its page."""
    official = programme.trust == "official"
    words = _("Dates from the official page, checked {day}") if official else _("Dates second-hand, checked {day}")
    return words.format(day=day(programme.verified))


def _in_the_past(name: str) -> str:
    """'Applications closed', 'Final week, over': what happened, by a name that says what happens."""
    *rest, verb = name.split()
    past = PAST.get(verb.casefold())
    told = called(name)
    return " ".join([*rest, past]) if past and told == name else _("{name}, over").format(name=told)


def _rows(dates: Sequence[Dated], calendar: Calendar) -> list[Markup]:
    return [text(called(each.name)) + ": " + instead(_when(each, calendar), _day(each, calendar)) for each in dates]


def _day(dated: Dated, calendar: Calendar) -> str:
    """'31 Mar', with the year where it is another than now."""
    when = dated.dates[0]
    here = when.astimezone(calendar.zone) if isinstance(when, datetime) else when
    words = _("until {time}") if dated.under_way else "{time}"
    year = "" if here.year == calendar.now.year else f" {here.year}"
    return words.format(time=short_day(here) + year)


def _when(dated: Dated, calendar: Calendar) -> Markup:
    start = moment(dated.when, calendar.zone)
    if dated.end is None:
        return joined([start, _away(dated.when, calendar)], ", ")
    end = moment(dated.end, calendar.zone)
    if dated.under_way:
        return joined([_("until {time}").format(time=end), _away(dated.end, calendar)], ", ")
    return joined([_("{start} to {end}").format(start=start, end=end), _away(dated.when, calendar)], ", ")


def _away(when: datetime | date, calendar: Calendar) -> str:
    here = calendar.now.astimezone(calendar.zone)
    ago = here - when if isinstance(when, datetime) else here.date() - when
    return "" if ago > LATELY else until(when, here)


def _source(calendar: Calendar) -> Markup:
    return joined([aside(f"{calendar.trust}:" if calendar.trust else ""), address(calendar.url)])
