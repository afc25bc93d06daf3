"""What a room will be told and when: the answer to `!reminders`."""

from collections.abc import Sequence
from datetime import datetime

from bot.catalogue.model import Programme
from bot.config import RoomSettings
from bot.markup import Markup, joined, lines, strong, text
from bot.personal import Pause
from bot.phrasing.names import address, listed, typed
from bot.phrasing.times import moment, span, until
from bot.timeline import Reminder

SHOWN = 5
"""How many reminders an answer tells one by one."""


def coming(ahead: Sequence[Reminder], room: RoomSettings, now: datetime, pause: Pause | None = None) -> Markup:
    """What is to come, the soonest first; at least one. Its number is that by which moderators can leave it out.

    Args:
        ahead: the reminders.
        room: the settings of their room.
        now: the present; aware.
        pause: that of the room, if it is paused.
    """
    soonest = ahead[0]
    first = joined(["Next reminder here ", strong(until(soonest.due, now)), ": ", _row(soonest)], "")
    rest = [text(f"{number}. {_row(each)}") for number, each in enumerate(ahead[1:SHOWN], 2)]
    more = len(ahead) - SHOWN
    count = f"… and {more} more until {moment(ahead[-1].due, room.tz)}" if more > 0 else ""
    return lines([_paused(pause, room), first, *rest, count, _settings(room), address(str(soonest.programme.url))])


def nothing_left(programme: Programme, room: RoomSettings) -> Markup:
    """The room follows a programme, but all its reminders have passed."""
    first = (
        f"No reminder is to come here: {programme.short} {programme.year} has no date ahead for {_audience(room)}."
    )
    return lines([first, address(str(programme.url))])


def none_here(prefix: str) -> Markup:
    """The room follows no programme."""
    told = "Reminders come to rooms for which the bot's operators have chosen a programme."
    return lines(
        ["This conversation gets no reminders.", joined([told, typed(prefix, "deadlines"), "tells the dates."])]
    )


def _paused(pause: Pause | None, room: RoomSettings) -> Markup:
    if pause is None:
        return Markup()
    end = moment(pause.until, room.tz) if pause.until else "somebody resumes"
    return joined([strong("Paused"), text(f"until {end}: what falls due before waits until then.")])


def _row(reminder: Reminder) -> str:
    ahead = f", {span(reminder.lead)} ahead" if reminder.lead else ""
    return f"{moment(reminder.due, reminder.zone)}: {reminder.milestone.name}{ahead}"


def _settings(room: RoomSettings) -> str:
    """For whom, how long ahead, and when not."""
    leads = listed([span(lead) for lead in sorted(room.lead_times, reverse=True)]).plain
    before = f", {leads} before deadlines" if leads else ""
    quiet = f"; quiet from {room.quiet.begins:%H:%M} to {room.quiet.ends:%H:%M}" if room.quiet else ""
    return f"Dates for {_audience(room)}{before}{quiet}."


def _audience(room: RoomSettings) -> str:
    return listed([each.value for each in room.audience]).plain or "nobody"
