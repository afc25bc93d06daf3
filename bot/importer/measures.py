"""How hard and how long an idea is: from its own fields, its title, or a heading above that names nothing else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from bot.importer import labels, sizes
from bot.importer.blocks import Item, Text
from bot.importer.evidence import is_filled, note, short
from bot.importer.fields import Entry, Field, lines_of
from bot.importer.findings import Evidence
from bot.importer.labels import Kind
from bot.importer.record import Record

_BRACKETED = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
_LONGEST_ASIDE = 80
_BADGE_LINES = 3
_LONG_WINDED = 12
_LEVEL_IN_SIZE = re.compile(
    r"\b(?<!not )(?<!not too )(?<!not very )(easy|intermediate|hard|advanced|beginner|difficult|expert)\b",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
_LAST_BRACKET = re.compile(r"[(\[]([^()\[\]]{3,160})[)\]][.\s]*$")
_RUN = re.compile(r"[,;]|\s[-\u2013—|·]\s")
_SENTENCES = re.compile(r"(?<=[^\s.][.!?])\s+")
_HOURS_TAG = re.compile(r"[(\[]([^()\[\]]*\d{2,3}\s*(?:h|hrs?|hours?)\b[^()\[\]]*)[)\]]")
_SIZE_TOLD = re.compile(
    r"\b(?:90|150|175|180|200|300|350|360)[ -]?(?:hours?|hrs?|h)\b(?= (?:project|idea|slot|format)|\))"
    r"|(?:(?<=for )|(?<=into )|(?<=take )|(?<=takes )|(?<=about )|(?<=~)|(?<=\. )|^)(?:90|175|350) ?(?:hours?|hrs?|h)\b",
    re.IGNORECASE,
)
_LEVEL_TOLD = re.compile(
    r"\b(easy|medium|moderate|intermediate|hard|high|low|advanced) difficulty\b"
    r"|\bdifficulty (?:is|of) (easy|medium|moderate|intermediate|hard|high|low|advanced)\b"
    r"|\bon the (easy|hard) side\b|\ban? (?:very |rather |fairly )?(easy|hard|difficult) (?:one|project|idea)\b"
    r"|\b(?:project|idea|one|this|it) is (?:very |rather |quite |fairly )?(easy|hard|difficult)(?=[.,;:]|$)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Measures:
    """Level and size as the page writes them, the hours that the size names, and where they were read."""

    level: str | None = None
    size: str | None = None
    hours: tuple[int, ...] = ()


def measures_of(record: Record, evidence: dict[str, Evidence]) -> Measures:
    """What a record says of its level and size; the places are added to `evidence`."""
    found = Measures()
    level_field = next((f for f in record.of(Kind.LEVEL) if is_filled(f)), None)
    size_field = _size_field(record)
    if level_field:
        found.level = _level(level_field)
        note(evidence, "level", level_field)
    if size_field:
        found.size, found.hours = _size(size_field)
        note(evidence, "size", size_field)
    _share(found, evidence)
    for aside in (*_behind_people(record), *_asides(record), *_in_brackets(record), *_told(record)):
        _complete(found, aside, evidence)
    return found


def _size_field(record: Record) -> Field | None:
    """The first that names hours, or else the first; hours alone are a size under any label."""
    named = [f for f in record.of(Kind.SIZE) if is_filled(f)]
    with_hours = (f for f in named if _size(f)[1])
    only_hours = (f for f in record.fields if f.inline and sizes.is_measure(f.words) and sizes.named_hours(f.words))
    return next(with_hours, None) or next(iter(named), None) or next(only_hours, None)


def _share(found: Measures, evidence: dict[str, Evidence]) -> None:
    """A level field that holds a size too, and the other way round."""
    if found.level and not found.size and (hours := sizes.named_hours(found.level)):
        found.size, found.hours = found.level, hours
        evidence.setdefault("size", evidence["level"])
    if found.size and not found.level and found.hours and sizes.named_hours(found.size):
        word = _LEVEL_IN_SIZE.search(_BRACKETS.sub(" ", found.size))
        if word:
            found.level = word[1]
            evidence.setdefault("level", evidence["size"])


@dataclass(frozen=True, slots=True)
class _Aside:
    """What words outside the fields say of level and size."""

    words: str
    level: str | None
    hours: tuple[int, ...]
    at: Evidence


def _behind_people(record: Record) -> Iterator[_Aside]:
    """What ends a run of people: `Ada Marsh, medium, 175 hours`; 'medium' is the level unless another word is."""
    for entry in (entry for field in record.of(Kind.MENTOR) for entry in field.entries):
        if values := _values(_RUN.split(entry.text.plain)[1:]):
            yield _aside(values, entry)


def _values(parts: list[str]) -> list[str]:
    """Those parts of a run that are a level or a size and nothing else."""
    return [part for part in (each.strip(" ()[].") for each in parts) if sizes.is_value(part)]


def _aside(values: list[str], entry: Entry) -> _Aside:
    levels = [v for v in values if sizes.is_level(v) and not sizes.named_hours(v)]
    level = next(filter(sizes.level_of_group, levels), None) or next(iter(levels), None)
    size = next((v for v in values if v != level and sizes.hours_in(v)), "")
    return _Aside(size, level, sizes.hours_in(size), Evidence(entry.line, short(entry.text.plain)))


def _in_brackets(record: Record) -> Iterator[_Aside]:
    """What a line ends with in brackets: `… for the pier (easy, 90 hours, mentor: Ada Marsh)`."""
    for entry in lines_of(record.blocks):
        found = _LAST_BRACKET.search(entry.text.plain)
        values = _values(_RUN.split(found[1])) if found else []
        if found and values and (len(values) > 1 or any(map(sizes.named_hours, values))):
            yield _aside(values, entry)


def _asides(record: Record) -> list[_Aside]:
    """A tag of the title, then the headings above that name nothing but a level or a size, innermost first."""
    found: list[_Aside] = []
    if tag := _tag_in_title(record.title.plain) or _beside_title(record):
        at = Evidence(record.line, short(record.title.plain))
        found.append(_Aside(tag, sizes.level_in(tag), sizes.named_hours(tag), at))
    for line in _badges(record):
        at = Evidence(line.line, short(line.text.plain))
        words = labels.split(line.text, item=line.item)[0].value.plain
        found.append(_Aside(words, sizes.level_of_badge(words), sizes.named_hours(words), at))
    lines = {s.title: s.line for s in (record.section, *record.section.above())} if record.section else {}
    for above in filter(sizes.is_measure, record.above):
        at = Evidence(lines.get(above, record.line), short(above))
        found.append(_Aside(above, sizes.level_of_group(above), sizes.hours_of_group(above), at))
    return found


def _told(record: Record) -> Iterator[_Aside]:
    """What running text says outright: `this is a 175-hour project of medium difficulty`."""
    for entry in lines_of(record.blocks):
        words = entry.text.plain
        if not labels.split(entry.text, item=entry.item)[0].label:
            runs = map(_RUN.split, _SENTENCES.split(words))
            yield from (_aside(_values(parts), entry) for parts in runs if len(_values(parts)) == len(parts) > 1)
        level = _LEVEL_TOLD.search(words)
        size = _SIZE_TOLD.search(words)
        if level or size:
            at = Evidence(entry.line, short(words))
            told = next(filter(None, level.groups()), None) if level else None
            yield _Aside(size[0] if size else words, told, sizes.hours_in(size[0]) if size else (), at)


def _complete(found: Measures, aside: _Aside, evidence: dict[str, Evidence]) -> None:
    if not found.size and not found.hours and aside.hours:
        found.size, found.hours = aside.words, aside.hours
        evidence["size"] = aside.at
    if not found.level and aside.level:
        found.level = aside.level
        evidence["level"] = aside.at


def _tag_in_title(title: str) -> str | None:
    found = _HOURS_TAG.search(title)
    return found[1] if found else None


def _badges(record: Record) -> list[Entry]:
    """The lines just below the title that begin with a level or hours between signs: `easy · 90 hours · Rust`."""
    found = []
    for entry in islice(lines_of(record.blocks), _BADGE_LINES):
        first = labels.split(entry.text, item=entry.item)[0]
        words = first.value.plain.strip()
        alone = _BRACKETED.fullmatch(words)
        words, signed = alone[1] if alone else words, bool(alone) or entry.text.plain != words
        if not first.label and len(words) <= _LONGEST_ASIDE and (sizes.is_badge(words) or (signed and _rates(words))):
            found.append(entry)
    return found


def _rates(words: str) -> bool:
    """Whether words behind a picture are a level and nothing else."""
    return sizes.is_measure(words) and sizes.level_of_badge(words) is not None


def _beside_title(record: Record) -> str | None:
    """Short words beside an item's title that name a size: `Title — easy, 175 hours`."""
    first = record.blocks[0] if record.blocks else None
    if not isinstance(first, Item):
        return None
    line = labels.split(first.text.lines()[0], item=True)[0].value.plain
    rest = line.partition(record.title.plain)[2]
    if (bracket := _BRACKETS.match(rest.lstrip())) and sizes.is_measure(bracket[0]):
        return bracket[0].strip("()[]")
    rest = rest.strip(" -\u2013—:,;|()[]")
    return rest if len(rest) <= _LONGEST_ASIDE and sizes.named_hours(rest) else None


