"""What somebody hears of the zone in which they read times."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.markup import Markup, filled, lines, strong
from bot.phrasing.names import typed
from bot.tongue import _


def present(zone: ZoneInfo, now: datetime, prefix: str, *, own: bool) -> Markup:
    """The zone that holds for somebody.

    Args:
        zone: that zone.
        now: the present; aware.
        prefix: what commands begin with here.
        own: they chose it; otherwise it is that of the conversation.
    """
    mine = _("Your zone is {zone}: it is {time} there.")
    ours = _("You have named no zone, so I take this conversation's, {zone}: it is {time} there.")
    first = filled(mine if own else ours, zone=strong(str(zone)), time=_clock(zone, now))
    return lines([first, filled(_("{command} sets another."), command=typed(prefix, "timezone CITY"))])


def chosen(zone: ZoneInfo, now: datetime, standing: int) -> Markup:
    """The zone that somebody chose just now."""
    words = _("From now on your zone is {zone}: it is {time} there.")
    first = filled(words, zone=strong(str(zone)), time=_clock(zone, now))
    kept = _("Reminders that stand already come at the moments I told you.") if standing else ""
    return lines([first, kept])


def _clock(zone: ZoneInfo, now: datetime) -> str:
    return f"{now.astimezone(zone):%H:%M}"
