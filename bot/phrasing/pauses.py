"""What moderators hear of pauses, skipped reminders and announcements."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.markup import Markup, filled, joined, lines, strong, text
from bot.phrasing.milestones import called
from bot.phrasing.names import typed
from bot.phrasing.times import moment
from bot.timeline import Reminder
from bot.tongue import _


def paused(until: datetime | None, zone: ZoneInfo, prefix: str) -> Markup:
    """The room's reminders are held back."""
    how_long = _("until {time}").format(time=moment(until, zone)) if until else _("until somebody resumes")
    later = text(_("What falls due meanwhile comes afterwards if it is still true, once for each date."))
    ends = filled(_("{command} ends it."), command=typed(prefix, "resume"))
    return lines([filled(_("Reminders in this room wait {until}."), until=strong(how_long)), joined([later, ends])])


def pause_how_long(words: str, prefix: str) -> str:
    """The length of a pause was not understood."""
    examples = f"{prefix}pause 3 days, {prefix}pause until friday 9:00, or {prefix}pause alone"
    return f"I do not understand “{words}” as an end. Write {examples}."


def resumed(prefix: str) -> Markup:
    """The room's reminders come again."""
    words = _("Reminders come again. {command} tells what is to come.")
    return filled(words, command=typed(prefix, "reminders"))


def not_paused(prefix: str) -> Markup:
    """There is nothing to resume."""
    words = _("Reminders are not paused here. {command} tells what is to come.")
    return filled(words, command=typed(prefix, "reminders"))


def skipped(reminder: Reminder) -> Markup:
    """One reminder will not come."""
    which = f"{called(reminder.milestone.name)}, {moment(reminder.due, reminder.zone)}"
    return filled(_("Left out: {which}. Other reminders of the same date still come."), which=strong(which))


def announcement(words: str, by: str) -> Markup:
    """What a moderator wants said; whose words they are stands below."""
    return lines([text(words), text(f"Announced by {by}")])


def only_in_rooms(verb: str, prefix: str) -> str:
    """A command about a room was given in a conversation of two."""
    return f"{prefix}{verb} is about a room: type it there."


def nothing_to_pause() -> str:
    """No programme is set for the room."""
    return "No reminders come to this room, so there is nothing to pause."


def nothing_to_skip() -> str:
    """The room gets no more reminders."""
    return "No reminder is to come here, so there is nothing to leave out."


def no_such_reminder(words: str, count: int, prefix: str) -> str:
    """The number is none of the list's."""
    return f"“{words}” is no number from 1 to {count}; {prefix}reminders lists what is to come, the soonest first."


def announce_what(prefix: str) -> str:
    """There are no words."""
    return f"What shall I announce? Write it behind the command: {prefix}announce The call moved to 17:00 UTC"


def too_long(found: int, most: int) -> str:
    """There are too many words."""
    return f"An announcement may have {most} characters, and this has {found}."


def too_long_here(over: int) -> str:
    """There are more words than a bridge passes on in one piece, and a moderator's words are not cut."""
    return _("That is {count} bytes too long for the bridge of this room; say it in fewer words.").format(count=over)
