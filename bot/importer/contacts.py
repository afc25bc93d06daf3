"""Addresses in the words of a mentor field, each taken out whole so that nothing inside it is split."""

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from bot.importer.blocks import Text
from bot.importer.mentor import Mentor, Nick

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_DOT = r"(?:\s*\.\s*|\s*[\[({<]\s*(?:dot|\.)\s*[\])}>]\s*|\s+(?:dot|DOT)\s+|\s*_dot_\s*)"
_AT = r"(?:\s*[\[({<]\s*(?:at|@|AT|At|ät)\s*[\])}>]\s*|\s+(?:at|AT|@)\s+|\s*_at_\s*)"
_HIDDEN = re.compile(
    rf"([\w+-]{{1,64}}(?:{_DOT}[\w+-]{{1,64}}){{0,4}}){_AT}([\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{1,4}})(?![\w@])"
)
_HIDDEN_AFTER = re.compile(rf"([\w.+-]{{1,64}})@([\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{1,4}})(?![\w@])")
_DOTS = re.compile(_DOT)
_MATRIX = re.compile(r"@[\w.=/+-]{1,100}:[\w.-]{1,100}\.\w{2,}")
_NICK = re.compile(r"(?<![\w@/.])@([\w](?:[\w.-]{0,60}\w)?)")
_NETWORKS = {
    "irc": "IRC",
    "github": "GitHub",
    "gh": "GitHub",
    "gitlab": "GitLab",
    "gitter": "Gitter",
    "slack": "Slack",
    "discord": "Discord",
    "telegram": "Telegram",
    "zulip": "Zulip",
    "twitter": "Twitter",
    "mastodon": "Mastodon",
    "matrix": "Matrix",
    "discourse": "Discourse",
    "phabricator": "Phabricator",
    "libera": "IRC",
    "freenode": "IRC",
    "oftc": "IRC",
    "nick": None,
    "handle": None,
    "username": None,
    "user": None,
}
_NETWORK = re.compile(
    rf"\b({'|'.join(_NETWORKS)})(?: (?:nick(?:name)?|handle|user(?:name)?|id|account))?\s*(?:[:=]|\bis\b"
    rf"|-)\s*@?([\w][\w.|`^-]{{1,60}})",
    re.IGNORECASE,
)
_ON_NETWORK = re.compile(
    r"(?<!\w)(?!(?:ask|join|contact|ping|find|reach|message|us|me|chat|talk|write|discuss\w*)\b)@?([\w][\w.|`^-]{1,60})"
    r"\s+(?:on|in|at|@)\s+(?:the\s+)?(?:#[\w-]+\s+on\s+)?(irc|github|gitlab|slack|discord"
    r"|gitter|matrix|telegram|zulip|libera|freenode|oftc|#[\w-]+)[^,;()]*",
    re.IGNORECASE,
)
_BESIDE_NETWORK = re.compile(
    rf"(?:^|(?<=[,;|&(])|(?<=\band\s))\s*@?([a-z][\w.|`^-]{{1,60}})\s*[(\[]\s*((?i:{'|'.join(_NETWORKS)}))\s*[)\]]"
)
_WEAK_LINK_WORDS = re.compile(
    r"^(?:e-?mail|mail|github|gitlab|web(?:site)?|home ?page|profile|twitter|linkedin|matrix|link|blog|contact|x"
    r"|here|gh|@|✉|page|cv)$",
    re.IGNORECASE,
)
TOKEN = re.compile("\x01(\\d+)\x01")


class Contacts:
    """Addresses that stand in a value, each replaced by a token so that nothing inside them is split."""

    def __init__(self) -> None:
        self.kept: list[Mentor] = []
        self.told: set[str] = set()
        """Tokens of what is told of somebody, as `IRC: moth` or `moth on IRC` are, rather than standing for them."""

    def keep(self, found: Mentor) -> str:
        """The token that stands for it."""
        self.kept.append(found)
        return f"\x01{len(self.kept) - 1}\x01"


def links_kept(text: Text, contacts: Contacts) -> str:
    """The plain words, with every link as its words and a token."""
    parts, at = [], 0
    last_end = -1
    for mark in (m for m in text.marks if m.kind == "link"):
        if mark.start < at:
            continue
        between = text.plain[at : mark.start]
        if last_end == at and not between.strip() and not _WEAK_LINK_WORDS.match(text.plain[mark.start : mark.end]):
            between = " ; " if _parted(text.plain[mark.start : mark.end], mark.target) else between
        parts.append(between)
        words = text.plain[mark.start : mark.end]
        parts.append(_link(words, mark.target, contacts))
        at = last_end = mark.end
    parts.append(text.plain[at:])
    return "".join(parts)


