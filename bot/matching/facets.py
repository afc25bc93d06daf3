"""The filters that a question may hold, each read at one place of it: year, grade, hours, size, level, house, …; pure."""

import re
from itertools import pairwise

from rapidfuzz.distance import OSA

from bot.catalogue.model import Level
from bot.matching.normalise import Token
from bot.matching.reading import WORDS, Condition, Reading
from bot.matching.shelves import SPOKEN, language_of

LEVELS = {word: level for level in Level for word in WORDS[f"level {level.value}"]}
SIZES = {word: hours for hours in (90, 175, 350) for word in WORDS[f"size {hours}"]}
STATUS = {word: name.split()[1] for name, words in WORDS.items() if name.startswith("status ") for word in words}
SUPERLATIVES = {
    word: (name.split()[1], 1 if name.endswith("least") else -1)
    for name, words in WORDS.items()
    if name.startswith("superlative ")
    for word in words
}
EDITIONS = {word: found for found in ("older", "newer") for word in WORDS[f"edition {found}"]}
"""What a word says: the level, the hours, the status; the facet that shall be least (1) or greatest (-1); the edition."""

FEWEST, MENTORED = frozenset({"least", "fewest", "most"}), frozenset({"mentor", "mentors", "unmentored"})
"""What makes a superlative of hours; what somebody who asks for mentored ideas says."""

LONG_QUESTION = 12
"""Words beyond which no word is taken for a misspelt organisation."""


def year(reading: Reading, place: int) -> None:
    """`2023`, `gsoc23`."""
    found = re.fullmatch(r"(?:gsoc|soc)?(20[0-4]\d)|gsoc(\d\d)", reading.text(place))
    if found and reading.text(place + 1) not in WORDS["hour"]:
        year = int(found[1] or f"20{found[2]}")
        reading.add("year", str(year), reading.shelves.of("year", year), {place})


def grade(reading: Reading, place: int) -> None:
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
    elif {reading.text(place - 1), reading.text(place - 2)} & WORDS["grade words"]:
        reading.add("level", f"level {word}", reading.shelves.of("grade", int(word)), {place})


def hours(reading: Reading, place: int) -> None:
    """`175h`, `350 hours`, `under 200 hours`."""
    found = re.fullmatch(r"(\d{2,4})(h|hr|hrs|hour|hours)?", reading.text(place))
    if not found:
        return
    hours = int(found[1])
    unit = place + 1 if reading.text(place + 1) in WORDS["hour"] else None
    if not found[2] and unit is None and hours not in {90, 175, 350}:
        return
    places = {place} | ({unit} if unit else set())
    before = {reading.text(p): p for p in range(max(place - 3, 0), place)}
    known = [int(value) for value in reading.shelves.values("hours")]
    wanted, label = {hours}, f"{hours} hours"
    if before.keys() & WORDS["under"]:
        wanted, label = {k for k in known if k <= hours}, f"at most {hours} hours"
        if before.keys() & WORDS["strictly under"]:
            wanted, label = {k for k in known if k < hours}, f"under {hours} hours"
    elif before.keys() & WORDS["over"]:
        strict = not before.keys() & WORDS["at least"]
        wanted = {k for k in known if k > hours or (k == hours and not strict)}
        label = f"over {hours} hours" if strict else f"at least {hours} hours"
    places |= {p for word, p in before.items() if word in WORDS["under"] | WORDS["over"]}
    reading.add("hours", label, frozenset().union(*(reading.shelves.of("hours", k) for k in wanted)), places)


def superlative(reading: Reading, place: int) -> None:
    """`the easiest`, `fewest hours`."""
    found = SUPERLATIVES.get(reading.text(place))
    if found:
        reading.superlative = found
        reading.used.add(place)
    elif reading.text(place) in FEWEST and reading.text(place + 1) in WORDS["hour"]:
        reading.superlative = ("hours", -1 if reading.text(place) == "most" else 1)
        reading.used |= {place, place + 1}


def mentored(reading: Reading, place: int) -> None:
    """`without a mentor`."""
    if reading.text(place) == "unmentored":
        reading.add("mentored", "no mentor", reading.shelves.of("mentored", "no"), {place})
    if reading.text(place) not in {"mentor", "mentors"}:
        return
    for value, label, name in (("no", "no mentor", "lacking"), ("yes", "a mentor", "having")):
        near = [p for p in range(max(place - 3, 0), place) if reading.text(p) in WORDS[name]]
        if near:
            places = frozenset(range(near[0], place + 1))
            reading.conditions.append(Condition("mentored", label, reading.shelves.of("mentored", value), places))
            reading.used |= places
            return


def size(reading: Reading, place: int) -> None:
    """`small`, `long`, beside a word that shows size to be meant."""
    word = reading.text(place)
    if word not in SIZES or reading.text(place + 1) in WORDS["no size"]:
        return
    beside = {reading.text(place + 1), reading.text(place + 2), reading.text(place - 1)}
    if word == "medium" and not beside & {"size", "sized", "length", "duration"}:
        return
    if not beside & (WORDS["sized"] | WORDS["wanting"]) and len(reading.words) > 4:
        return
    documents = reading.shelves.of("hours", SIZES[word])
    if not documents and SIZES[word] == 90:
        # Before 2024 a season had two sizes: what its pages call small is what is now medium.
        documents = reading.shelves.of("hours", 175)
    reading.add("hours", f"{word} size", documents, {place})


