"""What the soak counts: nothing that is missing, double, early or strange escapes it, and lateness is the bot's own."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bench.counting import Count, counted
from bench.dense_season import Expected, season
from bench.false_clock import FalseClock
from demo.calls import Event

BOT, ROOM, OTHER = "@bot:localhost", "#one:localhost", "#two:localhost"
NOON = datetime(2026, 3, 31, 12, tzinfo=UTC)


def said(words: str, at: datetime = NOON, sender: str = BOT) -> Event:
    return {
        "type": "m.room.message",
        "sender": sender,
        "origin_server_ts": at.timestamp() * 1000,
        "content": {"body": words},
    }


@pytest.fixture
def clock(tmp_path: Path) -> FalseClock:
    """A clock that was right, and has been since long before."""
    right = FalseClock(tmp_path / "ahead")
    right.settings[:] = [(0, 0)]
    return right


def count(clock: FalseClock, *events: Event) -> Count:
    return counted([Expected(ROOM, "step 0001", NOON)], {ROOM: events, OTHER: ()}, BOT, clock)


def test_one_message_of_the_bot_for_each_reminder_is_clean(clock: FalseClock) -> None:
    late = NOON + timedelta(seconds=3)
    found = count(
        clock, said("15 minutes left: step 0001", late), said("thanks for step 0001", sender="@ada:localhost")
    )
    assert found.clean
    assert found.lateness == pytest.approx([3])


def test_what_is_missing_is_lost(clock: FalseClock) -> None:
    found = count(clock, said("step 0001", sender="@ada:localhost"))
    assert (len(found.lost), found.clean) == (1, False)


def test_what_came_to_another_room_is_lost_and_unexpected(clock: FalseClock) -> None:
    expected = [Expected(ROOM, "step 0001", NOON)]
    found = counted(expected, {ROOM: (), OTHER: [said("step 0001")]}, BOT, clock)
    assert (len(found.lost), len(found.unexpected)) == (1, 1)


def test_what_came_twice_is_doubled(clock: FalseClock) -> None:
    found = count(clock, said("step 0001", NOON + timedelta(seconds=1)), said("step 0001", NOON + timedelta(hours=1)))
    assert (len(found.doubled), found.clean) == (1, False)


def test_what_came_before_the_clock_showed_its_time_is_early(clock: FalseClock) -> None:
    found = count(clock, said("step 0001", NOON - timedelta(seconds=1)))
    assert (len(found.early), found.clean) == (1, False)


def test_only_the_time_in_which_the_clock_showed_it_as_past_counts_as_late(clock: FalseClock) -> None:
    noon = NOON.timestamp()
    clock.settings[:] = [(0, 0), (noon - 20, 60), (noon - 10, -60)]
    assert clock.past(noon, noon + 30) == pytest.approx(10)
    assert clock.past(noon, noon + 100) == pytest.approx(50)


def test_a_made_up_season_has_one_reminder_for_each_date_in_each_room() -> None:
    made = season([ROOM, OTHER], reminders=30, begin=NOON, seconds=60)
    assert len({(one.room, one.words) for one in made.expected}) == len(made.expected) == 30
    assert all(NOON <= one.due <= NOON + timedelta(seconds=60) for one in made.expected)
