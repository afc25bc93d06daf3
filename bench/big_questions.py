"""Questions about a synthetic catalogue, always the same for one seed, with the ideas that answer them.

A label is right because exactly the labelled ideas hold all the telling words of the question. What has no answer shares
words with many ideas: a stranger among names, or everyday words that no idea has together.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bench.big_catalogue import KINDS, SMALL, invented, ordinary
from bot.catalogue.model import Catalogue
from bot.matching.lexicon import lexicon
from bot.matching.normalise import stem_of

STRANGERS = frozenset({"unknown", "ordinary", "none"})
"""Kinds of questions that have no answer."""

_WISHES = ("{}", "{}", "is there an idea about {}?", "I would like to work on {}, who can tell me more?",
           "does anybody know whether there is something with {} in it", "what is the {} project about?")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answer.

    Attributes:
        kind: how it was made.
        text: what somebody types.
        relevant: ideas that are right, as `file/idea`; empty where nothing is to be found.
    """

    kind: str
    text: str
    relevant: frozenset[str]


def questions(catalogue: Catalogue, count: int, seed: int) -> list[Asked]:
    """So many questions of each kind, in a mixed order."""
    asker = _Asker(catalogue, Random(seed))
    found = [asked for make in asker.MAKES for asked in asker.some(make, count)]
    asker.random.shuffle(found)
    return found


class _Asker:
    """Makes questions."""

    MAKES = ("title", "half", "slip", "described", "mentor", "unknown", "ordinary")

    def __init__(self, catalogue: Catalogue, random: Random) -> None:
        self.random = random
        self._ideas = [
            (f"{home.id}/{idea.id}", home, idea) for home in catalogue.organisations for idea in home.ideas
        ]
        self._holding: dict[str, set[str]] = defaultdict(set)
        self._mentored: dict[str, set[str]] = defaultdict(set)
        for key, home, idea in self._ideas:
            for word in _words(" ".join((idea.title, idea.summary, *idea.tasks, *idea.keywords))):
                self._holding[word].add(key)
            for person in home.mentors_of(idea):
                self._mentored[person.called].add(key)
        self._mentors = sorted(self._mentored)
        self._by_stem: dict[str, set[str]] = defaultdict(set)
        for word, keys in self._holding.items():
            self._by_stem[stem_of(word)] |= keys
        self._invented = invented(random, 4_000)
        silent = lexicon().silent
        self._usual = [w for w in ordinary(random)[:3_000] if w in self._holding and w not in silent and w.isalpha()]

    def some(self, kind: str, count: int) -> list[Asked]:
        """So many questions of a kind."""
        found: dict[str, frozenset[str]] = {}
        while len(found) < count:
            if made := getattr(self, f"_{kind}")():
                found[made[0]] = made[1]
        return [Asked(kind, text, relevant) for text, relevant in found.items()]

    def _title(self) -> tuple[str, frozenset[str]]:
        title = self.random.choice(self._ideas)[2].title
        return title, frozenset(key for key, _, idea in self._ideas if idea.title == title)

    def _half(self) -> tuple[str, frozenset[str]] | None:
        words = self._telling()
        return (self._wished(" ".join(words)), self._all(words)) if words else None

    def _wished(self, subject: str) -> str:
        return self.random.choice(_WISHES).format(subject)

    def _slip(self) -> tuple[str, frozenset[str]] | None:
        """One letter dropped, doubled, swapped or changed in the longest word."""
        words = self._telling()
        if not words:
            return None
        longest = max(words, key=len)
        if len(longest) < 6:
            return None
        wrong = self._misspelt(longest)
        return self._wished(" ".join(wrong if word == longest else word for word in words)), self._all(words)

    def _described(self) -> tuple[str, frozenset[str]] | None:
        key, home, idea = self.random.choice(self._ideas)
        said = [word for word in _words(idea.summary) if word not in SMALL]
        words = [*self.random.sample(said, 3), self.random.choice(idea.keywords[:2])]
        if len(self._all(_words(" ".join(words)))) != 1:
            return None
        self.random.shuffle(words)
        place = f" at {home.organisation}" if self.random.random() < 0.3 else ""
        return f"is there something about {words[0]} {words[1]} with {words[2]} and {words[3]}{place}?", frozenset(
            {key}
        )

    def _mentor(self) -> tuple[str, frozenset[str]]:
        name = self.random.choice(self._mentors)
        return name, frozenset(self._mentored[name])

    def _unknown(self) -> tuple[str, frozenset[str]]:
        """Names that nobody has, between words that everybody uses."""
        first, second = self._stranger(), self._stranger()
        kind = self.random.choice(KINDS)
        subject = self.random.choice((f"{first} {kind}", f"{first} {second}", f"a {kind} for {first} in {second}"))
        return self._wished(subject), frozenset()

    def _stranger(self) -> str:
        """A name that no slip of the finger makes of a known one, and that begins none."""
        while True:
            name = self.random.choice(self._invented)
            near = process.extractOne(name, self._holding.keys(), scorer=OSA.distance, score_cutoff=1)
            if not near and not any(word.startswith(name) for word in self._holding):
                return name

    def _ordinary(self) -> tuple[str, frozenset[str]] | None:
        """Words that all stand in the catalogue, but in no idea together."""
        words = self.random.sample(self._usual, self.random.choice((2, 3, 4)))
        together = set.intersection(*(self._by_stem[stem_of(word)] for word in words))
        return None if together else (self._wished(" ".join(words)), frozenset())

    def _telling(self) -> list[str]:
        """Two or three names out of a title that no other idea has together."""
        idea = self.random.choice(self._ideas)[2]
        words = [word for word in _words(idea.title) if word not in lexicon().bands]
        return words[:3] if len(words) > 1 and len(self._all(words[:3])) == 1 else []

    def _all(self, words: Sequence[str]) -> frozenset[str]:
        return frozenset(set.intersection(*(self._holding.get(word, set()) for word in words)))

    def _misspelt(self, word: str) -> str:
        place = self.random.randrange(1, len(word) - 1)
        before, here, after = word[:place], word[place], word[place + 1 :]
        return self.random.choice((before + after, before + here + here + after, before + after[0] + here + after[1:],
                                   before + self.random.choice("aeiorst") + after))  # fmt: skip


def _words(text: str) -> list[str]:
    return list(dict.fromkeys(text.lower().replace(".", " ").split()))
