"""Hours out of a size, and a size or a level out of a field that holds both."""

import re

_HOURS = re.compile(
    r"(?<![\d.,/-])(?:~|≈)?(\d{2,3})(?=\s*(?:-|\u2013|\+)?\s*(?:hours?|hrs?|h|Hs?)\b(?!\s*(?:/|per|a"
    r"|each)\s*(?:week|day)))",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"\b(\d{2,3})\b(?=\s*(?:hours?|hrs?|h)?\s*(?:/|or|and|to|-|\u2013|,|&"
    r"|\bvs\b\.?)\s*(?:~\s*)?\d{2,3}\s*(?:hours?|hrs?|h)\b)",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?<![\d.,])(90|150|175|180|200|300|350|360)(?![\d.]?\d)")
_WORDS = (
    ("small", 90),
    ("short", 90),
    ("medium", 175),
    ("half", 175),
    ("large", 350),
    ("long", 350),
    ("big", 350),
    ("full", 350),
)
_WORD = re.compile(
    r"\b(small|short|medium|half|large|long|big|full)(?=[\s-]*(?:sized?|scale|length|time|project)?\b)", re.IGNORECASE
)
_LEVEL = re.compile(
    r"\b(?:very |fairly |quite )?(?:easy|easier|medium|moderate|intermediate|hard|harder|difficult|advanced|expert"
    r"|beginner|"
    r"novice|starter|low|high|challenging|simple|light|mid)\b|[★☆⭐]+|\b\d{1,2}\s*/\s*(?:5|10)\b",
    re.IGNORECASE,
)
_LARGE_HINT = re.compile(r"\b(?:hours?|hrs?|small|large|sized?)\b|\d{2,3}\s*h\b", re.IGNORECASE)


def hours_in(words: str) -> tuple[int, ...]:
    """Hours that a size names, ascending; size words count where there is no figure."""
    found = {int(n) for n in _HOURS.findall(words)} | {int(n) for n in _LISTED.findall(words)}
    found = found or {int(n) for n in _BARE.findall(words)}
    if not found:
        known = dict(_WORDS)
        found = {known[word.lower()] for word in _WORD.findall(words)}
    return tuple(sorted(n for n in found if n >= 20))


def named_hours(words: str) -> tuple[int, ...]:
    """Hours that stand with their unit, in words that are not a size field."""
    return tuple(sorted({int(n) for n in _HOURS.findall(words)} | {int(n) for n in _LISTED.findall(words)}))


def is_level(words: str) -> bool:
    """Whether the words name how hard something is."""
    return bool(_LEVEL.search(words))


def level_in(words: str) -> str | None:
    """The level words of a field that holds more."""
    found = list(_LEVEL.finditer(words))
    if not found:
        return None
    first, last = found[0], found[-1]
    between = words[first.end() : last.start()] if last is not first else ""
    return words[first.start() : last.end()] if len(between) <= 6 else first[0]


def is_size(words: str) -> bool:
    """Whether the words name a size."""
    return bool(_LARGE_HINT.search(words))
