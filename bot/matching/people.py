"""Who is meant: names in any order, parts of names, slips, nicks, e-mail and Matrix addresses, initials; pure."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from bot.catalogue.model import Catalogue, Idea, Organisation, Person
from bot.matching.lexicon import Lexicon
from bot.matching.normalise import Token, fold, joins, tokens
from bot.matching.sounds import sound_of
from bot.matching.spelling import Speller

PAGE_WIDE = 2
"""Place of ideas that somebody mentors only for the page as a whole, after those of their own."""

SHORTEST_STRETCHED, STRETCHED = 5, 0.65
"""Letters and likeness that a word needs to pass for the other half of a name whose first half is right."""

PAIR = 2
"""Words of a given name with a family name."""

SOUNDS, SHORTEST_SOUND = 0.85, 5
"""Trust in a word that only sounds like a name, and the letters it needs."""

_SPELT_OUT = re.compile(r" ?[([{]? ?\bat\b ?[)\]}]? ?(?=\S{1,80}\.\w{2,})")
"""The middle of an address as people write it against robots: `ada at example.org`, `ada [at] example.org`."""


@dataclass(slots=True)
class Human:
    """One human being, perhaps named on several pages.

    Attributes:
        persons: how the pages name them, with the page's file.
        names: the words of their names, folded.
        ideas: what they mentor, own ideas first; each with its place (0 own, 1 own on a superseded page, 2 page-wide).
        suggested: what they only suggested.
    """

    persons: list[tuple[Person, Organisation]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    ideas: list[tuple[int, Idea, Organisation]] = field(default_factory=list)
    suggested: list[tuple[int, Idea, Organisation]] = field(default_factory=list)

    def person(self, scope: frozenset[str]) -> Person:
        """The fullest naming within the scope, or anywhere when the scope has none."""
        inside = [p for p, org in self.persons if not scope or org.id in scope] or [p for p, _ in self.persons]
        return max(inside, key=lambda p: (p.name is not None, len(p.nicks), p.email is not None))

    def mentored(self, scope: frozenset[str]) -> tuple[Idea, ...]:
        """What they mentor within the scope; own ideas of current pages first."""
        inside = [(place, idea) for place, idea, org in self.ideas if not scope or org.id in scope]
        return tuple(idea for _, idea in sorted(inside, key=lambda pair: pair[0]))

    def lives_in(self, scope: frozenset[str]) -> bool:
        """Whether a page within the scope names them."""
        return not scope or any(org.id in scope for _, org in self.persons)


@dataclass(frozen=True, slots=True)
class Sighting:
    """People that a question names.

    Attributes:
        humans: all who fit equally well.
        places: the places of the tokens that name them.
        certain: a whole address, nick or full name was given, or the family name of one human alone.
    """

    humans: tuple[Human, ...] = ()
    places: frozenset[int] = frozenset()
    certain: bool = False


class People:
    """Everybody a catalogue names, to be found by what people call them."""

    def __init__(self, catalogue: Catalogue, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._handles: dict[str, list[Human]] = defaultdict(list)
        self._names: dict[str, list[Human]] = defaultdict(list)
        self._sounds: dict[str, list[Human]] = defaultdict(list)
        self.humans: list[Human] = []
        for home in catalogue.organisations:
            self._enter(home)
        for human in self.humans:
            for name in human.names:
                self._names[name].append(human)
                self._sounds[sound_of(name)].append(human)
        names = frozenset(n for n in self._names if len(n) > 3) | self._nicks()
        self._speller = Speller(names - lexicon.silent, lexicon)
        self._latest: tuple[tuple[Token, ...], str, frozenset[str], Sighting] | None = None

    def _nicks(self) -> frozenset[str]:
        return frozenset(h for h in self._handles if h.isalnum() and len(h) > 4)

    def _enter(self, home: Organisation) -> None:
        known = {key: self._human(person, home) for key, person in home.people.items()}
        place = 1 if home.page.superseded_by else 0
        for idea in home.ideas:
            entry = (place if idea.mentors else PAGE_WIDE, idea, home)
            for key in dict.fromkeys(idea.mentors or home.mentors):
                known[key].ideas.append(entry)
            for key in dict.fromkeys(idea.suggested_by):
                known[key].suggested.append((place, idea, home))

    def _human(self, person: Person, home: Organisation) -> Human:
        """The human behind this naming: the same address or the same full name is the same human."""
        marks = [fold(m) for m in (person.email, person.name or person.inferred_name) if m]
        human = next((h[0] for m in marks if (h := self._handles.get(m)) and (" " in m or "@" in m)), None)
        if human is None:
            human = Human()
            self.humans.append(human)
        human.persons.append((person, home))
        for name in (person.name, person.inferred_name):
            if name:
                words = tokens(name)
                human.names |= {t.text for t in words} | set(joins(words))
        for handle in _handles_of(person):
            if human not in self._handles[handle]:
                self._handles[handle].append(human)
        return human

    def look(self, words: tuple[Token, ...], raw: str, scope: frozenset[str] = frozenset()) -> Sighting:
        """Whom the words name.

        Args:
            words: the question's tokens.
            raw: the question as typed, for addresses.
            scope: organisation files to look in; empty for all.
        """
        latest = self._latest  # asked for its wish, then answered
        if latest is None or latest[0] is not words or latest[1:3] != (raw, scope):
            sighting = self._by_handle(words, raw, scope) or self._by_name(words, scope)
            latest = self._latest = words, raw, scope, sighting
        return latest[3]

    def _by_handle(self, words: tuple[Token, ...], raw: str, scope: frozenset[str]) -> Sighting | None:
        for piece in _SPELT_OUT.sub("@", fold(raw[:1_000])).split():
            if piece.isalpha() and piece not in self._handles:
                continue  # as most words do
            handle = piece.strip(".,;:!?()<>[]\"'").removeprefix("mailto:").removeprefix("https://matrix.to/#/")
            handle = handle.removesuffix("'s")
            found = self._handles.get(handle) or self._handles.get(handle.lstrip("@"))
            if not found or (self._lexicon.knows(handle) and self._is_sentence(words)):
                continue
            if len(self._names.get(handle, ())) > 1:
                continue  # the first part of somebody's address is also a name that several have
            inside = tuple(h for h in found if h.lives_in(scope))
            if inside:
                pieces = {t.text for t in tokens(handle)}
                places = frozenset(i for i, t in enumerate(words) if t.text in pieces)
                return Sighting(inside, places, certain=True)
        return None

    def _is_sentence(self, words: tuple[Token, ...]) -> bool:
        """Whether more than one of the words says anything."""
        return len([word for word in words if word.text not in self._lexicon.silent]) > 1

    def _by_name(self, words: tuple[Token, ...], scope: frozenset[str]) -> Sighting:
        weights: dict[int, float] = defaultdict(float)
        places: dict[int, set[int]] = defaultdict(set)
        who: dict[int, Human] = {}
        for place, token in enumerate(words):
            if token.text in self._lexicon.silent and not (len(token.text) == 1 and token.text.isalpha()):
                continue  # of small words only initials may name somebody
            for human, quality in self._called(token, words, place):
                if human.lives_in(scope) and place not in places[id(human)]:
                    who[id(human)] = human
                    weights[id(human)] += quality
                    places[id(human)].add(place)
        if not weights:
            return Sighting()
        self._stretch(words, who, weights, places)
        most = max(weights.values())
        best = [key for key, weight in weights.items() if weight >= most - 0.12]
        named = frozenset().union(*(places[key] for key in best))
        full = all(len(places[key]) > 1 for key in best)
        humans = tuple(who[key] for key in best)
        return Sighting(humans, named, full or self._family_name(humans, words, places[best[0]]))

    def _family_name(self, humans: tuple[Human, ...], words: tuple[Token, ...], places: set[int]) -> bool:
        """Whether two words end in the family name of one human; the first may be a given name in another language."""
        if len(humans) != 1 or len(words) != PAIR or places != {1}:
            return False
        name, family = words[1].text, {tokens(p.name)[-1].text for p, _ in humans[0].persons if p.name}
        return name in family and not self._lexicon.knows(name) and not self._lexicon.knows(words[0].text)

    def _stretch(
        self, words: tuple[Token, ...], who: dict[int, Human], weights: dict[int, float], places: dict[int, set[int]]
    ) -> None:
        """Beside a name that is right, the rest of the same name may be further off."""
        for key, human in who.items():
            for place in {p + step for p in tuple(places[key]) for step in (-1, 1)} - places[key]:
                word = words[place].text if 0 <= place < len(words) else ""
                if len(word) < SHORTEST_STRETCHED or self._is_ordinary(word) or word in self._names:
                    continue
                if any(_likeness(word, name) >= STRETCHED for name in human.names):
                    weights[key] += 0.6
                    places[key].add(place)

    def _called(self, token: Token, words: tuple[Token, ...], place: int) -> Iterable[tuple[Human, float]]:
        """Everybody whom one word may name, with how well."""
        if len(token.text) == 1 and token.text.isalpha():
            yield from self._initial(token.text, words, place)
            return
        yield from ((human, 1.0) for human in self._names.get(token.text, ()))
        joined = token.text + words[place + 1].text if place + 1 < len(words) else ""
        yield from ((human, 1.0) for human in self._names.get(joined, ()))
        if token.text in self._names or self._lexicon.knows(token.text):
            return
        if len(token.text) >= SHORTEST_SOUND:
            yield from ((human, SOUNDS) for human in self._sounds.get(sound_of(token.text), ()))
        near = self._speller.corrections(token.text)
        for right, quality in near:
            yield from ((h, 0.9 * quality) for h in (*self._names.get(right, ()), *self._handles.get(right, ())))
        for right in () if near else self._speller.completions(token.text):
            yield from ((h, 0.6) for h in self._names.get(right, ()))

    def _is_ordinary(self, word: str) -> bool:
        """Whether the word is a common one rather than a name that language happens to know."""
        return word in self._lexicon.silent or self._lexicon.bands.get(word, 0) > 1

    def _initial(self, letter: str, words: tuple[Token, ...], place: int) -> Iterable[tuple[Human, float]]:
        """A single letter helps a name beside it, and is a name by itself only where the page writes it so."""
        near = {t.text for t in words[max(place - 2, 0) : place + 3]}
        for human in {id(h): h for word in near for h in self._names.get(word, ()) if len(word) > 1}.values():
            if any(name.startswith(letter) and name not in near for name in human.names) or letter in human.names:
                yield human, 0.4


def _likeness(word: str, name: str) -> float:
    """How alike two names are, as they are written or as they are heard."""
    heard = OSA.normalized_similarity(sound_of(word), sound_of(name))
    return max(heard, float(OSA.normalized_similarity(word, name)))


def _handles_of(person: Person) -> list[str]:
    """Everything that names the person alone: whole name, also without spaces, nicks, addresses and their first parts."""
    found = [person.name, person.inferred_name, person.email, person.matrix]
    found += [nick.name for nick in person.nicks]
    found += [person.email.partition("@")[0] if person.email else None]
    found += [person.matrix.lstrip("@").partition(":")[0] if person.matrix else None]
    found += [person.matrix.lstrip("@") if person.matrix else None]
    found += [name.replace(" ", "") for name in (person.name, person.inferred_name) if name]
    handles = {fold(text) for text in found if text}
    return sorted(handles | {h.lstrip("@") for h in handles})
