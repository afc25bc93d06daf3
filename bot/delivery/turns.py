"""Who may speak when many rooms are due at once, so that a homeserver is not flooded. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from math import ceil

from bot.delivery.ledger import IN_TURN, Entry

AT_ONCE = 16
"""How many rooms are spoken to at once."""

EACH_SECOND = 4
"""How many of the others follow in each second, if that brings them all in within `SPREAD`."""

SPREAD = timedelta(seconds=50)
"""Within which time all are spoken to: less than what counts as late."""

_SECOND = timedelta(seconds=1)


def taken(ready: Iterable[Entry], now: datetime) -> tuple[list[list[Entry]], list[Entry]]:
    """Who speaks now, and who later.

    Args:
        ready: entries whose time has come.
        now: aware.

    Returns:
        For each room that is spoken to now, its entries in their order: words about a move first, then what was due
        first. And the entries to write for those who wait for their turn, which they keep.
    """
    rooms = sorted(_by_room(ready).values(), key=lambda entries: min(entry.expires for entry in entries))
    had_their_wait = [entries for entries in rooms if any(entry.reason == IN_TURN for entry in entries)]
    fresh = [entries for entries in rooms if all(entry.reason != IN_TURN for entry in entries)]
    waiting = fresh[AT_ONCE:]
    if not waiting:
        return rooms, []
    soonest = min(entry.expires for entries in waiting for entry in entries)
    seconds = min(SPREAD, (soonest - now) / 2) // _SECOND
    if seconds < 1:
        return rooms, []
    each_second = max(EACH_SECOND, ceil(len(waiting) / seconds))
    later = [
        replace(entry, wake=now + (1 + place // each_second) * _SECOND, reason=IN_TURN)
        for place, entries in enumerate(waiting)
        for entry in entries
    ]
    return [*had_their_wait, *fresh[:AT_ONCE]], later


def _by_room(ready: Iterable[Entry]) -> dict[str, list[Entry]]:
    rooms: dict[str, list[Entry]] = defaultdict(list)
    for entry in sorted(ready, key=lambda entry: (not entry.is_move, entry.due, entry.key)):
        rooms[entry.room].append(entry)
    return rooms
