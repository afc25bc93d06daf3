"""What people type after `!remind` and which instant that is; the day is Wednesday, 18 March 2026, noon in UTC."""

import re
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from test_ten_zones import OFFSETS, QUARTER, clock

from bot.errors import UserError
from bot.matching.dates import keys_of
from bot.matching.lexicon import lexicon
from bot.phrasing.times import day, moment, span, until
from bot.when import clocks, dates, days, spans
from bot.when.seasons import Known, Season
from bot.when.settling import FARTHEST, ClockChange
from bot.when.understanding import Understood, understand
from bot.when.words import meant

EVE = datetime(2023, 12, 30, tzinfo=UTC)
NOW = datetime(2026, 3, 18, 12, tzinfo=UTC)
HOME = ZoneInfo("Europe/Bucharest")
ZONES = [
    *("UTC", "Europe/Bucharest", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/St_Johns"),
    *("Africa/Casablanca", "Pacific/Chatham", "Antarctica/Troll", "Pacific/Kiritimati"),
]
CLOSE = datetime(2026, 3, 31, 18, tzinfo=UTC)
KNOWN = (
    Known("contributor-applications-open", "Contributor applications open", datetime(2026, 3, 16, 18, tzinfo=UTC)),
    Known("contributor-applications-close", "Contributor applications close", CLOSE),
    Known("coding-begins", "Coding begins", date(2026, 5, 25)),
    Known("final-submission", "Final work and evaluation due", datetime(2026, 8, 24, 18, tzinfo=UTC)),
)
KEYS = {each.key for each in KNOWN}
CALLED = ("GSoC 2026", "Google Summer of Code")
SEASON = Season("gsoc-2026", CALLED, KNOWN, lambda words: next((key for key in keys_of(words) if key in KEYS), None))


def asked(typed: str, now: datetime = NOW, zone: ZoneInfo = HOME) -> Understood:
    return understand(typed, now, zone, SEASON)


def local(typed: str, now: datetime = NOW, zone: ZoneInfo = HOME) -> str:
    return f"{asked(typed, now, zone).at.astimezone(zone):%a %Y-%m-%d %H:%M}"


def refused(typed: str, now: datetime = NOW, zone: ZoneInfo = HOME) -> str:
    with pytest.raises(UserError) as error:
        understand(typed, now, zone, SEASON)
    return str(error.value)


@pytest.mark.parametrize(
    ("typed", "later"),
    [
        ("in 3 hours", timedelta(hours=3)),
        ("in 2h30m", timedelta(hours=2, minutes=30)),
        ("in 90 min", timedelta(minutes=90)),
        ("in half an hour", timedelta(minutes=30)),
        ("in a half hour", timedelta(minutes=30)),
        ("in three quarters of an hour", timedelta(minutes=45)),
        ("in an hour and a half", timedelta(minutes=90)),
        ("in one and a half hours", timedelta(minutes=90)),
        ("in 1.5 days", timedelta(hours=36)),
        ("in a week", timedelta(days=7)),
        ("in 2 days and 3 hours", timedelta(days=2, hours=3)),
        ("in 2 days 3 hours", timedelta(days=2, hours=3)),
        ("in 45 secs", timedelta(seconds=45)),
        ("3 hours from now", timedelta(hours=3)),
        ("IN 3 HORUS", timedelta(hours=3)),
    ],
)
def test_a_length_counts_from_now(typed: str, later: timedelta) -> None:
    assert asked(f"{typed} call Bob") == Understood(NOW + later, "call Bob")


@pytest.mark.parametrize(
    ("typed", "when"),
    [
        ("tomorrow 9am", "Thu 2026-03-19 09:00"),
        ("today at 18:00", "Wed 2026-03-18 18:00"),
        ("tonight 9pm", "Wed 2026-03-18 21:00"),
        ("fri 17:00", "Fri 2026-03-20 17:00"),
        ("on friday at noon", "Fri 2026-03-20 12:00"),
        ("at 5pm on friday", "Fri 2026-03-20 17:00"),
        ("next monday 8:15", "Mon 2026-03-23 08:15"),
        ("monday next week at 8:15", "Mon 2026-03-23 08:15"),
        ("friday next week 17:00", "Fri 2026-03-27 17:00"),
        ("monday evening at 8", "Mon 2026-03-23 20:00"),
        ("tomorrow morning at 8:30", "Thu 2026-03-19 08:30"),
        ("the day after tomorrow 10:00", "Fri 2026-03-20 10:00"),
        ("2026-03-31 18:00", "Tue 2026-03-31 18:00"),
        ("2026-03-31T18:00", "Tue 2026-03-31 18:00"),
        ("2026-03-31T18:00:00+02:00", "Tue 2026-03-31 19:00"),
        ("March 31st 6pm", "Tue 2026-03-31 18:00"),
        ("on the 31st 18:00", "Tue 2026-03-31 18:00"),
        ("on the 17th 18:00", "Fri 2026-04-17 18:00"),
        ("tomorrow at six in the evening", "Thu 2026-03-19 18:00"),
        ("the 31st of March, 6 p.m.", "Tue 2026-03-31 18:00"),
        ("March 31, 2026 18:00", "Tue 2026-03-31 18:00"),
        ("Tue 31 Mar 18:00", "Tue 2026-03-31 18:00"),
        ("31.3. 18:00", "Tue 2026-03-31 18:00"),
        ("31.3 18:00", "Tue 2026-03-31 18:00"),
        ("31/3 18:00", "Tue 2026-03-31 18:00"),
        ("3/31/2026 18:00", "Tue 2026-03-31 18:00"),
        ("5/5 18:00", "Tue 2026-05-05 18:00"),
        ("18:00", "Wed 2026-03-18 18:00"),
        ("at 13:00", "Thu 2026-03-19 13:00"),
        ("5.30pm", "Wed 2026-03-18 17:30"),
        ("at 5pm", "Wed 2026-03-18 17:00"),
        ("at 17", "Wed 2026-03-18 17:00"),
        ("17h", "Wed 2026-03-18 17:00"),
        ("17h30", "Wed 2026-03-18 17:30"),
        ("at 18.30", "Wed 2026-03-18 18:30"),
        ("12am", "Thu 2026-03-19 00:00"),
        ("at midnight", "Thu 2026-03-19 00:00"),
        ("in 3 days at 18:00", "Sat 2026-03-21 18:00"),
        ("tommorow 9:00", "Thu 2026-03-19 09:00"),
        ("firday 17:00", "Fri 2026-03-20 17:00"),
        ("12 Febuary 9:00", "Fri 2027-02-12 09:00"),
        ("18:00 UTC", "Wed 2026-03-18 20:00"),
        ("2026-03-31T18:00Z", "Tue 2026-03-31 21:00"),
        ("18:00+03:00", "Wed 2026-03-18 17:00"),
        ("18:00Z", "Wed 2026-03-18 20:00"),
        ("18:00 utc+3", "Wed 2026-03-18 17:00"),
        ("18:00 UTC-03:30", "Wed 2026-03-18 23:30"),
        ("9:00 Europe/Berlin", "Thu 2026-03-19 10:00"),
        ("tomorrow 9:00 in america/new_york", "Thu 2026-03-19 15:00"),
    ],
)
def test_a_day_and_an_hour_are_read_wherever_they_stand(typed: str, when: str) -> None:
    for whole in (f"{typed} call Bob", f"call Bob {typed}", f"me {typed} to call Bob", f"me to call Bob {typed}."):
        assert local(whole) == when
        assert asked(whole).text == "call Bob"


@pytest.mark.parametrize(
    ("typed", "when"),
    [
        ("tomorrow", "Thu 2026-03-19 09:00"),
        ("on friday", "Fri 2026-03-20 09:00"),
        ("monday morning", "Mon 2026-03-23 09:00"),
        ("31 March", "Tue 2026-03-31 09:00"),
        ("on 31.3.", "Tue 2026-03-31 09:00"),
        ("17 March", "Wed 2027-03-17 09:00"),
        ("29 February", "Tue 2028-02-29 09:00"),
        ("tonight", "Wed 2026-03-18 20:00"),
        ("this evening", "Wed 2026-03-18 18:00"),
        ("in the morning", "Thu 2026-03-19 09:00"),
        ("in 2 weeks in the evening", "Wed 2026-04-01 18:00"),
    ],
)
def test_a_day_without_an_hour_says_that_the_hour_is_our_choice(typed: str, when: str) -> None:
    assert local(typed) == when
    assert not asked(f"call Bob {typed}").complete
    assert asked("tomorrow 9:00").complete


def test_a_weekday_that_is_today_means_next_week_once_its_hour_is_past() -> None:
    assert local("wednesday 18:00") == "Wed 2026-03-18 18:00"
    assert local("wednesday 13:00") == "Wed 2026-03-25 13:00"
    assert local("wednesday") == "Wed 2026-03-25 09:00"


def test_a_day_of_the_calendar_keeps_its_hour_over_a_clock_change() -> None:
    assert local("in 2 weeks") == "Wed 2026-04-01 14:00"
    assert asked("in 336 hours").at == NOW + timedelta(hours=336)
    assert local("in a month", datetime(2026, 1, 31, 12, tzinfo=UTC)) == "Sat 2026-02-28 14:00"


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("in 3 hours review PR 1234 at v2.10", "review PR 1234 at v2.10"),
        ("fri 17:00 send the draft to the list", "send the draft to the list"),
        ("fri 17:00: Send  the draft (v2), OK?", "Send  the draft (v2), OK?"),
        ("fri 17:00: monday 9:00 is the call", "monday 9:00 is the call"),
        ("fri 17:00 - tell them the call is tomorrow", "tell them the call is tomorrow"),
        ("tomorrow mail the notes from monday", "mail the notes from monday"),
        ("please me tomorrow, about  Bob's talk", "Bob's talk"),
        ("of the call at 17:00", "the call"),
        ("that PR 77 waits, in 2 hours", "PR 77 waits"),
        ("sun cream in 2 hours", "sun cream"),
        ("on friday to apply before the deadline closes", "apply before the deadline closes"),
        ("may I ask again? tomorrow", "may I ask again?"),
        ("read chapter 5/6 in 2 hours", "read chapter 5/6"),
        ("tomorrow's slides at 17:00", "tomorrow's slides"),
        ("at 17:00 get 3 hours of sleep", "get 3 hours of sleep"),
        ("tomorrow", ""),
        ("in 3 hours to", ""),
    ],
)
def test_the_text_is_kept_as_it_was_typed(typed: str, text: str) -> None:
    assert asked(typed).text == text


