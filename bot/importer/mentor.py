"""Somebody whom a page names, and when two of its words mean the same person."""

import re
from dataclasses import dataclass, replace

from bot.importer.names import is_nobody

_APART = frozenset({";", "&", "+", "and"})
_ALIKE = 3  # letters that two handles of one person share at the beginning


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


def with_more(person: Mentor, more: Mentor) -> Mentor:
    """The person with what is also known; what was known first stays."""
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


def belongs(new: Mentor, last: Mentor, parted: str = "") -> bool:
    """Whether an address without a name is one more of the last person.

    Args:
        new: the address.
        last: the person before it.
        parted: the sign between both; behind a strong one, or behind a person who has an address, only what looks
            like that person's is, and the one e-mail of somebody named.
    """
    further = bool(parted) and _has_address(last) and not (new.email and last.name)
    if (parted in _APART or further) and not _may_own(last, new):
        return False
    if new.email:
        return last.email is None
    if new.nicks and new.url:
        return last.name is not None and not last.nicks and _resembles(new.nicks[0].name, last.name)
    if new.nicks:
        return last.name is not None and (not last.nicks or new.nicks[0].network is not None)
    return last.matrix is None


def _has_address(person: Mentor) -> bool:
    return bool(person.email or person.nicks or person.matrix)


def _may_own(person: Mentor, new: Mentor) -> bool:
    """Whether a handle resembles the name or begins like one that is known, or the host bears the name."""
    handles, name = _handles(new), person.name or ""
    known = {handle[:_ALIKE] for handle in _handles(person)}
    host = (new.email or "").partition("@")[2].casefold()
    return any(handle[:_ALIKE] in known or _resembles(handle, name) for handle in handles) or any(
        len(part) > _ALIKE and part in host for part in name.casefold().split()
    )


def _handles(person: Mentor) -> list[str]:
    nicks = [nick.name for nick in person.nicks]
    return [h.casefold() for h in (*nicks, (person.email or "").split("@")[0], _local(person.matrix)) if h]


def _local(matrix: str | None) -> str:
    return matrix[1:].split(":")[0] if matrix else ""


def _resembles(handle: str, name: str) -> bool:
    """Whether a handle may be made from a name: a stretch of it, or its initials first."""
    folded, parts = handle.casefold(), name.casefold().split()
    if folded in parts or any(len(p) > 2 and p[:3] in folded for p in parts):
        return True
    initials = "".join(p[0] for p in parts)
    return bool(initials) and folded.startswith(initials)


def merged(found: list[Mentor]) -> tuple[Mentor, ...]:
    """Each person once; a nick that is another one's goes to that one."""
    people: list[Mentor] = []
    for person in found:
        same = next((n for n, p in enumerate(people) if is_same(p, person)), None)
        if same is None:
            people.append(person)
        else:
            people[same] = replace(with_more(people[same], person), name=people[same].name or person.name)
    return tuple(p for p in people if not is_nobody(p.called))


def is_same(one: Mentor, other: Mentor) -> bool:
    """Whether both are one person: by name, by address, or by a handle that is the other's."""
    if one.name and other.name:
        return one.name.casefold() == other.name.casefold() and not (
            one.email and other.email and one.email != other.email
        )
    if one.email and other.email:
        return one.email.casefold() == other.email.casefold()
    handles = {n.name.casefold() for n in other.nicks} | (
        {_local(other.matrix).casefold()} if other.matrix else set()
    )
    own = {n.name.casefold() for n in one.nicks} | {
        (one.email or "").split("@")[0].casefold(),
        (one.name or "").casefold(),
    }
    return bool(handles & own)


def is_handle_of(word: str, last: Mentor) -> bool:
    """A single word after a full name, which begins like one of its parts."""
    parts = [p.casefold() for p in (last.name or "").split()]
    return (
        len(parts) > 1
        and not last.nicks
        and re.fullmatch(r"[a-z0-9][\w.-]{2,40}", word) is not None
        and any(len(p) > 2 and p[:3] in word.casefold() for p in parts)
    )
