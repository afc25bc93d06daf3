"""When something ends: 'until friday 9:00', 'for 3 days', or '3 days' alone."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.errors import UserError
from bot.when.understanding import understand

_FOR, _UNTIL = re.compile(r"(?i)^(?:for|in)\s+"), re.compile(r"(?i)^(?:until|till|til)\s+")


def end_of(words: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The end that the words tell; None where they tell none, or more than that.

    Args:
        words: what was typed.
        now: the present; aware.
        zone: the zone in which the asker reads times.
    """
    words = words.strip()
    end = _UNTIL.sub("", words)
    for time in [end] if end != words else [f"in {_FOR.sub('', words)}", words]:
        try:
            found = understand(time, now, zone)
        except UserError:
            continue
        if not found.text:
            return found.at
    return None
