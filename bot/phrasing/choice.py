"""Several ideas to choose from, or none at all."""

import re
from collections.abc import Sequence

from bot.catalogue.model import Idea, Organisation, Person
from bot.markup import Markup, aside, blocks, filled, instead, joined, numbered, strong, text
from bot.phrasing.names import address, entitled, facts, listed, quoted, season, standing, typed
from bot.tongue import _

_ABOUT = re.compile(r"^\s*(about|on|with|for|regarding)\s+(?=\S)", re.IGNORECASE)

FEW = 2
"""How many pages are named at most."""

Homed = tuple[Idea, Organisation]
"""An idea with the page it stands on."""


def row(idea: Idea, home: Organisation) -> Markup:
    """An entry of a list, with what tells it apart."""
    return joined([entitled(idea, home), facts(idea)], ": ")


def listing(found: Sequence[Homed], start: int = 1) -> Markup:
    """A numbered list; where little can be said, of titles, and of whose they are where that differs."""
    whose = len({home.id for _, home in found}) > 1
    return numbered((instead(row(*each), _title(*each, whose=whose)) for each in found), start)


def several(found: Sequence[Homed], people: Sequence[Person], total: int, prefix: str) -> Markup:
    """An unclear question: which of these was meant?

    Args:
        found: the ideas to choose from.
        people: whom the words name, when these are their ideas; empty otherwise.
        total: how many ideas fit; more than `found` where `!more` shows the rest.
        prefix: what commands begin with here.
    """
    take = filled(_("Take one by its number, such as {command}."), command=typed(prefix, "idea 2"))
    ways = joined([rest(prefix) if total > len(found) else "", take])
    return blocks([_which(people), listing(found), ways])


def rest(prefix: str) -> Markup:
    """There are more than are shown."""
    return aside(filled(_("{command} shows the rest."), command=typed(prefix, "more")))


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
    none = _("I know neither a mentor nor an idea by {words}.") if person else _("I know no idea about {words}.")
    parts = [filled(none, words=quoted(_ABOUT.sub("", words)))]
    if near:
        parts.append(text(_("The nearest, which may be something else:")))
        parts.append(listing(near))
    return blocks([*parts, _elsewhere(pages, prefix)])


def persons(people: Sequence[Person]) -> Markup:
    """Several people fit, and none of them mentors anything."""
    return filled(_("Several people fit: {people}. Give more of the name."), people=_named(people))


def _title(idea: Idea, home: Organisation, *, whose: bool) -> Markup:
    return joined([joined([season(home) if whose else "", standing(idea)], "; "), idea.title], ": ")


def _which(people: Sequence[Person]) -> Markup:
    if not people:
        return text(_("Several ideas fit; which one?"))
    if len(people) == 1:
        return filled(_("{people} mentors several ideas; which one?"), people=_named(people))
    return filled(_("{people} mentor these ideas; which one?"), people=_named(people))


def _named(people: Sequence[Person]) -> Markup:
    return listed(strong(person.called) for person in people)


def _elsewhere(pages: Sequence[Organisation], prefix: str) -> Markup:
    """Where all ideas are; the pages themselves while they are few, else where those are listed."""
    command = typed(prefix, "ideas")
    if len(pages) > FEW:
        return everything(prefix)
    if not pages:
        return filled(_("All ideas: {command}"), command=command)
    told = listed(address(str(page.page.url), season(page)) for page in pages)
    return filled(_("All ideas: {command}, or {pages}"), command=command, pages=told)


def everything(prefix: str) -> Markup:
    """Where all ideas are listed, and all pages."""
    words = _("All ideas: {ideas}; whose they are: {organisations}")
    return filled(words, ideas=typed(prefix, "ideas"), organisations=typed(prefix, "organisations"))
