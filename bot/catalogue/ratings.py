"""How hard an idea is and how many hours it takes, out of the words of a page."""

import re
from enum import StrEnum


class Level(StrEnum):
    """How hard an idea is, in the words most programmes use."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


_GRADE = re.compile(r"\b(\d{1,2})\s*(?:/|of|out of)\s*(\d{1,2})\b")
_HOURS = re.compile(r"\b(\d{2,3})(?=\b|h(?:rs?|ours?)?\b)(?!\s*-?(?:days?|weeks?|months?)\b)", re.IGNORECASE)
_SIZE_WORDS = {"small": 90, "short": 90, "medium": 175, "large": 350, "long": 350}
_LEVEL_WORDS = {
    Level.EASY: r"\b(easy|beginner|novice|starter|simple|introductory|low)\b",
    Level.MEDIUM: r"\b(medium|intermediate|moderate|mid)\b",
    Level.HARD: r"\b(hard|advanced|expert|difficult|high|challenging)\b",
}


def hours_of(size: str | None) -> tuple[int, ...]:
    """Hours out of a size as written: '175 or 350 hours' → (175, 350); 'medium' → (175,)."""
    if not size:
        return ()
    numbers = {int(n) for n in _HOURS.findall(size)}
    return tuple(sorted(numbers or {h for word, h in _SIZE_WORDS.items() if re.search(rf"\b{word}\b", size.lower())}))


def levels_of(level: str | None) -> tuple[Level, ...]:
    """Levels out of a difficulty as written: 'intermediate (+linux kernel)' → (MEDIUM,); '4/5' → (HARD,)."""
    if not level:
        return ()
    if grade := _GRADE.search(level):
        share = int(grade[1]) / max(int(grade[2]), 1)
        return (Level.EASY if share <= 0.4 else Level.MEDIUM if share <= 0.6 else Level.HARD,)
    found = tuple(lv for lv, words in _LEVEL_WORDS.items() if re.search(words, level.lower()))
    return () if len(found) == len(_LEVEL_WORDS) else found


def grade_of(level: str | None) -> tuple[int, int] | None:
    """A level on a scale, such as `(3, 5)` for '3/5'; None where it is not written so."""
    found = _GRADE.search(level or "")
    return (int(found[1]), int(found[2])) if found else None
