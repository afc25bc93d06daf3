"""What moderators can set in their room: how it is typed, what is wrong with it, what holds then, and where it comes from."""

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_catalogue import NOW, Talk

from bot.config import Choosers, Language, LongLists, RoomSettings, Style, Threads
from bot.deeds import Set, SetZone, ShowSettings
from bot.errors import UserError
from bot.messages import Reply
from bot.personal import Kept, Person
from bot.phrasing.settings import EXAMPLES
from bot.settings.chosen import Setting, effective, effective_rooms
from bot.settings.typed import SETTABLE, read, split, value_of, written

QUAY, OTHER = "#quay:example.org", "!other:example.org"
CONFIGURED = RoomSettings(room=QUAY, programme="gsoc-2031", style=Style.RICH, lead_times=(timedelta(days=7),))
ASKER = Person("@asker:example.org")


def chose(name: str, value: str, room: str = QUAY) -> Setting:
    return Setting(room, name, value, "@mod:example.org", NOW)


def asked(words: str, *chosen: Setting, configured: RoomSettings | None = CONFIGURED, direct: bool = False) -> Reply:
    """The reply in a room of several, or in a conversation of two, in which this was set."""
    settings = effective(configured or RoomSettings(room=OTHER), chosen)
    kept = Kept(ASKER, settings=chosen, configured=configured)
    reply = Talk().reply(words, settings=None if direct else settings, kept=kept, direct=direct)
    assert reply
    return reply


SAID = [
    ("style compact", "style", Style.COMPACT, "compact"),
    ("STYLE  Plain", "style", Style.PLAIN, "plain"),
    ("style none", "style", None, "none"),
    (
        "organisations harbour-2031, quay-2030",
        "organisations",
        ("harbour-2031", "quay-2030"),
        "harbour-2031, quay-2030",
    ),
    ("organisations Harbour and quay", "organisations", ("harbour-2031", "quay-2030"), "harbour-2031, quay-2030"),
    ("organisations all", "organisations", (), "none"),
    ("zone Europe/Berlin", "zone", "Europe/Berlin", "Europe/Berlin"),
    ("zone new york", "zone", "America/New_York", "America/New_York"),
    ("quiet 22:00-07:00", "quiet", ..., "22:00-07:00"),
    ("quiet 22:00 to 7:00", "quiet", ..., "22:00-07:00"),
    ("quiet off", "quiet", None, "none"),
    ("prefix ?", "prefix", "?", "?"),
    ("prefix “mx”", "prefix", "mx", "mx"),
    ("language de", "language", Language.GERMAN, "de"),
    ("language German", "language", Language.GERMAN, "de"),
    ("threads always", "threads", Threads.ALWAYS, "always"),
    ("programme gsoc-2031", "programme", "gsoc-2031", "gsoc-2031"),
    ("programme = GSoC 2031", "programme", "gsoc-2031", "gsoc-2031"),
    ("programme none", "programme", None, "none"),
    ('"long lists" direct', "long_lists", LongLists.DIRECT, "direct"),
    ("long lists to thread", "long_lists", LongLists.THREAD, "thread"),
    ("long_lists: here", "long_lists", LongLists.HERE, "here"),
    ("choices anybody", "choices", Choosers.ANYBODY, "anybody"),
    ('"moderators only" remind, calendar', "moderators_only", ("remind", "calendar"), "remind, calendar"),
    ("moderators only !tz", "moderators_only", ("timezone",), "timezone"),
    ("moderators only nobody", "moderators_only", (), "none"),
    ("lead_times 7 d, 36 h", "lead_times", (timedelta(days=7), timedelta(hours=36)), "7 d, 36 h"),
    ("lead times 1w and 90min", "lead_times", (timedelta(days=7), timedelta(minutes=90)), "7 d, 90 min"),
    ("audience applicants, Mentors", "audience", ("applicants", "mentors"), "applicants, mentors"),
]


@pytest.mark.parametrize(("words", "name", "value", "kept"), SAID)
def test_what_is_set_holds(words: str, name: str, value: object, kept: str) -> None:
    deed = asked(f"!set {words}").deed
    assert deed == Set(name, kept)
    held = effective(CONFIGURED, [chose(name, kept)])
    assert value in (..., getattr(held, name))
    assert held.model_copy(update={name: getattr(CONFIGURED, name)}) == CONFIGURED


