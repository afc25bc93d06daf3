"""What a room will be told and when: the answer to `!reminders`."""

from collections.abc import Sequence
from datetime import datetime

from bot.catalogue.model import Audience, Programme
from bot.config import RoomSettings
from bot.markup import Markup, aside, filled, instead, joined, later, lines, strong, text
from bot.personal import Pause
from bot.phrasing.milestones import called
from bot.phrasing.names import address, listed, typed
from bot.phrasing.times import moment, short_day, span, until
from bot.timeline import Reminder
from bot.tongue import N_, _

SHOWN = 5
"""How many reminders an answer tells one by one."""

_PEOPLE = {
    Audience.APPLICANTS: N_("applicants"),
    Audience.CONTRIBUTORS: N_("contributors"),
    Audience.MENTORS: N_("mentors"),
    Audience.ADMINS: N_("admins"),
}
"""Whom a date concerns."""


def coming(ahead: Sequence[Reminder], room: RoomSettings, now: datetime, pause: Pause | None = None) -> Markup:
    """What is to come, the soonest first; at least one. Its number is that by which moderators can leave it out.

    Args:
        ahead: the reminders.
        room: the settings of their room.
        now: the present; aware.
        pause: that of the room, if it is paused.
    """
    soonest = ahead[0]
    words = _("Next reminder here {when}: {what}")
    first = filled(words, when=strong(until(soonest.due, now)), what=_row(soonest))
    rest = [f"{number}. " + instead(_row(each), _short(each)) for number, each in enumerate(ahead[1:SHOWN], 2)]
    more = len(ahead) - SHOWN
    last = moment(ahead[-1].due, room.tz)
    further = _("… and {count} more until {time}").format(count=more, time=last) if more > 0 else ""
    settings = aside(_settings(room))
    page = address(str(soonest.programme.url))
    return lines([_paused(pause, room), first, *rest, later(further), settings, page])


def nothing_left(programme: Programme, room: RoomSettings) -> Markup:
    """The room follows a programme, but all its reminders have passed."""
    words = _("No reminder is to come here: {season} has no date ahead for {people}.")
    first = filled(words, season=f"{programme.short} {programme.year}", people=_audience(room))
    return lines([first, address(str(programme.url))])


def none_here(prefix: str) -> Markup:
    """The room follows no programme."""
    why = text(_("Reminders come to rooms for which the bot's operators have chosen a programme."))
    dates = filled(_("{command} tells the dates."), command=typed(prefix, "deadlines"))
    return lines([_("This conversation gets no reminders."), joined([why, dates])])


def _paused(pause: Pause | None, room: RoomSettings) -> Markup:
    if pause is None:
        return Markup()
    if pause.until is None:
        words = _("{paused} until somebody resumes: what falls due before waits until then.")
        return filled(words, paused=strong(_("Paused")))
    words = _("{paused} until {time}: what falls due before waits until then.")
    return filled(words, paused=strong(_("Paused")), time=moment(pause.until, room.tz))


def _row(reminder: Reminder) -> str:
    ahead = ", " + _("{time} ahead").format(time=span(reminder.lead)) if reminder.lead else ""
    return f"{moment(reminder.due, reminder.zone)}: {called(reminder.milestone.name)}{ahead}"


def _short(reminder: Reminder) -> str:
    """The same in fewer words."""
    ahead = ", " + _("{time} ahead").format(time=span(reminder.lead)) if reminder.lead else ""
    return f"{short_day(reminder.due.astimezone(reminder.zone))}: {called(reminder.milestone.name)}{ahead}"


def _settings(room: RoomSettings) -> str:
    """For whom, how long ahead, and when not."""
    leads = listed([span(lead) for lead in sorted(room.lead_times, reverse=True)]).plain
    told = _("Dates for {people}, {times} before deadlines") if leads else _("Dates for {people}")
    told = told.format(people=_audience(room), times=leads)
    if room.quiet is None:
        return f"{told}."
    quiet = _("quiet from {start} to {end}")
    return f"{told}; {quiet.format(start=f'{room.quiet.begins:%H:%M}', end=f'{room.quiet.ends:%H:%M}')}."


def _audience(room: RoomSettings) -> str:
    return listed([_(_PEOPLE[each]) for each in room.audience]).plain or _("nobody")
