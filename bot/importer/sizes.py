"""Hours out of a size, and a size or a level out of a field that holds both."""

import re
from itertools import takewhile

_PARTED = re.compile(r"\s[-\u2013—|·]\s")
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
_SECOND = re.compile(r"(?<=[\dhs][/\u2013-])(9\d|[1-4]\d\d)(?=\s*(?:hours?|hrs?|h)\b)", re.IGNORECASE)
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
_MEASURE = re.compile(
    r"(?:very|small|short|medium|half|large|long|big|full|easy|easier|moderate|intermediate|hard|harder|difficult"
    r"|advanced|expert|beginner|beginners|novice|starter|challenging|simple|friendly|size|sized|length|scale|time"
    r"|term|difficulty|level|project|projects|idea|ideas|task|tasks|for|or|and|to|hours?|hrs?|h|~?\d{2,3}h?)"
)
_SIZE_WORD = re.compile(r"\b(?:small|short|large|long|big|full|half|sized?|length|scale)\b", re.IGNORECASE)
_LEVEL_WORD = re.compile(
    r"\b(?:easy|easier|moderate|intermediate|harder|hard|difficult|advanced|expert|beginner|novice|starter|challenging"
    r"|simple)\b",
    re.IGNORECASE,
)
_PIECES = re.compile(r"\s*[|·•,;/\u2013—]\s*|\s-\s")
_SHORT_PIECE = 4
_DIFFICULTY = re.compile(r"\b(?:difficulty|level)\b", re.IGNORECASE)
_LARGE_HINT = re.compile(r"\b(?:hours?|hrs?|small|large|sized?)\b|\d{2,3}\s*h\b", re.IGNORECASE)


def hours_in(words: str) -> tuple[int, ...]:
    """Hours that a size names, ascending; size words count where there is no figure."""
    found = set(named_hours(words))
    found = found or {int(n) for n in _BARE.findall(words)}
    if not found:
        known = dict(_WORDS)
        found = {known[word.lower()] for word in _WORD.findall(words)}
    return tuple(sorted(n for n in found if n >= 20))


def named_hours(words: str) -> tuple[int, ...]:
    """Hours that stand with their unit, in words that are not a size field."""
    return tuple(sorted({int(n) for sign in (_HOURS, _LISTED, _SECOND) for n in sign.findall(words)}))


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


def is_measure(heading: str) -> bool:
    """Whether a heading names nothing but a level or a size: `Large projects (350 hours)`, `Easy`."""
    words = re.findall(r"[\w~]+", heading.casefold())
    return bool(words) and all(map(_MEASURE.fullmatch, words))


def is_value(words: str) -> bool:
    """Whether the words are a level or a size and nothing else, as one part of a run: `medium`, `175 hours`."""
    return is_measure(words) and (is_level(words) or is_size(words))


def is_badge(line: str) -> bool:
    """Whether a line names hours or a level in one of its pieces, and no piece is a sentence."""
    pieces = [piece.strip() for piece in _PIECES.split(line) if piece.strip()]
    measures = [piece for piece in pieces if is_measure(piece) and (named_hours(piece) or level_of_badge(piece))]
    if len(pieces) == 1 and not named_hours(line):
        return False
    return bool(measures) and all(len(piece.split()) <= _SHORT_PIECE for piece in pieces)


def level_of_badge(words: str) -> str | None:
    """The level among pieces; 'medium' between hours and other pieces is one too."""
    pieces = [piece.strip() for piece in _PIECES.split(words)]
    alone = next((piece for piece in pieces if _LEVEL.fullmatch(piece)), None)
    return alone or level_of_group(words)


def hours_of_group(heading: str) -> tuple[int, ...]:
    """The hours of all ideas beneath such a heading."""
    return named_hours(heading) or (hours_in(heading) if _SIZE_WORD.search(heading) else ())


def level_of_group(heading: str) -> str | None:
    """The level of all ideas beneath such a heading; a bare 'medium' may be a size."""
    if _DIFFICULTY.search(heading):
        return level_in(heading)
    found = _LEVEL_WORD.search(heading)
    return found[0] if found else None


def until_value(words: str) -> str:
    """What stands before a level or a size, where dashes or bars part them: `Ada Marsh — 175 hours — Rust`."""
    parts = _PARTED.split(words)
    kept = list(takewhile(lambda part: not is_value(part.strip(" ()[].")), parts))
    return words if len(kept) == len(parts) else " - ".join(kept)