def test_everything_that_can_be_set_is_tried_here_and_has_an_example() -> None:
    assert {name for _, name, *_ in SAID} == set(SETTABLE) == EXAMPLES.keys()
    for name, example in EXAMPLES.items():
        assert read(name, example)


WRONG = [
    ("", "What shall I set? Write !set organisations"),
    ("stile compact", "There is no setting 'stile' for rooms; did you mean “style”?"),
    ("weather fine", "There is no setting 'weather' for rooms; there are organisations, programme,"),
    ("ping_room yes", "Only the bot's operators can set 'ping_room'"),
    ("ping-room yes", "Only the bot's operators can set 'ping-room'"),
    ("room #a:b", "Only the bot's operators can set 'room'"),
    ("notice 1 d", "Only the bot's operators can set 'notice'"),
    ("style loud", "Style: 'loud' is none of rich, plain, compact"),
    ("zone berlim", "I know no time zone 'berlim'; did you mean Europe/Berlin?"),
    ("zone CET", "'CET' is not the same everywhere"),
    (
        "quiet at night",
        "Quiet: 'at night' is no part of the day; write when it begins and when it ends, as '22:00-07:00'",
    ),
    ("quiet 07:00-06:00", "at most 20 hours"),
    ("prefix /", "Prefix: '/' is no prefix; write one to three of the signs"),
    ("prefix a b", "Prefix: 'a b' is no prefix"),
    ("language klingon", "Language: 'klingon' is none of en, es, fr, de, pt, hi"),
    ("threads none", "Threads: 'none' is none of kept, always"),
    ("long lists away", "Long lists: 'away' is none of here, thread, direct"),
    ("choices all", "Choices: 'all' is none of asker, anybody"),
    ("audience everybody", "Audience: 'everybody' is none of applicants, contributors, mentors, admins"),
    ("lead times soon", "Lead times: 'soon' is not a duration; write it with its unit"),
    ("lead times 0 d", "at least '1 s'"),
    (f"lead times {', '.join(f'{n} h' for n in range(1, 12))}", "That are 11 lead times, and at most 10"),
    ("programme gsoc-2013", "There is no programme 'gsoc-2013'; did you mean 'gsoc-2031'?"),
    ("organisations harbor", "There is no page 'harbor'; did you mean 'Harbour'?"),
    ("organisations harbour, bakery", "There is no page 'bakery'; there is"),
    ("moderators only remnd", "There is no command 'remnd'; did you mean 'remind'?"),
    ("style default", "Nobody has set “style” in this room. It is rich, from the configuration file."),
]


@pytest.mark.parametrize(("words", "told"), WRONG)
def test_a_wrong_setting_changes_nothing_and_tells_in_one_line_what_would_be_right(words: str, told: str) -> None:
    reply = asked(f"!set {words}")
    assert reply.deed is None
    assert told in reply.body.plain
    assert "\n" not in reply.body.plain


@pytest.mark.parametrize("words", ["!set style default", "!unset style", "!unset STYLE", '!set "style" default'])
def test_what_was_set_is_taken_back_to_what_the_configuration_says(words: str) -> None:
    reply = asked(words, chose("style", "compact"))
    assert reply.deed == Set("style", None)
    assert "as the configuration says, style: rich" in reply.body.plain
    by_default = asked(words, chose("style", "compact", OTHER), configured=None)
    assert "as by default, style: by who is in the room" in by_default.body.plain


def test_what_nobody_set_cannot_be_taken_back() -> None:
    reply = asked("!unset zone")
    assert reply.deed is None
    assert "Nobody has set “zone” in this room. It is UTC, by default." in reply.body.plain
    assert "Write !unset style" in asked("!unset").body.plain


def test_a_setting_without_a_value_is_told_with_its_origin_and_an_example() -> None:
    rows = asked("!set style", chose("style", "plain")).body.plain.replace("\u2060", "").splitlines()
    assert rows[0] == "style: plain (set by @mod:example.org on Sat 1 March 2031)."
    assert rows[-1] == "For example: !set style compact"
    assert "(from the configuration file)" in asked("!set programme").body.plain
    assert "(by default)" in asked("!set zone").body.plain


