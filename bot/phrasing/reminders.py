"""The words of a reminder: what and when in the first line, the programme's own page last.

Countdowns are taken from the moment of speaking, not from the lead time that was planned, so that a reminder which
comes late is as true as a punctual one.
"""

from datetime import datetime, timedelta

from bot.markup import Markup, joined, lines, link, strong, text
from bot.phrasing.times import moment, span, until
from bot.timeline import TOLD_AHEAD, Reminder

LATE_AFTER = timedelta(minutes=1)
"""Less than this is not worth mentioning."""


def reminder(planned: Reminder, now: datetime) -> Markup:
    """What the room is told.

    Args:
        planned: what is due.
        now: aware; the moment of speaking, before the reminder expires.
    """
    when = moment(planned.when, planned.zone)
    between = " on " if planned.milestone.kind in TOLD_AHEAD else ", "
    first = joined((strong(_head(planned, now) + ":"), _what(planned) + between + when))
    return lines((first, _lateness(planned, now), link(str(planned.programme.url), "All dates")))


def _head(planned: Reminder, now: datetime) -> str:
    """The first words, which a notification on a phone shows."""
    here, when = now.astimezone(planned.zone), planned.when
    if planned.milestone.kind not in TOLD_AHEAD:
        happens = planned.lead is None and isinstance(when, datetime) and now - when < LATE_AFTER
        return "Now" if happens else until(when, here).capitalize()
    if isinstance(planned.when, datetime):
        return f"{span(planned.when - now)} left"
    days = (planned.when - here.date()).days
    return f"{span(timedelta(days))} left" if days > 0 else "Last day"


def _what(planned: Reminder) -> Markup:
    """'GSoC 2026 contributor applications close'."""
    programme, name = planned.programme, planned.milestone.name
    season = f"{programme.short} {programme.year}"
    return text(name if name.startswith(season) else f"{season} {_inside_a_sentence(name, programme.name)}")


def _inside_a_sentence(name: str, programme: str) -> str:
    """A name with a small first letter, unless its first word is a name of its own or an abbreviation."""
    first = name.split(maxsplit=1)[0]
    own = first in programme.split() or any(letter.isupper() for letter in first[1:])
    return name if own else name[0].lower() + name[1:]


def _lateness(planned: Reminder, now: datetime) -> str:
    late = now - planned.due
    return "" if late < LATE_AFTER else f"This comes {span(late)} late."