@pytest.mark.parametrize(
    ("typed", "key", "lead"),
    [
        ("2 days before the application deadline", "contributor-applications-close", timedelta(days=2)),
        ("2 days before the aplication deadlin", "contributor-applications-close", timedelta(days=2)),
        ("1 day before the Google Summer of Code 2026 starts", "coding-begins", timedelta(days=1)),
        ("of the application deadline 2 days before", "contributor-applications-close", timedelta(days=2)),
        ("2d before the deadline", "contributor-applications-close", timedelta(days=2)),
        ("1 week before coding ends", "final-submission", timedelta(days=7)),
        ("the day before coding begins", "coding-begins", timedelta(days=1)),
        ("3 hours ahead of the final submission", "final-submission", timedelta(hours=3)),
        ("at the deadline", "contributor-applications-close", timedelta()),
        ("when coding starts", "coding-begins", timedelta()),
    ],
)
def test_a_reminder_can_hang_on_a_date_of_the_season(typed: str, key: str, lead: timedelta) -> None:
    for whole in (f"{typed}, mail the list", f"{typed} to mail the list", f"mail the list {typed}"):
        found = asked(whole)
        assert found.anchor
        assert (found.anchor.programme, found.anchor.milestone, found.anchor.lead) == ("gsoc-2026", key, lead)
        assert found.text == "mail the list"
    assert asked(typed).text == ""


