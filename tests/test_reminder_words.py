"""What a room reads, and how times are written for people."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from season import CLOSE, OPEN, catalogue, milestone, opening, room

from bot.catalogue.model import Milestone
from bot.markup import Markup
from bot.phrasing.reminders import reminder
from bot.phrasing.times import moment, span, until
from bot.timeline import reminders

LINK = "All dates: https://dates.example.org/timeline"
BUCHAREST = ZoneInfo("Europe/Bucharest")
NOON = datetime(2026, 3, 29, 12, tzinfo=UTC)


def said(
    date_: Milestone, late: timedelta = timedelta(), lead: str = "7 d", zone: str = "Europe/Bucharest"
) -> Markup:
    (planned,) = reminders(catalogue(date_), [room(lead_times=(lead,), zone=zone)])
    return reminder(planned, planned.due + late)


def test_the_first_line_carries_what_and_when_and_the_last_the_page() -> None:
    first, last = said(milestone()).plain.splitlines()
    assert first.startswith("7 days left: GSoC 2026 contributor applications close on Tue 31 March 2026, 18:00 UTC")
    assert first.endswith("(21:00 in Europe/Bucharest)")
    assert last == LINK


def test_a_few_seconds_are_neither_late_nor_do_they_spoil_the_countdown() -> None:
    assert said(milestone(), late=timedelta(seconds=9)).plain == said(milestone()).plain


def test_a_late_reminder_counts_from_now_and_says_that_it_is_late() -> None:
    lines = said(milestone(), late=timedelta(hours=19)).plain.splitlines()
    assert lines[0].startswith("6 days 5 hours left: ")
    assert lines[1:] == ["This comes 19 hours late.", LINK]


def test_a_countdown_of_seconds_is_said_in_seconds() -> None:
    assert said(milestone(), lead="5 s").plain.startswith("5 seconds left: ")
    assert said(milestone(), lead="5 s", late=timedelta(seconds=2)).plain.startswith("3 seconds left: ")


def test_a_room_in_utc_reads_one_hour() -> None:
    assert "18:00 UTC\n" in said(milestone(), zone="UTC").plain


def test_no_hour_is_invented_for_a_day() -> None:
    words = said(milestone(day=date(2026, 3, 31)), lead="1 d").plain
    assert words.splitlines()[0] == "1 day left: GSoC 2026 contributor applications close on Tue 31 March 2026"
    assert "UTC" not in words


def test_the_day_itself_is_the_last_day() -> None:
    assert said(milestone(day=date(2026, 3, 31)), lead="3 h").plain.startswith("Last day: ")


def test_an_opening_is_said_as_it_happens() -> None:
    first = said(opening()).plain.splitlines()[0]
    assert first.startswith("Now: GSoC 2026 contributor applications open, Mon 16 March 2026, 18:00 UTC (20:00 in")


def test_a_late_opening_is_told_as_past() -> None:
    lines = said(opening(), late=timedelta(hours=5)).plain.splitlines()
    assert lines[0].startswith("5 hours ago: ")
    assert lines[1] == "This comes 5 hours late."


def test_a_beginning_on_a_day_is_today() -> None:
    coding = milestone("begins", name="Coding begins", day=date(2026, 5, 25))
    assert said(coding).plain.splitlines()[0] == "Today: GSoC 2026 coding begins, Mon 25 May 2026"
    assert said(coding, late=timedelta(days=1)).plain.startswith("Yesterday: ")


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("Google opens the site", "GSoC 2026 Google opens the site"),
        ("FOSDEM talk", "GSoC 2026 FOSDEM talk"),
        ("GSoC 2026 ends", "7 days left: GSoC 2026 ends"),
        ("Midterm evaluations due", "GSoC 2026 midterm evaluations due on"),
    ],
)
def test_names_keep_the_capitals_that_are_theirs(name: str, inside: str) -> None:
    assert inside in said(milestone(name=name)).plain


def test_a_name_from_a_file_cannot_bring_markup_or_ring_the_room() -> None:
    words = said(milestone(name="<b>Hello</b> @room\nclose"))
    assert "<b>" not in words.html
    assert "@room" not in words.plain
    assert len(words.plain.splitlines()) == 2


def test_the_other_zones_day_is_named_where_it_differs() -> None:
    new_year = datetime(2026, 12, 31, 18, 0, 7, tzinfo=UTC)
    assert moment(new_year, ZoneInfo("Asia/Tokyo")) == (
        "Thu 31 December 2026, 18:00:07 UTC (Fri 1 January, 03:00:07 in Asia/Tokyo)"
    )


def test_the_rooms_hour_follows_its_clock_changes() -> None:
    assert "(20:00 in Europe/Bucharest)" in moment(OPEN, BUCHAREST)
    assert "(21:00 in Europe/Bucharest)" in moment(CLOSE, BUCHAREST)


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (timedelta(days=2, hours=3), "in 2 days 3 hours"),
        (timedelta(seconds=5), "in 5 seconds"),
        (timedelta(seconds=1), "in 1 second"),
        (timedelta(), "now"),
        (timedelta(milliseconds=-400), "now"),
        (timedelta(minutes=-90), "1 hour 30 minutes ago"),
        (timedelta(hours=24, seconds=-1), "in 1 day"),
    ],
)
def test_how_long_until_an_instant(away: timedelta, words: str) -> None:
    assert until(NOON + away, NOON) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "tomorrow"), (7, "in 7 days"), (-1, "yesterday"), (-3, "3 days ago")],
)
def test_how_long_until_a_day(days: int, words: str) -> None:
    assert until(NOON.date() + timedelta(days), NOON) == words


def test_days_are_counted_on_the_calendar_of_the_zone_that_is_given() -> None:
    late_evening = datetime(2026, 3, 30, 22, tzinfo=UTC)
    assert until(date(2026, 3, 31), late_evening) == "tomorrow"
    assert until(date(2026, 3, 31), late_evening.astimezone(BUCHAREST)) == "today"


@given(st.floats(0, 4e7))
def test_a_length_is_told_in_at_most_two_units_to_within_half_the_smaller_one(seconds: float) -> None:
    sizes = {"day": 86_400, "hour": 3_600, "minute": 60, "second": 1}
    words = span(timedelta(seconds=seconds)).split()
    told = [
        (int(number), sizes[unit.removesuffix("s")]) for number, unit in zip(words[::2], words[1::2], strict=True)
    ]
    largest = told[0][1]
    finer = max((size for size in sizes.values() if size < largest), default=1)
    assert len(told) <= 2
    assert abs(sum(number * size for number, size in told) - seconds) <= finer / 2 + 1e-6
