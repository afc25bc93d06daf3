"""Mentors who are away or full: how answers say so, and what those hear who say it of themselves or others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.absence import Absence, Kind
from bot.catalogue.model import Idea, Organisation, Person
from bot.markup import Markup, joined, strong, text
from bot.phrasing.names import entitled, people, quoted, typed, unpinged
from bot.phrasing.times import day
from bot.tongue import _

_UTC = ZoneInfo("UTC")

Remarks = Mapping[Person, str]
"""What is to be known of mentors before one asks them, by person."""


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who of the mentors had better not be asked now.

    Attributes:
        absences: those that hold now.
        zone: in which days are told.
    """

    absences: tuple[Absence, ...] = ()
    zone: ZoneInfo = _UTC

    def of(self, home: Organisation, idea: Idea | None = None) -> dict[Person, str]:
        """Remarks on the people of a page.

        Args:
            home: the page.
            idea: the idea that is spoken of, for which alone somebody may be full.
        """
        told = {"", idea.id} if idea else {""}
        here = [each for each in self.absences if each.page == home.id and each.idea in told]
        ordered = sorted(here, key=lambda each: (each.kind is Kind.AWAY, not each.idea))
        return {home.people[each.person]: remark(each, self.zone) for each in ordered if each.person in home.people}


ALL_THERE = Attendance()
"""Nobody is away or full."""


def remark(absence: Absence, zone: ZoneInfo) -> str:
    """'away until Sun 3 May 2026', as it stands in brackets behind a name."""
    if absence.kind is Kind.FULL:
        return _("takes no more applicants")
    return _("away until {day}").format(day=day(absence.until.astimezone(zone))) if absence.until else _("away")


def away(person: Person, until: datetime | None, zone: ZoneInfo, prefix: str, *, own: bool) -> Markup:
    """Answers say now that a mentor is away."""
    when = day(until.astimezone(zone)) if until else "somebody says they are back" if not own else "you are back"
    whom = "you are" if own else f"{unpinged(person.called)} is"
    first = joined([text(f"Answers now say that {whom} away until"), strong(when) + "."])
    return joined([first, "Nobody is pinged.", _ends(person, prefix, own=own)])


def full(person: Person, idea: Idea | None, home: Organisation, prefix: str, *, own: bool) -> Markup:
    """Answers say now that a mentor takes no more applicants."""
    whom = "you take" if own else f"{unpinged(person.called)} takes"
    what = " for " + entitled(idea, home) if idea else Markup()
    first = text(f"Answers now say that {whom} no more applicants") + what + "."
    return joined([first, "Nobody is pinged.", _ends(person, prefix, own=own)])


def full_idea(persons: Sequence[Person], idea: Idea, home: Organisation, prefix: str) -> Markup:
    """Answers say now that nobody takes more applicants for an idea."""
    first = "Answers now say for " + entitled(idea, home) + " that " + people(persons)
    takes = " takes no more applicants." if len(persons) == 1 else " take no more applicants."
    return joined([first + takes, typed(prefix, f"back {idea.id}"), text("ends it.")])


def back(persons: Sequence[Person], idea: Idea | None, home: Organisation, *, own: bool) -> Markup:
    """Answers say nothing of the kind any more."""
    whom = text("you") if own else people(persons)
    what = " for " + entitled(idea, home) if idea else Markup()
    return "Answers now name " + whom + what + " as before."


def nothing_to_end(prefix: str) -> Markup:
    """Nobody said that they are away or full."""
    away_, full_ = typed(prefix, "away until 3 May"), typed(prefix, "full")
    return joined(
        ["Answers say nothing of the kind, so there is nothing to end. There are", away_, "and", full_ + "."]
    )


def no_mentor(sender: str, verb: str, prefix: str) -> str:
    """The asker's address is no mentor's, and they named nobody."""
    return (
        f"No page that I know names {sender} as a mentor, so I cannot tell whom you mean. The page's file in my catalogue "
        f"can be given your Matrix address; until then a moderator of a room can type {prefix}{verb} with your name there."
    )


def whom(words: str, verb: str, prefix: str) -> str:
    """The words name no mentor."""
    return f"I know no mentor here by {quoted(words).plain}. Write the name as the page has it, such as {prefix}{verb} elmarco."


def how_long(words: str, prefix: str) -> str:
    """The end of an absence was not understood."""
    examples = f"{prefix}away until 3 May, {prefix}away 2 weeks, or {prefix}away alone"
    return f"I do not understand {quoted(words).plain} as an end. Write {examples}."


def which(words: str, names: Sequence[str], prefix: str, verb: str) -> str:
    """The words name several."""
    return f"{quoted(words).plain} fits several: {', '.join(names)}. Give more of the name, as in {prefix}{verb} {names[0]}."


def mentors_nothing(person: Person) -> str:
    """A person whom a page names, though not as a mentor."""
    return f"{unpinged(person.called)} mentors no idea that I know, so answers name them as a mentor nowhere."


def names_nobody(idea: Idea) -> str:
    """An idea without mentors cannot be full."""
    return f"The page names no mentor for “{idea.title}”, so nobody would be spared."


def _ends(person: Person, prefix: str, *, own: bool) -> Markup:
    return joined([typed(prefix, "back" if own else f"back {unpinged(person.called)}"), text("ends it.")])
