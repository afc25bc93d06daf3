"""What changed on a page between two readings of it, in words; pure."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum

from bot.catalogue.model import Idea, Organisation, Person, Status
from bot.catalogue.twins import folded
from bot.importer.alignment import aligned


class Kind(StrEnum):
    """What happened."""

    ADDED = "added"
    GONE = "gone"
    BACK = "back"
    RENAMED = "renamed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed.

    Attributes:
        kind: what happened.
        about: the idea's title as it is now, the person's name, or empty for the page as a whole.
        field: what of it, in a word or two; empty where an idea came, went or came back.
        before: what it was; None where there was nothing, or where the text is too long to show.
        after: what it is now, likewise.
    """

    kind: Kind
    about: str
    field: str = ""
    before: str | None = None
    after: str | None = None

    def __str__(self) -> str:
        """One sentence without a full stop."""
        match self.kind:
            case Kind.ADDED:
                return f"new idea: {self.about}"
            case Kind.GONE:
                return f"no longer listed: {self.about}"
            case Kind.BACK:
                return f"listed again: {self.about}"
            case Kind.RENAMED:
                return f"renamed: {self.before} is now {self.about}"
        return f"{self.about}: {self.field} {self._how()}".removeprefix(": ")

    def _how(self) -> str:
        if self.before and self.after:
            return f"changed from {self.before} to {self.after}"
        if self.after:
            return f"now given: {self.after}"
        return f"no longer given, before: {self.before}" if self.before else "changed"


@dataclass(frozen=True, slots=True)
class Drift:
    """All that changed on a page.

    Attributes:
        page: the id of the organisation's file.
        changes: ideas that came, went, came back or were renamed first, then what changed in ideas, people and the page.
    """

    page: str
    changes: tuple[Change, ...]

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.changes)

    @property
    def exit_code(self) -> int:
        """0 where nothing changed, 1 where something did."""
        return int(bool(self))

    def __str__(self) -> str:
        """One line for each change, below a line that counts them."""
        if not self:
            return f"{self.page}: the page says what it said before\n"
        count = f"{len(self.changes)} change{'' if len(self.changes) == 1 else 's'}"
        return f"{self.page}: {count} on the page\n" + "".join(f"- {each}\n" for each in self.changes)

    def as_json(self) -> str:
        """The same for programs: `{"page", "changes": [{"kind", "about", "field", "before", "after", "words"}]}`."""
        rows = [{**asdict(each), "words": str(each)} for each in self.changes]
        return json.dumps({"page": self.page, "changes": rows}, indent=2, ensure_ascii=False) + "\n"


def compare(old: Organisation, new: Organisation) -> Drift:
    """What a page says otherwise than before.

    Ideas are paired by title, id and text, people by address, name and nick; ids and keys themselves do not matter.
    That a withdrawn idea is no longer listed is no news.

    Args:
        old: what the page said, or the file that was written from it.
        new: what it says now.
    """
    now = aligned(new, old)
    before, after = ({idea.id: idea for idea in page.ideas} for page in (old, now))
    both = [(before[key], idea) for key, idea in after.items() if key in before]
    changes = [Change(Kind.ADDED, idea.title) for key, idea in after.items() if key not in before]
    left = [idea for key, idea in before.items() if key not in after and idea.status is not Status.WITHDRAWN]
    changes += [Change(Kind.GONE, idea.title) for idea in left]
    changes += [Change(Kind.BACK, b.title) for a, b in both if _is_back(a, b)]
    changes += [Change(Kind.RENAMED, b.title, "title", a.title, b.title) for a, b in both if a.title != b.title]
    changes += [change for a, b in both for change in _of_idea(old, a, now, b)]
    changes += [change for key, person in now.people.items() for change in _of_person(old.people.get(key), person)]
    changes += _of_page(old, now)
    return Drift(old.id, tuple(changes))


_FACTS: tuple[tuple[str, Callable[[Idea], str | None]], ...] = (
    ("status", lambda idea: idea.status),
    ("size", lambda idea: idea.size),
    ("level", lambda idea: idea.level),
    ("languages", lambda idea: ", ".join(idea.languages)),
    ("languages that are a plus", lambda idea: ", ".join(idea.languages_optional)),
    ("address", lambda idea: idea.url),
)


def _is_back(one: Idea, other: Idea) -> bool:
    return one.status is Status.WITHDRAWN and other.status is Status.OPEN


def _of_idea(old: Organisation, one: Idea, new: Organisation, other: Idea) -> Iterator[Change]:
    for field, value in _FACTS:
        before, after = value(one), value(other)
        told = field == "status" and _is_back(one, other)
        if _plain(before) != _plain(after) and not told:
            yield Change(Kind.CHANGED, other.title, field, before or None, after or None)
    for field, keys in (("mentors", "mentors"), ("suggested by", "suggested_by")):
        was, now = getattr(one, keys), getattr(other, keys)
        if set(was) != set(now):
            yield Change(Kind.CHANGED, other.title, field, _names(old, was) or None, _names(new, now) or None)
    if _text(one) != _text(other):
        yield Change(Kind.CHANGED, other.title, "text")
    if {link.url for link in one.links} != {link.url for link in other.links}:
        yield Change(Kind.CHANGED, other.title, "links")


def _of_person(old: Person | None, new: Person) -> Iterator[Change]:
    if old is None:
        return
    pairs = (
        ("e-mail", old.email, new.email),
        ("Matrix address", old.matrix, new.matrix),
        ("nick", _nicks(old), _nicks(new)),
    )
    for field, before, after in pairs:
        if _plain(before) != _plain(after):
            yield Change(Kind.CHANGED, new.called, field, before or None, after or None)


def _of_page(old: Organisation, new: Organisation) -> Iterator[Change]:
    if set(old.mentors) != set(new.mentors):
        before, after = _names(old, old.mentors), _names(new, new.mentors)
        yield Change(Kind.CHANGED, "", "mentors of the whole page", before or None, after or None)
    dates, others = ({each.key: each for each in page.dates} for page in (old, new))
    for key in dict.fromkeys((*dates, *others)):
        was, now = (each[key].when.isoformat() if key in each else None for each in (dates, others))
        if was != now:
            yield Change(Kind.CHANGED, "", (others.get(key) or dates[key]).name, was, now)
    for field, name in (("apply", "the steps of an application"), ("propose", "the steps of a proposal")):
        if [folded(step) for step in getattr(old, field)] != [folded(step) for step in getattr(new, field)]:
            yield Change(Kind.CHANGED, "", name)
    if {place.url for place in old.contact.places} != {place.url for place in new.contact.places}:
        yield Change(Kind.CHANGED, "", "the places to ask in")


def _names(page: Organisation, keys: tuple[str, ...]) -> str:
    return ", ".join(page.people[key].called for key in keys)


def _nicks(person: Person) -> str:
    return ", ".join(sorted(nick.name for nick in person.nicks))


def _plain(value: str | None) -> str:
    return " ".join((value or "").casefold().split())


def _text(idea: Idea) -> str:
    return folded(" ".join((idea.summary, *idea.tasks, *idea.prerequisites)))
