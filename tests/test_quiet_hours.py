"""Quiet hours move reminders to where they still help, and notice can be given of any kind of date."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from season import CLOSE, catalogue, milestone, opening, room

from bot.catalogue.model import Milestone
from bot.phrasing.reminders import reminder as words_of
from bot.timeline import Reminder, reminders


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


def planned(*milestones: Milestone, **settings: object) -> list[Reminder]:
    return reminders(catalogue(*milestones), [room(**{"quiet": "22:00-07:00"} | settings)])


def test_what_falls_into_the_night_waits_for_the_morning() -> None:
    (found,) = planned(milestone(at=utc(2026, 4, 2, 3)), lead_times=("1 d",))
    assert found.due == utc(2026, 4, 1, 7)


def test_what_the_morning_would_be_too_late_for_comes_the_evening_before() -> None:
    (found,) = planned(milestone(at=utc(2026, 4, 2, 6)), lead_times=("3 h",))
    assert found.due == utc(2026, 4, 1, 21, 45)


def test_less_than_half_of_the_time_left_is_too_late() -> None:
    (waits,) = planned(milestone(at=utc(2026, 4, 2, 9)), lead_times=("4 h",))
    (comes_before,) = planned(milestone(at=utc(2026, 4, 2, 8, 59)), lead_times=("4 h",))
    assert waits.due == utc(2026, 4, 2, 7)
    assert comes_before.due == utc(2026, 4, 1, 21, 45)


def test_two_reminders_of_one_date_that_meet_are_one() -> None:
    (found,) = planned(milestone(at=utc(2026, 4, 2, 6)), lead_times=("5 h", "3 h"))
    assert (found.due, found.lead) == (utc(2026, 4, 1, 21, 45), timedelta(hours=3))


def test_news_of_the_night_comes_in_the_morning_and_says_that_it_is_past() -> None:
    (found,) = planned(opening(at=utc(2026, 3, 16, 23)))
    assert found.due == utc(2026, 3, 17, 7)
    assert words_of(found, found.due).plain.startswith("8 hours ago: GSoC 2026 contributor applications open, Mon")


def test_news_that_would_be_stale_in_the_morning_is_told_at_once() -> None:
    found = planned(opening(at=utc(2026, 3, 16, 23)), milestone(at=utc(2026, 3, 17, 5)), lead_times=())
    assert [reminder.due for reminder in found] == [utc(2026, 3, 16, 23)]


def test_quiet_hours_may_lie_within_a_day() -> None:
    (found,) = planned(milestone(at=utc(2026, 4, 2, 13)), lead_times=("1 d",), quiet="12:00 to 14:00")
    assert found.due == utc(2026, 4, 1, 14)


def test_quiet_hours_end_by_the_rooms_clock_in_the_night_of_a_change() -> None:
    (found,) = planned(milestone(at=utc(2026, 3, 30, 1)), lead_times=("1 d",), zone="Europe/Berlin")
    assert found.due == utc(2026, 3, 29, 5)


@pytest.mark.parametrize("quiet", ["22:00", "22-7", "24:00-07:00", "22:00-22:00", "08:00-07:00", "0:00-20:01", 1320])
def test_what_is_no_part_of_a_day_is_refused(quiet: object) -> None:
    with pytest.raises(ValidationError, match="no part of the day"):
        room(quiet=quiet)


@pytest.mark.parametrize("kind", ["opens", "announced", "begins"])
def test_notice_is_given_where_a_room_wants_it_and_the_moment_is_told_as_well(kind: str) -> None:
    found = planned(milestone(kind), notice={kind: ["2 d"]}, quiet=None)
    assert [(each.due, each.lead) for each in found] == [
        (CLOSE - timedelta(days=2), timedelta(days=2)),
        (CLOSE, None),
    ]
    assert found[0].expires == CLOSE
    assert words_of(found[0], found[0].due).plain.startswith(
        "In 2 days: GSoC 2026 contributor applications close, Tue"
    )


def test_notice_of_a_day_comes_on_mornings_before_it_and_never_twice_on_it() -> None:
    found = planned(milestone("begins", day=date(2026, 5, 25)), notice={"begins": ["1 d", "3 h"]})
    assert [each.due for each in found] == [utc(2026, 5, 24, 9), utc(2026, 5, 25, 9)]
    assert words_of(found[0], found[0].due).plain.startswith("Tomorrow: ")


def test_each_audience_hears_its_own_dates() -> None:
    names = ("applicants", "contributors", "mentors", "admins")
    dates = [milestone("announced", key=name, audience=[name]) for name in names]
    for name in names:
        assert [each.milestone.key for each in planned(*dates, audience=[name])] == [name]
    assert len(planned(*dates, audience=list(names))) == len(names)


CLOCK_HOURS = st.integers(0, 23)


@given(
    st.integers(0, 36_000_000),
    st.integers(1, 400_000),
    CLOCK_HOURS,
    st.integers(1, 20),
    st.sampled_from(["Europe/Berlin", "America/Havana", "Australia/Lord_Howe", "Africa/Cairo", "Pacific/Apia"]),
)
def test_whatever_the_hours_nothing_comes_at_or_after_its_deadline_nor_much_before_its_time(
    seconds: int, lead: int, begins: int, length: int, zone: str
) -> None:
    quiet = f"{begins}:00-{(begins + length) % 24}:00"
    close = utc(2023, 12, 1) + timedelta(seconds=seconds)
    (found,) = planned(milestone(at=close), lead_times=(f"{lead} s",), quiet=quiet, zone=zone)
    due = close - timedelta(seconds=lead)
    assert found.due < close
    assert due - timedelta(hours=22) < found.due < due + timedelta(hours=22)
