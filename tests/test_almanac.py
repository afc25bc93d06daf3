"""The calendar file is one that calendar programs take in: read back by a library, and by the letter of RFC 5545."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from matching_setup import shipped
from season import CLOSE, milestone, opening, programme

from bot.almanac import calendar
from bot.catalogue.model import Audience, Milestone, Programme

SHIPPED = shipped().programmes


def events(*milestones: Milestone) -> list[Any]:
    return list(Calendar.from_ical(calendar(programme(*milestones))).events)


def alarms(event: Any) -> list[timedelta]:
    return [alarm["trigger"].dt for alarm in event.walk("VALARM")]


def test_an_instant_is_an_event_in_utc_that_rings_before_a_deadline() -> None:
    (event,) = events(milestone())
    assert event["summary"] == "GSoC 2026: Contributor applications close"
    assert (event["dtstart"].dt, event.get("dtend")) == (CLOSE, None)
    assert alarms(event) == [-timedelta(days=2), -timedelta(hours=3)]


def test_an_opening_rings_when_it_happens() -> None:
    assert alarms(events(opening())[0]) == [timedelta()]


def test_a_day_is_a_date_that_ends_with_the_next_and_rings_on_the_morning_before() -> None:
    (event,) = events(milestone("begins", day=date(2024, 2, 29)))
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2024, 2, 29), date(2024, 3, 1))
    assert event["dtstart"].params["VALUE"] == "DATE"
    assert alarms(event) == [-timedelta(hours=15)]


@pytest.mark.parametrize("end", [date(2026, 12, 31), datetime(2026, 12, 31, 18, tzinfo=UTC)])
def test_a_period_with_a_day_at_an_end_is_whole_days_and_rings_never(end: date) -> None:
    (event,) = events(milestone("period", start=date(2026, 12, 24), end=end))
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 12, 24), date(2027, 1, 1))
    assert alarms(event) == []


def test_a_period_between_instants_keeps_its_hours() -> None:
    (event,) = events(milestone("period", start=CLOSE, end=CLOSE + timedelta(days=1)))
    assert (event["dtstart"].dt, event["dtend"].dt) == (CLOSE, CLOSE + timedelta(days=1))


def test_a_date_that_moved_is_the_same_event_in_a_later_version() -> None:
    (before,) = events(milestone(verified=date(2026, 1, 1)))
    (after,) = events(milestone(at=CLOSE + timedelta(days=3), verified=date(2026, 2, 1)))
    assert before["uid"] == after["uid"]
    assert after["sequence"] - before["sequence"] == 31
    assert after["dtstamp"].dt == datetime(2026, 2, 1, tzinfo=UTC)


def test_the_same_dates_make_the_same_file() -> None:
    assert calendar(SHIPPED[-1]) == calendar(SHIPPED[-1])


def test_only_the_dates_of_the_audience_are_in_it() -> None:
    dates = programme(opening(audience=["mentors"]), milestone())
    found: list[Any] = list(Calendar.from_ical(calendar(dates, [Audience.MENTORS])).events)
    assert [event["summary"] for event in found] == ["GSoC 2026: Contributor applications open"]


def test_names_with_the_formats_own_signs_come_back_whole() -> None:
    name = "Proposals; drafts, and \\ backslashes: 提案"
    assert events(milestone(name=name))[0]["summary"] == f"GSoC 2026: {name}"


@pytest.mark.parametrize("season", SHIPPED, ids=lambda season: season.id)
def test_each_shipped_season_is_written_by_the_letter(season: Programme) -> None:
    written = calendar(season)
    lines = written.split(b"\r\n")
    assert b"\n" not in written.replace(b"\r\n", b"")
    assert lines.pop() == b""
    assert all(len(line) <= 75 for line in lines)
    unfolded = written.decode().replace("\r\n ", "").splitlines()
    assert all(re.match(r"[A-Z-]+(;[A-Z-]+=[^:;]+)*:", line) for line in unfolded)
    found: list[Any] = list(Calendar.from_ical(written).events)
    assert len({event["uid"] for event in found}) == len(found) == len(season.milestones)
    for event in found:
        assert {"UID", "DTSTAMP", "DTSTART", "SEQUENCE", "SUMMARY"} <= set(event)
        if "DTEND" in event:
            begins, ends = event["dtstart"].dt, event["dtend"].dt
            assert type(ends) is type(begins)
            assert ends > begins
