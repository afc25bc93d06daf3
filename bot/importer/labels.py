"""Labels and what they mean: many names for few kinds of field, in every dress."""

import re
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.importer.blocks import Text


class Kind(StrEnum):
    """What a field tells."""

    TITLE = "title"
    MENTOR = "mentor"
    SUGGESTED = "suggested"
    CONTACT = "contact"
    LEVEL = "level"
    SIZE = "size"
    SKILLS = "skills"
    OPTIONAL = "optional"
    OUTCOME = "outcome"
    SUMMARY = "summary"
    TASKS = "tasks"
    LINKS = "links"
    STATUS = "status"
    OTHER = "other"


STRONG = frozenset({Kind.MENTOR, Kind.LEVEL, Kind.SIZE, Kind.SKILLS})

_KEYS: dict[Kind, str] = {
    Kind.MENTOR: "mentor mentors comentor comentors mentorship supervisor supervisors advisor advisors adviser advisers tutor tutors",
    Kind.SUGGESTED: "proposer suggester",
    Kind.CONTACT: "contact contacts",
    Kind.LEVEL: "difficulty difficulties complexity intensity hardness level levels seniority challenge",
    Kind.SIZE: "size sizes length duration hours timeframe commitment effort workload time timeline hrs",
    Kind.SKILLS: "skill skills skillset skillsets language languages technology technologies tech stack prerequisite prerequisites "
    "prereqs requisite requisites requirement requirements required knowledge expertise qualifications tools tooling involves "
    "tags proficiencies competencies technical-skills abilities needs",
    Kind.OUTCOME: "outcome outcomes result results deliverable deliverables goal goals objective objectives benefit benefits output "
    "outputs impact aim aims",
    Kind.SUMMARY: "description descriptions summary explanation details abstract overview background introduction motivation rationale "
    "synopsis detail brief intro about context problem scope proposal",
    Kind.TASKS: "task tasks steps checklist todo milestones plan work implementation microtask microtasks activities",
    Kind.LINKS: "link links resource resources reference references reading url urls issue issues ticket tickets repo repos repository "
    "repositories code website source sources material materials discussion forum documentation docs thread information info "
    "homepage pad phabricator github gitlab",
    Kind.STATUS: "status state availability",
}
_KIND_OF = {word: kind for kind, words in _KEYS.items() for word in words.split()}
_MODIFIERS = frozenset(
    "a an the of for to and or in on with this your by per s us possible potential expected estimated estimate expect approximate "
    "approximately approx required recommended recommend preferred suggested suggest desired desirable needed project projects idea "
    "ideas technical programming primary secondary backup back up assisting assistant coding lead leading main other additional "
    "more further relevant related useful general minimum minimal nice have must should be prior previous basic good gsoc "
    "google summer code outreachy intern internship student students contributor contributors candidate applicant applicants "
    "rating rate scale score skill experience study improve first next starting getting started start work weekly total upstream "
    "open short long brief full development developer software hardware key core area areas field relevant bonus optional optionally "
    "extra learn helpful beneficial plus advanced list number name names person people knowledgeable type category overall initial "
    "available what why how we need you need ll will know done available assigned proposed current person in charge point working "
    "environment used constraints constraint suitable target co organization org admin administrators estimation measured range weeks week months month".split()
)
# Titles of sections which speak to everybody and look like labels.
_PHRASES: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"^(?:suggested|proposed|submitted|reported|added|idea) by$|^author$"), Kind.SUGGESTED),
    (re.compile(r"\bmentored by$|\bknowledgeable (?:people|persons?)$|^(?:project )?leads?$|^who can help$"), Kind.MENTOR),
    (re.compile(r"\bpoints? of contact$|^contact (?:person|persons|people)$"), Kind.CONTACT),
    (re.compile(r"^(?:project |idea |working |topic )?(?:title|name|topic)$|^(?:project|idea|project idea)(?: #?\d+)?$"), Kind.TITLE),
    (re.compile(r"^what (?:you|one) (?:will |should |need to |ll )*(?:learn|know)$|^you (?:should|need to) know$"), Kind.SKILLS),
    (re.compile(r"^nice to have$|^bonus(?: points)?$|^a plus$|^good to have$"), Kind.OPTIONAL),
    (re.compile(r"^further details$|^more details$|^read more$|^see also$|^learn more$"), Kind.LINKS),
    (re.compile(r"^(?:skill|experience|knowledge|expertise|student|contributor) level(?:s)?\b|^level(?:s)? of (?:difficulty|expertise|skill|experience)"), Kind.LEVEL),
    (re.compile(r"^(?:project |estimated |expected )*(?:time|effort) (?:estimate|estimation|required|commitment|frame|needed)"), Kind.SIZE),
    (re.compile(r"^(?:this )?project (?:type|kind)$"), Kind.OTHER),
    (re.compile(r"^(?:programming |project |main |primary )*languages?$"), Kind.SKILLS),
    (re.compile(r"^(?:gsoc )?(?:tips|information|notes?|rules|guide(?:lines)?) (?:for|to|about)\b"), Kind.OTHER),
)
_OPTIONAL = re.compile(r"\b(?:preferred|optional(?:ly)?|nice|bonus|desirable|desired|plus|helpful|beneficial|additional)\b")
_PLURAL = re.compile(r"s?[(\[{](?:s|es|r/s)[)\]}]", re.I)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_WORD = re.compile(r"[a-z0-9#+]+")
_MOST_WORDS = 9
_FUZZY_FROM = 8


