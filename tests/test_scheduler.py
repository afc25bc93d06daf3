"""The alarm clock."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, tzinfo

import pytest

from bot import scheduler
from bot.scheduler import AlarmClock

MOMENT = timedelta(milliseconds=20)
LONG = timedelta(days=365)


class Wall:
    """The real time, shifted by as much as somebody has set the clock."""

    def __init__(self) -> None:
        self.shift = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.shift


class Bell:
    """Counts rings."""

    def __init__(self) -> None:
        self.rings = 0
        self.rang = asyncio.Event()

    async def ring(self) -> None:
        self.rings += 1
        self.rang.set()


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
async def alarms(wall: Wall) -> AsyncIterator[AlarmClock]:
    clock = AlarmClock(wall)
    clock.start()
    yield clock
    clock.stop()
    await asyncio.sleep(0)


async def test_it_rings_once_and_not_before_its_time(alarms: AlarmClock, wall: Wall) -> None:
    bell, instant = Bell(), wall() + MOMENT
    alarms.wake_at("a", instant, bell.ring)
    await bell.rang.wait()
    assert wall() >= instant
    await asyncio.sleep(0.05)
    assert bell.rings == 1


@pytest.mark.parametrize("late", [timedelta(), timedelta(seconds=5), LONG])
async def test_a_past_alarm_rings_at_once(alarms: AlarmClock, wall: Wall, late: timedelta) -> None:
    bell = Bell()
    alarms.wake_at("a", wall() - late, bell.ring)
    await bell.rang.wait()


async def test_an_alarm_set_before_the_start_rings_after_it(wall: Wall) -> None:
    alarms, bell = AlarmClock(wall), Bell()
    alarms.wake_at("a", wall(), bell.ring)
    alarms.start()
    await bell.rang.wait()
    alarms.stop()
    await asyncio.sleep(0)


async def test_a_new_alarm_replaces_the_one_of_its_key_only(alarms: AlarmClock, wall: Wall) -> None:
    replaced, other, new = Bell(), Bell(), Bell()
    alarms.wake_at("a", wall() + 2 * MOMENT, replaced.ring)
    alarms.wake_at("b", wall() + 3 * MOMENT, other.ring)
    alarms.wake_at("a", wall() + 4 * MOMENT, new.ring)
    await other.rang.wait()
    await new.rang.wait()
    assert (replaced.rings, other.rings, new.rings) == (0, 1, 1)


async def test_a_cancelled_alarm_is_silent(alarms: AlarmClock, wall: Wall) -> None:
    cancelled, after = Bell(), Bell()
    alarms.wake_at("a", wall() + MOMENT, cancelled.ring)
    alarms.wake_at("b", wall() + 2 * MOMENT, after.ring)
    alarms.cancel("a")
    alarms.cancel("never set")
    await after.rang.wait()
    alarms.cancel("b")
    assert cancelled.rings == 0


async def test_work_that_sets_its_own_next_alarm_goes_on_for_ever(alarms: AlarmClock, wall: Wall) -> None:
    """Also when the next one is due before the work has ended, which APScheduler alone would drop."""
    enough = asyncio.Event()
    rings: list[datetime] = []

    async def ring() -> None:
        rings.append(wall())
        alarms.wake_at("a", wall(), ring if len(rings) < 5 else Bell().ring)
        await asyncio.sleep(0.005)
        if len(rings) == 5:
            enough.set()

    alarms.wake_at("a", wall(), ring)
    await enough.wait()
    assert len(rings) == 5


async def test_work_that_fails_is_done_again(alarms: AlarmClock, wall: Wall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler, "LOOK_AGAIN", MOMENT)
    bell, failures = Bell(), [RuntimeError("one"), RuntimeError("two")]

    async def ring() -> None:
        if failures:
            raise failures.pop()
        await bell.ring()

    alarms.wake_at("a", wall(), ring)
    await bell.rang.wait()
    assert not failures


async def test_a_clock_that_is_set_forward_rings_what_it_jumped_over(
    alarms: AlarmClock, wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "LOOK_AGAIN", MOMENT)
    bell = Bell()
    alarms.wake_at("a", wall() + LONG, bell.ring)
    await asyncio.sleep(0.05)
    assert bell.rings == 0
    wall.shift = LONG
    await bell.rang.wait()


async def test_a_clock_that_is_set_back_a_little_makes_the_alarm_wait(
    alarms: AlarmClock, wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "LOOK_AGAIN", MOMENT)
    early, witness = Bell(), Bell()
    alarms.wake_at("a", wall() + MOMENT, early.ring)
    wall.shift = -scheduler.SET_BACK / 2
    alarms.wake_at("b", wall() + 3 * MOMENT, witness.ring)
    await witness.rang.wait()
    assert early.rings == 0


async def test_a_clock_that_is_set_back_rings_what_is_set_so_that_it_is_set_by_the_new_time(
    wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "LOOK_AGAIN", MOMENT)
    alarms, rung, waiting = AlarmClock(wall), Bell(), Bell()
    alarms.start()
    alarms.wake_at("a", wall(), rung.ring)
    alarms.wake_at("b", wall() + LONG, waiting.ring)
    await rung.rang.wait()
    wall.shift = -LONG
    await waiting.rang.wait()
    await asyncio.sleep(3 * MOMENT.total_seconds())
    alarms.stop()
    assert (rung.rings, waiting.rings) == (1, 1)


async def test_a_machine_whose_clock_is_set_back_rings_no_later(wall: Wall, monkeypatch: pytest.MonkeyPatch) -> None:
    """APScheduler asks the machine's own clock, too."""

    class Machine(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Machine":
            return cls.fromtimestamp((datetime.now(UTC) + wall.shift).timestamp(), tz)

    monkeypatch.setattr(scheduler, "LOOK_AGAIN", MOMENT)
    monkeypatch.setattr(scheduler, "datetime", Machine)
    monkeypatch.setattr("apscheduler.schedulers.base.datetime", Machine)
    alarms, bell = AlarmClock(wall), Bell()
    alarms.start()
    alarms.wake_at("a", wall() + LONG, bell.ring)
    wall.shift = -LONG
    await bell.rang.wait()
    alarms.stop()