def test_what_hangs_on_an_instant_counts_elapsed_time_and_what_hangs_on_a_day_comes_in_the_morning() -> None:
    assert asked("3 days before the deadline").at == CLOSE - timedelta(days=3)
    assert local("2 days before coding begins") == "Sat 2026-05-23 09:00"


def test_what_happens_on_a_date_ends_its_words() -> None:
    found = asked("2 days before the application deadline final check of the draft")
    assert found.text == "final check of the draft"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("call Bob", "no time in that"),
        ("", "no time in that"),
        ("the call of friday", "If 'friday' is when"),
        ("send the draft by friday", "If 'friday' is when"),
        ("send it friday to the list", "If 'friday' is when"),
        ("tidy up at the end", "no time in that"),
        ("in 3 mouths", "no time in that"),
        ("mondays are slow", "no time in that"),
        ("sun cream", "no time in that"),
        ("5 minutes", "'in 5 minutes'"),
        ("tomorrow 10:00-11:00 call", "cannot read '10:00-11:00'"),
        ("0/1", "no day '0/1'"),
        (
            "yesterday 18:00",
            "past: that was Tue 17 March 2026, 18:00, and now it is Wed 18 March 2026, 14:00; name a time that is to come",
        ),
        (
            "yesterday",
            "past: that was Tue 17 March 2026, and today is Wed 18 March 2026; name a time that is to come",
        ),
        ("today 13:00", "and now it is Wed 18 March 2026, 14:00"),
        ("today", "'today' alone means 09:00"),
        ("2026-03-01 x", "past"),
        ("in 0 minutes", "past"),
        ("2028-05-01", "two years"),
        ("9999-12-31 23:59", "two years"),
        ("in 99999999 weeks", "two years"),
        ("at 5", "5am or 5pm"),
        ("tomorrow at 5 call Bob", "5am or 5pm"),
        ("tomorrow 9 call Bob", "9:00"),
        ("friday 17", "17:00"),
        ("tomorrow at six call Bob", "6am or 6pm"),
        ("tomorrow at half past 5 call Bob", "cannot read 'half'"),
        ("friday and saturday 9:00 call Bob", "once; take 'friday' or 'saturday 9:00'"),
        ("fri 17:00, mon 9:00 call Bob", "once; take 'fri 17:00' or 'mon 9:00'"),
        ("in 2 weeks on monday 10:00 call Bob", "once; take 'in 2 weeks' or 'on monday 10:00'"),
        ("on the 32nd", "No month"),
        ("2 days before the outreachy application deadline", "no date 'outreachy application deadline'"),
        ("2 days before the GSoC 2025 application deadline", "no date 'gsoc 2025 application deadline'"),
        ("tomorrow at 1800", "cannot read '1800'"),
        ("2h tea", "'in 2h' or 'at 2:00'"),
        ("25:00", "no hour"),
        ("friday 18:75 x", "no hour"),
        ("13pm", "no hour"),
        ("friday midnight", "two days"),
        ("monday morning at 15:00", "do not go together"),
        ("5/6 x", "5 June or 6 May"),
        ("31/3/26", "2026-03-31"),
        ("31 April", "no day '31 April'"),
        ("2026-02-30", "no day"),
        ("Wed 31 March 2026", "is a Tuesday, not a Wednesday"),
        ("next week", "more than one day"),
        ("next friday", "2026-03-20 or 2026-03-27"),
        ("tomorrow send it at 17:00", "two times, 'tomorrow' and 'at 17:00'"),
        ("5pm CET", "Europe/Berlin"),
        ("5pm est call Bob", "America/New_York"),
        ("18:00 Europe/Berln", "did you mean Europe/Berlin"),
        ("18:00 UTC+19", "as far from UTC"),
        ("18:00 UTC (19:00 in Europe/Bucharest) x", "The two times differ"),
        ("every monday", "once, not 'every monday'"),
        ("every 2 hours stretch", "once, not 'every 2 hours'"),
        ("stretch on mondays at 9:00", "once, not 'on mondays'"),
        ("check the build daily", "once, not 'daily'"),
        ("2 days before the release party", "no date 'release party'. To come are: Contributor applications close;"),
        ("2 days before my exam ends", "no date 'my exam ends'"),
        ("before the deadline", "How long before"),
        ("a month before the final submission", "How many days"),
        ("999999999 weeks before the deadline", "How many days"),
        ("3 hours before coding begins", "how many days"),
        ("2 days before applications open", "was on Mon 16 March 2026, 20:00"),
        ("20 days before the deadline", "is on Tue 31 March 2026, 21:00"),
    ],
)
def test_what_cannot_be_told_for_sure_is_refused_with_what_to_type(typed: str, said: str) -> None:
    assert said in refused(typed)


