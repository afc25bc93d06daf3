"""A paused room hears nothing, and afterwards what is still true, once; what a person does not want never comes."""

from pathlib import Path

import pytest
from season import CLOSE, ROOM, catalogue, milestone, opening, room
from test_delivery import DAY, HOUR, WEEK, Homeserver, alive, season
from test_moved_dates import MINUTE, state
from test_promised import ROOM as TALK
from test_promised import promise

from bot.delivery.delivery import FOR_EVER
from bot.delivery.ledger import EXPIRED, PAUSED, UNKNOWN_OUTCOME, Standing
from bot.errors import MatrixError
from bot.promised import personals
from bot.timeline import reminders

KEY = f"gsoc-2026/applications-close/7d/{ROOM}"


@pytest.fixture
def server() -> Homeserver:
    return Homeserver()


async def test_a_paused_room_hears_nothing_until_the_pause_ends_and_then_once_for_each_date(
    tmp_path: Path, server: Homeserver
) -> None:
    dates = reminders(catalogue(opening(at=CLOSE - 2 * DAY), milestone()), [room(lead_times=("7 d", "3 d", "2 d"))])
    ends = CLOSE - 2 * DAY + HOUR
    async with alive(tmp_path, server) as bot:
        await bot.plan(dates)
        bot.pauses[ROOM] = ends
        assert await bot.at(CLOSE - WEEK) == CLOSE - 3 * DAY
        for now in (CLOSE - 3 * DAY, CLOSE - 2 * DAY):
            wake = await bot.at(now)
        assert wake == ends
        assert server.asked == []
        del bot.pauses[ROOM]
        assert await bot.at(ends) is None
    assert sorted(server.said) == ["1 day 23 hours left", "1 hour ago"]
    assert all("late." in plain for _, plain in server.events.values())


async def test_a_pause_without_end_wakes_nobody_and_ends_with_its_resumption(
    tmp_path: Path, server: Homeserver
) -> None:
    async with alive(tmp_path, server) as bot:
        bot.pauses[ROOM] = FOR_EVER
        assert await bot.at(CLOSE - WEEK) == CLOSE - DAY
        entry = (await bot.ledger())["7d"]
        assert (entry.standing, entry.reason, entry.wake) == (Standing.PLANNED, PAUSED, CLOSE)
        del bot.pauses[ROOM]
        await bot.at(CLOSE - WEEK + HOUR)
    assert server.said == ["6 days 23 hours left"]


async def test_a_pause_that_is_made_shorter_or_longer_holds_for_what_waits(
    tmp_path: Path, server: Homeserver
) -> None:
    async with alive(tmp_path, server) as bot:
        for until in (CLOSE - 5 * DAY, CLOSE - 3 * DAY, CLOSE - 4 * DAY):
            bot.pauses[ROOM] = until
            assert await bot.at(CLOSE - WEEK) == min(until, CLOSE - DAY)
        await bot.at(CLOSE - 4 * DAY)
    assert server.said == ["4 days left"]


async def test_what_is_over_before_the_pause_ends_is_closed_with_its_reason(
    tmp_path: Path, server: Homeserver
) -> None:
    async with alive(tmp_path, server) as bot:
        bot.pauses[ROOM] = FOR_EVER
        now = await bot.at(CLOSE - WEEK)
        while now:
            now = await bot.at(now)
        assert bot.time.now == CLOSE
        assert (await bot.ledger())["1d"].reason == EXPIRED
        assert bot.told == []
    assert server.asked == []


async def test_a_pause_survives_a_restart(tmp_path: Path, server: Homeserver) -> None:
    async with alive(tmp_path, server) as bot:
        bot.pauses[ROOM] = CLOSE - 5 * DAY
        await bot.at(CLOSE - WEEK)
    async with alive(tmp_path, server, now=CLOSE - 6 * DAY) as bot:
        bot.pauses[ROOM] = CLOSE - 5 * DAY
        assert await bot.at(CLOSE - 6 * DAY) == CLOSE - 5 * DAY
        await bot.at(CLOSE - 5 * DAY)
    assert server.said == ["5 days left"]


async def test_a_pause_between_two_tries_holds_the_second(tmp_path: Path, server: Homeserver) -> None:
    server.before = [MatrixError("down")]
    async with alive(tmp_path, server) as bot:
        await bot.at(CLOSE - WEEK)
        bot.pauses[ROOM] = CLOSE - 5 * DAY
        await bot.at(CLOSE - WEEK + MINUTE)
        assert len(server.asked) == 1
        await bot.at(CLOSE - 5 * DAY)
    assert server.said == ["5 days left"]