@lru_cache(maxsize=20_000)
def kinds_of(label: str, strangers: int = 0) -> tuple[Kind, ...]:
    """What a label means, in the order of its words; empty where it is none.

    Args:
        label: the words before the colon, or a heading.
        strangers: how many words may stand in it that labels do not usually have.
    """
    words = _words(label)
    if not words or len(words) > _MOST_WORDS:
        return ()
    plain = " ".join(words)
    for pattern, kind in _PHRASES:
        if pattern.search(plain):
            return () if kind is Kind.OTHER else (kind,)
    kinds: list[Kind] = []
    for word in words:
        kind = _kind_of(word)
        if kind and kind not in kinds:
            kinds.append(kind)
        if not kind and word not in _MODIFIERS and not word.isdigit():
            strangers -= 1
    if strangers < 0 or not kinds:
        return ()
    return _settled(kinds, plain)


def _settled(kinds: list[Kind], plain: str) -> tuple[Kind, ...]:
    """One kind, unless the label joins several: `Difficulty & Requirements`, `Size/Level`."""
    joins = re.search(r"\b(?:and|or)\b|[/&,+]", plain)
    strong = [k for k in kinds if k in STRONG]
    if not joins or len(strong) < 2:  # noqa: PLR2004
        chosen = _one(kinds, plain)
        if chosen is Kind.SKILLS and _OPTIONAL.search(plain) and "required" not in plain:
            return (Kind.OPTIONAL,)
        return (chosen,)
    return tuple(strong)


_WINNERS = (Kind.MENTOR, Kind.LEVEL, Kind.SIZE)


def _one(kinds: list[Kind], plain: str) -> Kind:
    """Of several, the last noun decides, except that a person, a level or a size wins."""
    if "prerequisite" in plain:
        return Kind.SKILLS
    return next((k for k in _WINNERS if k in kinds), kinds[-1])


def _words(label: str) -> list[str]:
    plain = _BRACKETS.sub(" ", _PLURAL.sub("s", label.casefold())).replace("'s", "s").replace("’s", "s")
    plain = re.sub(r"\bpre[- ]?requisite", "prerequisite", plain).replace("co-mentor", "comentor").replace("skill set", "skillset")
    plain = plain.replace("&", " and ").replace("/", " and ").replace("time frame", "timeframe").replace("to-do", "todo")
    return _WORD.findall(plain.replace("'", "").replace("’", ""))


@lru_cache(maxsize=20_000)
def _kind_of(word: str) -> Kind | None:
    if kind := _KIND_OF.get(word):
        return kind
    if len(word) >= _FUZZY_FROM and word not in _MODIFIERS:
        near = (known for known in _KIND_OF if len(known) >= _FUZZY_FROM and OSA.distance(word, known, score_cutoff=2) <= 1)
        return next((_KIND_OF[known] for known in near), None)
    return None


class Labelled:
    """A label and the words after it on its line. `kinds` is empty for a label that means nothing to us."""

    __slots__ = ("kinds", "label", "value")

    def __init__(self, label: str, kinds: tuple[Kind, ...], value: Text) -> None:
        self.label, self.kinds, self.value = label, kinds, value


_SIGN = re.compile(r"^(?:[^\w\s*_\[\](){}<>@#\"'“‘`~+.,:;/\\|-]+\s*|[-–—•*]\s+)+")
_COLON = re.compile(r"^\s*[:：]+\s*")
_DASH = re.compile(r"^\s*(?:[-–—=]+>?|[:：])\s*")
_PLAIN_LABEL = re.compile(r"^([^\W\d_][^:：\n]{0,79}?)\s*[:：](?=\s|$|[^/\s\w]|[A-Z0-9@*\[])")
_DASHED = re.compile(r"^([^\W\d_][\w()/&' ]{2,40}?)\s+[-–—=]\s+(?=\S)")
_INNER = re.compile(r"(?:(?<=^)|(?<=[\s(\[;|•·,.)/–—-]))([A-Z][\w()/&'-]*(?:[ ][\w()/&'-]+){0,5})\s*[:：](?!/)")
_FORBIDDEN = frozenset("please see you we our is are that read if can ask before because when which who it i they there".split())
_LONGEST_LABEL = 6