def test_what_the_document_promises_is_understood() -> None:
    document = (Path(__file__).parent.parent / "docs" / "own-reminders.md").read_text("utf-8")
    rows = re.findall(r"^\| `(.+)` \| (\S+ \S+) \| (.+) \|$", document, re.MULTILINE)
    assert len(rows) > 10
    for typed, when, text in rows:
        found = asked(typed)
        assert (f"{found.at.astimezone(HOME):%Y-%m-%d %H:%M}", found.text) == (when, text)


def test_without_a_programme_nothing_hangs_on_its_dates() -> None:
    with pytest.raises(UserError, match="No season's dates"):
        understand("2 days before the deadline", NOW, HOME)


def test_an_hour_that_clocks_skip_is_said_at_the_hour_after_and_told() -> None:
    found = asked("29 March 2026 03:30 x")
    assert found.change is ClockChange.SKIPPED
    assert f"{found.at.astimezone(HOME):%H:%M}" == "04:30"


def test_of_an_hour_that_comes_twice_the_first_is_meant_as_long_as_it_is_ahead() -> None:
    found = asked("25 October 2026 03:30 x")
    assert (found.change, found.at) == (ClockChange.TWICE, datetime(2026, 10, 25, 0, 30, tzinfo=UTC))
    between = datetime(2026, 10, 25, 1, tzinfo=UTC)
    assert asked("at 03:30 x", between).at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_no_ordinary_word_is_taken_for_a_word_of_time() -> None:
    known = lexicon()
    for vocabulary in (days.WEEKDAYS, dates.MONTHS, spans.UNITS, clocks.PARTS, days.RELATIVE):
        taken = {
            word: meant(word, vocabulary) for word in known.silent | known.bands.keys() if word not in vocabulary
        }
        assert not {word: right for word, right in taken.items() if right}


