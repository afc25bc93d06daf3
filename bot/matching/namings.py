"""Where a catalogue names the same person: on several pages of an organisation, or by the same address anywhere; pure."""

from collections.abc import Iterator

from bot.catalogue.model import Catalogue, Organisation, Person
from bot.matching.normalise import fold

Naming = tuple[Organisation, str]
"""A page, and the person's key among its people."""


def namings_of(person: Person, catalogue: Catalogue) -> tuple[Naming, ...]:
    """Every page that names them.

    A full name is trusted only within one organisation: elsewhere somebody else may bear it.
    """
    named = [(home, key) for home, key, each in _all(catalogue) if each == person or _same_address(each, person)]
    houses = {home.organisation for home, _ in named}
    return tuple(
        (home, key)
        for home, key, each in _all(catalogue)
        if (home, key) in named or (home.organisation in houses and _same_name(each, person))
    )


def by_matrix(address: str, catalogue: Catalogue) -> Person | None:
    """The person whose Matrix address this is, by the catalogue."""
    return next((each for _, _, each in _all(catalogue) if each.matrix == address), None)


def _all(catalogue: Catalogue) -> Iterator[tuple[Organisation, str, Person]]:
    return ((home, key, person) for home in catalogue.organisations for key, person in home.people.items())


def _same_address(one: Person, other: Person) -> bool:
    emails = {fold(each.email) for each in (one, other) if each.email}
    same_email = bool(one.email and other.email) and len(emails) == 1
    return same_email or (one.matrix is not None and one.matrix == other.matrix)


def _same_name(one: Person, other: Person) -> bool:
    """The same name of two words at least."""
    return (
        bool(one.name and other.name)
        and " " in fold(one.name or "")
        and fold(one.name or "") == fold(other.name or "")
    )
