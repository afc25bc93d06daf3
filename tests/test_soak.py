"""Every reminder comes exactly once, whatever is killed, cut off, refused or set wrong; in small."""

from pathlib import Path

import pytest
from surroundings import Unique

from bench.ordeal import Plan
from bench.soak import soak
from demo.homeserver import Homeserver
from demo.postgresql import PostgreSQL

HARD = Plan(reminders=36, rooms=3, seconds=12, kills=4, outages=1, clock_off=5)


@pytest.fixture(params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest) -> PostgreSQL | None:
    """Where the ledger is: None for a file of SQLite."""
    return request.getfixturevalue("postgresql") if request.param == "postgresql" else None


async def test_every_reminder_comes_once_through_kills_faults_and_wrong_clocks(
    homeserver: Homeserver, unique: Unique, tmp_path: Path, server: PostgreSQL | None
) -> None:
    folder = tmp_path / unique("soak")
    folder.mkdir()
    report = await soak(homeserver, folder, HARD, postgresql=server)
    assert report.count.clean, str(report)
    assert report.done["Synapse killed"] == HARD.outages
    assert report.faults.met