def test_each_setting_is_told_with_its_origin() -> None:
    reply = asked("!settings", chose("lead_times", "1 d"), chose("style", "none"))
    rows = reply.body.plain.replace("\u2060", "").splitlines()
    assert reply.deed == ShowSettings()
    assert rows[0] == "Set in this room:"
    assert "lead times: 1 d (set by @mod:example.org on Sat 1 March 2031)" in rows
    assert "style: by who is in the room (set by @mod:example.org on Sat 1 March 2031)" in rows
    assert "programme: gsoc-2031 (from the configuration file)" in rows
    told = reply.body.plain
    names = [name.replace("_", " ") for name in RoomSettings.model_fields if name != "room"]
    assert [name for name in names if name not in told] == []


def test_a_style_that_nobody_set_but_that_holds_is_said_to_be_guessed() -> None:
    room = RoomSettings(room=QUAY)
    guessed = room.model_copy(update={"style": Style.PLAIN})
    reply = Talk().reply("!settings", settings=guessed, kept=Kept(ASKER, configured=room))
    assert reply
    assert "style: plain (guessed from who is in the room)" in reply.body.plain


def test_the_words_about_a_new_prefix_are_typed_with_it() -> None:
    assert "?unset prefix" in asked("!set prefix ?").body.plain
    assert "mx unset prefix" in asked("!set prefix mx").body.plain


def test_in_a_conversation_of_two_there_are_style_language_and_ones_own_zone() -> None:
    assert asked("!set style plain", direct=True).deed == Set("style", "plain")
    assert asked("!set language hindi", direct=True).deed == Set("language", "hi")
    assert asked("!set zone kolkata", direct=True).deed == SetZone("Asia/Kolkata")
    assert "!timezone CITY sets another" in asked("!set zone", direct=True).body.plain
    for words in ("!set prefix ?", "!set programme gsoc-2031", "!unset threads"):
        reply = asked(words, direct=True)
        assert reply.deed is None
        assert "is about a room: type it there" in reply.body.plain
    assert "threads" not in asked("!settings", direct=True).body.plain


def test_what_another_version_wrote_and_nobody_understands_counts_as_not_set() -> None:
    strange = [chose("style", "baroque"), chose("colour", "red"), chose("zone", "Asia/Tokyo")]
    assert effective(CONFIGURED, strange) == CONFIGURED.model_copy(update={"zone": "Asia/Tokyo"})


def test_rooms_of_the_configuration_and_others_hold_what_was_set_in_them() -> None:
    plain = RoomSettings(room="#plain:example.org")
    chosen = [chose("zone", "Asia/Tokyo"), chose("programme", "gsoc-2031", OTHER), chose("style", "plain")]
    assert effective_rooms([CONFIGURED, plain], chosen) == [
        CONFIGURED.model_copy(update={"zone": "Asia/Tokyo", "style": Style.PLAIN}),
        plain,
        RoomSettings(room=OTHER, programme="gsoc-2031"),
    ]


seconds = st.integers(1, 3_660 * 86_400)


@given(st.lists(seconds.map(lambda number: timedelta(seconds=number)), max_size=10).map(tuple))
def test_lead_times_come_back_as_they_were_written(leads: tuple[timedelta, ...]) -> None:
    assert value_of("lead_times", written(leads)) == leads


@given(st.sampled_from(SETTABLE), st.text(max_size=60))
def test_whatever_is_typed_is_kept_so_that_it_can_be_read_again_or_refused(name: str, words: str) -> None:
    with suppress(UserError):
        kept = read(name, words)
        assert written(value_of(name, kept)) == kept


@given(st.text(min_size=1, max_size=60).filter(str.strip))
def test_whatever_is_set_names_a_setting_or_is_refused(words: str) -> None:
    with suppress(UserError):
        assert split(words)[0] in SETTABLE


@pytest.mark.parametrize(("long", "short"), [("2 days", "2 d"), ("1 week", "1 w"), ("90 minutes", "90 min")])
def test_a_length_of_time_may_have_its_unit_in_full(long: str, short: str) -> None:
    given = [RoomSettings.model_validate({"room": "!r", "lead_times": [each]}) for each in (long, short)]
    assert given[0] == given[1]
