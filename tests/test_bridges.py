"""The style that a room's bridges ask for."""

import pytest

from bot.bridges import style_for, style_of
from bot.config import Style


@pytest.mark.parametrize(
    "user_id",
    [
        "@_oftc_stefanha:matrix.org",
        "@oftc_stefanha:example.org",
        "@libera_ada:example.org",
        "@irc_ada:example.org",
        "@freenode_ada:matrix.org",
        "@_espernet_[ada]:matrix.org",
        "@ada:libera.chat",
        "@irc.oftc.net_ada:example.org",
        "@heisenbridge:example.org",
        "@appservice-irc:matrix.org",
    ],
)
def test_people_on_irc_get_few_short_lines(user_id: str) -> None:
    assert style_for(user_id) is Style.COMPACT


@pytest.mark.parametrize(
    "user_id",
    ["@telegram_4711:example.org", "@_discord_123:example.org", "@_slack_T1_U2:example.org", "@telegrambot:t2bot.io"],
)
def test_people_behind_other_bridges_get_plain_text(user_id: str) -> None:
    assert style_for(user_id) is Style.PLAIN


@pytest.mark.parametrize(
    "user_id", ["@ada:example.org", "@irc:example.org", "@oftcfan:example.org", "@signal:example.org", "@_:x", ""]
)
def test_people_on_matrix_get_everything(user_id: str) -> None:
    assert style_for(user_id) is None


def test_a_room_speaks_so_that_everybody_can_read_it() -> None:
    assert style_of(["@ada:example.org"]) is None
    assert style_of(["@ada:example.org", "@telegram_1:example.org"]) is Style.PLAIN
    assert style_of(["@telegram_1:example.org", "@_oftc_ada:matrix.org", "@ada:example.org"]) is Style.COMPACT
    assert style_of([]) is None
