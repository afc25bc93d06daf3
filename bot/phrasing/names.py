"""How things are called in a sentence: seasons, ideas, people, places, lists of them, and what one types."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from bot.catalogue.model import Idea, Link, Organisation, Person, Status
from bot.markup import Markup, clean, code, filled, joined, link, strong, text
from bot.tongue import N_, _

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_PERSONAL = re.compile(r"#/*(?:user/)?(?:@|%40)", re.IGNORECASE)
"""Web addresses which clients show as a mention, such as https://matrix.to/#/@user:example.org."""

_STANDING = {
    Status.SUSPENDED: N_("suspended"),
    Status.PLACEHOLDER: N_("placeholder"),
    Status.TAKEN: N_("taken"),
    Status.COMPLETED: N_("completed"),
    Status.WITHDRAWN: N_("withdrawn"),
}
"""How an idea stands that is not open, in a word."""


def listed(parts: Iterable[Markup | str], last: Literal["and", "or"] = "and") -> Markup:
    """'A', 'A and B', 'A, B and C'."""
    pieces = [text(part) if isinstance(part, str) else part for part in parts]
    if len(pieces) < 2:
        return joined(pieces)
    words = _("{most} and {last}") if last == "and" else _("{most} or {last}")
    return filled(words, most=joined(pieces[:-1], ", "), last=pieces[-1])


def quoted(words: str, longest: int = 60) -> Markup:
    """The asker's own words, cut so that nobody can make us shout."""
    tidy = clean(words).strip()
    cut = tidy if len(tidy) <= longest else tidy[: longest - 1].rstrip() + "…"
    return filled(_("“{words}”"), words=cut)


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
        edition = _(organisation.page.edition or N_("older"))
        return _("{organisation}, {edition} edition").format(organisation=organisation.organisation, edition=edition)
    return organisation.organisation


def entitled(idea: Idea, organisation: Organisation) -> Markup:
    """'Implement fanotify (gVisor 2021)', with the status where it is not open."""
    return strong(idea.title) + " (" + joined([season(organisation), standing(idea)], "; ") + ")"


def standing(idea: Idea) -> str:
    """How an idea stands that is not open, in a word."""
    return "" if idea.status is Status.OPEN else _(_STANDING[idea.status])


def languages(idea: Idea) -> str:
    """'Rust, Python as a plus'; empty where the page names none."""
    plus = listed(idea.languages_optional).plain
    welcome = _("{languages} as a plus").format(languages=plus) if plus else ""
    return ", ".join(filter(None, (listed(idea.languages).plain, welcome)))


def facts(idea: Idea) -> Markup:
    """Level, size and languages, as far as the page states them."""
    return joined(filter(None, (level(idea), idea.size, languages(idea))), ", ")


def level(idea: Idea) -> str:
    """'intermediate', 'difficulty 4/5'; empty where the page gives none, or a placeholder has the template's list."""
    if not idea.level or (idea.status is Status.PLACEHOLDER and not idea.levels):
        return ""
    return _("difficulty {level}").format(level=idea.level) if idea.grade else idea.level


def people(persons: Sequence[Person], remarks: Mapping[Person, str] | None = None) -> Markup:
    """Their names, as words that ping nobody, with what is to be known of some of them in brackets."""
    known = remarks or {}
    return listed(unpinged(each.called) + (f" ({known[each]})" if each in known else "") for each in persons)


def unpinged(name: str) -> str:
    """A name without the '@' that would make it a mention."""
    return name.removeprefix("@") if ":" in name or " " not in name else name


def reachable(person: Person, *, emails: bool = True) -> Markup:
    """'Marc-André Lureau: marcandre@…, elmarco on IRC'; empty where the page gives a name alone.

    Args:
        person: whom it is about.
        emails: whether the organisation wants e-mail addresses shown.
    """
    nicks = [
        _("{nick} on {network}").format(nick=unpinged(nick.name), network=nick.network)
        if nick.network
        else unpinged(nick.name)
        for nick in person.nicks
        if nick.name != person.called
    ]
    address = [link(f"mailto:{person.email}")] if person.email and emails else []
    known = joined([*address, *nicks], ", ")
    return unpinged(person.called) + ": " + known if known else Markup()


def place(where: Link) -> Markup:
    """A public place as a link; what would show as somebody's mention stays mere text."""
    return address(where.url, where.label)


def address(url: str, label: str = "") -> Markup:
    """A live link, unless it would show as somebody's mention in a client."""
    if _PERSONAL.search(url):
        return text(label or _("(a personal address)"))
    return link(url, label)
