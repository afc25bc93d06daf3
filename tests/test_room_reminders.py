"""`!reminders` tells a room what it will get and when."""

from datetime import UTC, datetime, timedelta

from season import CLOSE, catalogue, opening, room
from season import milestone as deadline
from small_catalogue import Talk

from bot.config import RoomSettings

SEASON = catalogue(opening(), deadline())
EVE = datetime(2026, 3, 15, 18, tzinfo=UTC)


def said(now: datetime = EVE, settings: RoomSettings | None = None) -> list[str]:
    return Talk(SEASON).say("!reminders", now, settings=settings or room()).splitlines()


def test_the_next_comes_first_then_what_follows_then_the_settings_and_the_page() -> None:
    rows = said()
    assert rows[0] == ("Next reminder here in 1 day: Mon 16 March 2026, 18:00 UTC: Contributor applications open")
    assert rows[1] == "2. Tue 24 March 2026, 18:00 UTC: Contributor applications close, 7 days ahead"
    assert rows[4] == "5. Tue 31 March 2026, 15:00 UTC: Contributor applications close, 3 hours ahead"
    assert rows[5] == "Dates for applicants and contributors, 7 days, 2 days, 1 day and 3 hours before deadlines."
    assert rows[-1] == "https://dates.example.org/timeline"


def test_what_has_passed_is_not_told_again() -> None:
    assert said(CLOSE - timedelta(hours=4))[0].startswith(
        "Next reminder here in 1 hour: Tue 31 March 2026, 15:00 UTC"
    )


def test_a_long_list_is_cut_and_says_until_when_it_goes() -> None:
    leads = [f"{days} d" for days in range(1, 9)]
    rows = said(settings=room(lead_times=leads))
    assert len(rows) == 8
    assert rows[5] == "… and 4 more until Mon 30 March 2026, 18:00 UTC"


def test_quiet_hours_and_the_rooms_own_hour_are_told() -> None:
    rows = said(settings=room(zone="Asia/Tokyo", quiet="22:00-07:00", lead_times=("2 d",)))
    assert rows[1].startswith("2. Sun 29 March 2026, 22:00 UTC (Mon 30 March, 07:00 in Asia/Tokyo)")
    assert "2 days before deadlines; quiet from 22:00 to 07:00." in rows[2]


def test_a_room_for_others_has_nothing_to_come() -> None:
    rows = said(settings=room(audience=["mentors"]))
    assert rows[0] == "No reminder is to come here: GSoC 2026 has no date ahead for mentors."


def test_a_conversation_without_a_programme_is_told_how_reminders_come() -> None:
    rows = Talk(SEASON).say("!reminders", EVE).splitlines()
    assert rows[0] == "This conversation gets no reminders."
    assert rows[1].endswith("!deadlines tells the dates.")
