"""A room stays calm, however much is asked; and who asks little is always answered."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.calm import CROWDED, CROWDED_WITHIN, LASTING, LASTING_TIMES, LONGEST, MOST, REST, Calm, Verdict

START = datetime(2026, 3, 20, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_who_asks_too_much_is_told_once_and_then_not_answered() -> None:
    calm = Calm(person=5, room=None)
    verdicts = [calm.admit("!r", "@a", START + place * SECOND) for place in range(9)]
    assert verdicts == [Verdict.ANSWER] * 5 + [Verdict.HINT] + [Verdict.SILENCE] * 3
    assert calm.admit("!r", "@b", START + 9 * SECOND) is Verdict.ANSWER, "others are answered"
    assert calm.admit("!other", "@a", START + 9 * SECOND) is Verdict.ANSWER, "and the same person elsewhere"


def test_after_a_rest_there_are_answers_again_and_no_second_hint_soon() -> None:
    calm = Calm(person=2, room=None)
    first = [calm.admit("!r", "@a", START) for _ in range(3)]
    later = [calm.admit("!r", "@a", START + REST) for _ in range(3)]
    much_later = [calm.admit("!r", "@a", START + timedelta(hours=1)) for _ in range(3)]
    assert first == [Verdict.ANSWER, Verdict.ANSWER, Verdict.HINT]
    assert later == [Verdict.ANSWER, Verdict.ANSWER, Verdict.SILENCE]
    assert much_later == first


def test_who_goes_on_asking_waits_longer_and_not_for_ever() -> None:
    calm = Calm(person=1, room=None)
    asked = [calm.admit("!r", "@a", START + place * 10 * SECOND) for place in range(60)]
    pause = asked.index(Verdict.ANSWER, 1) - asked.index(Verdict.HINT)
    assert pause * 10 * SECOND == LONGEST


def test_another_bot_that_answers_ours_slowly_falls_silent_too() -> None:
    calm, now, answers = Calm(person=20, room=60), START, 0
    while calm.admit("!r", "@bot", now) is Verdict.ANSWER:
        now, answers = now + 5 * SECOND, answers + 1
        assert answers <= 20 * LASTING_TIMES
    assert now - START < LASTING
    assert calm.admit("!r", "@bot", now + REST) is Verdict.ANSWER, "a person who comes back is answered again"


def test_in_a_crowd_those_are_answered_who_have_asked_little() -> None:
    calm = Calm(person=20, room=30)
    crowd = Counter(calm.admit("!r", f"@p{place % 10}", START + place * SECOND / 10) for place in range(200))
    assert crowd[Verdict.ANSWER] == 30
    assert crowd[Verdict.CROWD] == 1, "the room is told once"
    newcomer = [calm.admit("!r", "@new", START + 30 * SECOND) for _ in range(CROWDED)]
    assert newcomer == [Verdict.ANSWER] * CROWDED
    assert calm.admit("!r", "@p0", START + timedelta(minutes=2)) is Verdict.ANSWER


def test_in_a_crowd_that_goes_on_who_asks_now_and_then_is_always_answered_and_who_never_stops_takes_the_rest() -> (
    None
):
    calm, patient, hasty = Calm(person=20, room=30), Counter[Verdict](), Counter[Verdict]()
    for second in range(180):
        now = START + second * SECOND
        for place in range(20):
            hasty[calm.admit("!r", f"@p{place}", now)] += second >= 60
        if second % 12 == 0:
            patient[calm.admit("!r", "@patient", now)] += 1
    assert patient == {Verdict.ANSWER: 15}
    assert hasty[Verdict.ANSWER] <= 2 * 30, "in two minutes"


def test_without_limits_everything_is_answered() -> None:
    calm = Calm(person=None, room=None)
    assert {calm.admit("!r", "@a", START) for _ in range(1000)} == {Verdict.ANSWER}


def test_what_is_remembered_is_bounded() -> None:
    calm = Calm(person=1, room=None)
    for place in range(MOST + 1):
        calm.admit("!r", f"@p{place}", START)
    assert calm.admit("!r", f"@p{MOST}", START) is Verdict.HINT
    assert calm.admit("!r", "@p0", START) is Verdict.ANSWER, "the first was forgotten"


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 6)), max_size=200))
def test_no_window_holds_more_answers_than_allowed(asked: list[tuple[int, int]]) -> None:
    calm, now, given_at = Calm(person=6, room=8), START, []
    for person, gap in asked:
        now += gap * SECOND
        if calm.admit("!r", f"@p{person}", now) is Verdict.ANSWER:
            given_at.append((now, person))
    for at, person in given_at:
        minute = [other for moment, other in given_at if at <= moment < at + timedelta(minutes=1)]
        assert minute.count(person) <= 6
        assert sum(at <= moment < at + CROWDED_WITHIN for moment, _ in given_at) <= 8 + 12 * CROWDED
