"""People out of a mentor field: name, address, nicks; nobody out of placeholders and phrases."""

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice, pairwise, takewhile

from bot.importer import sizes
from bot.importer.blocks import Text
from bot.importer.contacts import TOKEN, Contacts, contacts_kept, links_kept
from bot.importer.fields import Entry
from bot.importer.mentor import Mentor, Nick, belongs, is_handle_of, is_same, merged, with_more
from bot.importer.names import is_nobody, is_team, looks_named, name_in

__all__ = ["Mentor", "Nick", "people_in"]

_ROLE_WORDS = (
    r"(?:co-?|backup |second(?:ary)? |primary |lead |main |assist(?:ing|ant) |first )*mentors?|lead"
    r"|support|backup|primary|secondary|main|co-?lead|assistant|admin|contact|reviewer|advisor|supervisor"
)
_ROLE = re.compile(rf"^\s*({_ROLE_WORDS})\s*(?:[:\uff1a]|\s[-\u2013—]\s)\s*", re.IGNORECASE)
_ROLE_ALONE = re.compile(
    rf"^(?:{_ROLE_WORDS}|(?:past|current|former|co-?)\s?maintainer|maintainer|author|founder)$", re.IGNORECASE
)
_ROLE_SAID = re.compile(r"role\s*[:=]\s*(\w[\w -]{1,40})", re.IGNORECASE)
_TITLED = re.compile(r"\b(?:Dr|Prof|Mr|Mrs|Ms|Jr|Sr|St)\.$|\b[A-Z]\.$")
_SENTENCE_FROM = 8
_SIGN = re.compile(
    r"(\s*(?:;|\n|\||•|·|\s\+\s|\s&\s|\s/\s|(?<=[)\w])/(?=@)|,?\s+(?:and/or|and|or|und|et|y|as well as"
    r"|along with)\s+(?=[\w@\[(\x01]))\s*|\s+with\s+(?:help from|support from)\s+"
    r"|,(?!\s*(?:Jr|Sr|PhD|Ph\.D|MD)\b))"
)


_BLANKS = re.compile(r"[^\S\n]+")
_FULL_LINE = 40
_SHORTCODE = re.compile(r"\{\{[%<]\s*\w+\s+\"?([\w.-]+)\"?\s*[%>]\}\}")  # a site's own sign for a person
_AS_BACKUP = re.compile(
    r"\s*[(\[]\s*([^()\[\]\n]{2,60}?) as (?:an? |the )?((?:co|backup|second(?:ary)?)(?:[- ]?mentor)?)\s*[)\]]",
    re.IGNORECASE,
)
_TOLD_OF = re.compile(
    r"(?<=[\w\x01)])(?:,)?\s+(?:is|was|has been|works as) (?:an?|the|one of|currently)\b.*$", re.DOTALL
)
_NOBODY = re.compile(r"\s*(?:none|nobody|no one)(?: yet)?\s*(?:[(\[;:.]|\s[-\u2013—]\s)", re.IGNORECASE)
_NICK = re.compile(r"[a-z0-9_][\w.-]{1,40}")
_WHAT_FOR = re.compile(r"(?<=\x01)\s+(?:for|on|from|if|when)\s.*$", re.DOTALL)  # behind an address
_MOST_LINES, _LONGEST_LINE = 300, 2_000
"""Of a mentor field; no people stand beyond, and the time would grow with the square of the signs."""


def people_in(entries: Iterable[Entry], role: str | None = None) -> tuple[Mentor, ...]:
    """The people of a mentor field, in its order.

    Args:
        entries: the field's lines.
        role: what the label says of them, such as 'backup'.
    """
    found: list[Mentor] = []
    for words in _whole_lines(islice(entries, _MOST_LINES)):
        if not _NOBODY.match(words.plain) and not (found and _is_sentence(words)):
            _one_line(words, role, found)
    return merged(found)


def _whole_lines(entries: Iterable[Entry]) -> list[Text]:
    """Lines, joined where a bracket, a comma or a list of links goes on in the next one."""
    texts: list[Text] = []
    for entry in entries:
        text = entry.text.part(0, _LONGEST_LINE).standing()  # who is struck out mentors no more
        if texts and not entry.item and (_goes_on(texts[-1].plain, text.plain) or _wrapped(texts[-1], text)):
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


def _wrapped(before: Text, after: Text) -> bool:
    """Whether a full line ends with the first name of somebody and the next one begins with the last name."""
    last = re.split(r"[,;&]\s|\band\b", before.plain)[-1].split()
    first = after.plain.split()[:1]
    return (
        len(before.plain) >= _FULL_LINE
        and len(last) == 1
        and last[0] != before.plain
        and last[0].isalpha()
        and last[0].istitle()
        and all(word[:1].isupper() for word in first)
    )


def _is_sentence(text: Text) -> bool:
    """Whether a line goes on to tell something, and names nobody."""
    words = text.plain.split()
    small = sum(word[0].islower() for word in words)
    return text.plain.endswith(".") and len(words) >= _SENTENCE_FROM and small * 3 > len(words) * 2 and not text.marks


