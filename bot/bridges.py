"""Which style a room asks for by who is in it: people behind a bridge see little of what a Matrix client shows."""

import re
from collections.abc import Iterable

from bot.config import Style

_IRC_NETWORKS = (
    "irc|oftc|libera|liberachat|freenode|hackint|ircnet|snoonet|gimpnet|espernet|rizon|quakenet|undernet|efnet|dalnet|"
    "mozilla|w3c|slashnet|freegamedev|foonetic|tildechat"
)
_OTHER_NETWORKS = (
    "telegram|discord|discordgo|slack|whatsapp|signal|gmessages|facebook|messenger|instagram|twitter|googlechat|hangouts|"
    "linkedin|xmpp|bifrost|gitter|zulip|mattermost|matterbridge|skype|steam|groupme|imessage|kakaotalk|wechat"
)
_IRC = re.compile(rf"@(?:_?(?:{_IRC_NETWORKS})[_.-].+|heisenbridge|appservice-irc|ircbot)", re.IGNORECASE)
_IRC_SERVER = re.compile(r"(?:^|\.)(?:libera\.chat|irc\.[\w.-]+)$", re.IGNORECASE)
_OTHER = re.compile(rf"@_?(?:{_OTHER_NETWORKS})(?:[_.-].+|bot)", re.IGNORECASE)


def style_of(members: Iterable[str]) -> Style | None:
    """The style that suits everybody in a room.

    A bridge to IRC passes on few short lines and no files, so it asks for the compact style. What other bridges make of
    lists and links differs, so for them it is the plain one.

    Args:
        members: the Matrix addresses of those who are there.

    Returns:
        None where no bridge is seen, so that nothing speaks against the rich style.
    """
    known = {style_for(member) for member in members}
    return next((style for style in (Style.COMPACT, Style.PLAIN) if style in known), None)


def style_for(user_id: str) -> Style | None:
    """The style that suits one person, by their Matrix address; None for somebody behind no bridge that is known.

    Bridges name those whom they speak for by the network: '@_oftc_nick:matrix.org', '@telegram_4711:example.org'.
    """
    name, _, server = user_id.partition(":")
    if _IRC.fullmatch(name) or _IRC_SERVER.search(server):
        return Style.COMPACT
    return Style.PLAIN if _OTHER.fullmatch(name) else None