async def test_words_about_a_move_wait_for_the_end_of_a_pause_too(tmp_path: Path, server: Homeserver) -> None:
    async with alive(tmp_path, server) as bot:
        await bot.at(CLOSE - WEEK)
        bot.pauses[ROOM] = CLOSE - 5 * DAY
        await state(bot, milestone(at=CLOSE + DAY))
        await state(bot, milestone(at=CLOSE + 2 * DAY))
        assert len(server.events) == 1
        await bot.at(CLOSE - 5 * DAY)
    assert server.said == ["7 days left", "Moved"]


async def test_promises_are_kept_in_paused_rooms_and_other_rooms_go_on(tmp_path: Path, server: Homeserver) -> None:
    dates = reminders(catalogue(), [room(room=name, lead_times=("7 d",)) for name in ("#a:x.org", "#b:x.org")])
    asked = personals([promise(due=CLOSE - WEEK), promise(due=CLOSE - WEEK, room="#a:x.org", key="$2")], catalogue())
    async with alive(tmp_path, server) as bot:
        bot.pauses |= {"#a:x.org": FOR_EVER, TALK: FOR_EVER}
        await bot.delivery.plan(dates, personals=asked)
        await bot.at(CLOSE - WEEK)
    assert sorted(name for name, _ in server.events.values()) == sorted([TALK, "#a:x.org", "#b:x.org"])


async def test_what_is_skipped_never_comes_whatever_is_planned(tmp_path: Path, server: Homeserver) -> None:
    async with alive(tmp_path, server) as bot:
        assert await bot.delivery.skip(KEY, "skipped by @mod:example.org") == CLOSE - DAY
        assert bot.delivery.skipped == {KEY}
        await bot.plan()
        await bot.plan([])
        await bot.plan(season(at=CLOSE + DAY))
    async with alive(tmp_path, server) as bot:
        assert bot.delivery.skipped == {KEY}
        await bot.at(CLOSE - WEEK)
        entry = (await bot.ledger())["7d"]
        assert (entry.standing, entry.reason) == (Standing.DROPPED, "skipped by @mod:example.org")
        await bot.at(CLOSE - DAY)
    assert server.said == ["1 day left"]


async def test_what_was_said_or_is_not_known_cannot_be_skipped(tmp_path: Path, server: Homeserver) -> None:
    async with alive(tmp_path, server) as bot:
        await bot.at(CLOSE - WEEK)
        before = await bot.ledger()
        await bot.delivery.skip(KEY, "too late")
        await bot.delivery.skip("nobody/knows/7d/this", "what?")
        assert await bot.ledger() == before
        assert bot.delivery.skipped == frozenset()


async def test_what_is_skipped_between_two_tries_is_not_tried_again_and_its_outcome_is_said_to_be_unknown(
    tmp_path: Path, server: Homeserver
) -> None:
    server.after = [MatrixError("connection lost")]
    async with alive(tmp_path, server) as bot:
        await bot.at(CLOSE - WEEK)
        await bot.delivery.skip(KEY, "no")
        await bot.at(CLOSE - WEEK + HOUR)
        assert (await bot.ledger())["7d"].reason == f"no; {UNKNOWN_OUTCOME}"
    assert len(server.asked) == 1


async def test_what_is_skipped_while_it_is_being_sent_is_not_tried_again(tmp_path: Path) -> None:
    class Skipping(Homeserver):
        async def send(self, *args: object, **kwargs: object) -> str:
            await bot.delivery.skip(KEY, "no")
            return await super().send(*args, **kwargs)  # type: ignore[arg-type]

    server = Skipping(before=[MatrixError("down")])
    async with alive(tmp_path, server) as bot:
        await bot.at(CLOSE - WEEK)
        await bot.at(CLOSE - WEEK + HOUR)
        assert (await bot.ledger())["7d"].standing is Standing.DROPPED
    assert len(server.asked) == 1


async def test_words_about_a_move_can_be_skipped_and_the_next_move_is_told(
    tmp_path: Path, server: Homeserver
) -> None:
    rooms = [room(lead_times=("7 d",), quiet="20:00-08:00")]
    async with alive(tmp_path, server) as bot:
        await state(bot, milestone(), rooms=rooms)
        await bot.at(CLOSE - WEEK)
        bot.time.now = CLOSE - WEEK + 4 * HOUR
        await state(bot, milestone(at=CLOSE + DAY), rooms=rooms)
        (move,) = [entry for entry in (await bot.database.ledger.entries()).values() if entry.is_move]
        await bot.delivery.skip(move.key, "no")
        bot.time.now = CLOSE - 6 * DAY
        await state(bot, milestone(at=CLOSE + DAY), rooms=rooms)
        assert len(server.events) == 1
        await state(bot, milestone(at=CLOSE + 2 * DAY), rooms=rooms)
    assert server.said == ["7 days left", "Moved"]
