"""Every hour of a leap year in ten zones with odd clocks: what is planned, against arithmetic on a table of offsets.

The table is written by hand from the announced changes, so nothing here asks a time zone library.
"""

from bisect import bisect_right
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

import pytest
from season import catalogue, milestone, room

from bot.phrasing.times import moment
from bot.timeline import Reminder, reminders

pytestmark = pytest.mark.slow

# From when on (UTC, in 2024) which offset from UTC holds, in minutes; the first was in force before the year began.
OFFSETS: dict[str, list[tuple[str, int]]] = {
    "Australia/Lord_Howe": [("01-01T00:00", 660), ("04-06T15:00", 630), ("10-05T15:30", 660)],
    "Asia/Kathmandu": [("01-01T00:00", 345)],
    "America/St_Johns": [("01-01T00:00", -210), ("03-10T05:30", -150), ("11-03T04:30", -210)],
    "Africa/Casablanca": [("01-01T00:00", 60), ("03-10T02:00", 0), ("04-14T02:00", 60)],
    "Africa/Cairo": [("01-01T00:00", 120), ("04-25T22:00", 180), ("10-31T21:00", 120)],
    "America/Havana": [("01-01T00:00", -300), ("03-10T05:00", -240), ("11-03T05:00", -300)],
    "Pacific/Chatham": [("01-01T00:00", 825), ("04-06T14:00", 765), ("09-28T14:00", 825)],
    "Antarctica/Troll": [("01-01T00:00", 0), ("03-31T01:00", 120), ("10-27T01:00", 0)],
    "Asia/Almaty": [("01-01T00:00", 360), ("02-29T18:00", 300)],
    "Pacific/Kiritimati": [("01-01T00:00", 840)],
}
EACH = pytest.mark.parametrize("zone", OFFSETS)
YEAR = datetime(2024, 1, 1, tzinfo=UTC)
HOURS = [YEAR + timedelta(hours=hour) for hour in range(366 * 24)]
QUARTER = timedelta(minutes=15)
SEASON = catalogue(*(milestone(key=f"h{number}", at=at) for number, at in enumerate(HOURS)))
LEADS = {"1d": timedelta(days=1), "3h": timedelta(hours=3)}


def clock(zone: str, instant: datetime) -> datetime:
    """What a clock on the wall there shows, as a naive time."""
    table = OFFSETS[zone]
    written = f"{instant:%m-%dT%H:%M}" if instant >= YEAR else ""
    place = bisect_right([since for since, _ in table], written) - 1
    return instant.replace(tzinfo=None) + timedelta(minutes=table[max(place, 0)][1])


@cache
def is_quiet(zone: str, instant: datetime) -> bool:
    """Between ten in the evening and seven in the morning."""
    return not 7 <= clock(zone, instant).hour < 22


@cache
def spell(zone: str, hour: datetime) -> tuple[datetime, datetime]:
    """The night around a quiet instant, found by walking through it a quarter of an hour at a time."""
    begins = ends = hour
    while is_quiet(zone, begins):
        begins -= QUARTER
    while is_quiet(zone, ends):
        ends += QUARTER
    return begins, ends


def told(zone: str, due: datetime, deadline: datetime) -> datetime:
    """When a reminder is right to come."""
    if not is_quiet(zone, due):
        return due
    begins, ends = spell(zone, due)
    return ends if deadline - ends >= (deadline - due) / 2 else begins


def planned(zone: str, **settings: object) -> dict[str, Reminder]:
    """What is planned for a deadline at every hour of the year, by hour and lead time."""
    found = reminders(SEASON, [room(zone=zone, lead_times=("1 d", "3 h"), **settings)])
    return {"/".join(reminder.key.split("/")[1:3]): reminder for reminder in found}


@EACH
def test_without_quiet_hours_every_hour_is_told_at_its_leads_and_with_the_rooms_own_clock(zone: str) -> None:
    found = planned(zone)
    assert len(found) == len(HOURS) * len(LEADS)
    for number, at in enumerate(HOURS):
        assert {lead: found[f"h{number}/{lead}"].due for lead in LEADS} == {
            lead: at - length for lead, length in LEADS.items()
        }
        assert f"{clock(zone, at):%H:%M} in {zone}" in moment(at, found[f"h{number}/1d"].zone)


@EACH
def test_with_quiet_hours_every_hour_is_told_by_day_and_before_its_deadline(zone: str) -> None:
    found = planned(zone, quiet="22:00-07:00")
    for reminder in found.values():
        assert not is_quiet(zone, reminder.due)
        assert reminder.due < reminder.expires
    for number, at in enumerate(HOURS):
        right = {told(zone, at - length, at): lead for lead, length in LEADS.items()}
        assert {found[f"h{number}/{lead}"].due: lead for lead in LEADS if f"h{number}/{lead}" in found} == right


@EACH
def test_every_day_is_told_at_nine_by_the_rooms_own_clock(zone: str) -> None:
    days = [date(2024, 1, 2) + timedelta(number) for number in range(364)]
    dates = [milestone("begins", key=f"d{number}", day=day) for number, day in enumerate(days)]
    found = reminders(catalogue(*dates), [room(zone=zone)])
    assert [clock(zone, reminder.due) for reminder in found] == [datetime.combine(day, time(9)) for day in days]
