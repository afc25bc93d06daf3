"""What moderators can type, as the desk understands it; whether they may is asked of the homeserver elsewhere."""

from datetime import timedelta
from typing import Any

import pytest
from small_catalogue import NOW, Talk

from bot import __version__
from bot.config import RoomSettings
from bot.deeds import Announce, PauseRoom, ResumeRoom, Skip, TellStatus
from bot.messages import Reply
from bot.personal import Kept, Pause, Person
from bot.settings.chosen import Setting

ROOM = RoomSettings(room="#quay:example.org", programme="gsoc-2031")
ASKER = Person("@asker:example.org")


def asked(words: str, kept: Kept | None = None, **message: Any) -> Reply:
    reply = Talk().reply(words, settings=ROOM, kept=kept or Kept(ASKER), **message)
    assert reply
    return reply


def test_a_pause_without_an_end_lasts_until_somebody_resumes() -> None:
    reply = asked("!pause")
    assert reply.deed == PauseRoom(None)
    assert "until somebody resumes" in reply.body.plain
    assert "!resume" in reply.body.plain


def test_a_pause_for_a_while_tells_its_end() -> None:
    reply = asked("!pause 3 days")
    assert reply.deed == PauseRoom(NOW + timedelta(days=3))
    assert "until Tue 4 March 2031, 12:00 UTC" in reply.body.plain


@pytest.mark.parametrize("words", ["!pause whenever", "!pause 3 bananas"])
def test_a_pause_that_is_not_understood_pauses_nothing(words: str) -> None:
    assert asked(words).deed is None


@pytest.mark.parametrize("words", ["!pause", "!resume", "!skip", "!announce hello"])
def test_what_is_about_a_room_is_refused_in_a_conversation_of_two(words: str) -> None:
    reply = asked(words, direct=True)
    assert reply.deed is None
    assert "is about a room" in reply.body.plain


def test_a_room_without_reminders_has_nothing_to_pause() -> None:
    reply = Talk().reply("!pause", settings=RoomSettings(room="#chat:example.org"))
    assert reply
    assert reply.deed is None
    assert "nothing to pause" in reply.body.plain


def test_resuming_ends_a_pause() -> None:
    paused = Kept(ASKER, pause=Pause(ROOM.room, "@mod:example.org", NOW))
    assert asked("!resume", paused).deed == ResumeRoom()
    assert asked("!resume").deed is None


def test_the_next_reminder_is_left_out_unless_another_is_named() -> None:
    first, second = asked("!skip").deed, asked("!skip 2").deed
    assert isinstance(first, Skip)
    assert isinstance(second, Skip)
    assert first.key != second.key
    assert first.key.startswith("gsoc-2031/contributor-applications-open/now/")


def test_what_was_left_out_is_not_counted_again() -> None:
    first = asked("!skip").deed
    assert isinstance(first, Skip)
    assert asked("!skip", Kept(ASKER, skipped=frozenset({first.key}))).deed == asked("!skip 2").deed


@pytest.mark.parametrize("words", ["!skip 99", "!skip 0", "!skip everything"])
def test_a_number_that_is_none_of_the_list_leaves_nothing_out(words: str) -> None:
    reply = asked(words)
    assert reply.deed is None
    assert "!reminders lists" in reply.body.plain


def test_an_announcement_is_said_as_it_was_typed_with_who_had_it_made() -> None:
    reply = asked("!announce The call moved to <b>17:00</b> UTC")
    assert reply.deed == Announce("The call moved to <b>17:00</b> UTC")
    assert (
        reply.body.plain.replace("\u2060", "")
        == "The call moved to <b>17:00</b> UTC\nAnnounced by @asker:example.org"
    )
    assert "<b>" not in reply.body.html


@pytest.mark.parametrize(
    "words", ["!announce @room Call now", "!announce @room: Call now", "!announce @ROOM, Call now"]
)
def test_a_ping_is_asked_for_in_front(words: str) -> None:
    assert asked(words).deed == Announce("Call now", ping=True)


def test_an_announcement_without_words_or_with_too_many_is_refused() -> None:
    assert asked("!announce @room").deed is None
    assert asked("!announce").deed is None
    assert asked("!announce " + "x" * 1_001).deed is None


def test_the_status_of_a_room_tells_what_it_follows_what_was_set_and_that_it_is_paused() -> None:
    reply = asked("!status")
    assert reply.deed == TellStatus()
    rows = reply.body.plain.splitlines()
    assert rows == [
        f"Mentorix {__version__} with 2 pages, 4 ideas and 1 programme.",
        "This room follows GSoC 2031; the next reminder comes in 2 days 6 hours, 5 reminders in all.",
    ]
    setting = Setting(ROOM.room, "zone", "UTC", "@mod:example.org", NOW)
    kept = Kept(ASKER, pause=Pause(ROOM.room, "@mod:example.org", NOW), settings=(setting,))
    assert asked("!status", kept).body.plain.splitlines()[2:] == [
        "Reminders are paused until somebody resumes.",
        "1 setting of this room was set here; !settings tells all.",
    ]


@pytest.mark.parametrize(
    ("programme", "told"),
    [(None, "follows no programme"), ("gsoc-2030", "is to follow gsoc-2030, which the catalogue")],
)
def test_the_status_of_a_room_without_reminders_says_why(programme: str | None, told: str) -> None:
    room = RoomSettings(room="#chat:example.org", programme=programme)
    reply = Talk().reply("!status", settings=room)
    assert reply
    assert told in reply.body.plain


def test_a_season_that_is_over_has_no_reminder_to_come() -> None:
    reply = Talk().reply("!status", NOW + timedelta(days=300), settings=ROOM)
    assert reply
    assert "follows GSoC 2031; no reminder is to come" in reply.body.plain
