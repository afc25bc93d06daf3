"""Every command is answered exactly once, though the bot and the homeserver are killed; in small."""

from pathlib import Path

import pytest

from bench.once_only import soak
from demo.homeserver import Homeserver


@pytest.mark.homeserver
@pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "encrypted"])
async def test_every_command_is_answered_once_through_kills_of_bot_and_homeserver(
    tmp_path: Path, *, encrypted: bool
) -> None:
    async with Homeserver() as homeserver:
        tally = await soak(
            homeserver,
            tmp_path,
            commands=40,
            people=4,
            rooms=2,
            kills=4,
            outages=1,
            seconds=16,
            encrypted=encrypted,
        )
    assert tally.clean, str(tally)
