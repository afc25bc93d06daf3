"""Who mentors what, and how the organisation wants to be asked; nobody is pinged."""

from collections.abc import Sequence

from bot.catalogue.model import Idea, Organisation, Person
from bot.markup import Markup, blocks, joined, lines, numbered, strong, text
from bot.phrasing.choice import Homed, row
from bot.phrasing.idea import earlier
from bot.phrasing.names import (
    address,
    entitled,
    people,
    place,
    reachable,
    season,
    sentence,
    shortened,
    typed,
    unpinged,
)

ROWS = 8
"""How many of a person's ideas are listed at once."""


def of_idea(idea: Idea, home: Organisation, older: Sequence[Organisation] = ()) -> Markup:
    """The idea's mentors, or honestly none."""
    named = home.mentors_of(idea)
    return lines(
        [
            _first(idea, home, named),
            _page_wide(home) if named and not idea.mentors else Markup(),
            _suggested(idea, home) if not named else Markup(),
            joined([reachable(person) for person in named], "; "),
            how_to_ask(home),
            earlier(older),
            address(home.url_of(idea)),
        ]
    )


def of_page(home: Organisation, named: Sequence[Person]) -> Markup:
    """Everybody who mentors an idea of the page."""
    whose = season(home)
    first = (
        strong(f"Mentors of {whose}: ") + people(named) + "." if named else f"The page of {whose} names no mentor."
    )
    return lines([first, _page_wide(home), how_to_ask(home), address(str(home.page.url))])


def of_each(found: Sequence[Homed], asked: Sequence[Person], total: int, prefix: str) -> Markup:
    """Several ideas fit: the mentors of each.

    Args:
        found: the ideas with their pages.
        asked: the people whom the words fit, when these are their ideas.
        total: how many ideas fit; more than `found` where `!more` shows the rest.
        prefix: what commands begin with here.
    """
    head = "Several people fit, " + people(asked) + ":" if asked else text("Several ideas fit:")
    rows = [row(idea, home) + "; " + _brief(idea, home) for idea, home in found]
    one = "For one of them: " + typed(prefix, "mentor 2") + "."
    return blocks([head, numbered(rows), _rest(len(found), total, prefix) + one])


def of_person(person: Person, mentored: Sequence[Homed], naming: Sequence[Organisation], prefix: str) -> Markup:
    """What somebody mentors.

    Args:
        person: whom it is about.
        mentored: the ideas with their pages.
        naming: the pages that name the person.
        prefix: what commands begin with here.
    """
    if not mentored:
        where = f" on the page of {season(naming[0])}" if naming else ""
        return strong(unpinged(person.called)) + f" is named{where}, but mentors no idea there."
    who, last = strong(unpinged(person.called)), address(mentored[0][1].url_of(mentored[0][0]))
    ways = lines([reachable(person), how_to_ask(mentored[0][1])])
    if all(not idea.mentors for idea, _ in mentored):
        home = mentored[0][1]
        head = who + f" is one of the mentors whom {season(home)} names for all its ideas."
        return lines([head, _page_wide(home), ways, address(str(home.page.url))])
    if len(mentored) == 1:
        return lines([who + " mentors " + entitled(*mentored[0]) + ".", ways, last])
    head = who + f" mentors {len(mentored)} ideas:"
    rest = _rest(ROWS, len(mentored), prefix)
    return blocks([head, numbered(row(*each) for each in mentored[:ROWS]), rest, ways, last])


def how_to_ask(home: Organisation) -> Markup:
    """How the organisation wants to be asked, and where."""
    places = joined([place(where) for where in home.contact.places[:2]], ", ")
    return joined([text("How to ask: " + sentence(shortened(home.contact.how, 260))), places])


def _rest(shown: int, total: int, prefix: str) -> Markup:
    return typed(prefix, "more") + " shows the rest. " if total > shown else Markup()


def _first(idea: Idea, home: Organisation, named: Sequence[Person]) -> Markup:
    what = entitled(idea, home)
    if not named:
        return "The page names no mentor for " + what + "."
    if not idea.mentors:
        return people(named) + f" mentor {home.organisation}'s page as a whole, " + what + " included."
    return people(named) + (" mentors " if len(named) == 1 else " mentor ") + what + "."


def _page_wide(home: Organisation) -> Markup:
    return text(sentence(shortened(home.mentors_note, 200))) if home.mentors_note else Markup()


def _suggested(idea: Idea, home: Organisation) -> Markup:
    if not idea.suggested_by:
        return Markup()
    who = people([home.people[key] for key in idea.suggested_by])
    return "It was suggested by " + who + ", who is not thereby a mentor."


def _brief(idea: Idea, home: Organisation) -> Markup:
    named = home.mentors_of(idea)
    if not named:
        return text("no mentor named")
    return ("mentors: " if idea.mentors else "mentors of the whole page: ") + people(named)
