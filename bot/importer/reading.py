"""A record's fields → an idea, each value with its evidence."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.importer import labels, languages, sizes, titles
from bot.importer.blocks import Code, Item, Paragraph, Text
from bot.importer.fields import Field, lines_of
from bot.importer.findings import Evidence, FoundLink, ImportedIdea
from bot.importer.labels import Kind
from bot.importer.people import Mentor, people_in
from bot.importer.records import Record

_EVIDENCE = 160
_URL = re.compile(r"https?://[^\s<>()\[\]\"']+[\w/]")
_UNFILLED = re.compile(
    r"^(?:todo\b.*|tbd\.?|tba\.?|\?+|-+|n/?a|none|to be (?:added|determined|decided|announced).*|fill .*"
    r"|short description of.*|detailed description of.*|\.{3}|…)$",
    re.IGNORECASE,
)
_ROLE = re.compile(r"\b(backup|assisting|assistant|secondary|co-?mentors?|primary|lead)\b", re.IGNORECASE)


def idea_of(record: Record) -> ImportedIdea:
    """What the record says."""
    evidence = {"title": Evidence(record.line, _short(record.title.plain))}
    level, size, hours = _level_and_size(record, evidence)
    skills = _of(record.fields, Kind.SKILLS)
    wanted, optional = _languages(record, skills, evidence)
    mentors = _people(record.fields, Kind.MENTOR, evidence, "mentors")
    asked = any(Kind.MENTOR in f.kinds for f in record.fields)
    if not asked:
        mentors = _people(record.fields, Kind.CONTACT, evidence, "mentors")
    return ImportedIdea(
        title=titles.cleaned(record.title.plain),
        line=record.line,
        status=_status(record),
        mentors=mentors,
        mentors_asked=asked or bool(mentors),
        suggested_by=_people(record.fields, Kind.SUGGESTED, evidence, "suggested_by"),
        level=level,
        size=size,
        hours=hours,
        languages=wanted,
        languages_optional=optional,
        skills=_texts(skills),
        outcomes=_texts(_of(record.fields, Kind.OUTCOME)),
        tasks=_texts(_of(record.fields, Kind.TASKS)),
        links=_links(record),
        prose=_prose(record),
        section=tuple(title for title in record.above if title),
        evidence=evidence,
    )


def _of(fields: Iterable[Field], kind: Kind) -> list[Field]:
    return [f for f in fields if kind in f.kinds]


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _EVIDENCE else f"{line[: _EVIDENCE - 1]}…"


def _seen(evidence: dict[str, Evidence], name: str, found: Field) -> None:
    at = found.entries[0].line if found.entries else found.line
    evidence.setdefault(name, Evidence(at, _short(f"{found.label}: {found.words}")))


def _texts(fields: Iterable[Field]) -> tuple[str, ...]:
    return tuple(
        " ".join(e.text.plain.split()) for f in fields for e in f.entries if not _UNFILLED.match(e.text.plain)
    )


def _people(fields: Iterable[Field], kind: Kind, evidence: dict[str, Evidence], name: str) -> tuple[Mentor, ...]:
    found: list[Mentor] = []
    for field in _of(fields, kind):
        role = _ROLE.search(field.label)
        people = people_in(field.entries, role[1].lower() if role else None)
        if people:
            _seen(evidence, name, field)
        found.extend(p for p in people if p.called.casefold() not in {f.called.casefold() for f in found})
    return tuple(found)


def _level_and_size(record: Record, evidence: dict[str, Evidence]) -> tuple[str | None, str | None, tuple[int, ...]]:
    level_field = next((f for f in _of(record.fields, Kind.LEVEL) if _said(f)), None)
    size_field = next((f for f in _of(record.fields, Kind.SIZE) if _said(f)), None)
    level = _level(level_field, evidence) if level_field else None
    size, hours = _size(size_field, evidence) if size_field else (None, ())
    if level_field and level and not size_field and (found := sizes.named_hours(level)):
        size, hours = level, found
        evidence.setdefault("size", evidence["level"])
    if size_field and size and not level_field:
        rest = re.sub(r"[(\[][^()\[\]]*[)\]]", " ", size)
        if (
            hours
            and sizes.named_hours(size)
            and (
                word := re.search(
                    r"\b(easy|intermediate|hard|advanced|beginner|difficult|expert)\b", rest, re.IGNORECASE
                )
            )
        ):
            level = word[1]
            evidence.setdefault("level", evidence["size"])
    tag = _tag_in_title(record.title.plain) or _beside_title(record)
    if not size_field and not hours and tag and sizes.named_hours(tag):
        size, hours = tag, sizes.named_hours(tag)
        evidence["size"] = evidence["title"]
    if not level_field and not level and tag and (level := sizes.level_in(tag)):
        evidence["level"] = evidence["title"]
    return level, size, hours


def _tag_in_title(title: str) -> str | None:
    found = re.search(r"[(\[]([^()\[\]]*\d{2,3}\s*(?:h|hrs?|hours?)\b[^()\[\]]*)[)\]]", title)
    return found[1] if found else None


def _beside_title(record: Record) -> str | None:
    """Short words beside an item's title that name a size: `Title — easy, 175 hours`."""
    first = record.blocks[0] if record.blocks else None
    if not isinstance(first, Item):
        return None
    line = labels.split(first.text.lines()[0], item=True)[0].value.plain
    rest = line.partition(record.title.plain)[2]
    rest = rest.strip(" -\u2013—:,;|()[]")
    return rest if len(rest) <= _EVIDENCE // 2 and sizes.named_hours(rest) else None


def _said(field: Field) -> bool:
    return any(e.text.plain and not _UNFILLED.match(e.text.plain) for e in field.entries)


