"""A try of unknown outcome, a clock that is set, a ledger that fails: said once all the same, and operators hear of it."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from season import CLOSE, ROOM, catalogue, opening, room
from season import milestone as deadline
from test_delivery import DAY, HOUR, WEEK, Bot, Homeserver, alive, delivering, season
from test_moved_dates import MINUTE

from bot.delivery import attempts, delivery
from bot.delivery.ledger import EXPIRED, Entry, Ledger, Standing
from bot.errors import MatrixError, Refused, StorageError
from bot.timeline import reminders

LOST = "connection lost"
MOMENT = timedelta(milliseconds=50)


@pytest.fixture
def server() -> Homeserver:
    return Homeserver()


class Forgetful(Homeserver):
    """Has forgotten every transaction id, as a homeserver does after a day; the rooms' history stands."""

    async def send(self, room: str, body: Any, key: str, mentions: Any = ()) -> str:
        assert key not in self.events, "said twice"
        return await super().send(room, body, key, mentions)


async def tried(bot: Bot, server: Homeserver, *, arrived: bool) -> None:
    """One try has reached the room or not, and nobody knows."""
    (server.after if arrived else server.before).append(MatrixError(LOST))
    await bot.at(CLOSE - WEEK)


@pytest.mark.parametrize("later", [attempts.REMEMBERED, HOUR, 5 * DAY])
async def test_after_a_while_the_rooms_history_is_asked_before_anything_is_sent_again(
    tmp_path: Path, later: timedelta
) -> None:
    server = Forgetful()
    async with alive(tmp_path, server) as bot:
        await tried(bot, server, arrived=True)
        await bot.at(CLOSE - WEEK + later)
        entry = (await bot.ledger())["7d"]
    assert (entry.standing, entry.event_id, entry.since) == (Standing.SENT, "$0", CLOSE - WEEK)
    assert entry.said == next(iter(server.events.values()))[1]
    assert server.looked == [(entry.transaction, CLOSE - WEEK)]


async def test_what_is_not_in_the_history_is_sent_again(tmp_path: Path, server: Homeserver) -> None:
    async with alive(tmp_path, server) as bot:
        await tried(bot, server, arrived=False)
        await bot.at(CLOSE - WEEK + HOUR)
    assert server.said == ["6 days 23 hours left"]
    assert len(server.looked) == 1


async def test_a_moment_later_the_transaction_id_is_enough(tmp_path: Path, server: Homeserver) -> None:
    async with alive(tmp_path, server) as bot:
        await tried(bot, server, arrived=True)
        await bot.at(CLOSE - WEEK + attempts.REMEMBERED - MINUTE)
    assert (server.looked, len(server.asked), server.said) == ([], 2, ["7 days left"])


async def test_in_a_new_life_the_history_is_asked_at_once(tmp_path: Path) -> None:
    server = Forgetful()
    async with alive(tmp_path, server) as bot:
        await tried(bot, server, arrived=True)
    async with alive(tmp_path, server, now=CLOSE - WEEK + MINUTE) as bot:
        await bot.at(bot.time.now)
        assert (await bot.ledger())["7d"].standing is Standing.SENT


@pytest.mark.parametrize("arrived", ["arrived", "lost"])
async def test_while_the_history_cannot_be_read_nothing_is_sent(tmp_path: Path, arrived: str) -> None:
    server = Forgetful(unread=[MatrixError("502")] * 3)
    async with alive(tmp_path, server) as bot:
        await tried(bot, server, arrived=arrived == "arrived")
        now: datetime | None = CLOSE - WEEK + HOUR
        while now and server.unread:
            assert len(server.asked) == 1
            now = await bot.at(now)
        assert now
        assert now > bot.time.now
        await bot.at(now)
        assert (await bot.ledger())["7d"].standing is Standing.SENT
    assert len(server.events) == 1


async def test_a_history_that_is_refused_for_good_is_a_failure_that_operators_hear_of(
    tmp_path: Path, server: Homeserver
) -> None:
    server.unread = [Refused("not yours to read")]
    async with alive(tmp_path, server) as bot:
        await tried(bot, server, arrived=True)
        await bot.at(CLOSE - WEEK + HOUR)
        assert (await bot.ledger())["7d"].standing is Standing.FAILED
        (told,) = bot.told
    assert "not yours to read" in told


async def test_the_clock_goes_ahead_for_a_day_and_back(tmp_path: Path, server: Homeserver) -> None:
    async with alive(tmp_path, server, "7 d", "6 d") as bot:
        await tried(bot, server, arrived=True)
        server.before = [MatrixError("down")] * 9
        await bot.at(CLOSE - WEEK + DAY)
        entry = (await bot.ledger())["6d"]
        assert (entry.standing, entry.wake > CLOSE - 6 * DAY) == (Standing.SENDING, True)
        server.before = []
        assert await bot.at(CLOSE - WEEK + MINUTE) == CLOSE - 6 * DAY
        assert await bot.at(CLOSE - 6 * DAY) is None
    assert server.said == ["7 days left", "6 days left"]


async def test_what_is_looked_for_by_a_clock_that_is_ahead_does_not_wait_for_that_time(
    tmp_path: Path, server: Homeserver
) -> None:
    server.unread = [MatrixError("502")] * 9
    async with alive(tmp_path, server) as bot:
        await tried(bot, server, arrived=True)
        await bot.plan([])
        wake = await bot.at(CLOSE - WEEK + 3 * HOUR)
        assert wake
        assert wake > CLOSE - WEEK + 3 * HOUR
        server.unread = []
        await bot.at(CLOSE - WEEK + HOUR)
        assert (await bot.ledger())["7d"].standing is Standing.SENT