def level(reading: Reading, place: int) -> None:
    """`easy`, `most difficult`."""
    found = LEVELS.get(reading.text(place))
    if found is None:
        return
    if reading.text(place - 1) in WORDS["most"] or (reading.text(place - 1) == "least"):
        turned = -1 if reading.text(place - 1) == "least" else 1
        reading.superlative = ("level", (1 if found is Level.EASY else -1) * turned)
        reading.used |= {place, place - 1}
        return
    if reading.text(place - 1) == "how" or _asks_of_one(reading, place):
        return
    beside = {place + 1} if reading.text(place + 1) in WORDS["level beside"] else set()
    reading.add("level", found.value, reading.shelves.of("level", found.value), {place} | beside)


def _asks_of_one(reading: Reading, place: int) -> bool:
    """Whether the word belongs to a question such as `is that for beginners`, which is about one idea."""
    before = [reading.text(near) for near in range(place - 4, place)]
    return any(verb == "is" and one in {"it", "that", "this"} for verb, one in pairwise(before))


def house(reading: Reading, place: int) -> None:
    """The name of an organisation, also with one slip."""
    longest = reading.shelves.longest.get(reading.words[place].stem)
    for length in range(min(longest, len(reading.words) - place), 0, -1) if longest else ():
        phrase = tuple(t.stem for t in reading.words[place : place + length])
        if files := reading.shelves.houses.get(phrase):
            _note_house(reading, files, reading.shelves.written[phrase], range(place, place + length))
            return
    word = reading.text(place)
    if len(reading.words) > LONG_QUESTION or len(word) < 4 or reading.known(word):
        return
    for name, files in reading.shelves.houses.items():
        if len(name) == 1 and abs(len(name[0]) - len(word)) < 2 and OSA.distance(word, name[0]) == 1:
            _note_house(reading, files, f"{reading.shelves.written[name]} (“{word}” read as it)", {place})
            return


def _note_house(reading: Reading, files: set[str], label: str, places: range | set[int]) -> None:
    documents = frozenset().union(*(reading.shelves.files[name] for name in files))
    reading.add("organisation", label, documents, places)
    if not reading.conditions[-1].negated:
        reading.houses |= files


def edition(reading: Reading, place: int) -> None:
    """`older edition`, and beside an organisation `older` alone."""
    found = EDITIONS.get(reading.text(place))
    if found is None:
        return
    whose = any(condition.facet == "organisation" for condition in reading.conditions)
    named = reading.text(place + 1) in (WORDS["edition"] | WORDS["page"] if whose else WORDS["edition"])
    beside = any(c.facet == "organisation" and place - 1 in c.places for c in reading.conditions)
    if named or (beside and place + 1 == len(reading.words)):
        places = {place, place + 1} if named else {place}
        reading.add("edition", f"{found} edition", reading.shelves.of("edition", found), places)


def language(reading: Reading, place: int) -> None:
    """A programming language; ordinary words such as `go` only where the sentence means one."""
    token = reading.words[place]
    name = language_of(token.text)
    if name not in SPOKEN and ("language", name) not in reading.shelves.by:
        return
    doubtful = name in WORDS["doubtful"]
    if doubtful and not _meant(reading, place, token):
        return
    label = token.text.upper() if len(token.text) == 1 else token.text.capitalize()
    plus = reading.shelves.of("language", name) | reading.shelves.of("plus", name)
    reading.add("language", label, reading.shelves.of("language", name), _with_skill(reading, place), plus)


def _with_skill(reading: Reading, place: int) -> set[int]:
    """The places of a language and of what says that somebody knows it, such as `fluent in` or `developers`."""
    before = place - 1 - (reading.text(place - 1) in {"in", "with", "at"})
    skilled = {before} if reading.text(before) in WORDS["skilled"] else set()
    people = {place + 1} if reading.text(place + 1) in WORDS["people"] else set()
    return {place} | skilled | people


def _meant(reading: Reading, place: int, token: Token) -> bool:
    """Whether a word that is also an ordinary one names a language here."""
    before, after = reading.text(place - 1), reading.text(place + 1)
    if token.text in {"go", "make", "swift", "scheme", "lean"} and before in WORDS["no language after"]:
        return False
    if token.text in {"c", "r", "d"} and (before in {"i", "s"} or _begins_compound(reading, place)):
        return False
    if len(reading.words) <= 3 or before in WORDS["speaking"] or after in WORDS["spoken of"]:
        return True
    return (token.capital and place > 0) or token.text == "c"


def _begins_compound(reading: Reading, place: int) -> bool:
    """Whether the letter is the first part of a word such as `c-groups` or `C/R`."""
    glued = place + 1 < len(reading.words) and reading.words[place + 1].glued
    return glued and language_of(reading.text(place + 1)) not in SPOKEN - {"r"}


def _begins_identifier(reading: Reading, place: int) -> bool:
    """Whether the word stands against those behind it, as in `open_by_handle_at`."""
    behind = reading.words[place + 1 : place + 3]
    return len(behind) > 1 and all(token.glued for token in behind)


def status(reading: Reading, place: int) -> None:
    """`open`, `suspended`, `taken`."""
    found = STATUS.get(reading.text(place))
    if found is None or reading.text(place + 1) in {"source", "files", "file"} or _begins_identifier(reading, place):
        return
    if reading.text(place) in {"free", "active", "done"} and reading.text(place + 1) not in WORDS["sized"]:
        return
    reading.add("status", found, reading.shelves.of("status", found), {place})