@pytest.mark.parametrize("zone", OFFSETS)
def test_around_every_change_of_a_year_hours_are_read_as_the_clocks_show_them(zone: str) -> None:
    """The clocks are those of a table written by hand; see `test_ten_zones`."""
    for (_, before), (since, after) in pairwise(OFFSETS[zone]):
        change = datetime.fromisoformat(f"2024-{since}+00:00")
        shown: dict[datetime, list[datetime]] = {}
        for step in range(-120, 120):
            shown.setdefault(clock(zone, change + step * QUARTER), []).append(change + step * QUARTER)
        for step in range(-80, 80):
            wall = clock(zone, change) + step * QUARTER
            found = understand(f"{wall:%Y-%m-%d %H:%M} x", EVE, ZoneInfo(zone))
            instants = shown.get(wall, [])
            expected = [None, ClockChange.TWICE][len(instants) - 1] if instants else ClockChange.SKIPPED
            assert found.change is expected
            jumped = timedelta(minutes=after - before)
            assert found.at == (instants[0] if instants else shown[wall + jumped][0])


INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31)).map(  # noqa: DTZ001 (UTC comes with the next line)
    lambda each: each.replace(second=0, microsecond=0, tzinfo=UTC)
)
AWAY = st.integers(1, FARTHEST.days * 1_440 - 2_880).map(lambda minutes: timedelta(minutes=minutes))


@settings(max_examples=200, deadline=None)
@given(now=INSTANTS, away=AWAY, home=st.sampled_from(ZONES), shown=st.sampled_from(ZONES))
def test_a_moment_as_we_write_it_is_read_as_the_same_instant(
    now: datetime, away: timedelta, home: str, shown: str
) -> None:
    written = moment(now + away, ZoneInfo(shown))
    for typed in (f"{written} call Bob", f"call Bob {written}", f"me {written}: to call Bob"):
        assert understand(typed, now, ZoneInfo(home)) == Understood(now + away, "call Bob")


@settings(max_examples=200, deadline=None)
@given(now=INSTANTS, away=AWAY, home=st.sampled_from(ZONES))
def test_a_local_time_is_read_as_what_clocks_show(now: datetime, away: timedelta, home: str) -> None:
    zone = ZoneInfo(home)
    there = (now + away).astimezone(zone)
    assume(not there.fold)
    assert understand(f"{there:%Y-%m-%d %H:%M} x", now, zone).at == now + away
    assert understand(f"x {day(there)}, {there:%H:%M}", now, zone).at == now + away


@settings(max_examples=200, deadline=None)
@given(now=INSTANTS, hours=st.integers(1, 22), minutes=st.integers(0, 59), home=st.sampled_from(ZONES))
def test_a_length_as_we_write_it_is_read_as_the_same_instant(
    now: datetime, hours: int, minutes: int, home: str
) -> None:
    away = timedelta(hours=hours, minutes=minutes)
    assert understand(f"{until(now + away, now)} x", now, ZoneInfo(home)).at == now + away
    assert understand(f"x in {span(away)}", now, ZoneInfo(home)).at == now + away


PIECES = st.sampled_from(
    (
        "in at on before next every the a an and half friday firday monday tomorrow tonight morning noon midnight 5 17 31"
        " 1999 18:00 25:61 5pm 3h 2h30m 0m 999999999w 0.5 hours week months 31.3. 5/6 31/3 2026-03-31 2026-02-30 9999-12-31"
        " 0001-01-01 29 February march 31st UTC CET UTC+99 Europe/Berlin Europe/Berln ( ) , : - deadline coding ends the"
        " application me to that about please call Bob 1/1/1 24:00 00:00 0am 13pm quarter of from now daily mondays this"
    ).split()
)


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(
    typed=st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=9).map(" ".join)),
    now=INSTANTS,
    home=st.sampled_from(ZONES),
)
def test_whatever_is_typed_gives_an_instant_ahead_or_a_sentence(typed: str, now: datetime, home: str) -> None:
    try:
        found = understand(typed, now, ZoneInfo(home), SEASON)
    except UserError as error:
        assert str(error).endswith((".", "?"))  # noqa: PT017 (either outcome is right)
        return
    assert now < found.at <= now + FARTHEST or found.anchor
    assert found.at.utcoffset() == timedelta()
    assert all(word in typed for word in found.text.split())
