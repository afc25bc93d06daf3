"""What the demonstration's bot is given: its configuration, and a catalogue with a season of a few minutes."""

import json
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from demo.child import ROOT

PROGRAMME = "demo"
LEAD_TIMES = ("15 s", "10 s", "5 s")
FIRST_DEADLINE = timedelta(seconds=25)
"""From the bot's start; its first reminder comes the longest lead time before."""

_DATES = (
    ("contributor-applications-close", "Contributor applications close", "deadline", FIRST_DEADLINE),
    ("coding-begins", "Coding begins", "begins", timedelta(seconds=45)),
    ("midterm-evaluations-close", "Midterm evaluations close", "deadline", timedelta(seconds=90)),
    ("final-work-due", "Final work is due", "deadline", timedelta(minutes=5)),
)


def write(folder: Path, *, homeserver: str, user_id: str, room: str, now: datetime) -> Path:
    """Write catalogue and configuration; the configuration's path.

    Args:
        folder: an empty folder.
        homeserver: its base address.
        user_id: the bot's Matrix address.
        room: the alias of the room that the bot joins.
        now: aware; the demo programme's dates count from here.
    """
    shutil.copytree(ROOT / "catalogue", folder / "catalogue")
    programme = folder / "catalogue" / "programmes" / f"{PROGRAMME}.yaml"
    programme.write_text(json.dumps(_programme(now), indent=1))
    config = folder / "config.yaml"
    settings = {"room": room, "programme": PROGRAMME, "lead_times": list(LEAD_TIMES)}
    config.write_text(
        json.dumps(
            {
                "homeserver": homeserver,
                "user_id": user_id,
                "data_dir": "data",
                "catalogue": "catalogue",
                "rooms": [settings],
                "greet": False,
            },
            indent=1,
        )
    )
    return config


def _programme(now: datetime) -> dict[str, object]:
    """A season within five minutes."""
    return {
        "id": PROGRAMME,
        "name": "Demonstration of a season",
        "short": "Demo",
        "year": now.year,
        "url": "https://summerofcode.withgoogle.com/",
        "zone": "UTC",
        "verified": now.date().isoformat(),
        "trust": "second-hand",
        "sources": [{"address": "https://summerofcode.withgoogle.com/", "what": "nothing; these dates are made up"}],
        "milestones": [
            {
                "key": key,
                "name": name,
                "kind": kind,
                "audience": ["applicants", "contributors"],
                "at": (now + ahead).isoformat(timespec="seconds"),
            }
            for key, name, kind, ahead in _DATES
        ],
    }
