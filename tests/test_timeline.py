"""Programme dates and rooms become reminders."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st
from season import CLOSE, OPEN, ROOM, catalogue, milestone, opening, room

from bot.catalogue.model import Milestone
from bot.timeline import Reminder, over_at, reminders

ZONES = sorted(available_timezones())
DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))


def planned(*milestones: Milestone, zone: str = "UTC", lead_times: tuple[str, ...] = ()) -> list[Reminder]:
    settings = {"lead_times": lead_times} if lead_times else {}
    return reminders(catalogue(*milestones), [room(zone=zone, **settings)])


def dues(found: list[Reminder]) -> list[datetime]:
    return [reminder.due for reminder in found]


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


def test_a_deadline_is_told_at_every_lead_time_before_it() -> None:
    found = planned()
    assert dues(found) == [utc(2026, 3, 24, 18), utc(2026, 3, 29, 18), utc(2026, 3, 30, 18), utc(2026, 3, 31, 15)]
    assert {reminder.expires for reminder in found} == {CLOSE}


def test_an_instant_given_in_another_zone_is_planned_in_utc() -> None:
    found = planned(milestone(at="2026-03-31T11:00:00-07:00"), lead_times=("3 h",))
    assert dues(found) == [utc(2026, 3, 31, 15)]
    assert found[0].due.tzinfo is UTC


def test_lead_times_of_seconds_are_kept() -> None:
    assert dues(planned(lead_times=("5 s",))) == [CLOSE - timedelta(seconds=5)]


@pytest.mark.parametrize("kind", ["opens", "announced", "begins"])
def test_news_is_told_at_its_moment_whatever_the_lead_times(kind: str) -> None:
    (found,) = planned(milestone(kind))
    assert (found.due, found.lead) == (CLOSE, None)
    assert found.expires == CLOSE + timedelta(days=2)


def test_an_end_is_told_ahead_like_a_deadline() -> None:
    assert dues(planned(milestone("ends"), lead_times=("1 d",))) == [CLOSE - timedelta(days=1)]


def test_a_period_is_not_announced() -> None:
    assert planned(milestone("period", start=date(2026, 5, 1), end=date(2026, 5, 24))) == []


def test_a_deadline_written_as_a_period_counts_to_its_end() -> None:
    found = planned(milestone(start=date(2026, 3, 17), end=CLOSE), lead_times=("1 d",))
    assert dues(found) == [CLOSE - timedelta(days=1)]
    assert found[0].when == CLOSE


def test_a_day_is_told_at_nine_in_the_rooms_morning() -> None:
    (found,) = planned(milestone("begins", day=date(2026, 6, 1)), zone="Europe/Bucharest")
    assert found.due == utc(2026, 6, 1, 6)
    assert found.when == date(2026, 6, 1)


def test_days_before_a_day_are_counted_by_the_calendar_over_a_clock_change() -> None:
    found = planned(milestone(day=date(2026, 3, 31)), zone="Europe/Berlin", lead_times=("7 d", "1 d"))
    assert dues(found) == [utc(2026, 3, 24, 8), utc(2026, 3, 30, 7)]


def test_lead_times_of_hours_before_a_day_mean_that_mornings_single_reminder() -> None:
    found = planned(milestone(day=date(2026, 3, 31)), lead_times=("2 d", "3 h", "1 h", "5 s"))
    assert dues(found) == [utc(2026, 3, 29, 9), utc(2026, 3, 31, 9)]


def test_a_days_deadline_ends_with_that_day_in_the_programmes_zone() -> None:
    found = planned(milestone(day=date(2026, 3, 31)), zone="Asia/Tokyo")
    assert {reminder.expires for reminder in found} == {utc(2026, 4, 1)}
    western = reminders(catalogue(milestone(day=date(2026, 3, 31)), zone="America/Los_Angeles"), [room()])
    assert {reminder.expires for reminder in western} == {utc(2026, 4, 1, 7)}


def test_what_would_be_due_only_when_it_is_over_is_left_out() -> None:
    eastern = catalogue(milestone(day=date(2026, 3, 31)), zone="Asia/Kolkata")
    found = reminders(eastern, [room(zone="Pacific/Honolulu", lead_times=("1 d", "3 h"))])
    assert [reminder.lead for reminder in found] == [timedelta(days=1)]


def test_an_opening_is_news_only_until_the_deadline_that_follows_it() -> None:
    soon = OPEN + timedelta(seconds=30)
    found = planned(opening(), milestone(at=soon), lead_times=("5 s",))
    assert [(reminder.due, reminder.expires) for reminder in found] == [
        (OPEN, soon),
        (soon - timedelta(seconds=5), soon),
    ]


def test_a_room_hears_only_what_concerns_its_audience() -> None:
    dates = (opening(audience=["mentors", "admins"]), milestone(audience=["mentors", "applicants"]))
    heard = reminders(catalogue(*dates), [room(audience=["applicants"], lead_times=("1 d",))])
    assert [reminder.subject for reminder in heard] == ["gsoc-2026/applications-close"]


def test_a_room_without_a_known_programme_hears_nothing() -> None:
    assert reminders(catalogue(), [room(programme=None), room(programme="outreachy-2026")]) == []


def test_keys_differ_by_room_date_and_lead_time() -> None:
    rooms = [room(), room(room="!abc:example.org")]
    found = reminders(catalogue(opening(), milestone()), rooms)
    assert len({reminder.key for reminder in found}) == len(found) == 10
    assert f"gsoc-2026/applications-close/7d/{ROOM}" in {reminder.key for reminder in found}


def test_a_moved_date_keeps_its_keys() -> None:
    def keys(at: datetime) -> set[str]:
        return {reminder.key for reminder in planned(milestone(at=at))}

    assert keys(CLOSE) == keys(CLOSE + timedelta(days=9, hours=1))


def test_the_same_lead_time_written_twice_is_one_reminder() -> None:
    found = planned(lead_times=("24 h", "1 d", "86400 s", "90 min"))
    assert [reminder.key.split("/")[2] for reminder in found] == ["1d", "90min"]


def test_a_room_listed_twice_is_told_once() -> None:
    assert len(reminders(catalogue(), [room(lead_times=("1 d",)), room(lead_times=("1 d",))])) == 1


@given(DAYS, st.sampled_from(ZONES), st.integers(1, 400))
def test_in_every_zone_a_day_is_told_at_nine_by_the_rooms_own_clock(day: date, zone: str, ahead: int) -> None:
    found = planned(milestone(day=day), zone=zone, lead_times=(f"{ahead} d",))
    for reminder in found:
        local = reminder.due.astimezone(ZoneInfo(zone))
        assert (local.date(), local.hour, local.minute) == (day - timedelta(days=ahead), 9, 0)


@given(DAYS, st.sampled_from(ZONES))
def test_in_every_zone_a_day_is_over_exactly_when_the_next_one_begins(day: date, name: str) -> None:
    zone = ZoneInfo(name)
    end = over_at(day, zone)
    assert (end - timedelta(seconds=1)).astimezone(zone).date() <= day
    assert end.astimezone(zone).date() > day


@given(DAYS, st.times(), st.sampled_from(ZONES), st.integers(1, 40_000_000))
def test_lead_times_before_an_instant_are_elapsed_time_in_every_zone(
    day: date, hour: time, zone: str, lead: int
) -> None:
    at = datetime.combine(day, hour.replace(microsecond=0), tzinfo=ZoneInfo(zone))
    (found,) = planned(milestone(at=at), zone=zone, lead_times=(f"{lead} s",))
    assert found.expires == at.astimezone(UTC)
    assert (found.expires - found.due).total_seconds() == lead