def _one_line(text: Text, role: str | None, found: list[Mentor]) -> None:
    contacts = Contacts()
    plain = contacts_kept(_SHORTCODE.sub(r"@\1", links_kept(text, contacts)), contacts)
    if said := _ROLE.match(plain):
        role, plain = said[1].lower(), plain[said.end() :]
    plain = re.sub(r"\[\s*(\x01\d+\x01)\s*\]", r"\1", plain).replace("[]", " ")
    plain = sizes.until_value(plain)
    plain = _AS_BACKUP.sub(r", \2: \1", _TOLD_OF.sub("", plain))
    if len(re.sub(r"\([^()]*\)", "", TOKEN.sub("", plain)).split()) > 25 and plain.count(",") < 4:
        plain = re.split(r"(?<=[a-z])\. ", plain)[0]
    pieces = takewhile(lambda each: not sizes.is_value(each[1]), _pieces(plain))
    for parted, piece in _with_nicks(list(pieces), contacts):
        _take(piece, contacts, role, found, parted)


def _with_nicks(pieces: list[tuple[str, str]], contacts: Contacts) -> list[tuple[str, str]]:
    """A single small word between a full name and an e-mail is the nick of both: `Ada Marsh, moth, ada@…`."""
    joined: list[tuple[str, str]] = []
    for (parted, piece), (sign, after) in pairwise([*pieces, ("", "")]):
        mail = TOKEN.fullmatch(after) if sign == "," else None
        named = bool(joined) and len(joined[-1][1].split()) > 1 and looks_named(joined[-1][1])
        if parted == "," and named and mail and contacts.kept[int(mail[1])].email and _NICK.fullmatch(piece):
            joined[-1] = joined[-1][0], f"{joined[-1][1]} ({piece})"
        else:
            joined.append((parted, piece))
    return joined


def _pieces(plain: str) -> list[tuple[str, str]]:
    """Parts that may each be somebody, each after the sign before it, split outside brackets.

    Full stops end a person where a new one begins.
    """
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
    flat = _BLANKS.sub(" ", flat)  # of long ones, splitting would take a time that grows with their cube
    parts = ["", *_SIGN.split(flat)]
    pieces = zip(map(_sign, parts[::2]), parts[1::2], strict=True)
    return [
        (sign, re.sub("\x02(\\d+)\x02", lambda m: hidden[int(m[1])], piece).strip())
        for sign, piece in pieces
        if piece.strip()
    ]


def _sign(parted: str) -> str:
    """The sign that parts two people, without what stands around it; every word for it is `and`."""
    bare = parted.strip(" ,") or parted.strip()
    return "and" if bare.isalpha() else bare


def _take(piece: str, contacts: Contacts, role: str | None, found: list[Mentor], parted: str) -> None:
    """Somebody new, or one more address of the last one."""
    if said := _ROLE.match(piece):
        role, piece = said[1].lower(), piece[said.end() :]
    tokens = TOKEN.findall(piece)
    known = [contacts.kept[int(number)] for number in tokens]
    if tokens and parted == "," and contacts.told.issuperset(tokens):
        parted = ""
    brackets = re.findall(r"[(\[]([^()\[\]]*)[)\]]", piece)
    names, extra = _named(re.sub(r"[(\[][^()\[\]]*[)\]]", " ", piece))
    inside, nicks = _bracketed(brackets, named=bool(names) and not known)
    if not names and len(known) > 1 and all(k.nicks and not k.email for k in known) and not brackets:
        found.extend(replace(k, role=role) for k in known)
        return
    if len(names) == 1 and not known and found and is_handle_of(names[0], found[-1]):
        found[-1] = replace(found[-1], nicks=(Nick(names[0]),))
        return
    people = [_assembled(name, [], [], inside or role) for name in names] or [Mentor(role=inside or role)]
    people[0] = _assembled(people[0].name, known, [*extra, *nicks], people[0].role)
    for person in people:
        _add(person, found, parted)


def _bracketed(brackets: list[str], *, named: bool) -> tuple[str | None, list[Nick]]:
    """A role, and nicks of somebody named without an address, in what stands in brackets."""
    role: str | None = None
    nicks: list[Nick] = []
    for inner in brackets:
        said = TOKEN.sub(" ", inner).strip(" .,:;-/")
        outright = _ROLE_SAID.fullmatch(said)
        if outright or _ROLE_ALONE.match(said):
            role = (outright[1] if outright else said).lower()
        elif named and re.fullmatch(r"[\w.-]{2,40}", said) and not is_nobody(said):
            nicks.append(Nick(said))
    return role, nicks


def _add(person: Mentor, found: list[Mentor], parted: str) -> None:
    """A new person, or more about one already found."""
    owner = next((n for n, p in enumerate(found) if person.name is None and is_same(p, person)), None)
    if not person.called:
        if person.url and found and not found[-1].url:
            found[-1] = replace(found[-1], url=person.url)
    elif owner is not None:
        found[owner] = with_more(found[owner], person)
    elif person.name is None and found and belongs(person, found[-1], parted):
        found[-1] = with_more(found[-1], person)
    else:
        found.append(person)


def _named(bare: str) -> tuple[list[str], list[Nick]]:
    """Names in what stands outside brackets and addresses, and a nick after a dash."""
    after_address = False
    names: list[str] = []
    extra: list[Nick] = []
    for part in re.split(r"\s[-\u2013—]+\s|\s[-\u2013—]+$|^[-\u2013—]+\s|:\s", bare):
        words = name_in(TOKEN.sub(" ", _WHAT_FOR.sub("", part)))
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
        after_address = after_address or bool(TOKEN.search(part)) or bool(names)
    return names, extra


def _assembled(name: str | None, known: list[Mentor], extra: list[Nick], role: str | None) -> Mentor:
    person = Mentor(name=name, role=role, nicks=tuple(extra), team=name is not None and is_team(name))
    for contact in known:
        person = with_more(person, contact)
    return person
