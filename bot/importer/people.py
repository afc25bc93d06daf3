"""People out of a mentor field: name, address, nicks; nobody out of placeholders and phrases."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

from bot.importer.blocks import Text
from bot.importer.fields import Entry
from bot.importer.names import is_nobody, is_team, looks_named, name_in


@dataclass(frozen=True, slots=True)
class Nick:
    """A name in one place; `network` is None where the page names none."""

    name: str
    network: str | None = None


@dataclass(frozen=True, slots=True)
class Mentor:
    """Somebody whom the page names: at least one of name, email, nicks and matrix.

    Attributes:
        role: as the page says it, such as 'lead' or 'backup'; None where it says nothing.
        url: a page about the person which is no code host's.
        team: a named group rather than a person.
    """

    name: str | None = None
    email: str | None = None
    nicks: tuple[Nick, ...] = ()
    matrix: str | None = None
    role: str | None = None
    url: str | None = None
    team: bool = False

    @property
    def called(self) -> str:
        """The best name to print."""
        return self.name or (self.nicks[0].name if self.nicks else None) or self.email or self.matrix or ""


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
    r"@?([\w][\w.|`^-]{1,60})\s+(?:on|in|at|@)\s+(?:the\s+)?(?:#[\w-]+\s+on\s+)?(irc|github|gitlab|slack|discord"
    r"|gitter|matrix|telegram|zulip|libera|freenode|oftc|#[\w-]+)[^,;()]*",
    re.IGNORECASE,
)
_ROLE_WORDS = (
    r"(?:co-?|backup |second(?:ary)? |primary |lead |main |assist(?:ing|ant) |first )*mentors?|lead"
    r"|support|backup|primary|secondary|main|co-?lead|assistant|admin|contact|reviewer|advisor|supervisor"
)
_ROLE = re.compile(rf"^\s*({_ROLE_WORDS})\s*(?:[:\uff1a]|\s[-\u2013—]\s)\s*", re.IGNORECASE)
_ROLE_ALONE = re.compile(
    rf"^(?:{_ROLE_WORDS}|(?:past|current|former|co-?)\s?maintainer|maintainer|author|founder)$", re.IGNORECASE
)
_WEAK_LINK_WORDS = re.compile(
    r"^(?:e-?mail|mail|github|gitlab|web(?:site)?|home ?page|profile|twitter|linkedin|matrix|link|blog|contact|x"
    r"|here|gh|@|✉|page|cv)$",
    re.IGNORECASE,
)
_TITLED = re.compile(r"\b(?:Dr|Prof|Mr|Mrs|Ms|Jr|Sr|St)\.$|\b[A-Z]\.$")
_FROM = re.compile(r"\s+(?:from|of|at|@)\s+(?:the\s+)?[\w].*$|\s+[-\u2013—]\s+.*$")
_SPLIT = re.compile(
    r"\s*(?:;|\n|\||•|·|\s\+\s|\s&\s|\s/\s|(?<=[)\w])/(?=@)|,?\s+(?:and|or|und|et|y|as well as"
    r"|along with)\s+(?=[\w@\[(]))\s*|\s+with\s+(?:help from|support from)\s+"
)
_TOKEN = re.compile("\x01(\\d+)\x01")


class _Contacts:
    """Addresses that stand in a value, each replaced by a token so that nothing inside them is split."""

    def __init__(self) -> None:
        self.kept: list[Mentor] = []

    def keep(self, found: Mentor) -> str:
        self.kept.append(found)
        return f"\x01{len(self.kept) - 1}\x01"


def people_in(entries: Iterable[Entry], role: str | None = None) -> tuple[Mentor, ...]:
    """The people of a mentor field, in its order.

    Args:
        entries: the field's lines.
        role: what the label says of them, such as 'backup'.
    """
    found: list[Mentor] = []
    for words in _whole_lines(entries):
        _one_line(words, role, found)
    return _merged(found)


def _whole_lines(entries: Iterable[Entry]) -> list[Text]:
    """Lines, joined where a bracket, a comma or a list of links goes on in the next one."""
    texts: list[Text] = []
    for entry in entries:
        text = entry.text
        if texts and not entry.item and _goes_on(texts[-1].plain, text.plain):
            before = texts.pop()
            plain = f"{before.plain} {text.plain}"
            moved = tuple(
                replace(m, start=m.start + len(before.plain) + 1, end=m.end + len(before.plain) + 1)
                for m in text.marks
            )
            text = Text(plain, before.marks + moved)
        texts.append(text)
    return texts


def _goes_on(before: str, after: str) -> bool:
    return (
        before.count("(") > before.count(")")
        or after.count(")") > after.count("(")
        or before.rstrip().endswith((",", "&", "+", " and", " or"))
        or after.startswith((",", ")", "(", "and ", "or "))
    )


def _one_line(text: Text, role: str | None, found: list[Mentor]) -> None:
    contacts = _Contacts()
    plain = _contacts_kept(_links_kept(text, contacts), contacts)
    if said := _ROLE.match(plain):
        role, plain = said[1].lower(), plain[said.end() :]
    plain = re.sub(r"\[\s*(\x01\d+\x01)\s*\]", r"\1", plain).replace("[]", " ")
    if len(re.sub(r"\([^()]*\)", "", _TOKEN.sub("", plain)).split()) > 25 and plain.count(",") < 4:
        plain = re.split(r"(?<=[a-z])\. ", plain)[0]
    for piece in _pieces(plain):
        _take(piece, contacts, role, found)


def _links_kept(text: Text, contacts: _Contacts) -> str:
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


def _link(words: str, target: str, contacts: _Contacts) -> str:
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
    if nick and handle.casefold() == nick.casefold():
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


def _contacts_kept(plain: str, contacts: _Contacts) -> str:
    def address(found: re.Match[str]) -> str:
        local, host = _DOTS.sub(".", found[1]), _DOTS.sub(".", found[2])
        return f" {contacts.keep(Mentor(email=f'{local}@{host}'.strip('.')))} "

    plain = plain.replace("mailto:", " ")
    plain = _MATRIX.sub(lambda m: f" {contacts.keep(Mentor(matrix=m[0]))} ", plain)
    plain = _EMAIL.sub(lambda m: f" {contacts.keep(Mentor(email=m[0].rstrip('.')))} ", plain)
    plain = _HIDDEN.sub(address, plain)
    plain = _HIDDEN_AFTER.sub(address, plain)
    plain = re.sub(r"https?://[^\s<>()]+", lambda m: f" {contacts.keep(_address(m[0]) or Mentor())} ", plain)
    plain = re.sub(
        r"\b(?:www\.)?github\.com/([\w-]+)/?",
        lambda m: f" {contacts.keep(Mentor(nicks=(Nick(m[1], 'GitHub'),)))} ",
        plain,
    )
    plain = _NETWORK.sub(
        lambda m: (
            f" {contacts.keep(Mentor(nicks=(Nick(m[2].rstrip('.'), _NETWORKS[m[1].lower()]),)))} "
            if m[2][0] != "\x01"
            else m[0]
        ),
        plain,
    )
    plain = _ON_NETWORK.sub(
        lambda m: f" {contacts.keep(Mentor(nicks=(Nick(m[1], _NETWORKS.get(m[2].lower(), 'IRC')),)))} ", plain
    )
    plain = _NICK.sub(lambda m: f" {contacts.keep(Mentor(nicks=(Nick(m[1]),)))} ", plain)
    return re.sub(r"[<>]", " ", plain)


def _pieces(plain: str) -> list[str]:
    """Parts that may each be somebody, split outside brackets; full stops end a person where a new one begins."""
    hidden: list[str] = []

    def hide(found: re.Match[str]) -> str:
        hidden.append(found[0])
        return f"\x02{len(hidden) - 1}\x02"

    flat = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", hide, plain)
    flat = re.sub(
        r"(?<=[a-z\x01\x02])\s?\.\s+(?=[A-Z])",
        lambda m: "; " if not _TITLED.search(flat[: m.start() + 1]) else m[0],
        flat,
    )
    pieces: list[str] = []
    for part in _SPLIT.split(flat):
        pieces.extend(piece for piece in re.split(r",(?!\s*(?:Jr|Sr|PhD|Ph\.D|MD)\b)", part or ""))
    return [re.sub("\x02(\\d+)\x02", lambda m: hidden[int(m[1])], piece).strip() for piece in pieces if piece.strip()]


def _take(piece: str, contacts: _Contacts, role: str | None, found: list[Mentor]) -> None:
    """Somebody new, or one more address of the last one."""
    if said := _ROLE.match(piece):
        role, piece = said[1].lower(), piece[said.end() :]
    known = [contacts.kept[int(number)] for number in _TOKEN.findall(piece)]
    brackets = re.findall(r"[(\[]([^()\[\]]*)[)\]]", piece)
    names, extra = _named(re.sub(r"[(\[][^()\[\]]*[)\]]", " ", piece))
    inside, nicks = _bracketed(brackets, named=bool(names) and not known)
    if not names and len(known) > 1 and all(k.nicks and not k.email for k in known) and not brackets:
        found.extend(replace(k, role=role) for k in known)
        return
    if len(names) == 1 and not known and found and _is_handle_of(names[0], found[-1]):
        found[-1] = replace(found[-1], nicks=(Nick(names[0]),))
        return
    people = [_assembled(name, [], [], inside or role) for name in names] or [Mentor(role=inside or role)]
    people[0] = _assembled(people[0].name, known, [*extra, *nicks], people[0].role)
    for person in people:
        _add(person, found)


def _bracketed(brackets: list[str], *, named: bool) -> tuple[str | None, list[Nick]]:
    """A role, and nicks of somebody named without an address, in what stands in brackets."""
    role: str | None = None
    nicks: list[Nick] = []
    for inner in brackets:
        said = _TOKEN.sub(" ", inner).strip(" .,:;-/")
        if _ROLE_ALONE.match(said):
            role = said.lower()
        elif named and re.fullmatch(r"[\w.-]{2,40}", said) and not is_nobody(said):
            nicks.append(Nick(said))
    return role, nicks


def _add(person: Mentor, found: list[Mentor]) -> None:
    """A new person, or more about one already found."""
    owner = next((n for n, p in enumerate(found) if person.name is None and _same(p, person)), None)
    if not person.called:
        if person.url and found and not found[-1].url:
            found[-1] = replace(found[-1], url=person.url)
    elif owner is not None:
        found[owner] = _with(found[owner], person)
    elif person.name is None and found and _belongs(person, found[-1]):
        found[-1] = _with(found[-1], person)
    else:
        found.append(person)


def _is_handle_of(word: str, last: Mentor) -> bool:
    """A single word after a full name, which begins like one of its parts."""
    parts = [p.casefold() for p in (last.name or "").split()]
    return (
        len(parts) > 1
        and not last.nicks
        and re.fullmatch(r"[a-z0-9][\w.-]{2,40}", word) is not None
        and any(len(p) > 2 and p[:3] in word.casefold() for p in parts)
    )


def _named(bare: str) -> tuple[list[str], list[Nick]]:
    """Names in what stands outside brackets and addresses, and a nick after a dash."""
    after_address = False
    names: list[str] = []
    extra: list[Nick] = []
    for part in re.split(r"\s[-\u2013—]+\s|\s[-\u2013—]+$|^[-\u2013—]+\s|:\s", bare):
        words = name_in(_TOKEN.sub(" ", part))
        if (
            words
            and after_address
            and names
            and re.fullmatch(r"[\w.|^`-]{2,40}", words)
            and (words.islower() or "_" in words)
        ):
            extra.append(Nick(words))
        elif words and not (names and not looks_named(words)):
            names.append(words)
        after_address = after_address or bool(_TOKEN.search(part)) or bool(names)
    return names, extra


def _assembled(name: str | None, known: list[Mentor], extra: list[Nick], role: str | None) -> Mentor:
    person = Mentor(name=name, role=role, nicks=tuple(extra), team=name is not None and is_team(name))
    for contact in known:
        person = _with(person, contact)
    return person


def _with(person: Mentor, more: Mentor) -> Mentor:
    nicks = {n.name.casefold(): n for n in person.nicks}
    for nick in more.nicks:
        if nick.name.casefold() not in nicks or nicks[nick.name.casefold()].network is None:
            nicks[nick.name.casefold()] = nick
    return replace(
        person,
        email=person.email or more.email,
        matrix=person.matrix or more.matrix,
        url=person.url or more.url,
        nicks=tuple(nicks.values()),
        role=person.role or more.role,
    )


def _belongs(new: Mentor, last: Mentor) -> bool:
    """Whether an address without a name is one more of the last person."""
    if new.email:
        return last.email is None
    if new.nicks and new.url:
        return last.name is not None and not last.nicks and _resembles(new.nicks[0].name, last.name)
    if new.nicks:
        return last.name is not None and (not last.nicks or new.nicks[0].network is not None)
    return last.matrix is None


def _resembles(handle: str, name: str) -> bool:
    """Whether a handle may be made from a name: a stretch of it, or its initials first."""
    folded, parts = handle.casefold(), name.casefold().split()
    return any(len(p) > 2 and p[:3] in folded for p in parts) or folded.startswith("".join(p[0] for p in parts))


def _merged(found: list[Mentor]) -> tuple[Mentor, ...]:
    """Each person once; a nick that is another one's goes to that one."""
    people: list[Mentor] = []
    for person in found:
        same = next((n for n, p in enumerate(people) if _same(p, person)), None)
        if same is None:
            people.append(person)
        else:
            people[same] = replace(_with(people[same], person), name=people[same].name or person.name)
    return tuple(p for p in people if not is_nobody(p.called))


def _same(one: Mentor, other: Mentor) -> bool:
    if one.name and other.name:
        return one.name.casefold() == other.name.casefold() and not (
            one.email and other.email and one.email != other.email
        )
    if one.email and other.email:
        return one.email.casefold() == other.email.casefold()
    handles = {n.name.casefold() for n in other.nicks} | (
        {other.matrix[1:].split(":")[0].casefold()} if other.matrix else set()
    )
    own = {n.name.casefold() for n in one.nicks} | {
        (one.email or "").split("@")[0].casefold(),
        (one.name or "").casefold(),
    }
    return bool(handles & own)
