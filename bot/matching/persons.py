"""Whether a question is about a person, and the ideas that it then gets; pure."""

from collections.abc import Sequence

from bot.matching.concepts import Reader
from bot.matching.lexicon import shelf_of
from bot.matching.normalise import Token
from bot.matching.people import People, Sighting
from bot.matching.verdict import Match, Outcome, Verdict

BESIDES_CERTAIN, BESIDES = 0.95, 0.15
"""What the words beside a name may say at most: where a whole address, nick or full name was given, and where not."""

BESIDE = shelf_of("filters.txt")["beside somebody's name"]
"""Words beside a name that are about whoever has it: titles, and how they are reached."""


class Persons:
    """Tells questions about people from questions that merely have a name in them."""

    def __init__(self, people: People, reader: Reader) -> None:
        self._people = people
        self._reader = reader

    def meant(self, words: Sequence[Token], raw: str, scope: frozenset[str]) -> Sighting | None:
        """The person the words are about: named, and hardly anything else said.

        Args:
            words: the question's tokens.
            raw: the question as typed, for addresses.
            scope: organisation files to look in; empty for all.
        """
        sighting = self._people.look(tuple(words), raw, scope)
        if not sighting.humans:
            return None
        others = tuple(t for place, t in enumerate(words) if place not in sighting.places and t.text not in BESIDE)
        left = sum(concept.gap for concept in self._reader.concepts(others))
        return sighting if left < (BESIDES_CERTAIN if sighting.certain else BESIDES) else None


def ideas_of(sighting: Sighting, scope: frozenset[str], *, choose: bool) -> Verdict:
    """What the people mentor.

    Args:
        sighting: who is meant.
        scope: organisation files to look in; empty for all.
        choose: one idea is wanted, so that several are a choice and none is nothing.
    """
    humans = sighting.humans
    mentored = {id(idea): idea for human in humans for idea in human.mentored(scope)}
    matches = tuple(Match(idea, 1.0) for idea in mentored.values())
    if len(humans) > 1:
        return Verdict(Outcome.SEVERAL, matches, people=tuple(human.person(scope) for human in humans))
    outcome = Outcome.SEVERAL if choose and len(matches) > 1 else Outcome.FOUND
    if choose and not matches:
        outcome = Outcome.NOTHING
    return Verdict(outcome, matches, person=humans[0].person(scope))