def _level(field: Field) -> str | None:
    first = next(e.text for e in field.entries if e.text.plain)
    words = " ".join(first.plain.split())
    if len(field.kinds) > 1:
        words = _set_off(first) or sizes.level_in(words) or words
    elif not sizes.is_level(words) and len(words.split()) > _LONG_WINDED:
        words = next(
            (sizes.level_in(e.text.plain) or "" for e in field.entries if sizes.is_level(e.text.plain)), words
        )
    return words or None


def _set_off(text: Text) -> str | None:
    mark = next((m for m in text.marks if m.start == 0 and m.kind == "bold"), None)
    return text.plain[: mark.end] if mark and sizes.is_level(text.plain[: mark.end]) else None


def _size(field: Field) -> tuple[str | None, tuple[int, ...]]:
    lines = [" ".join(e.text.plain.split()) for e in field.entries]
    if len(lines) > 1 and all(map(sizes.is_measure, lines)):
        lines = [" or ".join(lines)]
    words = " ".join(lines) if len(lines) <= 3 else lines[0]
    hours = sizes.hours_in(lines[0]) or sizes.hours_in(words)
    if not hours and re.search(r"\bhours?\b", field.label, re.IGNORECASE):
        hours = tuple(sorted({int(n) for n in re.findall(r"\b\d{2,3}\b", words)}))
    return _closed(words), hours


def _closed(words: str) -> str:
    """Up to a bracket that was opened before these words."""
    depth = 0
    for place, char in enumerate(words):
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return words[:place]
    return words