def _parted(words: str, target: str) -> bool:
    return not (target.startswith("mailto:") and ("@" in words or not words.strip()))


def _link(words: str, target: str, contacts: Contacts) -> str:
    known = _address(target)
    words = words.strip()
    if known is None:
        return words
    if known.email and _EMAIL.fullmatch(words.replace(" ", "")):
        return f" {contacts.keep(known)} "
    handle = words.lstrip("@").rstrip("/")
    nick = known.nicks[0].name if known.nicks else ""
    if words.startswith(("http://", "https://")):
        return f" {contacts.keep(known)} "
    if nick and (handle.casefold() == nick.casefold() or re.fullmatch(r"@[\w.-]+", words)):
        return f" {contacts.keep(replace(known, nicks=(Nick(handle, known.nicks[0].network),)))} "
    if _WEAK_LINK_WORDS.match(words):
        return f" {contacts.keep(known)} "
    return f"{words} {contacts.keep(known)} "


_HOSTS = {
    "github.com": "GitHub",
    "gitlab.com": "GitLab",
    "codeberg.org": "Codeberg",
    "gitter.im": "Gitter",
    "phabricator.wikimedia.org": "Phabricator",
    "t.me": "Telegram",
    "twitter.com": "Twitter",
    "bitbucket.org": "Bitbucket",
    "launchpad.net": "Launchpad",
}


def _address(target: str) -> Mentor | None:
    """What an address tells about the person it leads to."""
    if target.startswith("mailto:"):
        address = unquote(target[7:].split("?", maxsplit=1)[0])
        return Mentor(email=address) if _EMAIL.fullmatch(address) else None
    if found := re.search(r"matrix\.to/#/(@[^?\s]+)", unquote(target)):
        return Mentor(matrix=found[1])
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    host, path = (parts.hostname or "").removeprefix("www."), [p for p in parts.path.split("/") if p]
    network = _HOSTS.get(host)
    if network and path:
        name = path[-1] if path[0] in {"p", "u", "users"} and len(path) > 1 else path[0]
        if len(path) <= 2:
            return Mentor(nicks=(Nick(unquote(name).lstrip("@~"), network),), url=target)
    if found := re.search(
        r"(?:^|/)(?:User|Benutzer|Special:Contributions/|~|u/|users?/|members?/|people/|@)[:/]?([\w.-]+)/?$",
        unquote(target),
    ):
        return Mentor(nicks=(Nick(found[1], None),), url=target if host else None)
    return Mentor(url=target) if host else None


def contacts_kept(plain: str, contacts: Contacts) -> str:
    """The words with a token for every address, handle and nick that is written out."""
    plain = plain.replace("mailto:", " ")
    for pattern, meant in _WRITTEN:
        before = len(contacts.kept)
        plain = pattern.sub(_keeper(contacts, meant), plain)
        if pattern in _TOLD:
            contacts.told.update(str(number) for number in range(before, len(contacts.kept)))
    return re.sub(r"[<>]", " ", plain)


_TOLD = (_NETWORK, _ON_NETWORK)


def _keeper(contacts: Contacts, meant: Callable[[re.Match[str]], Mentor]) -> Callable[[re.Match[str]], str]:
    return lambda found: f" {contacts.keep(meant(found))} "


def _hidden(found: re.Match[str]) -> Mentor:
    local, host = _DOTS.sub(".", found[1]), _DOTS.sub(".", found[2])
    return Mentor(email=f"{local}@{host}".strip("."))


# In this order: what one pattern took is a token for the next.
_WRITTEN: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Mentor]], ...] = (
    (_MATRIX, lambda found: Mentor(matrix=found[0])),
    (_EMAIL, lambda found: Mentor(email=found[0].rstrip("."))),
    (_HIDDEN, _hidden),
    (_HIDDEN_AFTER, _hidden),
    (re.compile(r"https?://[^\s<>()]+"), lambda found: _address(found[0]) or Mentor()),
    (
        re.compile(r"\b(?:www\.)?github\.com/([\w-]+)/?"),
        lambda found: Mentor(nicks=(Nick(found[1], "GitHub"),)),
    ),
    (_NETWORK, lambda found: Mentor(nicks=(Nick(found[2].rstrip("."), _NETWORKS[found[1].lower()]),))),
    (_BESIDE_NETWORK, lambda found: Mentor(nicks=(Nick(found[1], _NETWORKS[found[2].lower()]),))),
    (_ON_NETWORK, lambda found: Mentor(nicks=(Nick(found[1], _NETWORKS.get(found[2].lower(), "IRC")),))),
    (_NICK, lambda found: Mentor(nicks=(Nick(found[1]),))),
)
