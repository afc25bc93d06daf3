"""How things are called in a sentence: seasons, ideas, people, places, lists of them, and what one types."""

import re
from collections.abc import Iterable, Sequence

from bot.catalogue.model import Idea, Link, Organisation, Person, Status
from bot.markup import Markup, clean, code, joined, link, strong, text

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_PERSONAL = re.compile(r"#/*(?:user/)?(?:@|%40)", re.IGNORECASE)
"""Web addresses which clients show as a mention, such as https://matrix.to/#/@user:example.org."""


def listed(parts: Iterable[Markup | str], last: str = "and") -> Markup:
    """'A', 'A and B', 'A, B and C'."""
    pieces = [text(part) if isinstance(part, str) else part for part in parts]
    if len(pieces) < 2:
        return joined(pieces)
    return joined(pieces[:-1], ", ") + f" {last} " + pieces[-1]


def quoted(words: str, longest: int = 60) -> Markup:
    """The asker's own words, cut so that nobody can make us shout."""
    tidy = clean(words).strip()
    return text(f"“{tidy if len(tidy) <= longest else tidy[: longest - 1].rstrip() + '…'}”")


def shortened(prose: str, longest: int = 420) -> str:
    """Whole sentences up to about so many characters; at least the first one."""
    sentences = _SENTENCE_END.split(prose.strip())
    kept = sentences[0]
    for sentence in sentences[1:]:
        if len(kept) + 1 + len(sentence) > longest:
            break
        kept += " " + sentence
    return kept if len(kept) <= 2 * longest else kept[: 2 * longest - 1].rstrip() + "…"


def sentence(prose: str) -> str:
    """The prose with one full stop (or other mark) at its end."""
    return prose if prose.rstrip().endswith((".", "!", "?", "…")) else prose.rstrip() + "."


def typed(prefix: str, words: str) -> Markup:
    """A command as one types it here."""
    return code(prefix + words)


def season(organisation: Organisation) -> str:
    """'QEMU 2023'; 'CRIU, older edition' where the page was superseded and has no year."""
    if organisation.year:
        return f"{organisation.organisation} {organisation.year}"
    if organisation.page.superseded_by:
        return f"{organisation.organisation}, {organisation.page.edition or 'older'} edition"
    return organisation.organisation


def entitled(idea: Idea, organisation: Organisation) -> Markup:
    """'Implement fanotify (gVisor 2021)', with the status where it is not open."""
    status = "" if idea.status is Status.OPEN else f"; {idea.status}"
    return strong(idea.title) + f" ({season(organisation)}{status})"


def languages(idea: Idea) -> str:
    """'Rust, Python as a plus'; empty where the page names none."""
    plus = listed(idea.languages_optional).plain
    return ", ".join(filter(None, (listed(idea.languages).plain, f"{plus} as a plus" if plus else "")))


def facts(idea: Idea) -> Markup:
    """Level, size and languages, as far as the page states them."""
    return joined(filter(None, (level(idea), idea.size, languages(idea))), ", ")


def level(idea: Idea) -> str:
    """'intermediate', 'difficulty 4/5'; empty where the page gives none, or a placeholder has the template's list."""
    if not idea.level or (idea.status is Status.PLACEHOLDER and not idea.levels):
        return ""
    return f"difficulty {idea.level}" if idea.grade else idea.level


def people(persons: Sequence[Person]) -> Markup:
    """Their names, as words that ping nobody."""
    return listed(unpinged(person.called) for person in persons)


def unpinged(name: str) -> str:
    """A name without the '@' that would make it a mention."""
    return name.removeprefix("@") if ":" in name or " " not in name else name


def reachable(person: Person) -> Markup:
    """'Marc-André Lureau: marcandre@…, elmarco on IRC'; empty where the page gives a name alone."""
    nicks = [
        unpinged(nick.name) + (f" on {nick.network}" if nick.network else "")
        for nick in person.nicks
        if nick.name != person.called
    ]
    address = [link(f"mailto:{person.email}")] if person.email else []
    known = joined([*address, *nicks], ", ")
    return unpinged(person.called) + ": " + known if known else Markup()


def place(where: Link) -> Markup:
    """A public place as a link; what would show as somebody's mention stays mere text."""
    return address(where.url, where.label)


def address(url: str, label: str = "") -> Markup:
    """A live link, unless it would show as somebody's mention in a client."""
    if _PERSONAL.search(url):
        return text(label or "(a personal address)")
    return link(url, label)
