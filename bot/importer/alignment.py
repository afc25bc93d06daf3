"""Which idea and which person of one reading of a page is which of another; pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from rapidfuzz import fuzz

from bot.catalogue.model import Idea, Organisation, Person
from bot.catalogue.twins import folded
from bot.importer.keys import free, slug

_NEAR_TITLE = 85.0
_NEAR_BODY = 0.6
_FEWEST_WORDS = 8


def same_ideas(old: Sequence[Idea], new: Sequence[Idea]) -> dict[int, int]:
    """Pairs of ideas by their positions: new → old.

    The same title is the surest sign, then the same id, then a title nearly the same, then nearly the same text.
    """
    found: dict[int, int] = {}
    for sign in (lambda idea: folded(idea.title), lambda idea: idea.id):
        _by_sign(old, new, sign, found)
    _by_likeness(old, new, _like_titles, _NEAR_TITLE, found)
    _by_likeness([_words(idea) for idea in old], [_words(idea) for idea in new], _like_texts, _NEAR_BODY, found)
    return found


def same_people(old: Iterable[tuple[str, Person]], new: Mapping[str, Person]) -> dict[str, str]:
    """Pairs of people by their keys: new → old; a shared address is the surest sign, then a name, then a nick."""
    known = list(old)
    found: dict[str, str] = {}
    for signs in (_addresses, _names, _nicks):
        keys = {sign: key for key, person in reversed(known) for sign in signs(person)}
        for key, person in new.items():
            same = next((keys[sign] for sign in signs(person) if sign in keys), None)
            if same and key not in found and same not in found.values():
                found[key] = same
    return found


def aligned(page: Organisation, *known: Organisation) -> Organisation:
    """The page with the ids and keys that other readings use for the same ideas and people.

    Args:
        page: what is to be renamed.
        known: the other readings; of an id that several have, the first is compared with.
    """
    people = same_people([item for each in known for item in each.people.items()], page.people)
    taken = {key for each in known for key in each.people}
    for key in page.people:
        if key not in people:
            people[key] = free(key, taken, "person")
        taken.add(people[key])
    ideas = {idea.id: idea for each in reversed(known) for idea in each.ideas}
    value = page.model_dump(exclude_unset=True)
    value["people"] = {people[key]: person for key, person in page.people.items()}
    value["mentors"] = [people[key] for key in page.mentors]
    value["ideas"] = _renamed(page.ideas, list(ideas.values()), people)
    return Organisation.model_validate({key: each for key, each in value.items() if each or key == "ideas"})


def _renamed(ideas: Sequence[Idea], known: Sequence[Idea], people: Mapping[str, str]) -> list[dict[str, Any]]:
    pairs = same_ideas(known, ideas)
    taken = {idea.id for idea in known}
    rows = []
    for at, idea in enumerate(ideas):
        key = known[pairs[at]].id if at in pairs else free(slug(idea.title), taken, "idea")
        taken.add(key)
        row = idea.model_dump(exclude_unset=True) | {"id": key}
        for field in ("mentors", "suggested_by"):
            if field in row:
                row[field] = [people[each] for each in row[field]]
        rows.append(row)
    return rows


def _by_sign(old: Sequence[Idea], new: Sequence[Idea], sign: Callable[[Idea], str], found: dict[int, int]) -> None:
    waiting: dict[str, list[int]] = {}
    for at, idea in enumerate(old):
        if at not in set(found.values()):
            waiting.setdefault(sign(idea), []).append(at)
    for at, idea in enumerate(new):
        if at not in found and (same := waiting.get(sign(idea))):
            found[at] = same.pop(0)


def _by_likeness(
    old: Sequence[Any], new: Sequence[Any], like: Callable[[Any, Any], float], least: float, found: dict[int, int]
) -> None:
    """Pairs what is left over, the most alike first."""
    left = [at for at in range(len(old)) if at not in set(found.values())]
    scores = [(like(old[a], new[b]), -b, -a) for b in range(len(new)) if b not in found for a in left]
    for score, b, a in sorted(scores, reverse=True):
        if score >= least and -b not in found and -a not in found.values():
            found[-b] = -a


def _like_titles(one: Idea, other: Idea) -> float:
    return fuzz.token_sort_ratio(folded(one.title), folded(other.title), score_cutoff=_NEAR_TITLE)


def _words(idea: Idea) -> frozenset[str]:
    return frozenset(folded(" ".join((idea.summary, *idea.tasks, *idea.prerequisites))).split())


def _like_texts(one: frozenset[str], other: frozenset[str]) -> float:
    if min(len(one), len(other)) < _FEWEST_WORDS:
        return 0.0
    return len(one & other) / len(one | other)


def _addresses(person: Person) -> tuple[str, ...]:
    return tuple(each.casefold() for each in (person.email, person.matrix) if each)


def _names(person: Person) -> tuple[str, ...]:
    return tuple(folded(each) for each in (person.name, person.inferred_name) if each)


def _nicks(person: Person) -> tuple[str, ...]:
    return tuple(nick.name.casefold() for nick in person.nicks)