async def test_what_a_clock_that_was_ahead_gave_up_is_said_after_all(tmp_path: Path, server: Homeserver) -> None:
    dates = reminders(catalogue(opening(), deadline()), [room(lead_times=("7 d", "1 d"))])
    async with alive(tmp_path, server) as bot:
        await bot.plan(dates)
        server.before = [MatrixError("down")]
        await bot.at(CLOSE - WEEK)
        server.before = [MatrixError("down")] * 9
        await bot.at(CLOSE + DAY)
        assert {entry.reason.partition(";")[0] for entry in (await bot.ledger()).values()} >= {EXPIRED}
        server.before = []
        await bot.at(CLOSE - WEEK + HOUR)
        await bot.at(CLOSE - DAY)
    assert server.said == ["6 days 23 hours left", "1 day left"]


async def test_a_clock_that_is_behind_makes_nothing_early_and_nothing_late_by_its_own_time(
    tmp_path: Path, server: Homeserver
) -> None:
    async with alive(tmp_path, server) as bot:
        assert await bot.at(CLOSE - WEEK - DAY) == CLOSE - WEEK
        await bot.at(CLOSE - WEEK)
        await bot.at(CLOSE - 2 * WEEK)
        await bot.at(CLOSE - WEEK)
    assert server.said == ["7 days left"]
    assert "late" not in next(iter(server.events.values()))[1]


async def test_a_laptop_that_was_closed_for_days_says_once_what_is_still_true(
    tmp_path: Path, server: Homeserver
) -> None:
    async with alive(tmp_path, server, "7 d", "2 d", "1 d", "3 h") as bot:
        await bot.at(CLOSE - WEEK)
        await bot.at(CLOSE - 5 * HOUR)
    assert server.said == ["7 days left", "5 hours left"]


@dataclass
class Full:
    """A ledger on a full disk: it can be read."""

    ledger: Ledger
    full: bool = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self.ledger, name)

    async def save(self, entries: Collection[Entry]) -> None:
        if self.full and entries:
            raise StorageError("the disk is full")
        await self.ledger.save(entries)


async def test_operators_hear_once_that_the_ledger_fails_and_once_that_it_works_again(
    tmp_path: Path, server: Homeserver
) -> None:
    async with alive(tmp_path, server, "7 d", "6 d", "5 d") as bot:
        disk: Any = Full(bot.database.ledger)
        bot.delivery = delivering(disk, server, bot.time, bot.told)
        await bot.plan()
        for days in (7, 6):
            disk.full = True
            for seconds in (0, 5, 10):
                now = CLOSE - days * DAY + timedelta(seconds=seconds)
                assert await bot.at(now) == now + delivery.LEDGER_PAUSE
            disk.full = False
            await bot.at(CLOSE - days * DAY + timedelta(seconds=15))
    assert server.said == ["7 days left", "6 days left"]
    assert [("disk is full" in told, "again" in told) for told in bot.told] == [(True, False), (False, True)] * 2


async def test_a_room_that_answers_slowly_delays_neither_other_rooms_nor_promises_nor_plans(tmp_path: Path) -> None:
    go_on = asyncio.Event()

    class Slow(Homeserver):
        async def send(self, room: str, body: Any, key: str, mentions: Any = ()) -> str:
            if room == "#slow:example.org":
                await go_on.wait()
            return await super().send(room, body, key, mentions)

    server = Slow()
    rooms = [room(room=name, lead_times=("7 d", "6 d")) for name in ("#slow:example.org", ROOM)]
    async with alive(tmp_path, server) as bot:
        bot.delivery = bot.another(MOMENT)
        await bot.plan(reminders(catalogue(), rooms))
        while len(server.events) < 1:
            assert await bot.at(CLOSE - WEEK) == CLOSE - WEEK + MOMENT
        assert await bot.plan() == bot.time.now + MOMENT
        while len(server.events) < 2:
            await bot.at(CLOSE - 6 * DAY)
        assert [name for name, _ in server.events.values()] == [ROOM, ROOM]
        go_on.set()
        while len(server.events) < 4:
            await bot.at(CLOSE - 6 * DAY + MINUTE)
    assert [name for name, _ in server.events.values()] == [ROOM, ROOM, "#slow:example.org", "#slow:example.org"]


async def test_what_is_under_way_ends_with_the_delivery_and_is_found_out_later(tmp_path: Path) -> None:
    class Stalled(Homeserver):
        async def send(self, *args: Any, **kwargs: Any) -> str:
            await super().send(*args, **kwargs)
            await asyncio.Event().wait()
            return ""

    server = Stalled()
    async with alive(tmp_path, server) as bot:
        bot.delivery = bot.another(MOMENT)
        await bot.plan()
        while not server.events:
            await bot.at(CLOSE - WEEK)
        await bot.delivery.close()
        assert (await bot.ledger())["7d"].standing is Standing.SENDING
    async with alive(tmp_path, server, now=CLOSE - WEEK + MINUTE) as bot:
        await bot.at(bot.time.now)
        assert (await bot.ledger())["7d"].standing is Standing.SENT
    assert len(server.asked) == 1


async def test_an_entry_of_an_earlier_version_is_looked_for_from_when_it_was_due(
    tmp_path: Path, server: Homeserver
) -> None:
    async with alive(tmp_path, server) as bot:
        await tried(bot, server, arrived=True)
        entry = (await bot.ledger())["7d"]
        await bot.database.ledger.save([replace(entry, turn=0, name="")])
        await bot.plan(season())
        await bot.at(CLOSE - WEEK + HOUR)
        assert (await bot.ledger())["7d"].standing is Standing.SENT
