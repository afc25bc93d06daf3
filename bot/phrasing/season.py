"""A season in words: the text beside its picture, and the short phrases in it."""

from collections.abc import Collection
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.catalogue.model import Audience, Kind, Milestone, Programme
from bot.markup import Markup, joined, lines, link, text
from bot.phrasing.deadlines import trusted
from bot.phrasing.times import day, short_day, until
from bot.timeline import TOLD_AHEAD, date_of, over_at

_UTC = ZoneInfo("UTC")


def in_words(programme: Programme, now: datetime, audience: Collection[Audience] = ()) -> str:
    """All that the picture shows, for those who cannot see it.

    Args:
        programme: whose season.
        now: the present; aware.
        audience: only dates of these; empty for all.
    """
    zone = ZoneInfo(programme.zone)
    wanted = sorted(_wanted(programme, audience), key=lambda each: over_at(each.when, zone))
    head = (
        f"{programme.short} {programme.year} on {day(now.astimezone(_UTC))}. {next_date(programme, now, audience)}."
    )
    foot = f"Dates {trusted(programme)}: {programme.url}"
    return "\n".join([head, *(_row(each, now, zone) for each in wanted), foot])


def picture(programme: Programme, now: datetime, audience: Collection[Audience] = ()) -> Markup:
    """What goes with the picture: all that it shows, the programme's page last."""
    *rows, foot = in_words(programme, now, audience).split("\n")
    told, _, address = foot.rpartition(": ")
    return lines([*map(text, rows), joined([text(told + ":"), link(address)])])


def file_of_dates(programme: Programme) -> Markup:
    """What goes with the calendar file."""
    season = f"{programme.short} {programme.year}"
    return lines(
        [
            text(
                f"The dates of {season} as a calendar file: open it to have them in your own calendar, with alarms."
            ),
            joined([text(f"Dates {trusted(programme)}:"), link(str(programme.url))]),
        ]
    )


def next_date(programme: Programme, now: datetime, audience: Collection[Audience] = ()) -> str:
    """The next date that is no period, deadlines first of several at once; without a full stop."""
    zone = ZoneInfo(programme.zone)
    ahead = [each for each in _wanted(programme, audience) if each.kind is not Kind.PERIOD]
    ahead = [each for each in ahead if over_at(date_of(each), zone) > now]
    if not ahead:
        return "The season is over"
    soonest = min(ahead, key=lambda each: (over_at(date_of(each), zone), each.kind not in TOLD_AHEAD))
    return f"Next {until(date_of(soonest), now.astimezone(zone))}: {soonest.name}"


def short_days(first: datetime | date, last: datetime | date, zone: ZoneInfo) -> str:
    """'31 Mar', '16 to 31 Mar', '19 Feb to 15 Mar': days in that zone."""
    begins, ends = (_day(when, zone) for when in (first, last))
    if begins == ends:
        return short_day(ends)
    same = (begins.year, begins.month) == (ends.year, ends.month)
    return f"{begins.day if same else short_day(begins)} to {short_day(ends)}"


def _wanted(programme: Programme, audience: Collection[Audience]) -> list[Milestone]:
    return [each for each in programme.milestones if not audience or set(audience) & set(each.audience)]


def _row(milestone: Milestone, now: datetime, zone: ZoneInfo) -> str:
    """'31 Mar, 18:00 UTC: Applications close', '1 to 24 May: Community bonding'."""
    last = milestone.end if milestone.kind is Kind.PERIOD and milestone.end else None
    when = date_of(milestone)
    if last:
        told = short_days(milestone.when, last, zone)
    elif isinstance(when, datetime):
        told = f"{short_day(when.astimezone(UTC))}, {when.astimezone(UTC):%H:%M} UTC"
    else:
        told = short_day(when)
    over = over_at(last or when, zone) <= now
    return f"{told}: {milestone.name}{' (over)' if over else ''}"


def _day(when: datetime | date, zone: ZoneInfo) -> date:
    return when.astimezone(zone).date() if isinstance(when, datetime) else when
