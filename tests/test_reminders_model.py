"""Whatever happens, everything is said once, and nothing untrue.

A random life of the bot: dates are edited, people ask for reminders and drop them, rooms are paused, reminders skipped,
sends fail with and without reaching the room, the homeserver forgets transaction ids, the ledger fails, the clock is set
wrong, the computer is suspended, and the process dies between any two steps. What is true is read from the rooms.
"""

import asyncio
import logging
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import pytest
import structlog
from false_rooms import Heard, Killed, Life, Memory, World
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from season import catalogue, milestone, opening, room

from bot.catalogue.model import Catalogue, Milestone
from bot.delivery.delivery import FOR_EVER, Delivery
from bot.delivery.ledger import EXPIRED, OVERTAKEN, PAST_WHEN_PLANNED, WITHDRAWN, Entry, Ledger, Standing, date_told
from bot.errors import StorageError
from bot.moved import followers
from bot.personal import Anchor, Promise
from bot.phrasing.times import span
from bot.promised import Personal, key_of, personals
from bot.storage import Database
from bot.timeline import Reminder, reminders

pytestmark = pytest.mark.slow

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

MOST_WAKES = 200
"""How often the bot is woken in one stretch of time before it is woken less often than it wants."""
ROOMS = ("#one:example.org", "#two:example.org")
TALK = "!talk:example.org"
ADA = "@ada:example.org"
LEADS = ("7 d", "1 d", "3 h")
CALM = timedelta(minutes=20)
"""After so long without trouble, everything that waits for another try has had it."""

KEYS = st.sampled_from(["applications-close", "work-due", "applications-open"])
DAYS_AHEAD = st.integers(-20, 80).map(lambda quarters: quarters * DAY / 4)
"""Where a date is moved to, from now."""

DATE = re.compile(r"(\d{1,2} \w+ \d{4}, \d\d:\d\d) UTC")
TRUE_REASONS = (PAST_WHEN_PLANNED, WITHDRAWN, EXPIRED, OVERTAKEN)

T = TypeVar("T")

Plan = dict[str, Reminder | Personal]