def split(text: Text, *, item: bool = False) -> list[Labelled]:
    """The labels on one line with their values; the first may have an empty label: words before any label."""
    found: list[Labelled] = []
    rest = text
    if sign := _SIGN.match(rest.plain):
        rest = rest.part(sign.end())
    head = _head(rest, item=item)
    if head:
        label, kinds, value = head
        rest = value
    else:
        label, kinds = "", ()
    for start, end, name, inner in _inners(rest):
        found.append(Labelled(label, kinds, _trimmed(rest.part(0, start)))) if not found else None
        found.append(Labelled(name, inner, rest.part(end)))
    if not found:
        return [Labelled(label, kinds, rest)]
    return _cut(found, rest)


def _cut(found: list[Labelled], rest: Text) -> list[Labelled]:
    """Each value up to the next label."""
    places = _inners(rest)
    for number, (_, end, _, _) in enumerate(places):
        until = places[number + 1][0] if number + 1 < len(places) else None
        found[number + 1].value = _trimmed(rest.part(end, until))
    return found


def _trimmed(text: Text) -> Text:
    """Without the sign that parts it from the next label."""
    plain = text.plain.rstrip()
    cut = len(plain.rstrip(" -–—|;•·,(["))
    return text.part(0, cut) if plain[cut:].strip() else text


def _head(text: Text, *, item: bool) -> tuple[str, tuple[Kind, ...], Text] | None:
    """The label with which a line begins."""
    if set_off := _set_off(text):
        return set_off
    plain = text.plain
    if found := _PLAIN_LABEL.match(plain):
        label = found[1].strip("*_ ")
        words = label.split()
        if len(words) <= _LONGEST_LABEL + 3 and not _FORBIDDEN & {w.casefold() for w in words}:
            kinds = kinds_of(label, 2 if len(words) <= _LONGEST_LABEL else 0)
            if kinds or (item and len(words) <= 4 and label[:1].isupper()):  # noqa: PLR2004
                return label, kinds, text.part(_COLON.match(plain, found.end(1)).end() if _COLON.match(plain, found.end(1)) else _after(plain, found.end(1)))
    if (found := _DASHED.match(plain)) and (kinds := kinds_of(found[1])) and STRONG & set(kinds):
        return found[1], kinds, text.part(found.end())
    return None


def _after(plain: str, at: int) -> int:
    while at < len(plain) and plain[at] in " :：":
        at += 1
    return at


def _set_off(text: Text) -> tuple[str, tuple[Kind, ...], Text] | None:
    """A bold, italic or code beginning that is a label, with its colon inside, outside, or none."""
    mark = next((m for m in text.marks if m.start == 0 and m.kind in {"bold", "italic"}), None)
    if mark is None:
        return None
    inner = text.plain[: mark.end].rstrip()
    if "\n" in inner or len(inner.split()) > _MOST_WORDS + 2:
        return None
    colon = _COLON.match(text.plain[mark.end :])
    if inner.endswith((":", "：")) or colon:
        label = inner.rstrip(":： ")
        end = mark.end + (colon.end() if colon else 0)
        return label, kinds_of(label, 3), text.part(end)
    if (at := inner.find(": ")) > 0 and (kinds := kinds_of(inner[:at], 1)):
        return inner[:at], kinds, text.part(at + 1)
    if kinds := kinds_of(inner):
        dash = _DASH.match(text.plain[mark.end :])
        return inner, kinds, text.part(mark.end + (dash.end() if dash else 0))
    return None


def _inners(text: Text) -> list[tuple[int, int, str, tuple[Kind, ...]]]:
    """`(start, end, label, kinds)` of every further label on the line: set off, or of a strong kind and capitalised."""
    found: list[tuple[int, int, str, tuple[Kind, ...]]] = []
    plain = text.plain
    for mark in text.marks:
        if mark.kind in {"bold", "italic"} and mark.start:
            inner = plain[mark.start : mark.end].strip()
            colon = _COLON.match(plain[mark.end : mark.end + 5])
            if (inner.endswith(":") or colon) and len(inner.split()) <= _LONGEST_LABEL and (kinds := kinds_of(inner.rstrip(": "), 1)):
                found.append((mark.start, mark.end + (colon.end() if colon else 0), inner.rstrip(": "), kinds))
    taken = {start for start, *_ in found}
    for match in _INNER.finditer(plain):
        placed = _known_end(match)
        if placed and match.end(1) > 0 and placed[0] > 0 and not any(s <= placed[0] < e for s, e, *_ in found):
            start, label, kinds = placed
            if start not in taken:
                found.append((start, match.end(), label, kinds))
    return sorted(found)


def _known_end(match: re.Match[str]) -> tuple[int, str, tuple[Kind, ...]] | None:
    """The longest capitalised end of the words before a colon which is a label of a strong kind."""
    words = list(re.finditer(r"\S+", match[1]))
    for word in words:
        label = match[1][word.start() :]
        if label[:1].isupper() and (kinds := kinds_of(label)) and (STRONG | {Kind.OUTCOME, Kind.LINKS, Kind.OPTIONAL, Kind.SUGGESTED}) & set(kinds):
            if not STRONG & set(kinds) and word.start():
                continue
            return match.start(1) + word.start(), label, kinds
    return None
