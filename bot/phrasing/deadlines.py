"""Dates that people ask for: what comes next, what was last, and what a page does not say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.catalogue.model import Organisation, Programme
from bot.markup import Markup, joined, lines, strong, text
from bot.phrasing.names import address, season, typed
from bot.phrasing.times import day, moment, until

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
        trust: how far the dates can be trusted; empty for a page's own.
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
    name = _in_the_past(dates[0].name) if over else dates[0].name
    season = f"{calendar.name} is over" if calendar.over else calendar.name
    first = joined([strong(name), f" ({season}): ", _when(dates[0], calendar)], "")
    return lines([first + ".", *_rows(dates[1:], calendar), _source(calendar)])


def coming(dates: Sequence[Dated], calendar: Calendar) -> Markup:
    """What comes next, then what follows."""
    head = "Under way" if dates[0].under_way else "Next"
    first = joined([f"{head} ({calendar.name}): ", strong(dates[0].name), ", ", _when(dates[0], calendar)], "")
    return lines([first + ".", *_rows(dates[1:], calendar), _source(calendar)])


def past(closing: Dated | None, last: Dated | None, calendar: Calendar) -> Markup:
    """All is over: when applications closed, and what was last."""
    shut = ("Applications closed on " + _when(closing, calendar)) if closing else Markup()
    ended = joined(["Last: ", strong(last.name), ", ", _when(last, calendar)], "") if last else Markup()
    rows = [row + "." for row in (shut, ended) if row]
    rows[0] = joined([f"{calendar.name} is over. ", rows[0]], "")
    return lines([*rows, _source(calendar)])


def none_stated(home: Organisation, programme: Programme | None, prefix: str) -> Markup:
    """The organisation's page names no dates at all."""
    first = text(f"The page of {season(home)} names no dates.")
    if programme:
        own = f"The dates of {programme.short} {programme.year} itself: "
        first = first + " " + own + typed(prefix, f"deadlines {programme.id}")
    return lines([first, address(str(home.page.url))])


def not_that_one(calendar: Calendar) -> Markup:
    """There are dates, but not the one asked for."""
    return lines([text(f"I know no such date of {calendar.name}."), _source(calendar)])


def unknown() -> Markup:
    """There are no dates anywhere."""
    return text("I know no dates: neither the pages nor a programme in my catalogue states any.")


def trusted(programme: Programme) -> str:
    """How far a programme's dates can be trusted, as a short remark."""
    source = "from the official page" if programme.trust == "official" else "second-hand"
    return f"{source}, checked {day(programme.verified)}"


def _in_the_past(name: str) -> str:
    """'Applications closed', 'Final week, over': what happened, by a name that says what happens."""
    *rest, verb = name.split()
    past = PAST.get(verb.casefold())
    return " ".join([*rest, past]) if past else f"{name}, over"


def _rows(dates: Sequence[Dated], calendar: Calendar) -> list[Markup]:
    return [text(each.name) + ": " + _when(each, calendar) for each in dates]


def _when(dated: Dated, calendar: Calendar) -> Markup:
    start = moment(dated.when, calendar.zone)
    if dated.end is None:
        return joined([start, _away(dated.when, calendar)], ", ")
    end = moment(dated.end, calendar.zone)
    if dated.under_way:
        return joined([f"until {end}", _away(dated.end, calendar)], ", ")
    return joined([f"{start} to {end}", _away(dated.when, calendar)], ", ")


def _away(when: datetime | date, calendar: Calendar) -> str:
    here = calendar.now.astimezone(calendar.zone)
    ago = here - when if isinstance(when, datetime) else here.date() - when
    return "" if ago > LATELY else until(when, here)


def _source(calendar: Calendar) -> Markup:
    return joined([f"Dates {calendar.trust}:" if calendar.trust else "", address(calendar.url)])
