"""What somebody hears of the zone in which they read times."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.markup import Markup, joined, lines, strong, text
from bot.phrasing.names import typed


def present(zone: ZoneInfo, now: datetime, prefix: str, *, own: bool) -> Markup:
    """The zone that holds for somebody.

    Args:
        zone: that zone.
        now: the present; aware.
        prefix: what commands begin with here.
        own: they chose it; otherwise it is that of the conversation.
    """
    whose = "Your zone is" if own else "You have named no zone, so I take this conversation's,"
    first = joined([text(whose), strong(str(zone)) + f": it is {_clock(zone, now)} there."])
    return lines([first, joined([typed(prefix, "timezone CITY"), "sets another."])])


def chosen(zone: ZoneInfo, now: datetime, standing: int) -> Markup:
    """The zone that somebody chose just now."""
    first = joined([text("From now on your zone is"), strong(str(zone)) + f": it is {_clock(zone, now)} there."])
    kept = "Reminders that stand already come at the moments I told you." if standing else ""
    return lines([first, kept])


def _clock(zone: ZoneInfo, now: datetime) -> str:
    return f"{now.astimezone(zone):%H:%M}"
