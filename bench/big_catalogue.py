"""A synthetic but realistic catalogue of any size, always the same for one seed, and questions whose answers are known.

Names of software are built from syllables; prose mixes them with ordinary words, both in the shape of Zipf's law. Each
organisation keeps coming back to its own few dozen names, and mentors to their ideas, as on real pages.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from bench.crowd import Crowd
from bot.catalogue.model import Catalogue, Idea, Organisation, Person
from bot.matching.lexicon import lexicon

NAMES, ORGANISATION_NAMES, PEOPLE = 30_000, 40, 12
"""Invented names in all, names an organisation keeps using, and people an organisation has."""

LANGUAGES = {"Python": 9, "C": 8, "C++": 6, "Rust": 5, "Java": 5, "JavaScript": 5, "Go": 4, "TypeScript": 3, "Kotlin": 1,
             "Haskell": 1, "Julia": 1, "Ruby": 1, "Scala": 1}  # fmt: skip
_ONSETS = "b br c ch cl d dr f fl g gl gr h j k kr l m n p pl qu r s sc sh sk sl st t th tr v vr w x z".split()
_VOWELS = "a e i o u ai ea ee io oo".split()
_ENDS = ["", "", "", "", "n", "r", "l", "s", "x", "nd", "rt", "ck", "m"]
_BEFORE, _AFTER = ("lib", "py", "open", "k", "g"), ("fs", "d", "ctl", "db", "kit", "vm", "net", "lang", "ml", "hub")
_OPENINGS = (
    "Implement|Add support for|Port|Improve|Rewrite|Design|Extend|Optimize|Automate|Integrate|Test|Document".split(
        "|"
    )
)
_KINDS = (
    "backend frontend parser scheduler driver plugin library server client debugger compiler dashboard cache".split()
)
_JOINS = "for in with and on".split()
_SMALL = "the of to and a in is for that this it with as on be are by an or from can which at not".split()
_WISHES = ("{}", "{}", "is there an idea about {}?", "I would like to work on {}, who can tell me more?",
           "does anybody know whether there is something with {} in it", "what is the {} project about?")  # fmt: skip


class Zipf:
    """Draws words so that the n-th is drawn n times as seldom as the first."""

    def __init__(self, words: Sequence[str], random: Random, steepness: float = 1.0) -> None:
        self._words, self._random = words, random
        self._weights = list(accumulate(1 / (place + 3) ** steepness for place in range(len(words))))

    def draw(self, count: int) -> list[str]:
        """So many words, perhaps some of them twice."""
        return self._random.choices(self._words, cum_weights=self._weights, k=count)


def invented(random: Random, count: int) -> list[str]:
    """So many different names as software has them: `libskarn`, `veethctl`, `dro_plim`."""
    found: dict[str, None] = {}
    while len(found) < count:
        syllables = random.choices((2, 3, 4), weights=(4, 4, 1))[0]
        name = "".join(random.choice(_ONSETS) + random.choice(_VOWELS) for _ in range(syllables)) + random.choice(
            _ENDS
        )
        form = random.random()
        if form < 0.1:
            name = random.choice(_BEFORE) + name
        elif form < 0.25:
            name += random.choice(_AFTER)
        elif form < 0.3:
            name = f"{name[:4]}_{name[4:]}" if len(name) > 6 else name
        found[name] = None
    return list(found)


def ordinary(random: Random) -> list[str]:
    """Ordinary words of English and computing, the common ones first."""
    words = [(-band, random.random(), word) for word, band in sorted(lexicon().bands.items()) if len(word) > 2]
    return [word for _, _, word in sorted(words)]


class Writer:
    """Writes ideas; everything follows from the seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.names = Zipf(invented(self.random, NAMES), self.random, 0.7)
        self.prose = Zipf(ordinary(self.random), self.random)
        self._small = Zipf(_SMALL, self.random)
        self._crowd = Crowd(self.random)
        self._languages = Zipf(list(LANGUAGES), self.random)

    def catalogue(self, ideas: int, organisations: int) -> Catalogue:
        """A catalogue of so many ideas, shared out evenly."""
        share = [ideas // organisations + (number < ideas % organisations) for number in range(organisations)]
        return Catalogue(organisations=tuple(self._organisation(n, count) for n, count in enumerate(share)))

    def _organisation(self, number: int, ideas: int) -> Organisation:
        names = Zipf(list(dict.fromkeys(self.names.draw(ORGANISATION_NAMES))), self.random)
        people = {f"person-{place}": self._crowd.person() for place in range(PEOPLE)}
        return Organisation.model_validate(
            {
                "id": f"organisation-{number}",
                "organisation": self.random.choice(invented(self.random, 3)).replace("_", "").capitalize(),
                "year": 2026,
                "about": self._sentence(names, 12),
                "page": {"title": "Ideas", "url": f"https://organisation-{number}.example/ideas"},
                "contact": {"how": "Ask on the mailing list."},
                "people": people,
                "ideas": [self._idea(place, names, people) for place in range(ideas)],
            }
        )

    def _idea(self, number: int, names: Zipf, people: dict[str, Person]) -> Idea:
        random = self.random
        subject = [*names.draw(2), *self.names.draw(2)]
        random.shuffle(subject)
        title = (
            f"{random.choice(_OPENINGS)} {subject[0]} {random.choice(_KINDS)} {random.choice(_JOINS)} {subject[1]}"
        )
        return Idea(
            id=f"idea-{number}",
            title=title if random.random() < 0.5 else f"{title} {self.prose.draw(1)[0]} {subject[2]}",
            level=random.choice(("easy", "medium", "hard", None)),
            size=random.choice(("90 hours", "175 hours", "350 hours", "175 or 350 hours", None)),
            languages=tuple(dict.fromkeys(self._languages.draw(random.choice((1, 1, 2))))),
            mentors=tuple(random.sample(sorted(people), random.choice((1, 1, 2, 3)))),
            summary=" ".join(self._sentence(names, 22) for _ in range(3)),
            tasks=tuple(self._sentence(names, 16) for _ in range(random.choice((2, 3, 4)))),
            keywords=(subject[3], f"{subject[2]} {random.choice(_KINDS)}", *self.prose.draw(2)),
        )

    def _sentence(self, names: Zipf, length: int) -> str:
        """A sentence of which a third are small words, as in English."""
        words = self._small.draw(length // 3) + self.prose.draw(length - length // 3 - 3)
        words += names.draw(2) + self.names.draw(1)
        self.random.shuffle(words)
        return " ".join(words).capitalize() + "."


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
    found = [asked for make in asker.KINDS for asked in asker.some(make, count)]
    asker.random.shuffle(found)
    return found


class _Asker:
    """Makes questions; a label is right because exactly the labelled ideas hold all the telling words."""

    KINDS = ("title", "half", "slip", "described", "mentor", "unknown", "ordinary")

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
        self._strange = [name for name in invented(random, 4_000) if name not in self._holding]
        known = lexicon().bands
        self._usual = [w for w in ordinary(random)[:3_000] if w in self._holding and w in known and w.isalpha()]

    def some(self, kind: str, count: int) -> list[Asked]:
        """So many questions of a kind."""
        made = (getattr(self, f"_{kind}")() for _ in range(20 * count))
        found = [asked for asked in made if asked]
        return [Asked(kind, *pair) for pair in list(dict(found).items())[:count]]

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
        said = [word for word in _words(idea.summary) if word not in _SMALL]
        words = [*self.random.sample(said, 3), self.random.choice(idea.keywords[:2])]
        if len(self._all(_words(" ".join(words)))) != 1:
            return None
        self.random.shuffle(words)
        place = f" at {home.organisation}" if self.random.random() < 0.3 else ""
        return f"is there something about {words[0]} {words[1]} with {words[2]} and {words[3]}{place}?", frozenset(
            {key}
        )

    def _mentor(self) -> tuple[str, frozenset[str]]:
        name = self.random.choice(sorted(self._mentored))
        return name, frozenset(self._mentored[name])

    def _unknown(self) -> tuple[str, frozenset[str]]:
        """Names that nobody has, between words that everybody uses."""
        first, second = self.random.sample(self._strange, 2)
        kind = self.random.choice(_KINDS)
        subject = self.random.choice((f"{first} {kind}", f"{first} {second}", f"a {kind} for {first} in {second}"))
        return self._wished(subject), frozenset()

    def _ordinary(self) -> tuple[str, frozenset[str]]:
        """Words that all stand in the catalogue, yet speak of no idea."""
        return self._wished(" ".join(self.random.sample(self._usual, self.random.choice((2, 3, 4))))), frozenset()

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
