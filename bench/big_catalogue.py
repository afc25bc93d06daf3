"""A synthetic but realistic catalogue of any size, always the same for one seed.

Names of software are built from syllables; prose mixes them with ordinary words, both in the shape of Zipf's law. Each
organisation keeps coming back to its own few dozen names, and mentors to their ideas, as on real pages.
"""

from collections.abc import Sequence
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
KINDS = (
    "backend frontend parser scheduler driver plugin library server client debugger compiler dashboard cache".split()
)
_JOINS = "for in with and on".split()
SMALL = "the of to and a in is for that this it with as on be are by an or from can which at not".split()


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
        self._small = Zipf(SMALL, self.random)
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
        title = f"{random.choice(_OPENINGS)} {subject[0]} {random.choice(KINDS)} {random.choice(_JOINS)} {subject[1]}"
        return Idea(
            id=f"idea-{number}",
            title=title if random.random() < 0.5 else f"{title} {self.prose.draw(1)[0]} {subject[2]}",
            level=random.choice(("easy", "medium", "hard", None)),
            size=random.choice(("90 hours", "175 hours", "350 hours", "175 or 350 hours", None)),
            languages=tuple(dict.fromkeys(self._languages.draw(random.choice((1, 1, 2))))),
            mentors=tuple(random.sample(sorted(people), random.choice((1, 1, 2, 3)))),
            summary=" ".join(self._sentence(names, 22) for _ in range(3)),
            tasks=tuple(self._sentence(names, 16) for _ in range(random.choice((2, 3, 4)))),
            keywords=(subject[3], f"{subject[2]} {random.choice(KINDS)}", *self.prose.draw(2)),
        )

    def _sentence(self, names: Zipf, length: int) -> str:
        """A sentence of which a third are small words, as in English."""
        words = self._small.draw(length // 3) + self.prose.draw(length - length // 3 - 3)
        words += names.draw(2) + self.names.draw(1)
        self.random.shuffle(words)
        return " ".join(words).capitalize() + "."
