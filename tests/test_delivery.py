"""What is due is said once and written down, whatever happens in between."""

import asyncio
import re
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from season import CLOSE, OPEN, ROOM, catalogue, milestone, opening, room

from bot.delivery import attempts, delivery
from bot.delivery.attempts import Sender, pause
from bot.delivery.delivery import Delivery
from bot.delivery.ledger import (
    EXPIRED,
    OVERTAKEN,
    PAST_WHEN_PLANNED,
    UNKNOWN_OUTCOME,
    WITHDRAWN,
    Entry,
    Ledger,
    Standing,
)
from bot.errors import MatrixError, Refused, SessionExpired, StorageError
from bot.markup import Markup
from bot.storage import Database
from bot.timeline import Reminder, reminders

EARLY = CLOSE - timedelta(days=30)
WEEK, DAY, HOUR = timedelta(days=7), timedelta(days=1), timedelta(hours=1)


class Killed(BaseException):
    """The process is gone from here on."""


@dataclass
class Time:
    """A clock that stands until it is set."""

    now: datetime = EARLY

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Homeserver:
    """Lets each transaction id through once, like a real one. `trouble` is raised before or after a send."""

    events: dict[str, tuple[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    before: list[BaseException] = field(default_factory=list)
    after: list[BaseException] = field(default_factory=list)
    pinged: list[tuple[str, ...]] = field(default_factory=list)
    looked: list[tuple[str, datetime]] = field(default_factory=list)
    unread: list[BaseException] = field(default_factory=list)

    async def send(self, room: str, body: Markup, key: str, mentions: Sequence[str] = ()) -> str:
        self.asked.append(key)
        await asyncio.sleep(0)
        if self.before:
            raise self.before.pop(0)
        if key not in self.events:
            self.pinged.append(tuple(mentions))
        self.events.setdefault(key, (room, body.plain))
        if self.after:
            raise self.after.pop(0)
        return self.event_of(key)

    async def sent_before(self, room: str, key: str, since: datetime) -> str | None:
        self.looked.append((key, since))
        await asyncio.sleep(0)
        if self.unread:
            raise self.unread.pop(0)
        return self.event_of(key) if self.events.get(key, ("",))[0] == room else None

    def event_of(self, key: str) -> str:
        """The id under which a message is known."""
        return f"${list(self.events).index(key)}"

    @property
    def said(self) -> list[str]:
        """The first words of every message, in the order of their arrival."""
        return [plain.partition(":")[0] for _, plain in self.events.values()]


@dataclass
class Bot:
    """One life of the process."""

    database: Database
    time: Time
    dates: list[Reminder]
    told: list[str]
    sender: Sender
    pauses: dict[str, datetime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.delivery = self.another()

    def another(self, patience: timedelta = timedelta(minutes=5)) -> Delivery:
        """A delivery that knows nothing yet."""
        return delivering(self.database.ledger, self.sender, self.time, self.told, self.pauses, patience)

    async def plan(self, dates: list[Reminder] | None = None) -> datetime | None:
        self.dates = self.dates if dates is None else dates
        return await self.delivery.plan(self.dates)

    async def at(self, now: datetime) -> datetime | None:
        """The next wake after saying what is due then."""
        self.time.now = now
        return await self.delivery.deliver_due()

    async def ledger(self) -> dict[str, Entry]:
        """Entries by lead time."""
        return {key.split("/")[2]: entry for key, entry in (await self.database.ledger.entries()).items()}


def delivering(
    ledger: Ledger,
    sender: Sender,
    time: Time,
    told: list[str] | None = None,
    pauses: Mapping[str, datetime] | None = None,
    patience: timedelta = timedelta(minutes=5),
) -> Delivery:
    """A delivery; what operators are told is noted, and rooms are paused until a time."""
    noted, paused = [] if told is None else told, {} if pauses is None else pauses

    def report(_key: str, words: str) -> None:
        noted.append(words)

    return Delivery(ledger, sender, time, report, lambda room, _: paused.get(room), patience)


@pytest.fixture
def server() -> Homeserver:
    return Homeserver()


@asynccontextmanager
async def alive(folder: Path, server: Homeserver, *leads: str, now: datetime = EARLY) -> AsyncIterator[Bot]:
    """A bot from its start to its end; the folder remembers."""
    database = await Database.open(folder / "bot.db")
    time = Time(now)
    told: list[str] = []
    bot = Bot(database, time, season(*leads), told, server)
    try:
        await bot.plan()
        yield bot
    finally:
        await database.close()


def season(*leads: str, at: datetime = CLOSE) -> list[Reminder]:
    return reminders(catalogue(milestone(at=at)), [room(lead_times=leads or ("7 d", "1 d"))])


async def test_a_reminder_is_said_when_due_and_only_then(tmp_path: Path, server: Homeserver) -> None:
    async with alive(tmp_path, server) as bot:
        assert await bot.at(CLOSE - WEEK - timedelta(seconds=1)) == CLOSE - WEEK
        assert server.said == []
        assert await bot.at(CLOSE - WEEK) == CLOSE - DAY
        assert server.said == ["7 days left"]
        assert await bot.at(CLOSE - DAY) is None
        assert server.said == ["7 days left", "1 day left"]


async def test_what_was_said_is_written_down(tmp_path: Path, server: Homeserver) -> None:
    async with alive(tmp_path, server) as bot:
        await bot.at(CLOSE - WEEK + timedelta(seconds=2))
        entry = (await bot.ledger())["7d"]
        assert (entry.standing, entry.event_id, entry.tries) == (Standing.SENT, "$0", 1)
        assert entry.since - entry.due == timedelta(seconds=2)
        assert entry.said == server.events[entry.transaction][1]
        assert entry.tells == CLOSE.isoformat()


async def test_nothing_is_said_before_the_first_plan(tmp_path: Path, server: Homeserver) -> None:
    async with alive(tmp_path, server) as bot:
        bot.time.now = CLOSE - DAY
        fresh = delivering(bot.database.ledger, server, bot.time)
        assert await fresh.deliver_due() is None
        assert server.asked == []


async def test_a_restart_neither_repeats_nor_loses_anything(tmp_path: Path, server: Homeserver) -> None:
    for now in (CLOSE - WEEK, CLOSE - WEEK, CLOSE - DAY, CLOSE - DAY):
        async with alive(tmp_path, server, now=max(EARLY, now - HOUR)) as bot:
            await bot.at(now)
            await bot.at(now)
    assert server.said == ["7 days left", "1 day left"]
    assert len(server.asked) == 2


async def test_a_new_room_is_never_told_of_what_is_past(tmp_path: Path, server: Homeserver) -> None:
    async with alive(tmp_path, server, now=CLOSE - DAY) as bot:
        await bot.at(CLOSE - HOUR)
        assert {lead: (entry.standing, entry.reason) for lead, entry in (await bot.ledger()).items()} == {
            "7d": (Standing.SKIPPED, PAST_WHEN_PLANNED),
            "1d": (Standing.SKIPPED, PAST_WHEN_PLANNED),
        }
    assert server.asked == []


async def test_after_an_absence_one_late_reminder_is_said_for_a_date(tmp_path: Path, server: Homeserver) -> None:
    async with alive(tmp_path, server, "7 d", "2 d", "1 d", "3 h"):
        pass
    async with alive(tmp_path, server, "7 d", "2 d", "1 d", "3 h", now=CLOSE - timedelta(hours=5)) as bot:
        await bot.at(bot.time.now)
        entries = await bot.ledger()
        assert [entries[lead].standing for lead in ("7d", "2d", "1d", "3h")] == [
            "skipped",
            "skipped",
            "sent",
            "planned",
        ]
        assert entries["2d"].reason == OVERTAKEN
        ((_, words),) = server.events.values()
        assert words.startswith("5 hours left: ")
        assert "This comes 19 hours late." in words
        await bot.at(CLOSE - timedelta(hours=3))
    assert server.said == ["5 hours left", "3 hours left"]


async def test_a_deadline_that_has_passed_is_not_posted_late(tmp_path: Path, server: Homeserver) -> None:
    async with alive(tmp_path, server):
        pass
    async with alive(tmp_path, server, now=CLOSE) as bot:
        assert await bot.at(CLOSE) is None
        entries = await bot.ledger()
        assert (entries["1d"].standing, entries["1d"].reason) == (Standing.SKIPPED, EXPIRED)
    assert server.asked == []


async def test_two_dates_missed_are_two_late_posts(tmp_path: Path, server: Homeserver) -> None:
    dates = reminders(catalogue(opening(at=CLOSE - WEEK), milestone()), [room(lead_times=("6 d",))])
    async with alive(tmp_path, server) as bot:
        await bot.plan(dates)
        await bot.at(CLOSE - timedelta(days=5, hours=23))
    assert server.said == ["1 day 1 hour ago", "5 days 23 hours left"]


class Tripwire:
    """Kills the process at the n-th step: before or after any write or send. Once dead, it stays dead."""

    def __init__(self, step: int) -> None:
        self.left = step
        self.tripped = False

    def step(self) -> None:
        self.left -= 1
        if self.left < 0:
            self.tripped = True
            raise Killed


@dataclass
class Mortal:
    """A ledger and a sender around a tripwire."""

    ledger: Ledger
    server: Homeserver
    wire: Tripwire

    async def entries(self, keys: Collection[str] | None = None) -> Mapping[str, Entry]:
        self.wire.step()
        return await self.ledger.entries(keys)

    async def save(self, entries: Collection[Entry]) -> None:
        self.wire.step()
        await self.ledger.save(entries)
        self.wire.step()

    async def due(self, now: datetime) -> list[Entry]:
        self.wire.step()
        return await self.ledger.due(now)

    async def next_wake(self) -> datetime | None:
        self.wire.step()
        return await self.ledger.next_wake()

    async def said_as(self, event_id: str) -> Entry | None:
        return await self.ledger.said_as(event_id)

    async def send(self, room: str, body: Markup, key: str, mentions: Sequence[str] = ()) -> str:
        self.wire.step()
        event_id = await self.server.send(room, body, key, mentions)
        self.wire.step()
        return event_id

    async def sent_before(self, room: str, key: str, since: datetime) -> str | None:
        self.wire.step()
        return await self.server.sent_before(room, key, since)


async def test_killed_between_any_two_steps_each_reminder_is_said_once(tmp_path: Path) -> None:
    """The kills walk through the whole run, one step further each time, until a run is not killed."""
    steps = 0
    while True:
        server, wire, folder = Homeserver(), Tripwire(steps), tmp_path / str(steps)
        await _life_with_a_kill(folder, server, wire)
        async with alive(folder, server, now=CLOSE - WEEK + timedelta(seconds=30)) as bot:
            await bot.at(bot.time.now)
            await bot.at(CLOSE - DAY)
            standings = {entry.standing for entry in (await bot.ledger()).values()}
        assert server.said == ["7 days left", "1 day left"], f"killed at step {steps}"
        assert standings == {Standing.SENT}
        assert set(server.asked) == set(server.events), "a try under another transaction id would be a second post"
        if not wire.tripped:
            break
        steps += 1
    assert steps > 10


async def _life_with_a_kill(folder: Path, server: Homeserver, wire: Tripwire) -> None:
    async with alive(folder, server) as bot:
        mortal = Mortal(bot.database.ledger, server, wire)
        bot.delivery = delivering(mortal, mortal, bot.time)
        try:
            await bot.plan()
            await bot.at(CLOSE - WEEK)
        except Killed:
            return


async def test_a_send_without_outcome_is_repeated_under_its_own_transaction(
    tmp_path: Path, server: Homeserver
) -> None:
    server.after = [MatrixError("connection lost"), MatrixError("connection lost")]
    async with alive(tmp_path, server) as bot:
        first = await bot.at(CLOSE - WEEK)
        assert first == CLOSE - WEEK + timedelta(seconds=1)
        entry = (await bot.ledger())["7d"]
        assert (entry.standing, entry.tries, entry.reason) == (Standing.SENDING, 1, "connection lost")
        second = await bot.at(first)
        assert second == first + timedelta(seconds=2)
        await bot.at(second)
        assert (await bot.ledger())["7d"].standing is Standing.SENT
    assert len(server.asked) == 3
    assert server.said == ["7 days left"]


async def test_a_reminder_waits_out_its_pause(tmp_path: Path, server: Homeserver) -> None:
    server.before = [MatrixError("502")] * 5
    async with alive(tmp_path, server) as bot:
        wake = await bot.at(CLOSE - WEEK)
        await bot.at(CLOSE - WEEK + timedelta(milliseconds=500))
        assert len(server.asked) == 1
        for _ in range(5):
            assert wake is not None
            wake = await bot.at(wake)
        assert wake == CLOSE - DAY
    assert server.said == ["7 days left"]


def test_pauses_double_up_to_twenty_seconds() -> None:
    assert [pause(tries).total_seconds() for tries in (1, 2, 3, 5, 6, 10_000)] == [1, 2, 4, 16, 20, 20]


async def test_what_could_not_be_said_before_the_deadline_is_given_up(tmp_path: Path, server: Homeserver) -> None:
    server.before = [MatrixError("down")] * 99
    async with alive(tmp_path, server, "5 s") as bot:
        wake = await bot.at(CLOSE - timedelta(seconds=5))
        while wake is not None:
            wake = await bot.at(wake)
        entry = (await bot.ledger())["5s"]
        assert (entry.standing, entry.since) == (Standing.SKIPPED, CLOSE)
        assert entry.reason.startswith(EXPIRED)
        assert "unknown" in entry.reason
    assert len(server.asked) == 3


async def test_a_waiting_reminder_gives_way_to_the_next_of_its_date(tmp_path: Path, server: Homeserver) -> None:
    async with alive(tmp_path, server, "10 s", "5 s") as bot:
        server.before = [MatrixError("down")] * 3
        await bot.at(CLOSE - timedelta(seconds=10))
        await bot.at(CLOSE - timedelta(seconds=9))
        await bot.at(CLOSE - timedelta(seconds=7))
        assert (await bot.ledger())["10s"].wake == CLOSE - timedelta(seconds=3)
        await bot.at(CLOSE - timedelta(seconds=5))
        await bot.at(CLOSE - timedelta(seconds=3))
    assert server.said == ["5 seconds left"]


async def test_a_permanent_refusal_is_written_down_and_not_tried_again(tmp_path: Path, server: Homeserver) -> None:
    server.before = [Refused("not in the room")]
    async with alive(tmp_path, server) as bot:
        assert await bot.at(CLOSE - WEEK) == CLOSE - DAY
        entry = (await bot.ledger())["7d"]
        assert (entry.standing, entry.reason) == (Standing.FAILED, "not in the room")
    async with alive(tmp_path, server, now=CLOSE - WEEK + HOUR) as bot:
        await bot.at(CLOSE - WEEK + HOUR)
    assert len(server.asked) == 1


async def test_operators_are_told_once_what_was_refused_and_in_which_room(tmp_path: Path, server: Homeserver) -> None:
    server.before = [Refused("not in the room")]
    async with alive(tmp_path, server) as bot:
        await bot.at(CLOSE - WEEK)
        await bot.at(CLOSE - WEEK + HOUR)
        (told,) = bot.told
    for words in (ROOM, "not in the room", "7 days left"):
        assert words in told


async def test_operators_are_told_of_what_could_not_be_said_in_time(tmp_path: Path, server: Homeserver) -> None:
    server.before = [MatrixError("502")]
    async with alive(tmp_path, server, "3 h") as bot:
        await bot.at(CLOSE - 3 * HOUR)
        assert bot.told == []
        await bot.at(CLOSE)
        (told,) = bot.told
    assert EXPIRED in told
    assert server.said == []


async def test_of_what_was_only_late_by_its_own_date_no_operator_hears(tmp_path: Path, server: Homeserver) -> None:
    async with alive(tmp_path, server) as bot:
        await bot.at(CLOSE)
        assert bot.told == []


async def test_a_session_that_ends_in_mid_reminder_is_no_bug_and_costs_none(
    tmp_path: Path, server: Homeserver
) -> None:
    server.before = [SessionExpired("log in")]
    async with alive(tmp_path, server) as bot:
        await bot.at(CLOSE - WEEK)
        assert (await bot.ledger())["7d"].reason == "log in"
    async with alive(tmp_path, server, now=CLOSE - WEEK + HOUR) as bot:
        await bot.at(CLOSE - WEEK + HOUR)
    assert server.said == ["6 days 23 hours left"]


async def test_a_room_that_refuses_or_breaks_does_not_silence_the_others(tmp_path: Path, server: Homeserver) -> None:
    names = [f"#room{number}:example.org" for number in range(40)]
    dates = reminders(catalogue(), [room(room=name, lead_times=("7 d",)) for name in names])
    server.before = [Refused("gone"), MatrixError("ill"), ValueError("a bug")]
    async with alive(tmp_path, server) as bot:
        await bot.plan(dates)
        wake: datetime | None = CLOSE - WEEK
        while wake:
            wake = await bot.at(wake)
    assert len(server.events) == 39
    assert bot.time.now < CLOSE - WEEK + timedelta(minutes=1)


async def test_a_room_that_is_slow_does_not_keep_another_waiting(tmp_path: Path) -> None:
    others_were_told = asyncio.Event()

    class OneSlowRoom(Homeserver):
        async def send(self, room: str, body: Markup, key: str, mentions: Sequence[str] = ()) -> str:
            if room == "#slow:example.org":
                await others_were_told.wait()
            else:
                others_were_told.set()
            return await super().send(room, body, key, mentions)

    server = OneSlowRoom()
    names = ("#slow:example.org", "#zippy:example.org")
    async with alive(tmp_path, server) as bot:
        await bot.plan(reminders(catalogue(), [room(room=name, lead_times=("7 d",)) for name in names]))
        await bot.at(CLOSE - WEEK)
    assert [name for name, _ in server.events.values()] == ["#zippy:example.org", "#slow:example.org"]


async def test_a_send_that_hangs_is_let_go(
    tmp_path: Path, server: Homeserver, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stalled(Homeserver):
        async def send(self, room: str, body: Markup, key: str, mentions: Sequence[str] = ()) -> str:
            await asyncio.Event().wait()
            return await super().send(room, body, key, mentions)

    monkeypatch.setattr(attempts, "SEND_WITHIN", timedelta(milliseconds=10))
    async with alive(tmp_path, Stalled()) as bot:
        assert await bot.at(CLOSE - WEEK) == CLOSE - WEEK + timedelta(seconds=1)
        assert (await bot.ledger())["7d"].reason == "no answer in time"
    async with alive(tmp_path, server, now=CLOSE - WEEK + HOUR) as bot:
        await bot.at(CLOSE - WEEK + HOUR)
    assert server.said == ["6 days 23 hours left"]


@dataclass
class Failing:
    """A ledger whose writes of one standing fail for a while."""

    ledger: Ledger
    standing: Standing
    failures: int

    def __getattr__(self, name: str) -> Any:
        return getattr(self.ledger, name)

    async def save(self, entries: Collection[Entry]) -> None:
        if self.failures and any(entry.standing is self.standing for entry in entries):
            self.failures -= 1
            raise StorageError("database is locked")
        await self.ledger.save(entries)


@pytest.mark.parametrize("standing", [Standing.SENDING, Standing.SENT])
async def test_a_ledger_that_fails_for_a_while_costs_no_reminder_and_doubles_none(
    tmp_path: Path, server: Homeserver, standing: Standing
) -> None:
    async with alive(tmp_path, server) as bot:
        failing: Any = Failing(bot.database.ledger, standing, failures=2)
        bot.delivery = delivering(failing, server, bot.time)
        await bot.plan()
        wake: datetime | None = CLOSE - WEEK
        for _ in range(3):
            assert wake is not None
            wake = await bot.at(wake)
        assert wake == CLOSE - DAY
        assert bot.time.now == CLOSE - WEEK + 2 * delivery.LEDGER_PAUSE
    assert server.said == ["7 days left"]
    assert len(server.asked) == 1


async def test_a_moved_date_replans_what_was_not_said(tmp_path: Path, server: Homeserver) -> None:
    async with alive(tmp_path, server) as bot:
        await bot.at(CLOSE - WEEK)
        await bot.plan(season(at=CLOSE + DAY))
        entries = await bot.ledger()
        assert entries["7d"].standing is Standing.SENT
        assert (entries["1d"].standing, entries["1d"].due) == (Standing.PLANNED, CLOSE)
        assert await bot.at(CLOSE - DAY) == CLOSE
        await bot.at(CLOSE)
    assert server.said == ["7 days left", "1 day left"]


async def test_an_edit_never_fires_what_it_moves_into_the_past(tmp_path: Path, server: Homeserver) -> None:
    async with alive(tmp_path, server, now=CLOSE - 2 * WEEK) as bot:
        assert await bot.plan(season(at=CLOSE - WEEK - DAY)) == CLOSE - WEEK - 2 * DAY
        assert await bot.at(bot.time.now) == CLOSE - WEEK - 2 * DAY
        entry = (await bot.ledger())["7d"]
        assert (entry.standing, entry.reason) == (Standing.SKIPPED, PAST_WHEN_PLANNED)
    assert server.asked == []


async def test_a_vanished_date_is_withdrawn_with_a_reason_and_may_come_back(
    tmp_path: Path, server: Homeserver
) -> None:
    async with alive(tmp_path, server) as bot:
        assert await bot.plan([]) is None
        assert {(e.standing, e.reason) for e in (await bot.ledger()).values()} == {(Standing.SKIPPED, WITHDRAWN)}
        assert await bot.at(CLOSE - WEEK) is None
        assert await bot.plan(season()) == CLOSE - DAY
        await bot.at(CLOSE - DAY)
    assert server.said == ["1 day left"]


async def test_what_was_said_stays_written_when_its_date_vanishes(tmp_path: Path, server: Homeserver) -> None:
    async with alive(tmp_path, server) as bot:
        await bot.at(CLOSE - WEEK)
        said = (await bot.ledger())["7d"]
        await bot.plan([])
        await bot.plan(season(at=CLOSE + 3 * WEEK))
        assert (await bot.ledger())["7d"] == said


@pytest.mark.parametrize(("lost", "standing"), [("after", Standing.SENT), ("before", Standing.SKIPPED)])
async def test_of_a_try_that_is_no_longer_wanted_it_is_found_out_whether_it_reached_the_room(
    tmp_path: Path, server: Homeserver, lost: str, standing: Standing
) -> None:
    getattr(server, lost).append(MatrixError("connection lost"))
    async with alive(tmp_path, server) as bot:
        await bot.at(CLOSE - WEEK)
        await bot.plan([])
        assert (await bot.ledger())["7d"].standing is Standing.SENDING
        wake: datetime | None = CLOSE - WEEK + timedelta(seconds=1)
        while wake:
            wake = await bot.at(wake)
        entry = (await bot.ledger())["7d"]
        assert (entry.standing, entry.reason) == (standing, "" if lost == "after" else WITHDRAWN)
    assert len(server.asked) == 1


async def test_a_try_whose_outcome_cannot_be_found_out_is_closed_with_that_said(
    tmp_path: Path, server: Homeserver
) -> None:
    server.after = [MatrixError("connection lost")]
    server.unread = [MatrixError("down")] * 99_999
    async with alive(tmp_path, server) as bot:
        await bot.at(CLOSE - WEEK)
        await bot.plan([])
        assert await bot.at(CLOSE - DAY) == CLOSE - DAY + timedelta(seconds=2)
        await bot.at(CLOSE)
        assert (await bot.ledger())["7d"].reason == f"{WITHDRAWN}; {UNKNOWN_OUTCOME}"


async def test_a_missed_reminder_stays_open_when_plans_do_not_change(tmp_path: Path, server: Homeserver) -> None:
    async with alive(tmp_path, server) as bot:
        bot.time.now = CLOSE - WEEK + HOUR
        assert await bot.plan() == CLOSE - WEEK
        await bot.at(bot.time.now)
    assert server.said == ["6 days 23 hours left"]


async def test_a_lost_room_is_tried_again_when_the_date_moves(tmp_path: Path, server: Homeserver) -> None:
    server.before = [Refused("not in the room")]
    async with alive(tmp_path, server) as bot:
        await bot.at(CLOSE - WEEK)
        await bot.plan(season(at=CLOSE + WEEK))
        await bot.at(CLOSE)
    assert server.said == ["7 days left"]


async def test_an_opening_follows_the_deadline_that_limits_it(tmp_path: Path, server: Homeserver) -> None:
    def with_close(at: datetime) -> list[Reminder]:
        return reminders(catalogue(opening(), milestone(at=at)), [room(lead_times=("1 s",))])

    async with alive(tmp_path, server) as bot:
        await bot.plan(with_close(OPEN + HOUR))
        await bot.plan(with_close(OPEN + 3 * HOUR))
        assert (await bot.ledger())["now"].expires == OPEN + 3 * HOUR
        await bot.at(OPEN + 2 * HOUR)
    assert server.said == ["2 hours ago"]


async def test_a_clock_that_was_ahead_for_a_while_loses_nothing_that_is_still_to_come(
    tmp_path: Path, server: Homeserver
) -> None:
    async with alive(tmp_path, server) as bot:
        await bot.at(CLOSE + DAY)
        assert {entry.standing for entry in (await bot.ledger()).values()} == {Standing.SKIPPED}
    async with alive(tmp_path, server) as bot:
        await bot.at(CLOSE - WEEK)
    assert server.said == ["7 days left"]


async def test_a_plan_that_cannot_be_written_leaves_the_earlier_one(tmp_path: Path, server: Homeserver) -> None:
    async with alive(tmp_path, server) as bot:
        failing: Any = Failing(bot.database.ledger, Standing.SKIPPED, failures=1)
        bot.delivery = delivering(failing, server, bot.time)
        await bot.plan()
        with pytest.raises(StorageError):
            await bot.plan([])
        await bot.at(CLOSE - WEEK)
    assert server.said == ["7 days left"]


@pytest.mark.parametrize("name", [ROOM, "!opaque/id?with spaces", "#ümläut:example.org"])
async def test_transaction_ids_are_safe_in_addresses_and_differ(tmp_path: Path, name: str) -> None:
    server = Homeserver()
    dates = [replace(reminder, key=f"{reminder.key}{name}", room=name) for reminder in season()]
    async with alive(tmp_path, server) as bot:
        await bot.plan(dates)
        await bot.at(CLOSE - WEEK)
        await bot.at(CLOSE - DAY)
    assert len(set(server.asked)) == 2
    assert all(re.fullmatch(r"[a-z0-9-]{10,100}", key) for key in server.asked)
