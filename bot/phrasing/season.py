"""A season in words: the text beside its picture, and the short phrases in it."""

from collections.abc import Collection
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.catalogue.model import Audience, Kind, Milestone, Programme
from bot.markup import Markup, aside, filled, instead, joined, lines, link, text
from bot.phrasing import foreign_days
from bot.phrasing.deadlines import trusted
from bot.phrasing.milestones import called
from bot.phrasing.times import day, short_day, until
from bot.timeline import TOLD_AHEAD, date_of, over_at
from bot.tongue import ENGLISH, _, spoken

_UTC = ZoneInfo("UTC")


def in_words(programme: Programme, now: datetime, audience: Collection[Audience] = ()) -> str:
    """All that the picture shows, for those who cannot see it.

    Args:
        programme: whose season.
        now: the present; aware.
        audience: only dates of these; empty for all.
    """
    return "\n".join([*_told(programme, now, audience), f"{trusted(programme)}: {programme.url}"])


def picture(programme: Programme, now: datetime, audience: Collection[Audience] = ()) -> Markup:
    """What goes with the picture: all that it shows, the programme's page last; what is over first to be left out."""
    head, *rows = _told(programme, now, audience)
    over = _("(over)")
    return lines([head, *(aside(row) if row.endswith(over) else text(row) for row in rows), _source(programme)])


def file_of_dates(programme: Programme) -> Markup:
    """What goes with the calendar file, or is said in its place where no file can go."""
    words = _("The dates of {season} as a calendar file: open it to have them in your own calendar, with alarms.")
    brief = _("I can send no calendar file into this room. The dates of {season} for your own calendar stand here:")
    season = f"{programme.short} {programme.year}"
    return lines([instead(filled(words, season=season), filled(brief, season=season)), _source(programme)])


def next_date(programme: Programme, now: datetime, audience: Collection[Audience] = ()) -> str:
    """The next date that is no period, deadlines first of several at once; without a full stop."""
    zone = ZoneInfo(programme.zone)
    ahead = [each for each in _wanted(programme, audience) if each.kind is not Kind.PERIOD]
    ahead = [each for each in ahead if over_at(date_of(each), zone) > now]
    if not ahead:
        return _("The season is over")
    soonest = min(ahead, key=lambda each: (over_at(date_of(each), zone), each.kind not in TOLD_AHEAD))
    return _("Next {when}: {name}").format(
        when=until(date_of(soonest), now.astimezone(zone)), name=called(soonest.name)
    )


def short_days(first: datetime | date, last: datetime | date, zone: ZoneInfo) -> str:
    """'31 Mar', '16 to 31 Mar', '19 Feb to 15 Mar': days in that zone."""
    begins, ends = (_day(when, zone) for when in (first, last))
    if begins == ends:
        return short_day(ends)
    if spoken() != ENGLISH:
        return foreign_days.between(begins, ends)
    same = (begins.year, begins.month) == (ends.year, ends.month)
    return f"{begins.day if same else short_day(begins)} to {short_day(ends)}"


def _told(programme: Programme, now: datetime, audience: Collection[Audience]) -> list[str]:
    """What day it is and what comes next, then all dates, a line each."""
    zone = ZoneInfo(programme.zone)
    wanted = sorted(_wanted(programme, audience), key=lambda each: over_at(each.when, zone))
    season = _("{season} on {day}").format(
        season=f"{programme.short} {programme.year}", day=day(now.astimezone(_UTC))
    )
    return [f"{season}. {next_date(programme, now, audience)}.", *(_row(each, now, zone) for each in wanted)]


def _source(programme: Programme) -> Markup:
    return joined([aside(f"{trusted(programme)}:"), link(str(programme.url))])


def _wanted(programme: Programme, audience: Collection[Audience]) -> list[Milestone]:
    return [each for each in programme.milestones if not audience or set(audience) & set(each.audience)]


def _row(milestone: Milestone, now: datetime, zone: ZoneInfo) -> str:
    """'31 Mar, 18:00 UTC: Applications close', '1 to 24 May: Community bonding'."""
    last = milestone.end if milestone.kind is Kind.PERIOD and milestone.end else None
    when = date_of(milestone)
    if last:
        told = short_days(milestone.when, last, zone)
    elif isinstance(when, datetime):
        utc = when.astimezone(UTC)
        told = _("{day}, {time} UTC").format(day=short_day(utc), time=f"{utc:%H:%M}")
    else:
        told = short_day(when)
    over = over_at(last or when, zone) <= now
    return " ".join([f"{told}: {called(milestone.name)}", *([_("(over)")] if over else [])])


def _day(when: datetime | date, zone: ZoneInfo) -> date:
    return when.astimezone(zone).date() if isinstance(when, datetime) else when
