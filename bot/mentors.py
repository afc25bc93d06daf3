"""Which mentor somebody speaks of: themselves, by the Matrix address that a page names, or another, by name or idea."""

from dataclasses import dataclass

from bot.absence import Absence, Kind
from bot.catalogue.model import Catalogue, Idea, Organisation, Person
from bot.errors import UserError
from bot.matching.matcher import Matcher
from bot.matching.namings import Naming, by_matrix, namings_of
from bot.matching.verdict import Outcome, Verdict
from bot.phrasing import absences as phrasing
from bot.phrasing.names import unpinged


@dataclass(frozen=True, slots=True)
class Asking:
    """What somebody said of a mentor.

    Attributes:
        words: whom they named; empty for themselves.
        sender: their Matrix address.
        verb: the command that they typed.
        prefix: what commands begin with there.
    """

    words: str
    sender: str
    verb: str
    prefix: str


@dataclass(frozen=True, slots=True)
class Meant:
    """Mentors that somebody speaks of.

    Attributes:
        persons: one, or all mentors of an idea.
        namings: where the catalogue names them.
        home: the first page that does.
        idea: the idea that it is about; None for all of theirs.
        own: the asker is that person.
    """

    persons: tuple[Person, ...]
    namings: tuple[Naming, ...]
    home: Organisation
    idea: Idea | None = None
    own: bool = False

    def absences(self, kind: Kind) -> tuple[Absence, ...]:
        """One for each naming."""
        return tuple(Absence(home.id, key, kind, self.idea.id if self.idea else "") for home, key in self.namings)


def meant(asking: Asking, catalogue: Catalogue, matcher: Matcher, scope: frozenset[str]) -> Meant:
    """Whom the words mean.

    Args:
        asking: see there.
        catalogue: what is known.
        matcher: finds what is meant in it.
        scope: the ids of the pages that the room asks about; empty for all.

    Raises:
        UserError: nobody, or nobody for sure.
    """
    own = by_matrix(asking.sender, catalogue)
    if not asking.words:
        if own is None:
            raise UserError(phrasing.no_mentor(asking.sender, asking.verb, asking.prefix))
        return _person(own, catalogue, frozenset(), own=True)
    verdict = matcher.mentor(asking.words, scope)
    if verdict.people:
        names = [unpinged(person.called) for person in verdict.people]
        raise UserError(phrasing.which(asking.words, names, asking.prefix, asking.verb))
    if verdict.person:
        return _person(verdict.person, catalogue, scope, own=verdict.person == own)
    if idea := _idea(verdict, catalogue, own):
        return _of_idea(idea, catalogue.home_of(idea), own)
    raise UserError(phrasing.whom(asking.words, asking.verb, asking.prefix))


def _person(person: Person, catalogue: Catalogue, scope: frozenset[str], *, own: bool) -> Meant:
    namings = tuple(each for each in namings_of(person, catalogue) if not scope or each[0].id in scope)
    mentoring = [(home, key) for home, key in namings if _mentors(home, key)]
    if not mentoring:
        raise UserError(phrasing.mentors_nothing(person))
    return Meant((person,), tuple(mentoring), mentoring[0][0], own=own)


def _of_idea(idea: Idea, home: Organisation, own: Person | None) -> Meant:
    """The asker, where they mentor the idea; else all who do."""
    keys = tuple(dict.fromkeys(idea.mentors or home.mentors))
    if not keys:
        raise UserError(phrasing.names_nobody(idea))
    mine = tuple(key for key in keys if own and home.people[key] == own)
    chosen = mine or keys
    return Meant(
        tuple(home.people[key] for key in chosen), tuple((home, key) for key in chosen), home, idea, own=bool(mine)
    )


def _idea(verdict: Verdict, catalogue: Catalogue, own: Person | None) -> Idea | None:
    """The idea that was found; of several, the only one that the asker mentors."""
    if verdict.outcome is Outcome.FOUND:
        return verdict.matches[0].idea
    found = [match.idea for match in verdict.matches]
    mine = [idea for idea in found if own in catalogue.home_of(idea).mentors_of(idea)] if own else []
    return mine[0] if len(mine) == 1 else None


def _mentors(home: Organisation, key: str) -> bool:
    return key in home.mentors or any(key in idea.mentors for idea in home.ideas)
