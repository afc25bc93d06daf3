"""Rooms that were told a date hear when it moves, once, and nothing is fired for the past."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from season import CLOSE, catalogue, milestone, opening, room
from test_delivery import DAY, HOUR, WEEK, Bot, Homeserver, alive

from bot.catalogue.model import Milestone
from bot.config import RoomSettings
from bot.delivery.ledger import Standing
from bot.errors import MatrixError, Refused
from bot.moved import followers
from bot.timeline import reminders

PAGE = "All dates: https://dates.example.org/timeline"
MINUTE = timedelta(minutes=1)


async def state(
    bot: Bot, *milestones: Milestone, rooms: Sequence[RoomSettings] | None = None, **fields: object
) -> None:
    """The programme says this from now on; what follows from it at once is said."""
    rooms = [room(lead_times=("7 d", "1 d"))] if rooms is None else rooms
    known = catalogue(*milestones, **fields)
    await bot.delivery.plan(reminders(known, rooms), followers(known, rooms))
    await bot.at(bot.time.now)


async def told(bot: Bot, *milestones: Milestone, at: datetime = CLOSE - WEEK) -> None:
    """The room was told this date a week before."""
    await state(bot, *milestones)
    await bot.at(at)


def lines(server: Homeserver, place: int = -1) -> list[str]:
    """The words of one message."""
    return list(server.events.values())[place][1].splitlines()


@pytest.fixture
def server() -> Homeserver:
    return Homeserver()


async def test_a_room_hears_of_the_new_date_the_old_one_and_how_far_away_it_is(
    tmp_path: Path, server: Homeserver
) -> None:
    async with alive(tmp_path, server) as bot:
        await told(bot, milestone())
        await state(bot, milestone(at=CLOSE + DAY))
    assert lines(server) == [
        "Moved: GSoC 2026 contributor applications close on Wed 1 April 2026, 18:00 UTC (was Tue 31 March 2026, 18:00 UTC)",
        "That is in 8 days.",
        PAGE,
    ]
    assert len(server.events) == 2


async def test_it_is_told_once_whatever_restarts_follow(tmp_path: Path, server: Homeserver) -> None:
    async with alive(tmp_path, server) as bot:
        await told(bot, milestone())
    for _ in range(3):
        async with alive(tmp_path, server, now=CLOSE - WEEK + HOUR) as bot:
            await state(bot, milestone(at=CLOSE + DAY))
            await state(bot, milestone(at=CLOSE + DAY))
    assert server.said == ["7 days left", "Moved"]


async def test_a_room_that_was_told_nothing_yet_hears_of_no_move(tmp_path: Path, server: Homeserver) -> None:
    async with alive(tmp_path, server) as bot:
        await state(bot, milestone())
        await state(bot, milestone(at=CLOSE + DAY))
    assert server.said == []


async def test_a_date_that_moves_to_and_fro_is_told_each_time(tmp_path: Path, server: Homeserver) -> None:
    async with alive(tmp_path, server) as bot:
        await told(bot, milestone())
        for at in (CLOSE + DAY, CLOSE, CLOSE + DAY):
            await state(bot, milestone(at=at))
    firsts = [lines(server, place)[0].partition(" on ")[2] for place in (1, 2, 3)]
    assert firsts[0] == "Wed 1 April 2026, 18:00 UTC (was Tue 31 March 2026, 18:00 UTC)"
    assert firsts[1] == "Tue 31 March 2026, 18:00 UTC (was Wed 1 April 2026, 18:00 UTC)"
    assert firsts[2] == firsts[0]


async def test_what_was_told_last_is_what_it_was(tmp_path: Path, server: Homeserver) -> None:
    async with alive(tmp_path, server) as bot:
        await told(bot, milestone())
        for days in (1, 2, 3):
            await state(bot, milestone(at=CLOSE + days * DAY))
    assert "on Fri 3 April 2026, 18:00 UTC (was Thu 2 April 2026, 18:00 UTC)" in lines(server)[0]


async def test_of_several_moves_before_it_could_be_told_the_newest_is_told_and_what_was_told_last(
    tmp_path: Path, server: Homeserver
) -> None:
    async with alive(tmp_path, server) as bot:
        await told(bot, milestone())
        server.before = [MatrixError("down")]
        await state(bot, milestone(at=CLOSE + DAY))
        await state(bot, milestone(at=CLOSE + 2 * DAY))
        await bot.at(bot.time.now + 3 * MINUTE)
        await bot.at(bot.time.now + 3 * MINUTE)
    assert server.said == ["7 days left", "Moved"]
    assert "on Thu 2 April 2026, 18:00 UTC (was Tue 31 March" in lines(server)[0]


async def test_a_date_that_is_back_before_its_move_was_told_is_not_mentioned(
    tmp_path: Path, server: Homeserver
) -> None:
    quiet = [room(lead_times=("7 d", "1 d"), quiet="20:00-08:00")]
    async with alive(tmp_path, server) as bot:
        await told(bot, milestone())
        bot.time.now = CLOSE - WEEK + 3 * HOUR
        await state(bot, milestone(at=CLOSE + WEEK), rooms=quiet)
        await state(bot, milestone(), rooms=quiet)
        (move,) = [entry for entry in (await bot.database.ledger.entries()).values() if entry.is_move]
        assert move.standing is Standing.SKIPPED
        await bot.at(CLOSE - WEEK + DAY)
    assert server.said == ["7 days left"]


async def test_a_move_that_may_have_been_told_is_taken_back_where_it_was(tmp_path: Path, server: Homeserver) -> None:
    async with alive(tmp_path, server) as bot:
        await told(bot, milestone())
        server.after = [MatrixError("connection lost")]
        await state(bot, milestone(at=CLOSE + DAY))
        await state(bot, milestone())
        await bot.at(bot.time.now + MINUTE)
        await bot.at(bot.time.now + MINUTE)
    assert server.said == ["7 days left", "Moved", "Moved"]
    assert "on Tue 31 March 2026, 18:00 UTC (was Wed 1 April" in lines(server)[0]


async def test_a_reminder_that_may_have_told_the_old_date_is_looked_for_before_the_new_one_is_told(
    tmp_path: Path, server: Homeserver
) -> None:
    async with alive(tmp_path, server) as bot:
        await state(bot, milestone())
        server.after = [MatrixError("connection lost")]
        await bot.at(CLOSE - WEEK)
        await state(bot, milestone(at=CLOSE + 2 * WEEK))
        await bot.at(bot.time.now + MINUTE)
        await bot.at(bot.time.now + MINUTE)
        await bot.at(CLOSE + WEEK)
    assert server.said == ["7 days left", "Moved"]


async def test_a_reminder_that_has_not_told_the_old_date_tells_the_new_one(
    tmp_path: Path, server: Homeserver
) -> None:
    async with alive(tmp_path, server) as bot:
        await state(bot, milestone())
        server.before = [MatrixError("down")]
        await bot.at(CLOSE - WEEK)
        await state(bot, milestone(at=CLOSE + 2 * WEEK))
        await bot.at(bot.time.now + 3 * MINUTE)
        await bot.at(CLOSE + WEEK)
    assert server.said == ["7 days left"]
    assert "Tue 14 April 2026" in lines(server)[0]


async def test_a_date_that_vanishes_is_told_by_its_name_and_told_again_when_it_is_back(
    tmp_path: Path, server: Homeserver
) -> None:
    async with alive(tmp_path, server) as bot:
        await told(bot, milestone())
        await state(bot, opening())
        assert lines(server) == [
            "No longer stated: GSoC 2026 contributor applications close (was Tue 31 March 2026, 18:00 UTC)",
            PAGE,
        ]
        await state(bot, milestone(), opening())
        await state(bot, milestone(), opening())
    assert server.said == ["7 days left", "No longer stated", "Stated again"]
    assert lines(server)[0].endswith("close on Tue 31 March 2026, 18:00 UTC")


async def test_in_a_ledger_without_names_a_vanished_date_is_called_by_its_key(
    tmp_path: Path, server: Homeserver
) -> None:
    async with alive(tmp_path, server) as bot:
        await told(bot, milestone(name="x"))
        (sent,) = [e for e in (await bot.database.ledger.entries()).values() if e.standing is Standing.SENT]
        await bot.database.ledger.save([type(sent)(**{f: getattr(sent, f) for f in sent.__slots__} | {"name": ""})])
        await state(bot, opening())
    assert lines(server)[0].startswith("No longer stated: GSoC 2026 applications close (was")


@pytest.mark.parametrize("new", [CLOSE + DAY, CLOSE - 9 * DAY, None])
async def test_when_both_dates_are_over_nothing_is_said(
    tmp_path: Path, server: Homeserver, new: datetime | None
) -> None:
    async with alive(tmp_path, server) as bot:
        await told(bot, milestone())
        bot.time.now = CLOSE + 2 * DAY
        await state(bot, *([milestone(at=new)] if new else [opening()]))
    assert server.said == ["7 days left"]


async def test_a_deadline_that_has_moved_into_the_past_is_told_and_no_reminder_is_fired(
    tmp_path: Path, server: Homeserver
) -> None:
    async with alive(tmp_path, server) as bot:
        await told(bot, milestone())
        await state(bot, milestone(at=CLOSE - 8 * DAY))
        await bot.at(CLOSE + DAY)
    assert server.said == ["7 days left", "Moved"]
    assert lines(server)[1] == "That was 1 day ago."


async def test_a_deadline_that_was_over_and_is_ahead_again_is_told(tmp_path: Path, server: Homeserver) -> None:
    async with alive(tmp_path, server) as bot:
        await told(bot, milestone())
        bot.time.now = CLOSE + HOUR
        await state(bot, milestone(at=CLOSE + DAY))
    assert server.said == ["7 days left", "Moved"]


async def test_quiet_hours_hold_for_moves(tmp_path: Path, server: Homeserver) -> None:
    rooms = [room(lead_times=("7 d", "1 d"), quiet="20:00-08:00")]
    async with alive(tmp_path, server) as bot:
        await told(bot, milestone())
        bot.time.now = datetime(2026, 3, 25, 2, tzinfo=UTC)
        await state(bot, milestone(at=CLOSE + DAY), rooms=rooms)
        await state(bot, milestone(at=CLOSE + DAY), rooms=rooms)
        assert len(server.events) == 1
        assert await bot.at(datetime(2026, 3, 25, 3, tzinfo=UTC)) == datetime(2026, 3, 25, 8, tzinfo=UTC)
        await bot.at(datetime(2026, 3, 25, 8, tzinfo=UTC))
    assert server.said == ["7 days left", "Moved"]


async def test_a_new_date_before_the_quiet_hours_end_is_told_at_once(tmp_path: Path, server: Homeserver) -> None:
    rooms = [room(lead_times=("7 d", "1 d"), quiet="20:00-08:00")]
    async with alive(tmp_path, server) as bot:
        await told(bot, milestone())
        bot.time.now = datetime(2026, 3, 25, 2, tzinfo=UTC)
        await state(bot, milestone(at=datetime(2026, 3, 25, 7, tzinfo=UTC)), rooms=rooms)
    assert server.said == ["7 days left", "Moved"]


async def test_rooms_that_are_no_longer_configured_or_follow_another_programme_hear_nothing(
    tmp_path: Path, server: Homeserver
) -> None:
    async with alive(tmp_path, server) as bot:
        await told(bot, milestone())
        await state(bot, milestone(at=CLOSE + DAY), rooms=[])
        await state(bot, milestone(at=CLOSE + DAY), rooms=[room(programme="other-2026")])
        await state(bot, milestone(at=CLOSE + DAY), id="other-2026")
        assert server.said == ["7 days left"]
        await state(bot, milestone(at=CLOSE + DAY))
    assert server.said == ["7 days left", "Moved"]


async def test_a_room_whose_audience_no_longer_has_the_date_still_hears_that_it_moved(
    tmp_path: Path, server: Homeserver
) -> None:
    async with alive(tmp_path, server) as bot:
        await told(bot, milestone())
        await state(bot, milestone(at=CLOSE + DAY, audience=["mentors"]))
    assert server.said == ["7 days left", "Moved"]


async def test_each_room_hears_what_differs_from_what_it_was_told(tmp_path: Path, server: Homeserver) -> None:
    other = "#other:example.org"
    rooms = [room(lead_times=("7 d",)), room(room=other, lead_times=("8 d",))]
    async with alive(tmp_path, server) as bot:
        await state(bot, milestone(), rooms=rooms)
        await bot.at(CLOSE - 8 * DAY)
        await state(bot, milestone(at=CLOSE + DAY), rooms=rooms)
    assert [where for where, _ in server.events.values()] == [other, other]
    assert server.said == ["8 days left", "Moved"]


async def test_a_move_that_is_refused_is_not_tried_again_until_the_date_moves_on(
    tmp_path: Path, server: Homeserver
) -> None:
    async with alive(tmp_path, server) as bot:
        await told(bot, milestone())
        server.before = [Refused("forbidden")]
        for _ in range(3):
            await state(bot, milestone(at=CLOSE + DAY))
        assert len(bot.told) == 1
        await state(bot, milestone(at=CLOSE + 2 * DAY))
    assert server.said == ["7 days left", "Moved"]
    assert "(was Tue 31 March" in lines(server)[0]


async def test_a_day_that_gets_an_hour_is_told(tmp_path: Path, server: Homeserver) -> None:
    async with alive(tmp_path, server) as bot:
        await told(bot, milestone(day=date(2026, 3, 31)), at=datetime(2026, 3, 24, 9, tzinfo=UTC))
        await state(bot, milestone())
    assert lines(server)[0].endswith("on Tue 31 March 2026, 18:00 UTC (was Tue 31 March 2026)")


async def test_a_deadline_that_becomes_a_period_with_the_same_end_has_not_moved(
    tmp_path: Path, server: Homeserver
) -> None:
    async with alive(tmp_path, server) as bot:
        await told(bot, milestone())
        await state(bot, milestone("period", start=date(2026, 3, 16), end=CLOSE))
    assert server.said == ["7 days left"]


async def test_a_move_that_is_noticed_while_a_reminder_is_late_is_told_before_it(
    tmp_path: Path, server: Homeserver
) -> None:
    async with alive(tmp_path, server) as bot:
        await told(bot, milestone())
        server.before = [MatrixError("down")] * 3
        await state(bot, milestone(at=CLOSE + HOUR))
        bot.time.now = CLOSE - DAY + HOUR
        server.before = []
        await bot.at(bot.time.now)
    assert server.said == ["7 days left", "Moved", "1 day left"]
