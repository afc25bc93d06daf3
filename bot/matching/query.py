"""What a question asks of an idea besides its subject: language, size, level, house, year, status; pure.

Each finding is a `Condition` with the documents that meet it, wherever it stands in the sentence; "not", "without" and
their like turn it round.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from bot.catalogue.model import Level
from bot.matching.normalise import LONGEST, Token, tokens
from bot.matching.shelves import SPOKEN, Shelves, language_of

NOT = frozenset(
    "not no without non except excluding exclude minus avoid dont doesnt isnt never nothing neither nor besides "
    "sin sans ohne sem bez kein keine nicht nao pas senza не без nahi nahin mat".split()
)
_THROUGH = frozenset(
    "a an the in any of to know want like do need too very so written using with use be is that are really much "
    "experience involve involving require requires requiring good at speak code coding programming write less than "
    "other des de du le la en mit auf ideas projects project idea".split()
)
_ONLY = frozenset(
    "only just solely merely purely exclusively solo solamente seulement uniquement nur apenas somente sirf только".split()
)
_LEVELS = {
    Level.EASY: "easy easier beginner beginners beginnerfriendly novice starter simple introductory entry newbie newcomer "
    "newcomers facil faciles facile leicht leichte einfach einfache einfaches principiante principiantes debutant "
    "iniciante anfanger легкий легкая легкие простой простая простые простое aasan",
    Level.MEDIUM: "medium intermediate moderate intermedio intermediaire mittel средний средняя",
    Level.HARD: "hard harder advanced expert difficult challenging tough complex dificil dificiles difficile difficiles "
    "schwer schwere schwierig сложный сложная сложные трудный mushkil",
}  # fmt: skip
_LEVEL_WORDS = {word: level for level, words in _LEVELS.items() for word in words.split()}
_SIZES = {
    90: "small short tiny pequeno petit klein kleine",
    175: "medium",
    350: "large big long huge grande gros gross grosse",
}
_SIZE_WORDS = {word: hours for hours, words in _SIZES.items() for word in words.split()}
_SIZED = frozenset("size sized sizes length project projects idea ideas one ones scope duration".split())
_HOUR = frozenset("h hr hrs hour hours horas heures stunden часов ore ghante".split())
_UNDER = frozenset("under below less fewer within most max maximum shorter smaller upto".split())
_OVER = frozenset("over above more least min minimum longer bigger larger".split())
_STATUS = {
    "open": "open available active unassigned free vacant".split(),
    "suspended": "suspended paused onhold inactive".split(),
    "placeholder": "placeholder placeholders stub stubs todo".split(),
    "taken": "taken assigned".split(),
    "completed": "completed done finished".split(),
    "withdrawn": "withdrawn dropped".split(),
}
_STATUS_WORDS = {word: status for status, words in _STATUS.items() for word in words}
_SUPERLATIVES = {
    "easiest": ("level", 1), "simplest": ("level", 1), "hardest": ("level", -1), "toughest": ("level", -1),
    "smallest": ("hours", 1), "shortest": ("hours", 1), "quickest": ("hours", 1), "biggest": ("hours", -1),
    "largest": ("hours", -1), "longest": ("hours", -1), "newest": ("year", -1), "latest": ("year", -1),
    "oldest": ("year", 1), "earliest": ("year", 1), "einfachste": ("level", 1), "leichteste": ("level", 1),
    "schwerste": ("level", -1),
}  # fmt: skip
_MOST = frozenset("most mas plus mais am самый самая samyi piu sabse".split())
_SPEAKING = frozenset(
    "in using with know only not without knowing language lang code write speak learn en mit auf no or and".split()
)
_SPOKEN_OF = frozenset(
    "project projects idea ideas language lang developer dev programmer code programming only one ones based skills".split()
)
DOUBTFUL = frozenset(
    "go c r d swift julia dart ada scheme make lean prolog racket nim zig sql html css shell perl ruby".split()
)
"""Languages whose names are ordinary words or letters too; they are meant only where the sentence says so."""
_GRADE_WORDS = frozenset("difficulty level grade rated complexity".split())


BRIEF = 8
"""Words up to which a question is a list of filters rather than a story."""

ADDRESS = re.compile(r"[^\s@]{1,64}@[^\s@]{1,255}\.\w{2,}|@[\w.=/-]{1,255}:[\w.-]{1,255}|https?://\S+")
"""Addresses of people and pages: they name no subject."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that is asked of an idea.

    Attributes:
        facet: `language`, `hours`, `level`, `organisation`, `year`, `status`, `mentored`.
        label: for people, such as "175 hours" or "not Rust".
        documents: those that meet it.
        places: tokens it was read from.
        negated: turned round.
        joined: said with "or" after another of its facet.
        loosely: those for which it is at least a plus, where that is known.
    """

    facet: str
    label: str
    documents: frozenset[int]
    places: frozenset[int]
    negated: bool = False
    joined: bool = False
    loosely: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """A question, read.

    Attributes:
        words: all tokens.
        conditions: what is asked of an idea besides its subject.
        superlative: the facet that shall be least (1) or greatest (-1).
        houses: files of the organisations that are named.
        used: places of tokens that conditions and superlatives were read from.
    """

    words: tuple[Token, ...]
    conditions: tuple[Condition, ...] = ()
    superlative: tuple[str, int] | None = None
    houses: frozenset[str] = frozenset()
    used: frozenset[int] = frozenset()

    def filter_words(self) -> tuple[Token, ...]:
        """The words left beside the filters; in a story only those of the clauses that hold a filter."""
        if len(self.words) <= BRIEF or not self.used:
            return self.rest()
        clauses = {self.words[place].clause for place in self.used}
        return tuple(token for token in self.rest() if token.clause in clauses)

    def rest(self, used: frozenset[int] | None = None) -> tuple[Token, ...]:
        """The words that are left for the subject."""
        places = self.used if used is None else used
        return tuple(t for place, t in enumerate(self.words) if place not in places)


@dataclass(slots=True)
class _Reading:
    """The state of one reading: what was found so far."""

    words: tuple[Token, ...]
    shelves: Shelves
    known: Callable[[str], bool]
    conditions: list[Condition] = field(default_factory=list)
    superlative: tuple[str, int] | None = None
    houses: set[str] = field(default_factory=set)
    used: set[int] = field(default_factory=set)

    def text(self, place: int) -> str:
        """The word there, or nothing beyond the ends."""
        return self.words[place].text if 0 <= place < len(self.words) else ""

    def add(
        self,
        facet: str,
        label: str,
        documents: frozenset[int],
        places: range | set[int],
        loosely: frozenset[int] | None = None,
    ) -> None:
        """Note a condition, turned round where the words before it say so."""
        negator = self._negator(min(places))
        joined, before = self._joined(facet, min(places))
        negated = negator is not None or (joined and before is not None and before.negated)
        if negated:
            documents = self.shelves.all - documents
        spots = frozenset(places) | ({negator} if negator is not None else frozenset())
        text = f"not {label}" if negated else label
        loose = documents if negated or loosely is None else loosely
        self.conditions.append(Condition(facet, text, documents, spots, negated, joined and not negated, loose))
        self.used |= spots

    def _negator(self, place: int) -> int | None:
        for before in range(place - 1, max(place - 6, -1), -1):
            word = self.text(before)
            if word in NOT or (word == "than" and self.text(before - 1) == "other"):
                return before
            if word not in _THROUGH:
                return None
        return None

    def _joined(self, facet: str, place: int) -> tuple[bool, Condition | None]:
        """Whether "or" stands between this and the condition of the same facet just before."""
        before = next((c for c in reversed(self.conditions) if c.facet == facet), None)
        if before is None or place - max(before.places) > 3:
            return False, None
        between = {self.text(p) for p in range(max(before.places) + 1, place)}
        return bool(between & {"or", "o", "ou", "oder", "или", "nor", "ya"}) or (
            before.negated and "and" in between
        ), before


def read(text: str, shelves: Shelves, known: Callable[[str], bool]) -> Query:
    """Read a question's conditions off its words.

    Args:
        text: the question.
        shelves: what there is.
        known: whether a word is right as it stands, so that it is no misspelt organisation.
    """
    words = tokens(ADDRESS.sub(" ", text[:LONGEST]))
    reading = _Reading(words, shelves, known)
    for step in _STEPS:
        for place in range(len(words)):
            if place not in reading.used:
                step(reading, place)
    wish = _only_wish(reading)
    if wish:
        reading.conditions = [c for c in reading.conditions if c.facet != "language" or c.negated] + [wish]
    return Query(
        words, tuple(reading.conditions), reading.superlative, frozenset(reading.houses), frozenset(reading.used)
    )


def _year(reading: _Reading, place: int) -> None:
    found = re.fullmatch(r"(?:gsoc|soc)?(20[0-4]\d)|gsoc(\d\d)", reading.text(place))
    if found and reading.text(place + 1) not in _HOUR:
        year = int(found[1] or f"20{found[2]}")
        reading.add("year", str(year), reading.shelves.of("year", year), {place})


def _grade(reading: _Reading, place: int) -> None:
    """`3/5`, `3 of 5`, `3 out of 5`, `difficulty 3`."""
    word = reading.text(place)
    if not re.fullmatch(r"[1-9]|10", word):
        return
    after = (
        place
        + 1
        + (reading.text(place + 1) == "out")
        + (reading.text(place + 1) in {"of", "out", "von", "de", "sur"})
    )
    is_scale = reading.text(after) in {"5", "10"} and (after > place + 1 or reading.words[after].glued)
    if is_scale:
        value = f"{word}/{reading.text(after)}"
        reading.add("level", value, reading.shelves.of("scale", value), range(place, after + 1))
    elif {reading.text(place - 1), reading.text(place - 2)} & _GRADE_WORDS:
        reading.add("level", f"level {word}", reading.shelves.of("grade", int(word)), {place})


def _hours(reading: _Reading, place: int) -> None:
    found = re.fullmatch(r"(\d{2,4})(h|hr|hrs|hour|hours)?", reading.text(place))
    if not found:
        return
    hours = int(found[1])
    unit = place + 1 if reading.text(place + 1) in _HOUR else None
    if not found[2] and unit is None and hours not in {90, 175, 350}:
        return
    places = {place} | ({unit} if unit else set())
    before = {reading.text(p): p for p in range(max(place - 3, 0), place)}
    known = [int(value) for value in reading.shelves.values("hours")]
    wanted, label = {hours}, f"{hours} hours"
    if before.keys() & _UNDER:
        wanted, label = {k for k in known if k <= hours}, f"at most {hours} hours"
        if before.keys() & {"under", "below", "less", "fewer", "shorter", "smaller"}:
            wanted, label = {k for k in known if k < hours}, f"under {hours} hours"
    elif before.keys() & _OVER:
        strict = "least" not in before and not before.keys() & {"min", "minimum"}
        wanted = {k for k in known if k > hours or (k == hours and not strict)}
        label = f"over {hours} hours" if strict else f"at least {hours} hours"
    places |= {p for word, p in before.items() if word in _UNDER | _OVER}
    reading.add("hours", label, frozenset().union(*(reading.shelves.of("hours", k) for k in wanted)), places)


def _size(reading: _Reading, place: int) -> None:
    word = reading.text(place)
    if word not in _SIZE_WORDS or reading.text(place + 1) in {
        "understanding",
        "description",
        "answer",
        "time",
        "term",
    }:
        return
    beside = {reading.text(place + 1), reading.text(place + 2), reading.text(place - 1)}
    if word == "medium" and not beside & {"size", "sized", "length", "duration"}:
        return
    if not beside & _SIZED and len(reading.words) > 4:
        return
    hours = _SIZE_WORDS[word]
    documents = reading.shelves.of("hours", hours) | (
        reading.shelves.of("word", "small") if hours == 90 else frozenset()
    )
    if not documents and hours == 90:
        documents = reading.shelves.of("hours", 175)
    reading.add("hours", f"{word} size", documents, {place})


def _level(reading: _Reading, place: int) -> None:
    level = _LEVEL_WORDS.get(reading.text(place))
    if level is None:
        return
    if reading.text(place - 1) in _MOST or (reading.text(place - 1) == "least"):
        turned = -1 if reading.text(place - 1) == "least" else 1
        reading.superlative = ("level", (1 if level is Level.EASY else -1) * turned)
        reading.used |= {place, place - 1}
        return
    if reading.text(place - 1) == "how":
        return
    reading.add("level", level.value, reading.shelves.of("level", level.value), {place})


def _superlative(reading: _Reading, place: int) -> None:
    found = _SUPERLATIVES.get(reading.text(place))
    if found:
        reading.superlative = found
        reading.used.add(place)
    elif reading.text(place) in {"least", "fewest", "most"} and reading.text(place + 1) in _HOUR:
        reading.superlative = ("hours", -1 if reading.text(place) == "most" else 1)
        reading.used |= {place, place + 1}


def _language(reading: _Reading, place: int) -> None:
    token = reading.words[place]
    name = language_of(token.text)
    known = reading.shelves.by.get(("language", name)) is not None
    if not known and name not in SPOKEN:
        return
    doubtful = name in DOUBTFUL
    if doubtful and not _meant(reading, place, token):
        return
    label = token.text.upper() if len(token.text) == 1 else token.text.capitalize()
    plus = reading.shelves.of("language", name) | reading.shelves.of("plus", name)
    reading.add("language", label, reading.shelves.of("language", name), {place}, plus)


def _meant(reading: _Reading, place: int, token: Token) -> bool:
    """Whether a word that is also an ordinary one names a language here."""
    before, after = reading.text(place - 1), reading.text(place + 1)
    if token.text in {"go", "make", "swift", "scheme", "lean"} and before in {
        "to",
        "i",
        "we",
        "you",
        "should",
        "can",
    }:
        return False
    if token.text in {"c", "r", "d"} and (before in {"i", "s"} or _begins_compound(reading, place)):
        return False
    if len(reading.words) <= 3 or before in _SPEAKING or after in _SPOKEN_OF:
        return True
    return (token.capital and place > 0) or token.text == "c"


def _begins_compound(reading: _Reading, place: int) -> bool:
    """Whether the letter is the first part of a word such as `c-groups` or `C/R`."""
    glued = place + 1 < len(reading.words) and reading.words[place + 1].glued
    return glued and language_of(reading.text(place + 1)) not in SPOKEN - {"r"}


def _house(reading: _Reading, place: int) -> None:
    for length in (4, 3, 2, 1):
        phrase = tuple(t.stem for t in reading.words[place : place + length])
        if len(phrase) == length and (files := reading.shelves.houses.get(phrase)):
            _note_house(reading, files, place, length)
            return
    word = reading.text(place)
    if len(word) < 4 or reading.known(word) or len(reading.words) > 12:
        return
    for name, files in reading.shelves.houses.items():
        if len(name) == 1 and abs(len(name[0]) - len(word)) < 2 and OSA.distance(word, name[0]) == 1:
            _note_house(reading, files, place, 1)
            return


def _note_house(reading: _Reading, files: set[str], place: int, length: int) -> None:
    documents = frozenset().union(*(reading.shelves.files[name] for name in files))
    label = " ".join(reading.text(p) for p in range(place, place + length))
    reading.add("organisation", label, documents, range(place, place + length))
    if not reading.conditions[-1].negated:
        reading.houses |= files


def _status(reading: _Reading, place: int) -> None:
    status = _STATUS_WORDS.get(reading.text(place))
    if status is None or reading.text(place + 1) in {"source", "files", "file"}:
        return
    if reading.text(place) in {"free", "active", "done"} and reading.text(place + 1) not in _SIZED:
        return
    reading.add("status", status, reading.shelves.of("status", status), {place})


def _mentored(reading: _Reading, place: int) -> None:
    if reading.text(place) == "unmentored":
        reading.add("mentored", "no mentor", reading.shelves.of("mentored", "no"), {place})
    if reading.text(place) not in {"mentor", "mentors"}:
        return
    near = [
        p
        for p in range(max(place - 3, 0), place)
        if reading.text(p) in {"without", "no", "lacking", "sin", "sans", "ohne", "sem"}
    ]
    if near:
        documents = reading.shelves.of("mentored", "no")
        places = frozenset(range(near[0], place + 1))
        reading.conditions.append(Condition("mentored", "no mentor", documents, places))
        reading.used |= places


def _only_wish(reading: _Reading) -> Condition | None:
    """A wish such as "I only know Python": ideas that ask for nothing else."""
    wanted = [c for c in reading.conditions if c.facet == "language" and not c.negated]
    if not wanted:
        return None
    first = min(min(c.places) for c in wanted)
    last = max(max(c.places) for c in wanted)
    around = {reading.text(p) for p in range(max(first - 5, 0), min(last + 2, len(reading.words)))}
    if not around & _ONLY:
        return None
    mine = frozenset().union(*(c.documents for c in wanted))
    names = {language_of(reading.text(p)) for c in wanted for p in c.places}
    others = (v for v in reading.shelves.values("language") if v not in names)
    rest = frozenset().union(*(reading.shelves.of("language", v) for v in others))
    places = frozenset().union(*(c.places for c in wanted))
    return Condition("language", f"only {' and '.join(c.label for c in wanted)}", mine - rest, places)


def meeting(conditions: tuple[Condition, ...], everything: frozenset[int]) -> frozenset[int]:
    """The documents that meet all conditions, else those for which they are a plus; "or" makes several count as one."""
    groups = list(_groups(conditions))
    met, loose = everything, everything
    for group in groups:
        met &= frozenset().union(*(c.documents for c in group))
        loose &= frozenset().union(*(c.documents if c.loosely is None else c.loosely for c in group))
    return met or loose


def _groups(conditions: tuple[Condition, ...]) -> Iterator[list[Condition]]:
    group: list[Condition] = []
    for condition in sorted(conditions, key=lambda c: c.facet):
        same = bool(group) and group[-1].facet == condition.facet
        either = same and not condition.negated and not group[-1].negated
        if either and (condition.joined or condition.facet in {"level", "hours", "year", "organisation", "status"}):
            group.append(condition)
            continue
        if group:
            yield group
        group = [condition]
    if group:
        yield group


_STEPS: tuple[Callable[[_Reading, int], None], ...] = (
    _year, _grade, _hours, _superlative, _mentored, _size, _level, _house, _language, _status,
)  # fmt: skip
