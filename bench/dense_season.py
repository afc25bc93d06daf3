"""A made-up season whose reminders fall due within minutes: one for each date in each room.

Two thirds of its dates are deadlines, which every room hears of at a lead time of its own, so that something falls due
every moment; one third are announcements, which all rooms hear of at once. None is stale before a quarter of an hour.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

PROGRAMME = "dense"
LEAD = timedelta(minutes=15)
"""The shortest lead time, and so for how long a reminder of a deadline stays true."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What must be in a room exactly once.

    Attributes:
        room: the room's alias.
        words: what only this message in this room has in it.
        due: when it falls due by the bot's clock; aware.
    """

    room: str
    words: str
    due: datetime


@dataclass(frozen=True, slots=True)
class Season:
    """Dates, and what follows from them.

    Attributes:
        begin: before anything falls due; aware, UTC.
        programme: as it stands in a catalogue.
        rooms: the rooms' settings in the configuration.
        expected: everything that will be said, in the order it falls due.
    """

    begin: datetime
    programme: dict[str, object]
    rooms: list[dict[str, object]]
    expected: list[Expected]

    def write(self, folder: Path) -> Path:
        """Write a catalogue with nothing but the programme; its folder."""
        path = folder / "programmes" / f"{PROGRAMME}.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(self.programme, indent=1))
        return folder


def season(aliases: list[str], *, reminders: int, begin: datetime, seconds: float) -> Season:
    """Make one up.

    Args:
        aliases: the rooms.
        reminders: how many at least; a multiple of the rooms is made.
        begin: when the first falls due; aware, UTC.
        seconds: within how many the last follows.
    """
    dates = -(-reminders // len(aliases))
    step = seconds / dates
    leads = [LEAD + timedelta(seconds=round(number * step / len(aliases))) for number in range(len(aliases))]
    milestones: list[dict[str, object]] = []
    expected = []
    for number in range(dates):
        told = begin.replace(microsecond=0) + timedelta(seconds=round((number + 1) * step))
        news = number % 3 == 2
        at = told if news else told + LEAD
        milestones.append(_milestone(number, at, news=news))
        expected += [
            Expected(alias, _name(number), told if news else at - lead)
            for alias, lead in zip(aliases, leads, strict=True)
        ]
    rooms: list[dict[str, object]] = [
        {"room": alias, "programme": PROGRAMME, "lead_times": [f"{lead.total_seconds():.0f} s"]}
        for alias, lead in zip(aliases, leads, strict=True)
    ]
    return Season(begin, _programme(begin, milestones), rooms, sorted(expected, key=lambda one: one.due))


def _name(number: int) -> str:
    return f"step {number:04}"


def _milestone(number: int, at: datetime, *, news: bool) -> dict[str, object]:
    return {
        "key": f"step-{number:04}",
        "name": _name(number),
        "kind": "announced" if news else "deadline",
        "audience": ["applicants"],
        "at": at.isoformat(),
    }


def _programme(now: datetime, milestones: list[dict[str, object]]) -> dict[str, object]:
    return {
        "id": PROGRAMME,
        "name": "A dense season",
        "short": "Dense",
        "year": now.year,
        "url": "https://example.org/",
        "zone": "UTC",
        "verified": now.date().isoformat(),
        "trust": "second-hand",
        "sources": [{"address": "https://example.org/", "what": "made up"}],
        "milestones": milestones,
    }