class FalseLoop(asyncio.SelectorEventLoop):
    """An event loop in the false time, so that what measures elapsed time measures that of the model."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world

    def time(self) -> float:
        """Elapsed time in seconds."""
        return self._world.seconds


def dates_in(words: str) -> list[datetime]:
    """The dates that the first line tells, as UTC shows them."""
    found = DATE.findall(words)
    return [datetime.strptime(each, "%d %B %Y, %H:%M").replace(tzinfo=UTC) for each in found]


class Model(RuleBasedStateMachine):
    """The bot's life, and what must hold in it."""

    def __init__(self) -> None:
        super().__init__()
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
        self.world = World(START, witness=self.heard)
        self.loop = FalseLoop(self.world)
        self.ledger = self.a_ledger()
        self.dates: dict[str, datetime | None] = {}
        self.rooms: tuple[str, ...] = ROOMS
        self.promises: dict[str, Promise] = {}
        self.pauses: dict[str, datetime] = {}
        self.skipped: set[str] = set()
        self.wanted: Plan = {}
        self.stated: dict[str, datetime | None] = {}
        self.told_rooms: tuple[str, ...] = ()
        self.untrue: list[str] = []
        self.reports: list[str] = []
        self.trouble = False
        self.behind = False
        self.downtime = timedelta()
        self.delivery: Delivery | None = None

    def a_ledger(self) -> Ledger:
        """Where entries are kept."""
        return Memory()

    def teardown(self) -> None:
        """All faults end; then nothing is open, and what was said is what the ledger says."""
        try:
            if self.delivery:
                self.calm_down()
                self.live(timedelta(days=60))
                self.what_is_written_is_what_was_said()
        finally:
            self.end()
            structlog.reset_defaults()

    def end(self) -> None:
        """Let go of what was opened."""
        self.bury()
        self.loop.close()

    # What happens

    @initialize()
    def born(self) -> None:
        """The first start, with a season ahead."""
        close, due = START + 20 * DAY, START + 40 * DAY
        self.dates = {"applications-close": close, "work-due": due, "applications-open": START + 2 * DAY}
        self.start()

    @rule(quarters=st.integers(1, 40))
    def time_passes(self, quarters: int) -> None:
        """The bot runs, and is woken when it asked for it."""
        self.live(quarters * 6 * HOUR)

    @rule(minutes=st.sampled_from([1, 5, 9, 11, 60, 180]))
    def a_while_passes(self, minutes: int) -> None:
        """The bot runs for a short time."""
        self.live(timedelta(minutes=minutes))

    @rule()
    def the_next_alarm_rings(self) -> None:
        """Time passes up to the very moment of the next wake."""
        wake = self.run(self.ledger.next_wake)
        if wake and wake < self.world.clock() + 100 * DAY:
            self.live(max(timedelta(), wake - self.world.clock()))

    @rule(hours=st.sampled_from([1, 12, 25, 24 * 8]))
    def the_computer_is_suspended(self, hours: int) -> None:
        """Time passes unseen."""
        self.trouble = True
        self.world.pass_by(hours * HOUR, suspended=True)
        self.live(timedelta())

    @rule(key=KEYS, ahead=DAYS_AHEAD)
    def a_date_is_edited(self, key: str, ahead: timedelta) -> None:
        """Somewhere else, or stated again."""
        self.dates[key] = (self.world.now + ahead).replace(minute=0, second=0, microsecond=0)
        self.plan()

    @rule(key=KEYS)
    def a_date_vanishes(self, key: str) -> None:
        """From the programme."""
        self.dates[key] = None
        self.plan()

    @rule(rooms=st.sampled_from([ROOMS, ROOMS[:1], ROOMS[1:]]))
    def rooms_are_configured(self, rooms: tuple[str, ...]) -> None:
        """Which takes a restart."""
        self.rooms = rooms
        self.start()

    @rule(ahead=st.sampled_from([0, 60, 3_600, 90_000]), direct=st.booleans())
    def somebody_asks_for_a_reminder(self, ahead: int, direct: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
        """At a time."""
        self.promise(self.world.clock() + timedelta(seconds=ahead), None, direct=direct)

    @rule(key=KEYS, lead=st.sampled_from([timedelta(), HOUR, 2 * DAY]))
    def somebody_asks_for_a_date(self, key: str, lead: timedelta) -> None:
        """Before a date, or at it."""
        when = self.dates[key]
        if when and when - lead > self.world.clock():
            self.promise(when - lead, Anchor("gsoc-2026", key, lead), direct=False)

    @rule(pick=st.integers(0, 9))
    def somebody_drops_a_reminder(self, pick: int) -> None:
        """One that was asked for."""
        standing = [each for each in self.promises.values() if not each.closed]
        if standing:
            chosen = standing[pick % len(standing)]
            self.promises[chosen.key] = replace(chosen, closed=self.world.clock())
            if self.tried(lambda bot: bot.withdraw([key_of(chosen)])):
                self.wanted.pop(key_of(chosen), None)

    @rule(room_=st.sampled_from(ROOMS), days=st.sampled_from([1, 5, None]))
    def a_room_is_paused(self, room_: str, days: int | None) -> None:
        """For a while, or until it is resumed."""
        self.trouble = True
        self.pauses[room_] = self.world.clock() + days * DAY if days else FOR_EVER
        self.live(timedelta())

    @rule(room_=st.sampled_from(ROOMS))
    def a_room_is_resumed(self, room_: str) -> None:
        """Before the pause has ended, or after."""
        self.pauses.pop(room_, None)
        self.live(timedelta())

    @rule(pick=st.integers(0, 99))
    def a_reminder_is_skipped(self, pick: int) -> None:
        """One that is open."""
        open_ = [entry.key for entry in self.entries() if entry.is_open]
        if open_:
            key = open_[pick % len(open_)]
            self.tried(lambda bot: bot.skip(key, "nobody wants it"))
            self.skipped |= {entry.key for entry in self.entries() if entry.standing is Standing.DROPPED}

    @rule(faults=st.lists(st.sampled_from(["", "refused", "lost before", "lost after"]), max_size=8))
    def sends_will_fail(self, faults: list[str]) -> None:
        """The next ones."""
        self.trouble = self.trouble or any(faults)
        self.world.faults = faults

    @rule(hours=st.sampled_from([1, 30, 200]))
    def the_homeserver_goes_away(self, hours: int) -> None:
        """With the next message still on its way."""
        self.trouble = True
        self.world.faults = ["lost after"]
        self.world.away_until = self.world.now + hours * HOUR

    @rule(readable=st.booleans())
    def history(self, readable: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
        """Can be read, or not."""
        self.trouble = self.trouble or not readable
        self.world.readable = readable

    @rule(times=st.integers(1, 6))
    def the_ledger_fails(self, times: int) -> None:
        """For a while."""
        self.trouble = True
        self.world.ill = times

    @rule(steps=st.integers(0, 40), hours=st.sampled_from([0, 0, 1, 30]))
    def the_process_will_die(self, steps: int, hours: int) -> None:
        """After so many steps, and be started again so much later."""
        self.trouble = True
        self.world.fuse, self.downtime = steps, hours * HOUR

    @rule(hours=st.sampled_from([0, 0, 1, 30, 24 * 9]))
    def the_process_is_killed(self, hours: int) -> None:
        """And started again, at once or later."""
        self.trouble = self.trouble or hours > 0
        self.bury()
        self.world.pass_by(hours * HOUR)
        self.start()

    @rule(minutes=st.sampled_from([0, 0, 0, 15, -15, 180, 24 * 60, -24 * 60]))
    def the_clock_is_set(self, minutes: int) -> None:
        """Wrong, or right again."""
        self.trouble = self.trouble or minutes != 0
        self.world.wrong = timedelta(minutes=minutes)
        self.live(timedelta())

    @rule()
    def all_is_well_for_a_while(self) -> None:
        """Then every room knows the dates."""
        self.calm_down()
        self.live(CALM)
        self.rooms_know_the_dates()
        assert not [entry for entry in self.entries() if entry.is_open and entry.due < self.world.clock() - CALM]

    # What must hold

    def heard(self, heard: Heard) -> None:
        """Judge a message by what is wanted at the moment at which it arrives."""
        now = heard.by_clock
        key = self.world.keys[heard.key]
        checks = {
            "it is posted twice": sum(each.key == heard.key for each in self.world.rooms) > 1,
            "it was skipped": key in self.skipped,
            "it pings": bool(heard.mentions) and not heard.plain.startswith(f"{ADA}:"),
        }
        if key.startswith("personal/"):
            checks |= self.of_a_promise(heard, key, now)
        else:
            checks["its room is not configured"] = heard.room not in self.told_rooms
            checks["its room is paused"] = self.paused(heard.room, now) is not None
            checks |= self.of_a_move(heard, key) if key.startswith("moved/") else self.of_a_date(heard, key, now)
        self.untrue += [f"{heard.plain!r} ({key}): {why}" for why, wrong in checks.items() if wrong]

    def of_a_date(self, heard: Heard, key: str, now: datetime) -> dict[str, bool]:
        """A room's reminder."""
        due = self.wanted.get(key)
        if not isinstance(due, Reminder):
            return {"nobody wants it": True}
        when = self.stated[due.milestone.key]
        assert when
        late = now - due.due >= timedelta(minutes=1)
        together = [
            each for each in self.world.rooms if (each.at, each.by_clock) == (heard.at, now) and each is not heard
        ]
        beside = [each for each in together if self.about(each, heard.room, due.milestone.key)]
        counted = f"{span(when - now)} left" if due.milestone.kind == "deadline" else None
        return {
            "it tells another date": dates_in(heard.plain)[:1] != [when],
            "it counts wrongly": counted is not None and not heard.plain.startswith(counted),
            "it is early": now < due.due,
            "it is over": now >= due.expires,
            "another of its date comes with it": any("left" in each.plain for each in beside),
            "it is silent about its lateness": late != ("This comes" in heard.plain),
        }

    def of_a_move(self, heard: Heard, key: str) -> dict[str, bool]:
        """A date is another one."""
        subject = key.split("/")[2]
        now_stated, told = self.stated[subject], self.told(heard.room, subject, before=heard)
        begun = [each for each in self.world.begun.values() if each.key != key and each.room == heard.room]
        perhaps = [date_told(each.tells) for each in begun if each.subject.endswith(f"/{subject}")]
        if perhaps:
            perhaps += [self.date_in(each) for each in self.world.rooms if self.about(each, heard.room, subject)]
        dates = dates_in(heard.plain)
        was = dates[-1] if "(was " in heard.plain else None
        return {
            "it tells another date": self.date_in(heard) != now_stated,
            "it was told before": told == [now_stated] and not perhaps,
            "nothing was told before": not told and not perhaps,
            "it tells another earlier date": was not in [*told, *perhaps],
        }

    def of_a_promise(self, heard: Heard, key: str, now: datetime) -> dict[str, bool]:
        """A person's reminder."""
        due = self.wanted.get(key)
        if not isinstance(due, Personal):
            return {"nobody wants it": True}
        when = self.stated[due.promise.anchor.milestone] if due.promise.anchor else None
        late = now - due.due >= timedelta(minutes=1)
        return {
            "it is early": now < due.due,
            "it is over": now >= due.expires,
            "it tells another date": when is not None and dates_in(heard.plain) != [when],
            "it says nothing of the lost date": bool(due.promise.anchor)
            and not when
            and "No longer" not in heard.plain,
            "it does not ping": not due.promise.direct and heard.mentions != (ADA,),
            "it is silent about its lateness": late != ("This comes" in heard.plain),
        }

    def told(self, room_: str, subject: str, before: Heard | None = None) -> list[datetime | None]:
        """What a room was told last of a date, as a list of one; empty where it was told nothing."""
        last: list[datetime | None] = []
        for each in self.world.rooms:
            if each is before:
                break
            if self.about(each, room_, subject):
                last = [self.date_in(each)]
        return last

    def about(self, heard: Heard, room_: str, subject: str) -> bool:
        """Whether a message tells a room of a date."""
        key = self.world.keys[heard.key]
        return heard.room == room_ and not key.startswith("personal/") and subject in key.split("/")

    def date_in(self, heard: Heard) -> datetime | None:
        """The date that a message tells, if it tells one."""
        return None if heard.plain.startswith("No longer") else dates_in(heard.plain)[0]

    @invariant()
    def nothing_untrue_was_said(self) -> None:
        """Nor anything twice."""
        assert not self.untrue, "\n".join(self.untrue)

    @invariant()
    def every_message_was_said_once(self) -> None:
        """By the rooms' own account."""
        assert all(count == 1 for count in Counter((each.room, each.key) for each in self.world.rooms).values())

    @invariant()
    def what_is_closed_has_its_reason(self) -> None:
        """Nothing is lost silently."""
        for entry in self.entries():
            if entry.standing is Standing.SKIPPED:
                assert entry.reason.startswith(TRUE_REASONS)
                assert not entry.reason.startswith(EXPIRED) or entry.since >= entry.expires or self.trouble
            if entry.reason.startswith((OVERTAKEN, EXPIRED)):
                assert self.trouble, f"{entry.key} was lost on a good day: {entry.reason}"

    def rooms_know_the_dates(self) -> None:
        """Where a room was told a date, it was told the date that holds now."""
        if self.stated != self.dates:
            return
        refused = {e.subject for e in self.entries() if e.standing in {Standing.FAILED, Standing.DROPPED}}
        for room_ in self.told_rooms:
            for key, when in self.dates.items():
                told = self.told(room_, key)
                over = all(each is None or each <= self.world.clock() for each in (when, *told))
                if told and not over and f"gsoc-2026/{key}" not in refused:
                    assert told == [when], f"{room_} was told {told} of {key}, but it is {when}"

    def what_is_written_is_what_was_said(self) -> None:
        """At the end of all days."""
        entries = self.entries()
        assert not [entry for entry in entries if entry.is_open]
        sent = Counter(entry.transaction for entry in entries if entry.standing is Standing.SENT)
        heard = Counter(each.key for each in self.world.rooms)
        unsure = {entry.transaction for entry in entries if entry.heard and entry.standing is not Standing.SENT}
        assert {key for key in heard if key not in unsure} <= set(sent)
        assert set(sent) <= set(heard)
        for promise in self.promises.values():
            entry = next((each for each in entries if each.key == key_of(promise)), None)
            if not promise.closed:
                assert entry, f"{promise.key} was forgotten"
                assert entry.standing is not Standing.SKIPPED or entry.reason.startswith(EXPIRED)

    # How it is done

    def catalogue(self, dates: dict[str, datetime | None]) -> Catalogue:
        """The season as it is stated."""
        made: list[Milestone] = []
        for key, at in dates.items():
            if at:
                name = key.replace("-", " ").capitalize()
                make = opening if key == "applications-open" else milestone
                made.append(make(key=key, name=name, at=at))
        return catalogue(*made) if made else catalogue(milestone(key="other", at=START - DAY))

    def start(self) -> None:
        """A new life of the process."""
        self.bury()
        life = Life(self.world, self.ledger)
        self.delivery = Delivery(
            life, life, self.world.clock, lambda _, words: self.reports.append(words), self.paused
        )
        self.wanted, self.stated, self.told_rooms = {}, {}, ()
        self.plan()

    def revive(self) -> None:
        """Somebody starts it again."""
        self.world.pass_by(self.downtime)
        self.downtime = timedelta()
        self.start()

    def bury(self) -> None:
        """Nothing of the last life goes on."""
        pending = asyncio.all_tasks(self.loop)
        for task in pending:
            task.cancel()
        if pending:
            self.loop.run_until_complete(asyncio.gather(*pending, return_exceptions=True))

    def paused(self, room_: str, now: datetime) -> datetime | None:
        """Until when."""
        until = self.pauses.get(room_)
        return until if until and until > now else None

    def plan(self) -> None:
        """Take over what is stated; where the ledger fails, when time passes."""
        known = self.catalogue(self.dates)
        configured = [room(room=name, lead_times=LEADS) for name in self.rooms]
        due = reminders(known, configured)
        asked = personals(self.promises.values(), known)
        before = (self.wanted, self.stated, self.told_rooms)
        everything: list[Reminder | Personal] = [*due, *asked]
        self.wanted = {each.key: each for each in everything}
        self.stated, self.told_rooms = dict(self.dates), self.rooms
        open_before = {entry.key: entry for entry in self.entries()}
        if not self.tried(lambda bot: bot.plan(due, followers(known, configured), asked), then=before):
            return
        self.nothing_past_was_fired(open_before)

    def nothing_past_was_fired(self, before: dict[str, Entry]) -> None:
        """By an edit."""
        for entry in self.entries():
            was, late = before.get(entry.key), entry.due <= self.world.clock()
            if entry.is_open and late and isinstance(self.wanted.get(entry.key), Reminder):
                assert was, f"{entry.key} was past when it was first planned"
                assert was.due == entry.due, f"{entry.key} was moved into the past"
                assert was.is_open or was.since > self.world.clock() or was.first_tried

    def promise(self, due: datetime, anchor: Anchor | None, *, direct: bool) -> None:
        """Somebody asks; it is written down first."""
        number = len(self.promises) + 1
        made = Promise(
            f"${number}", ADA, number, TALK, direct, "" if anchor else "Tea", due, "UTC", self.world.clock(), anchor
        )
        self.promises[made.key] = made
        (asked,) = personals([made], self.catalogue(self.stated))
        before = (dict(self.wanted), self.stated, self.told_rooms)
        self.wanted[asked.key] = asked
        self.tried(lambda bot: bot.promise([asked]), then=before)

    def tried(
        self,
        what: Callable[[Delivery], Awaitable[object]],
        then: tuple[Plan, dict[str, datetime | None], tuple[str, ...]] | None = None,
    ) -> bool:
        """Whether it could be done; where the ledger failed, all is as it was, and is done when time passes."""
        assert self.delivery
        bot = self.delivery
        try:
            self.run(lambda: what(bot))
        except StorageError:
            self.behind = True
            if then:
                self.wanted, self.stated, self.told_rooms = then
            return False
        except Killed:
            self.revive()
            return False
        return True

    def live(self, time: timedelta) -> None:
        """Time passes, and alarms ring."""
        if self.behind:
            self.behind = False
            self.plan()
        end, at_once = self.world.now + time, 0
        for wakes in count():
            wake = self.rung()
            left = max(timedelta(), end - self.world.now)
            ahead = wake - self.world.clock() if wake else left
            if wakes > MOST_WAKES:  # a room that is away for days is tried for ever: the computer is busy meanwhile
                ahead = max(ahead, left / 10)
            at_once = at_once + 1 if ahead <= timedelta() else 0
            assert at_once < 100, "an alarm that rings without end"
            self.world.pass_by(min(max(ahead, timedelta()), left))
            if ahead >= left:
                if ahead == left and wake:
                    self.rung()
                return

    def rung(self) -> datetime | None:
        """What is due is said; when to come again."""
        assert self.delivery
        try:
            return self.run(self.delivery.deliver_due)
        except Killed:
            self.revive()
            return self.world.clock()

    def calm_down(self) -> None:
        """All faults end."""
        self.world.faults, self.world.readable, self.world.ill, self.world.fuse = [], True, 0, None
        self.pauses, self.world.away_until = {}, None
        self.world.wrong = timedelta()
        self.live(timedelta())
        self.plan()

    def run(self, what: Callable[[], Awaitable[T]]) -> T:
        """Wait for it in the false time."""

        async def whole() -> T:
            return await what()

        return self.loop.run_until_complete(whole())

    def entries(self) -> Iterable[Entry]:
        """The ledger, looked at from outside."""
        return list(self.run(self.ledger.entries).values())


class ModelOnDisk(Model):
    """The same with the real ledger."""

    def a_ledger(self) -> Ledger:
        """In a file of SQLite."""
        self.folder = TemporaryDirectory()
        self.database = self.run(lambda: Database.open(Path(self.folder.name) / "bot.db"))
        return self.database.ledger

    def end(self) -> None:
        """Close the file, too."""
        self.bury()
        self.run(self.database.close)
        self.folder.cleanup()
        super().end()


TestModel = Model.TestCase
TestModel.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
TestModelOnDisk = ModelOnDisk.TestCase
TestModelOnDisk.settings = settings(max_examples=8, stateful_step_count=25, deadline=None)
