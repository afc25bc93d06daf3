"""A small season to plan reminders from."""

from datetime import UTC, date, datetime
from typing import Any

from bot.catalogue.model import Catalogue, Milestone, Programme
from bot.config import RoomSettings

ROOM = "#gsoc:example.org"
CLOSE = datetime(2026, 3, 31, 18, tzinfo=UTC)
OPEN = datetime(2026, 3, 16, 18, tzinfo=UTC)


def milestone(kind: str = "deadline", **fields: Any) -> Milestone:
    given = {"key": "applications-close", "name": "Contributor applications close", "audience": ["applicants"]}
    if not {"at", "day", "start"} & set(fields):
        fields["at"] = CLOSE
    return Milestone.model_validate(given | {"kind": kind} | fields)


def opening(**fields: Any) -> Milestone:
    given = {"key": "applications-open", "name": "Contributor applications open", "at": OPEN}
    return milestone("opens", **given | fields)


def programme(*milestones: Milestone, **fields: Any) -> Programme:
    given: dict[str, Any] = {
        "id": "gsoc-2026",
        "name": "Google Summer of Code",
        "short": "GSoC",
        "year": 2026,
        "url": "https://dates.example.org/timeline",
        "zone": "UTC",
        "verified": date(2026, 1, 1),
        "trust": "official",
        "sources": [{"address": "https://dates.example.org/timeline", "what": "all dates"}],
        "milestones": milestones or (milestone(),),
    }
    return Programme.model_validate(given | fields)


def catalogue(*milestones: Milestone, **fields: Any) -> Catalogue:
    return Catalogue(programmes=(programme(*milestones, **fields),))


def room(**fields: Any) -> RoomSettings:
    return RoomSettings.model_validate({"room": ROOM, "programme": "gsoc-2026"} | fields)
