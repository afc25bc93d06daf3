"""Who may speak for mentors, see the counts and have a digest pinned; what is refused says whose right is missing."""

from dataclasses import dataclass, replace

import pytest
from small_catalogue import NOW

from bot.absence import Absence, Kind
from bot.config import Config, RoomSettings
from bot.deeds import Deed, MarkMentors, PinDigest, ShowFigures
from bot.errors import MatrixError, UserError
from bot.messages import Message
from bot.permits import Permits

MODERATOR, STRANGER, OPERATOR = "@mod:example.org", "@stranger:example.org", "@operator:example.org"
BOT = "@bot:example.org"
ROOM, ELSEWHERE = RoomSettings(room="#quay:example.org"), RoomSettings(room="!own:example.org")
CONFIG = Config.model_validate(
    {
        "homeserver": "https://matrix.example.org",
        "user_id": BOT,
        "operators": [OPERATOR],
        "rooms": [ROOM.model_dump()],
    }
)
AWAY = MarkMentors((Absence("harbour-2031", "ada", Kind.AWAY),))
PIN = PinDigest("!quay")


@dataclass(frozen=True)
class Power:
    level: float
    to_moderate: float = 50
    to_ping: float = 50
    to_pin: float = 60


@dataclass
class Rights:
    """A moderator everywhere, and a bot that may pin or not."""

    bot: float = 60
    away: bool = False

    async def of(self, room_id: str, user_id: str) -> Power:
        assert room_id == "!quay"
        if self.away:
            raise MatrixError("away")
        return Power({MODERATOR: 50.0, BOT: self.bot}.get(user_id, 0.0))


async def refused(
    deed: Deed,
    sender: str,
    settings: RoomSettings | None = ROOM,
    *,
    direct: bool = False,
    rights: Rights | None = None,
) -> str:
    """Why not; empty where it is allowed."""
    message = Message("$1", "!quay", sender, "…", NOW, direct=direct)
    try:
        await Permits(rights or Rights(), CONFIG).check(deed, message, settings)
    except UserError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("deed", [AWAY, ShowFigures()])
async def test_what_reaches_beyond_a_room_is_for_moderators_of_configured_rooms_and_for_operators(deed: Deed) -> None:
    assert await refused(deed, MODERATOR) == ""
    assert await refused(deed, OPERATOR, None, direct=True) == ""
    assert "power level 50 here, and yours is 0" in await refused(deed, STRANGER)
    for settings in (ELSEWHERE, None):
        assert "a room that the bot's configuration names" in await refused(deed, MODERATOR, settings)
    assert "a room that the bot's configuration names" in await refused(deed, MODERATOR, direct=True)
    assert "Nothing has changed" in await refused(deed, MODERATOR, rights=Rights(away=True))


async def test_mentors_speak_for_themselves_wherever_they_are() -> None:
    own = replace(AWAY, own=True)
    assert await refused(own, STRANGER, None, direct=True) == ""
    assert "Mentors say it of themselves" in await refused(AWAY, STRANGER)


async def test_a_digest_is_pinned_for_moderators_where_the_bot_may_pin() -> None:
    assert await refused(PIN, MODERATOR) == ""
    assert "takes power level 60, and mine is 50" in await refused(PIN, MODERATOR, rights=Rights(bot=50))
    assert "yours is 0" in await refused(PIN, STRANGER)


async def test_an_offer_is_accepted_by_operators_and_moderators_of_that_room() -> None:
    permits = Permits(Rights(), CONFIG)
    assert [await permits.accepts(who, "!quay") for who in (OPERATOR, MODERATOR, STRANGER)] == [True, True, False]
    with pytest.raises(MatrixError):
        await Permits(Rights(away=True), CONFIG).accepts(STRANGER, "!quay")
