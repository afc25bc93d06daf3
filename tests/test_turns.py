"""When many rooms are due at once, a homeserver is not flooded, and nobody waits for long."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from season import CLOSE, catalogue, room

from bot.delivery.ledger import IN_TURN, Entry, move_key, planned
from bot.delivery.turns import AT_ONCE, EACH_SECOND, SPREAD, taken
from bot.timeline import reminders

pytestmark = pytest.mark.slow

NOW = CLOSE - timedelta(days=1)
SECOND = timedelta(seconds=1)
(REMINDER,) = reminders(catalogue(), [room(lead_times=("1 d",))])


def entry(name: str, **fields: object) -> Entry:
    made = planned(replace(REMINDER, room=name, key=f"{name}/{fields.get('key', 'x')}"), NOW)
    return replace(made, **{name: value for name, value in fields.items() if name != "key"})  # type: ignore[arg-type]


def rooms(count: int) -> list[Entry]:
    return [entry(f"#room{number:05}:example.org") for number in range(count)]


def run(ready: list[Entry], now: datetime = NOW) -> Counter[timedelta]:
    """How many rooms are spoken to after how long."""
    after: Counter[timedelta] = Counter()
    later: list[Entry] = []
    waiting = ready
    while waiting:
        starting, later = taken([each for each in waiting if each.wake <= now], now)
        after[now - NOW] += len(starting)
        known = {each.key: each for each in waiting} | {each.key: each for each in later}
        for started in starting:
            for each in started:
                del known[each.key]
        waiting = list(known.values())
        now = min((each.wake for each in waiting), default=now)
    return after


@pytest.mark.parametrize("count", [0, 1, AT_ONCE])
def test_few_rooms_are_spoken_to_at_once(count: int) -> None:
    starting, later = taken(rooms(count), NOW)
    assert (len(starting), later) == (count, [])


def test_more_follow_one_after_the_other() -> None:
    after = run(rooms(AT_ONCE + 3 * EACH_SECOND))
    assert after == {timedelta(): AT_ONCE, SECOND: EACH_SECOND, 2 * SECOND: EACH_SECOND, 3 * SECOND: EACH_SECOND}


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 3_000))
def test_all_are_spoken_to_once_and_evenly_before_they_count_as_late(count: int) -> None:
    after = run(rooms(count))
    assert sum(after.values()) == count
    assert max(after) <= SPREAD
    rest = [number for when, number in after.items() if when]
    assert all(number == max(rest) for number in rest[:-1])


@settings(deadline=None)
@given(st.integers(1, 500), st.integers(1, 100))
def test_nobody_waits_until_it_is_too_late(count: int, seconds: int) -> None:
    hasty = [replace(each, expires=NOW + seconds * SECOND) for each in rooms(count)]
    assert max(run(hasty)) < seconds * SECOND


def test_the_most_urgent_come_first() -> None:
    ready = rooms(100)
    urgent = replace(ready[77], expires=NOW + timedelta(minutes=9))
    starting, _ = taken([*ready[:77], urgent, *ready[78:]], NOW)
    assert starting[0] == [urgent]


def test_who_has_waited_for_a_turn_has_it() -> None:
    waited = [replace(each, reason=IN_TURN) for each in rooms(200)]
    starting, later = taken([*waited, entry("#new:example.org")], NOW)
    assert (len(starting), later) == (201, [])


def test_in_one_room_words_about_a_move_come_first_and_then_what_was_due_first() -> None:
    first, second = entry("#a:example.org", key="z"), entry("#a:example.org", key="a", due=NOW + SECOND)
    move = replace(entry("#a:example.org", due=NOW + 2 * SECOND), key=f"{move_key(REMINDER.subject)}#a:example.org/1")
    ((*order,),), _ = taken([second, first, move], NOW)
    assert order == [move, first, second]
