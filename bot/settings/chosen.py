"""What people chose in a room itself goes before what the configuration says of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from bot.errors import UserError
from bot.settings.room import RoomSettings
from bot.settings.typed import value_of


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that somebody set in a room.

    Attributes:
        room: the configured name of the room, or its id.
        name: of the field of `RoomSettings`.
        value: as `bot.settings.typed.written` writes it.
        by: who set it: a Matrix address.
        at: when; aware, UTC.
    """

    room: str
    name: str
    value: str
    by: str
    at: datetime


def effective(base: RoomSettings, chosen: Iterable[Setting]) -> RoomSettings:
    """What holds in a room; `model_fields_set` has what somebody has set, here or in the file.

    What can no longer be understood, since another version wrote it, counts as not set.

    Args:
        base: what the configuration says of it, or `RoomSettings` by default.
        chosen: what was set in this room.
    """
    values: dict[str, object] = {}
    for setting in chosen:
        try:
            values[setting.name] = value_of(setting.name, setting.value)
        except UserError:
            continue
    return base.model_copy(update=values) if values else base


def effective_rooms(configured: Sequence[RoomSettings], chosen: Iterable[Setting]) -> list[RoomSettings]:
    """What holds in all rooms of which something is known: the configured ones, then others in which something was set."""
    by_room = {room: list(own) for room, own in groupby(sorted(chosen, key=_room), key=_room)}
    bases = {settings.room: settings for settings in configured}
    return [
        effective(bases.get(room) or RoomSettings(room=room), by_room.get(room, ()))
        for room in dict.fromkeys([*bases, *by_room])
    ]


_room = attrgetter("room")
