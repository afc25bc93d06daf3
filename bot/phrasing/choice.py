"""Several ideas to choose from, or none at all."""

import re
from collections.abc import Sequence

from bot.catalogue.model import Idea, Organisation, Person
from bot.markup import Markup, blocks, joined, numbered, strong, text
from bot.phrasing.names import address, entitled, facts, listed, quoted, season, typed

_ABOUT = re.compile(r"^\s*(about|on|with|for|regarding)\s+(?=\S)", re.IGNORECASE)

FEW = 2
"""How many pages are named at most."""

Homed = tuple[Idea, Organisation]
"""An idea with the page it stands on."""


def row(idea: Idea, home: Organisation) -> Markup:
    """An entry of a list, with what tells it apart."""
    return joined([entitled(idea, home), facts(idea)], ": ")


def several(found: Sequence[Homed], people: Sequence[Person], total: int, prefix: str) -> Markup:
    """An unclear question: which of these was meant?

    Args:
        found: the ideas to choose from.
        people: whom the words name, when these are their ideas; empty otherwise.
        total: how many ideas fit; more than `found` where `!more` shows the rest.
        prefix: what commands begin with here.
    """
    more = typed(prefix, "more") + " shows the rest. " if total > len(found) else Markup()
    take = "Take one by its number, such as " + typed(prefix, "idea 2") + "."
    return blocks([_which(people), numbered(row(*each) for each in found), more + take if more else take])


def nothing(
    words: str, near: Sequence[Homed], pages: Sequence[Organisation], prefix: str, *, person: bool = False
) -> Markup:
    """Nothing was found, said so; the nearest are suggestions only.

    Args:
        words: what was asked for.
        near: the nearest ideas.
        pages: those that are named, else those that were looked through.
        prefix: what commands begin with here.
        person: whether it might have been somebody's name.
    """
    none = "I know neither a mentor nor an idea by " if person else "I know no idea about "
    parts = [none + quoted(_ABOUT.sub("", words)) + "."]
    if near:
        parts.append(text("The nearest, which may be something else:"))
        parts.append(numbered(row(*each) for each in near))
    parts.append("All ideas: " + typed(prefix, "ideas") + _pages(pages, prefix))
    return blocks(parts)


def persons(people: Sequence[Person]) -> Markup:
    """Several people fit, and none of them mentors anything."""
    return "Several people fit: " + listed(strong(person.called) for person in people) + ". Give more of the name."


def _which(people: Sequence[Person]) -> Markup:
    if not people:
        return text("Several ideas fit; which one?")
    if len(people) == 1:
        return strong(people[0].called) + " mentors several ideas; which one?"
    return listed(strong(person.called) for person in people) + " mentor these ideas; which one?"


def _pages(pages: Sequence[Organisation], prefix: str) -> Markup:
    """The pages themselves, while they are few; else where they are listed."""
    if len(pages) > FEW:
        return "; whose they are: " + typed(prefix, "organisations")
    if not pages:
        return Markup()
    return ", or " + listed((address(str(page.page.url), season(page)) for page in pages), "and")