def _level(field: Field, evidence: dict[str, Evidence]) -> str | None:
    first = next(e.text for e in field.entries if e.text.plain)
    words = " ".join(first.plain.split())
    if len(field.kinds) > 1:
        words = _set_off(first) or sizes.level_in(words) or words
    elif not sizes.is_level(words) and len(words.split()) > 12:
        words = next(
            (sizes.level_in(e.text.plain) or "" for e in field.entries if sizes.is_level(e.text.plain)), words
        )
    _seen(evidence, "level", field)
    return words or None


def _set_off(text: Text) -> str | None:
    mark = next((m for m in text.marks if m.start == 0 and m.kind == "bold"), None)
    return text.plain[: mark.end] if mark and sizes.is_level(text.plain[: mark.end]) else None


def _size(field: Field, evidence: dict[str, Evidence]) -> tuple[str | None, tuple[int, ...]]:
    words = (
        " ".join(field.words.split()) if len(field.entries) <= 3 else " ".join(field.entries[0].text.plain.split())
    )
    first = " ".join(field.entries[0].text.plain.split())
    hours = sizes.hours_in(first) or sizes.hours_in(words)
    if (
        not hours
        and re.search(r"\bhours?\b", field.label, re.IGNORECASE)
        and (bare := re.findall(r"\b\d{2,3}\b", words))
    ):
        hours = tuple(sorted({int(n) for n in bare}))
    _seen(evidence, "size", field)
    return _closed(words), hours


def _closed(words: str) -> str:
    """Up to a bracket that was opened before these words."""
    depth = 0
    for place, char in enumerate(words):
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return words[:place]
    return words


def _languages(
    record: Record, skills: list[Field], evidence: dict[str, Evidence]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those the skills ask for, and those which are only a plus."""
    asked = [f for f in skills if f.entries]
    named = [f for f in asked if "language" in f.label.casefold()]
    words = "\n".join(e.text.plain for f in named for e in f.entries)
    if not languages.named_in(words):
        words = "\n".join(e.text.plain for f in asked for e in f.entries)
    found = languages.named_in(words)
    plus = set(languages.only_a_plus(words))
    if found:
        _seen(evidence, "languages", (named or asked)[0])
    if not asked and not found:
        prose = "\n".join(_prose(record))
        found = languages.claimed_in(prose)
    return tuple(n for n in found if n not in plus), tuple(n for n in found if n in plus)


_LINK_KINDS = frozenset({Kind.MENTOR, Kind.SUGGESTED, Kind.CONTACT})


def _links(record: Record) -> tuple[FoundLink, ...]:
    targets = {t for f in record.fields if _LINK_KINDS & set(f.kinds) for e in f.entries for _, t in e.text.links}
    found: dict[str, FoundLink] = {}
    for entry in lines_of(record.blocks):
        for words, target in entry.text.links:
            if target.startswith(("http://", "https://")) and target not in targets:
                found.setdefault(target, FoundLink(" ".join(words.split()) or target, target))
        for bare in _URL.findall(entry.text.plain):
            if bare not in targets:
                found.setdefault(bare, FoundLink(bare, bare))
    return tuple(found.values())


def _prose(record: Record) -> tuple[str, ...]:
    """Running text that is no field, and the summary fields."""
    taken = {(e.line, e.text.plain) for f in record.fields if Kind.SUMMARY not in f.kinds for e in f.entries}
    found = []
    for entry in lines_of(b for b in record.blocks if not isinstance(b, Code)):
        parts = labels.split(entry.text, item=entry.item)
        first = parts[0]
        if (entry.line, entry.text.plain) in taken or (first.kinds and Kind.SUMMARY not in first.kinds):
            continue
        words = " ".join(first.value.plain.split()) if first.kinds else " ".join(entry.text.plain.split())
        if words and not _UNFILLED.match(words):
            found.append(words)
    return tuple(found)


def _status(record: Record) -> str:
    """Open, unless its title, a heading above it or its own status field says otherwise."""
    said = titles.tag_status(record.title.plain) or next(
        (s for above in record.above if (s := titles.status_in(above, heading=True))), None
    )
    if any(m.kind == "strike" and m.end - m.start > len(record.title.plain) // 2 for m in record.title.marks):
        said = said or "withdrawn"
    before: Field | None = None
    for field in record.fields:
        if Kind.STATUS in field.kinds and not (before and Kind.TASKS in before.kinds):
            said = said or titles.status_in(field.words)
        before = field
    return said or ("placeholder" if _is_placeholder(record) else "open")


def _is_placeholder(record: Record) -> bool:
    """A title with people, but every describing line still to be written."""
    described = [e.text.plain for f in record.fields if Kind.SUMMARY in f.kinds for e in f.entries]
    loose = [b.text.plain for b in record.blocks if isinstance(b, Paragraph)]
    return (
        bool(described)
        and all(_UNFILLED.match(words) for words in described)
        and any(words.upper().startswith("TODO") for words in loose)
    )


def known_apart(ideas: Sequence[ImportedIdea]) -> list[ImportedIdea]:
    """Two names run together are told apart where both stand alone elsewhere on the page."""
    known = {p.name for idea in ideas for p in (*idea.mentors, *idea.suggested_by) if p.name}
    return [replace(idea, mentors=tuple(q for p in idea.mentors for q in _apart(p, known))) for idea in ideas]


def _apart(person: Mentor, known: set[str]) -> list[Mentor]:
    words = (person.name or "").split()
    if len(words) < 4 or person.email or person.nicks:
        return [person]
    for cut in range(2, len(words) - 1):
        one, other = " ".join(words[:cut]), " ".join(words[cut:])
        if (one in known) + (other in known) >= 1:
            return [replace(person, name=one), replace(person, name=other)]
    return [person]
