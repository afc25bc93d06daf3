"""A record's fields → an idea, each value with its evidence."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.importer import labels, languages, titles, told
from bot.importer.blocks import Code, Paragraph
from bot.importer.evidence import is_unfilled, note, short
from bot.importer.fields import Field, lines_of
from bot.importer.findings import Evidence, FoundLink, ImportedIdea
from bot.importer.labels import Kind
from bot.importer.measures import measures_of
from bot.importer.people import Mentor, people_in
from bot.importer.record import Record

_URL = re.compile(r"https?://[^\s<>()\[\]\"']+[\w/]")
_ROLE = re.compile(r"\b(backup|assisting|assistant|secondary|co-?mentors?|primary|lead)\b", re.IGNORECASE)
_WISHED = re.compile(r"\b(?:desir|prefer|helpful|beneficial)", re.IGNORECASE)


def idea_of(record: Record) -> ImportedIdea:
    """What the record says."""
    evidence = {"title": Evidence(record.line, short(record.title.plain))}
    measures = measures_of(record, evidence)
    skills = _skills(record)
    wanted, optional = _languages(record, skills, evidence)
    asked = bool(record.of(Kind.MENTOR))
    mentors = _mentors(record, evidence)
    return ImportedIdea(
        title=titles.cleaned(record.title.plain),
        line=record.line,
        status=_status(record, evidence),
        mentors=mentors,
        mentors_asked=asked or bool(mentors),
        suggested_by=_people(record.of(Kind.SUGGESTED), evidence, "suggested_by"),
        level=measures.level,
        size=measures.size,
        hours=measures.hours,
        languages=wanted,
        languages_optional=optional,
        skills=_texts(skills, evidence, "skills"),
        outcomes=_texts(record.of(Kind.OUTCOME), evidence, "outcomes"),
        tasks=_texts(record.of(Kind.TASKS), evidence, "tasks"),
        links=_links(record, evidence),
        prose=_prose(record),
        section=tuple(title for title in record.above if title),
        evidence=evidence,
    )


def _texts(fields: Iterable[Field], evidence: dict[str, Evidence], name: str) -> tuple[str, ...]:
    found: list[str] = []
    for field in fields:
        words = [" ".join(e.text.plain.split()) for e in field.entries if not is_unfilled(e.text.plain)]
        if any(words):
            note(evidence, name, field)
        found += words
    return tuple(found)


def _people(fields: Iterable[Field], evidence: dict[str, Evidence], name: str) -> tuple[Mentor, ...]:
    found: list[Mentor] = []
    for field in fields:
        role = _ROLE.search(field.label)
        people = people_in(field.entries, role[1].lower() if role else None)
        if people:
            note(evidence, name, field)
        found.extend(p for p in people if p.called.casefold() not in {f.called.casefold() for f in found})
    return tuple(found)


def _mentors(record: Record, evidence: dict[str, Evidence]) -> tuple[Mentor, ...]:
    """Who mentors; where no field is for it, whom to contact, whom running text names, or who mentors the area."""
    if record.of(Kind.MENTOR):
        return _people(record.of(Kind.MENTOR), evidence, "mentors")
    if contacts := _people(record.of(Kind.CONTACT), evidence, "mentors"):
        return contacts
    if found := told.mentors_in(record.blocks):
        evidence.setdefault("mentors", Evidence(found.line, short(found.words)))
        return found.people
    return _people(record.lent, evidence, "mentors")


def _skills(record: Record) -> list[Field]:
    """What is asked for; where a page only says what is desirable, that."""
    wished = (f for f in record.of(Kind.OPTIONAL) if _WISHED.search(f.label))
    return record.of(Kind.SKILLS) or list(wished)


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
        note(evidence, "languages", (named or asked)[0])
    if not asked and not found:
        found = told.languages_in(record.blocks)
    return tuple(n for n in found if n not in plus), tuple(n for n in found if n in plus)


_LINK_KINDS = frozenset({Kind.MENTOR, Kind.SUGGESTED, Kind.CONTACT})


def _links(record: Record, evidence: dict[str, Evidence]) -> tuple[FoundLink, ...]:
    targets = {t for f in record.fields if _LINK_KINDS & set(f.kinds) for e in f.entries for _, t in e.text.links}
    found: dict[str, FoundLink] = {}
    for entry in lines_of(record.blocks):
        for words, target in entry.text.links:
            if target.startswith(("http://", "https://")) and target not in targets:
                found.setdefault(target, FoundLink(" ".join(words.split()) or target, target, entry.line))
        for bare in _URL.findall(entry.text.plain):
            if bare not in targets:
                found.setdefault(bare, FoundLink(bare, bare, entry.line))
    if first := next(iter(found.values()), None):
        evidence.setdefault("links", Evidence(first.line, short(first.url)))
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
        if words and not is_unfilled(words):
            found.append(words)
    return tuple(found)


def _status(record: Record, evidence: dict[str, Evidence]) -> str:
    """Open, unless its title, a heading above it or its own status field says otherwise."""
    if said := titles.tag_status(record.title.plain):
        evidence["status"] = evidence["title"]
        return said
    for above in record.above:
        if said := titles.status_in(above, heading=True):
            evidence["status"] = Evidence(record.line, short(f"stands below {above}"))
            return said
    if any(m.kind == "strike" and m.end - m.start > len(record.title.plain) // 2 for m in record.title.marks):
        evidence["status"] = Evidence(record.line, short(f"struck out: {record.title.plain}"))
        return "withdrawn"
    before: Field | None = None
    for field in record.fields:
        tells = Kind.STATUS in field.kinds and not (before and Kind.TASKS in before.kinds)
        if tells and (said := titles.status_in(field.words)):
            note(evidence, "status", field)
            return said
        before = field
    return "placeholder" if _is_placeholder(record) else "open"


def _is_placeholder(record: Record) -> bool:
    """A title with people, but every describing line still to be written."""
    described = [e.text.plain for f in record.fields if Kind.SUMMARY in f.kinds for e in f.entries]
    loose = [b.text.plain for b in record.blocks if isinstance(b, Paragraph)]
    return (
        bool(described)
        and all(is_unfilled(words) for words in described)
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
