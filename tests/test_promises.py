"""What people ask for themselves, as the desk understands it: reminders, their list, dropping them, and a zone."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from season import catalogue as season
from season import milestone
from small_catalogue import NOW, Talk

from bot.commands.remind import LONGEST
from bot.config import RoomSettings
from bot.deeds import Drop, Keep, SetZone
from bot.messages import Reply
from bot.personal import MOST, Anchor, Kept, Pause, Person, Promise
from bot.phrasing.times import moment
from bot.promised import personal

ASKER = Person("@asker:example.org", zone="Europe/Bucharest")
ROOM = RoomSettings(room="#quay:example.org", programme="gsoc-2031", zone="Asia/Tokyo")
CLOSE = datetime.fromisoformat("2031-03-31T18:00:00Z")
TALK = Talk()
SEASON = Talk(season(milestone("begins", key="coding-begins", name="Coding begins", day=date(2031, 5, 26))))


def asked(words: str, *promises: Promise, person: Person = ASKER, talk: Talk = TALK, **message: Any) -> Reply:
    kept = Kept(person, promises, number=len(promises) + 1)
    reply = talk.reply(words, settings=message.pop("settings", ROOM), kept=kept, **message)
    assert reply
    return reply


def promised(words: str, *promises: Promise, **message: Any) -> Promise:
    deed = asked(words, *promises, **message).deed
    assert isinstance(deed, Keep)
    return deed.promises[0]


def standing(count: int) -> tuple[Promise, ...]:
    one = promised("!remind in 3 hours call Bob")
    return tuple(
        replace(
            one, key=f"$old{number}", number=number, due=NOW + timedelta(hours=30 - number), text=f"call {number}"
        )
        for number in range(1, count + 1)
    )


def test_a_reminder_is_promised_with_the_time_in_ones_own_zone_and_how_to_drop_it() -> None:
    reply = asked("!remind tomorrow 9:00 to send the <b>draft</b>", key="$ask")
    assert reply.deed == Keep(
        (
            Promise(
                key="$ask",
                owner="@asker:example.org",
                number=1,
                room="!quay",
                direct=False,
                text="send the <b>draft</b>",
                due=datetime.fromisoformat("2031-03-02T07:00:00Z"),
                zone="Europe/Bucharest",
                made=NOW,
            ),
        )
    )
    tomorrow = "Sun 2 March 2031, 07:00 UTC (09:00 in Europe/Bucharest)"
    assert reply.body.plain.splitlines() == [
        f"I will remind you in 19 hours, on {tomorrow}: “send the <b>draft</b>”",
        "It is number 1; !forget 1 drops it, and so does a cross (❌) under this message.",
    ]
    assert "<b>" not in reply.body.html


def test_whoever_named_no_zone_is_told_in_which_one_hours_are_read() -> None:
    reply = asked("!remind tomorrow 9:00 call", person=Person("@asker:example.org"))
    assert "Sun 2 March 2031, 00:00 UTC (09:00 in Asia/Tokyo)" in reply.body.plain
    assert "I read hours in Asia/Tokyo; !timezone CITY sets a zone of your own." in reply.body.plain
    for words in ("in 3 hours call", "tomorrow 9:00 UTC call", "2 days before the deadline"):
        assert "I read hours" not in asked(f"!remind {words}", person=Person("@asker:example.org")).body.plain


def test_what_hangs_on_a_date_of_the_season_names_it_and_moves_with_it() -> None:
    reply = asked("!remind 2 days before the application deadline")
    promise = promised("!remind 2 days before the application deadline")
    assert promise.anchor == Anchor("gsoc-2031", "contributor-applications-close", timedelta(days=2))
    assert promise.due == CLOSE - timedelta(days=2)
    assert promise.text == ""
    rows = reply.body.plain.splitlines()
    assert rows[0].endswith("(20:00 in Europe/Bucharest): Contributor applications close")
    assert rows[1] == (
        "That is 2 days before “Contributor applications close”; should that date move, the reminder moves with it."
    )


def test_in_a_direct_message_the_newest_programme_is_meant() -> None:
    promise = promised("!remind at the deadline to celebrate", direct=True, settings=None)
    assert (promise.due, promise.text, promise.direct) == (CLOSE, "celebrate", True)


@settings(max_examples=60, deadline=None)
@given(days=st.integers(0, 60), zone=st.sampled_from(["UTC", "Asia/Tokyo", "America/St_Johns", "Pacific/Chatham"]))
def test_what_is_promised_before_a_day_is_what_the_post_will_do(days: int, zone: str) -> None:
    words = f"{days} days before" if days else "when"
    promise = promised(
        f"!remind {words} coding begins, x", talk=SEASON, person=replace(ASKER, zone=zone), settings=None
    )
    assert personal(promise, SEASON.desk.catalogue).due == promise.due
    assert promise.due.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == datetime(2031, 5, 26, 9) - timedelta(days)  # noqa: DTZ001 (local)


def test_an_hour_of_our_own_choice_is_told() -> None:
    assert "You named no hour, so I take 09:00." in asked("!remind monday call Bob").body.plain
    assert "You named" not in asked("!remind monday 9:00 call Bob").body.plain


def test_a_change_of_the_clocks_is_told() -> None:
    skipped = asked("!remind 30 March 2031 03:30 call Bob").body.plain
    assert "(04:30 in Europe/Bucharest)" in skipped
    assert "The clocks skip the hour you named that day; after the change it is 04:30." in skipped
    assert "The clocks show 03:30 twice that day" in asked("!remind 26 October 2031 03:30 call Bob").body.plain


def test_the_very_message_that_is_read_again_makes_the_same_promise() -> None:
    first = promised("!remind in 3 hours call Bob", key="$ask")
    later = asked("!remind in 3 hours call Bob", first, key="$ask", now=NOW + timedelta(minutes=5))
    assert later.deed == Keep((first,))
    assert "in 2 hours 55 minutes, on Sat 1 March 2031, 15:00 UTC" in later.body.plain


def test_a_corrected_request_that_was_promised_stands_as_it_was() -> None:
    first = promised("!remind in 3 hours call Bob", key="$ask")
    reply = asked("!remind in 4 hours call Bob", first, key="$edit", edits="$ask")
    assert reply.deed == Keep((first,))
    assert "It stands as it was first asked for; to change it, !forget 1 and ask anew." in reply.body.plain


def test_a_request_that_is_understood_only_once_corrected_belongs_to_the_first_message() -> None:
    assert promised("!remind in 4 hours call Bob", key="$edit", edits="$ask").key == "$ask"


def test_the_same_at_the_same_instant_is_kept_once() -> None:
    first = promised("!remind tomorrow 9:00 call Bob", key="$one")
    again = asked("!remind on Sun 2 March 2031, 07:00 UTC to call Bob", first)
    assert again.deed is None
    assert again.body.plain.startswith(
        "That stands already, as number 1: in 19 hours, on Sun 2 March 2031, 07:00 UTC"
    )
    assert asked("!remind tomorrow 9:00 call Ada", first).deed


@settings(max_examples=60, deadline=None)
@given(minutes=st.integers(1, 60 * 24 * 300))
def test_a_moment_as_the_answer_tells_it_can_be_typed_again(minutes: int) -> None:
    zone = ZoneInfo("Europe/Bucharest")
    first = promised(f"!remind {moment(NOW + timedelta(minutes=minutes), zone)} call Bob")
    assert first.due == NOW + timedelta(minutes=minutes)
    told = asked(f"!remind {moment(first.due, zone)} call Bob", first).body.plain
    assert told.startswith("That stands already")


def test_no_more_than_some_stand_for_one_person() -> None:
    reply = asked("!remind in 3 hours call Bob", *standing(MOST))
    assert reply.deed is None
    assert f"You have {MOST} reminders standing" in reply.body.plain
    assert asked("!remind in 3 hours call Bob", *standing(MOST - 1)).deed


def test_a_text_may_be_long_but_not_endless() -> None:
    assert promised("!remind in 3 hours " + "x" * LONGEST).text == "x" * LONGEST
    reply = asked("!remind in 3 hours " + "x" * (LONGEST + 1))
    assert reply.deed is None
    assert "may have 500 characters, and this has 501" in reply.body.plain


@pytest.mark.parametrize("words", ["!remind", "!remind call Bob", "!remind yesterday call Bob"])
def test_what_is_not_understood_promises_nothing(words: str) -> None:
    reply = asked(words)
    assert reply.deed is None
    assert reply.body.plain.endswith((".", "?"))


def test_without_words_one_is_told_how_to_ask() -> None:
    assert "!remind in 3 hours mail the list" in asked("!remind").body.plain


def test_nobody_is_pinged_by_a_repeated_text() -> None:
    assert "@room" not in asked("!remind in 3 hours call @room").body.plain


def test_ones_reminders_are_listed_the_soonest_first_with_their_numbers() -> None:
    rows = asked("!reminders mine", *standing(3)).body.plain.splitlines()
    assert rows[0] == "Your reminders, the soonest first:"
    assert rows[1].startswith("3. in 1 day 3 hours, on Sun 2 March 2031, 15:00 UTC (17:00 in Europe/Bucharest)")
    assert rows[1].endswith(": “call 3”")
    assert [row[0] for row in rows[1:4]] == ["3", "2", "1"]
    assert rows[-1] == "!forget NUMBER drops one."


def test_among_others_only_what_is_said_there_is_listed() -> None:
    one, two = standing(2)
    elsewhere = replace(two, room="!private", direct=True)
    public = asked("!reminders mine", one, elsewhere).body.plain
    assert "call 1" in public
    assert "call 2" not in public
    assert "1 more stands in other conversations." in public
    private = asked("!reminders", one, elsewhere, direct=True, settings=None, room="!private").body.plain
    assert "call 1" in private
    assert "call 2" in private


def test_a_long_list_of_ones_own_is_cut() -> None:
    rows = asked("!reminders mine", *standing(14)).body.plain.splitlines()
    assert len(rows) == 13
    assert rows[-2] == "… and 4 more"


def test_whoever_has_none_is_told_how_to_ask_for_one() -> None:
    assert "!remind in 3 hours mail the list" in asked("!reminders mine").body.plain


def test_a_room_that_is_paused_says_so_and_leaves_out_what_was_skipped() -> None:
    key = "gsoc-2031/contributor-applications-open/now/#quay:example.org"
    paused = Kept(ASKER, pause=Pause(ROOM.room, "@mod:example.org", NOW), skipped=frozenset({key}))
    told = TALK.say("!reminders", settings=ROOM, kept=paused)
    assert told.startswith("Paused until somebody resumes")
    assert "applications open" not in told
    assert "applications open" in TALK.say("!reminders", settings=ROOM)


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("3", [3]),
        ("#3", [3]),
        ("3 5", [3, 5]),
        ("5, 3", [5, 3]),
        ("3 and 5", [3, 5]),
        ("3 3", [3]),
        ("all", range(1, 7)),
    ],
)
def test_reminders_are_dropped_by_number(words: str, numbers: list[int]) -> None:
    mine = standing(6)
    reply = asked(f"!forget {words}", *mine)
    assert reply.deed == Drop(tuple(mine[number - 1] for number in numbers))
    assert all(str(number) in reply.body.plain for number in numbers)


@pytest.mark.parametrize("words", ["7", "3 7", "0", "everything", ""])
def test_what_is_no_number_of_mine_drops_none(words: str) -> None:
    reply = asked(f"!forget {words}", *standing(6))
    assert reply.deed is None
    assert "6" in reply.body.plain or "!forget 1" in reply.body.plain


@pytest.mark.parametrize("words", ["1", "all", ""])
def test_whoever_has_none_drops_none(words: str) -> None:
    reply = asked(f"!forget {words}")
    assert reply.deed is None
    assert reply.body.plain == "You have no reminder standing, so I dropped none."


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("Europe/Bucharest", "Europe/Bucharest"),
        ("europe/bucharest", "Europe/Bucharest"),
        ("bucharest", "Europe/Bucharest"),
        ("to Berlin", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("Istanbul", "Europe/Istanbul"),
        ("utc", "UTC"),
    ],
)
def test_a_zone_is_set_by_its_name_or_its_city(words: str, zone: str) -> None:
    reply = asked(f"!timezone {words}")
    assert reply.deed == SetZone(zone)
    assert reply.body.plain.startswith(f"From now on your zone is {zone}: it is ")


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("Europe/Bukarest", "did you mean Europe/Bucharest or Europe/Budapest?"),
        ("lisbonn", "did you mean Europe/Lisbon?"),
        ("west", "Australia/West, Brazil/West"),
        ("CET", "'Europe/Berlin'"),
        ("UTC+2", "Etc/GMT-2"),
        ("middle earth", "Europe/Berlin"),
    ],
)
def test_a_zone_that_is_not_known_or_not_one_is_offered_and_not_set(words: str, offered: str) -> None:
    reply = asked(f"!timezone {words}")
    assert reply.deed is None
    assert offered in reply.body.plain


def test_the_present_zone_is_told_with_the_hour_there() -> None:
    assert "Your zone is Europe/Bucharest: it is 14:00 there." in asked("!timezone").body.plain
    stranger = asked("!timezone", person=Person("@asker:example.org")).body.plain
    assert "You have named no zone, so I take this conversation's, Asia/Tokyo: it is 21:00 there." in stranger


def test_a_new_zone_leaves_what_stands_as_it_is() -> None:
    assert "come at the moments I told you" in asked("!timezone berlin", *standing(1)).body.plain
