"""The words of what is said at its time: what and when in the first line, the programme's own page last.

Countdowns are taken from the moment of speaking, not from the lead time that was planned, so that a reminder which
comes late is as true as a punctual one.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.catalogue.model import Kind, Milestone, Programme
from bot.markup import Markup, filled, joined, lines, link, mention, strong, text
from bot.moved import Moved
from bot.phrasing.milestones import called
from bot.phrasing.times import moment, span, until
from bot.promised import Personal
from bot.timeline import TOLD_AHEAD, Reminder, date_of
from bot.tongue import ENGLISH, _, speaking, spoken

LATE_AFTER = timedelta(minutes=1)
"""Less than this is not worth mentioning."""

Sayable = Reminder | Moved | Personal
"""What the bot says of its own accord."""

_UTC = ZoneInfo("UTC")


def words(due: Sayable, now: datetime) -> Markup:
    """What is said.

    Args:
        due: what is due.
        now: aware; the moment of speaking, before it expires.
    """
    with speaking(due.language):
        match due:
            case Reminder():
                return reminder(due, now)
            case Moved():
                return moved(due, now)
            case Personal():
                return personal(due, now)


def reminder(planned: Reminder, now: datetime) -> Markup:
    """What a room is told of a date."""
    as_it_happens = planned.lead is None
    first = _date(planned.programme, planned.milestone, planned.zone, now, as_it_happens=as_it_happens)
    return lines((first, _lateness(planned, now), _page(planned.programme)))


def moved(change: Moved, now: datetime) -> Markup:
    """What a room is told of a date that is no longer what it was told before."""
    what = _what(change.programme, change.name)
    was = _("(was {date})").format(date=moment(change.was, _UTC)) if change.was else ""
    if change.when is None:
        return lines((joined((strong(_("No longer stated:")), what, was)), _page(change.programme)))
    kind = change.milestone.kind if change.milestone else Kind.ANNOUNCED
    head = strong(_("Moved:") if change.was else _("Stated again:"))
    first = joined((head, _dated(what, kind, moment(change.when, change.zone)), was))
    return lines((first, _away(change.when, now.astimezone(change.zone)), _page(change.programme)))


def personal(due: Personal, now: datetime) -> Markup:
    """What a person asked to be told; words of their own stand in quotation marks."""
    promise, rows = due.promise, _asked(due, now)
    if not promise.direct:
        rows[0] = joined((mention(promise.owner) + ":", rows[0]))
    return lines((*rows, _lateness(due, now), _page(due.programme) if due.programme else ""))


def _asked(due: Personal, now: datetime) -> list[Markup]:
    """The person's own words, the date, or both; at least one."""
    promise, rows = due.promise, []
    if promise.text:
        told = _("You asked me to remind you: “{words}”")
        inside = _("you asked me to remind you: “{words}”")
        rows.append(filled(told if promise.direct else inside, words=promise.text))
    if due.programme and due.milestone:
        as_it_happens = bool(promise.anchor and not promise.anchor.lead)
        rows.append(_date(due.programme, due.milestone, due.zone, now, as_it_happens=as_it_happens))
    elif promise.anchor:
        name = promise.anchor.milestone.replace("-", " ")
        what = _what(due.programme, name) if due.programme else text(f"{name} ({promise.anchor.programme})")
        rows.append(joined((strong(_("No longer stated:")), what)))
    return rows or [text(_("You asked me to remind you now."))]


def _date(
    programme: Programme, milestone: Milestone, zone: ZoneInfo, now: datetime, *, as_it_happens: bool
) -> Markup:
    """'7 days left: GSoC 2026 contributor applications close on …'."""
    when = date_of(milestone)
    head = _head(milestone, now.astimezone(zone), as_it_happens=as_it_happens)
    what = _what(programme, milestone.name)
    return joined((strong(head + ":"), _dated(what, milestone.kind, moment(when, zone))))


def _head(milestone: Milestone, here: datetime, *, as_it_happens: bool) -> str:
    """The first words, which a notification on a phone shows.

    Args:
        milestone: the date.
        here: the moment of speaking, in the zone in which it is read.
        as_it_happens: it was to be said at its very moment.
    """
    when = date_of(milestone)
    if isinstance(when, datetime) and as_it_happens and timedelta() <= here - when < LATE_AFTER:
        return _("Now")
    ahead = when - here if isinstance(when, datetime) else when - here.date()
    if milestone.kind in TOLD_AHEAD and ahead > timedelta():
        return _("{time} left").format(time=span(ahead))
    if milestone.kind in TOLD_AHEAD and when == here.date():
        return _("Last day")
    away = until(when, here)
    return away[0].upper() + away[1:]


def _what(programme: Programme, name: str) -> Markup:
    """'GSoC 2026 contributor applications close'."""
    season = f"{programme.short} {programme.year}"
    if name.startswith(season):
        return text(name)
    told = _inside_a_sentence(name, programme.name) if spoken() == ENGLISH else called(name)
    return filled(_("{season} {name}"), season=season, name=told)


def _inside_a_sentence(name: str, programme: str) -> str:
    """A name with a small first letter, unless its first word is a name of its own or an abbreviation."""
    first = name.split(maxsplit=1)[0]
    own = first in programme.split() or any(letter.isupper() for letter in first[1:])
    return name if own else name[0].lower() + name[1:]


def _dated(what: Markup, kind: Kind, when: str) -> Markup:
    """A name with its date."""
    return filled(_("{what} on {date}") if kind in TOLD_AHEAD else _("{what}, {date}"), what=what, date=when)


def _away(when: datetime | date, here: datetime) -> str:
    """'That is in 3 days.', from a moment in the zone in which it is read."""
    ahead = when > here if isinstance(when, datetime) else when >= here.date()
    return (_("That is {when}.") if ahead else _("That was {when}.")).format(when=until(when, here))


def _lateness(due: Sayable, now: datetime) -> str:
    late = now - due.due
    return "" if late < LATE_AFTER else _("This comes {time} late.").format(time=span(late))


def _page(programme: Programme) -> Markup:
    return link(str(programme.url), _("All dates"))
