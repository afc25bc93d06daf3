"""When a page's season took its last applications."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.catalogue.model import Catalogue, Organisation
from bot.timeline import date_of, over_at

CLOSING = "contributor-applications-close"
"""The key of the date that matters most to those who ask."""


def closed_on(home: Organisation, catalogue: Catalogue, now: datetime) -> date | None:
    """The day (UTC) on which applications closed; None where that is to come, or nothing states it.

    Args:
        home: the page; its own date counts before that of its programme.
        catalogue: whose programmes are known.
        now: the present; aware.
    """
    closing, zone = _closing(home, catalogue)
    if closing is None or over_at(closing, zone) > now:
        return None
    return closing.astimezone(UTC).date() if isinstance(closing, datetime) else closing


def _closing(home: Organisation, catalogue: Catalogue) -> tuple[datetime | date | None, ZoneInfo]:
    stated = next((entry.when for entry in home.dates if entry.key == CLOSING), None)
    programme = catalogue.programme(home.programme)
    if stated is not None or programme is None:
        return stated, ZoneInfo("UTC")
    dates = (date_of(milestone) for milestone in programme.milestones if milestone.key == CLOSING)
    return next(dates, None), ZoneInfo(programme.zone)
