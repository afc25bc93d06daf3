"""Who mentors what, and how the organisation wants to be asked; nobody is pinged."""

from collections.abc import Sequence

from bot.catalogue.model import Idea, Organisation, Person
from bot.markup import Markup, aside, blocks, filled, instead, joined, later, lines, numbered, strong, text
from bot.phrasing.absences import ALL_THERE, Attendance, Remarks
from bot.phrasing.choice import Homed, listing, rest, row
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
from bot.tongue import _, ngettext

ROWS = 8
"""How many of a person's ideas are listed at once."""


def of_idea(
    idea: Idea, home: Organisation, older: Sequence[Organisation] = (), there: Attendance = ALL_THERE
) -> Markup:
    """The idea's mentors, or honestly none. Of those who are away or full, no ways to reach them are told."""
    named, remarks = home.mentors_of(idea), there.of(home, idea)
    return lines(
        [
            _first(idea, home, named, remarks),
            _page_wide(home) if named and not idea.mentors else Markup(),
            _suggested(idea, home) if not named else Markup(),
            joined([_reachable(person, home, remarks) for person in named], "; "),
            how_to_ask(home),
            aside(earlier(older)),
            address(home.url_of(idea)),
        ]
    )


def of_page(home: Organisation, named: Sequence[Person], there: Attendance = ALL_THERE) -> Markup:
    """Everybody who mentors an idea of the page."""
    if named:
        head = strong(_("Mentors of {organisation}:").format(organisation=season(home)))
        first = joined([head, people(named, there.of(home)) + "."])
    else:
        first = filled(_("The page of {organisation} names no mentor."), organisation=season(home))
    return lines([first, _page_wide(home), how_to_ask(home), address(str(home.page.url))])


def of_each(
    found: Sequence[Homed], asked: Sequence[Person], total: int, prefix: str, there: Attendance = ALL_THERE
) -> Markup:
    """Several ideas fit: the mentors of each.

    Args:
        found: the ideas with their pages.
        asked: the people whom the words fit, when these are their ideas.
        total: how many ideas fit; more than `found` where `!more` shows the rest.
        prefix: what commands begin with here.
        there: who of the mentors is away or full.
    """
    head = (
        filled(_("Several people fit, {people}:"), people=people(asked)) if asked else text(_("Several ideas fit:"))
    )
    rows = [_with_mentors(idea, home, there.of(home, idea)) for idea, home in found]
    one = filled(_("For one of them: {command}."), command=typed(prefix, "mentor 2"))
    return blocks([head, numbered(rows), joined([_rest(len(found), total, prefix), one])])


def of_person(
    person: Person,
    mentored: Sequence[Homed],
    naming: Sequence[Organisation],
    prefix: str,
    there: Attendance = ALL_THERE,
) -> Markup:
    """What somebody mentors.

    Args:
        person: whom it is about.
        mentored: the ideas with their pages.
        naming: the pages that name the person.
        prefix: what commands begin with here.
        there: who of the mentors is away or full.
    """
    remarks = _of_them(person, mentored, naming, there)
    who = strong(unpinged(person.called)) + (f" ({remarks[person]})" if person in remarks else "")
    if not mentored and naming:
        words = _("{person} is named on the page of {organisation}, but mentors no idea there.")
        return filled(words, person=who, organisation=season(naming[0]))
    if not mentored:
        return filled(_("{person} is named, but mentors no idea there."), person=who)
    last = address(mentored[0][1].url_of(mentored[0][0]))
    ways = lines([_reachable(person, mentored[0][1], remarks), how_to_ask(mentored[0][1])])
    if all(not idea.mentors for idea, _ in mentored):
        home = mentored[0][1]
        words = _("{person} is one of the mentors whom {organisation} names for all its ideas.")
        head = filled(words, person=who, organisation=season(home))
        return lines([head, _page_wide(home), ways, address(str(home.page.url))])
    if len(mentored) == 1:
        return lines([_mentors(who, entitled(*mentored[0]), 1), ways, last])
    many = _("{person} mentors {count} ideas:")
    head = filled(many, person=who, count=str(len(mentored)))
    further = _rest(ROWS, len(mentored), prefix)
    return blocks([head, listing(mentored[:ROWS]), further, ways, last])


def how_to_ask(home: Organisation) -> Markup:
    """How the organisation wants to be asked, and where; the places first where little can be said."""
    places = joined([place(where) for where in home.contact.places[:2]], ", ")
    how = sentence(shortened(home.contact.how, 260))
    told = filled(_("How to ask: {how}"), how=how)
    brief = lines([filled(_("Ask in public: {place}"), place=places), later(how)]) if places else later(told)
    return instead(joined([told, places]), brief)


def _of_them(
    person: Person, mentored: Sequence[Homed], naming: Sequence[Organisation], there: Attendance
) -> dict[Person, str]:
    """What is to be known of somebody: of all of theirs, or of the one idea that they mentor."""
    remarks = [there.of(home) for home in naming]
    remarks += [there.of(home, idea) for idea, home in mentored] if len(mentored) == 1 else []
    told = [each[person] for each in remarks if person in each]
    return {person: told[-1]} if told else {}


def _reachable(person: Person, home: Organisation, remarks: Remarks) -> Markup:
    return Markup() if person in remarks else reachable(person, emails=home.contact.emails)


def _rest(shown: int, total: int, prefix: str) -> Markup:
    return rest(prefix) if total > shown else Markup()


def _mentors(who: Markup, idea: Markup, number: int) -> Markup:
    """So many people mentor an idea."""
    return filled(ngettext("{people} mentors {idea}.", "{people} mentor {idea}.", number), people=who, idea=idea)


def _first(idea: Idea, home: Organisation, named: Sequence[Person], remarks: Remarks) -> Markup:
    what = entitled(idea, home)
    if not named:
        return filled(_("The page names no mentor for {idea}."), idea=what)
    if not idea.mentors:
        words = _("{people} mentor {organisation}'s page as a whole, {idea} included.")
        return filled(words, people=people(named, remarks), organisation=home.organisation, idea=what)
    return _mentors(people(named, remarks), what, len(named))


def _page_wide(home: Organisation) -> Markup:
    return later(sentence(shortened(home.mentors_note, 200))) if home.mentors_note else Markup()


def _suggested(idea: Idea, home: Organisation) -> Markup:
    if not idea.suggested_by:
        return Markup()
    who = people([home.people[key] for key in idea.suggested_by])
    return filled(_("It was suggested by {people}, who is not thereby a mentor."), people=who)


def _with_mentors(idea: Idea, home: Organisation, remarks: Remarks) -> Markup:
    """An entry; where little can be said, first who is asked for, then for what."""
    who = people(home.mentors_of(idea), remarks) or _("no mentor named")
    return instead(row(idea, home) + "; " + _brief(idea, home, remarks), joined([who, idea.title], ": "))


def _brief(idea: Idea, home: Organisation, remarks: Remarks) -> Markup:
    named = home.mentors_of(idea)
    if not named:
        return text(_("no mentor named"))
    words = _("mentors: {people}") if idea.mentors else _("mentors of the whole page: {people}")
    return filled(words, people=people(named, remarks))
