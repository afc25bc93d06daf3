"""The many names of few kinds of field."""

import re
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import OSA


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
    Kind.MENTOR: "mentor mentors comentor comentors mentorship supervisor supervisors advisor advisors adviser "
    "advisers tutor tutors",
    Kind.SUGGESTED: "proposer suggester",
    Kind.CONTACT: "contact contacts",
    Kind.LEVEL: "difficulty difficulties complexity intensity hardness level levels seniority",
    Kind.SIZE: "size sizes length duration hours timeframe commitment effort workload time timeline hrs",
    Kind.SKILLS: "skill skills skillset skillsets language languages technology technologies tech stack "
    "prerequisite prerequisites prereqs requisite requisites requirement requirements required knowledge "
    "expertise qualifications tools tooling involves tag tags keyword keywords proficiencies competencies "
    "technical-skills abilities needs",
    Kind.OUTCOME: "outcome outcomes result results deliverable deliverables goal goals objective objectives "
    "benefit benefits output outputs impact aim aims",
    Kind.SUMMARY: "description descriptions summary explanation details abstract overview background "
    "introduction motivation rationale synopsis detail brief intro about context problem scope proposal",
    Kind.TASKS: "task tasks steps checklist todo milestones plan work implementation microtask microtasks activities",
    Kind.LINKS: "link links resource resources reference references refs reading url urls issue issues ticket "
    "tickets repo repos repository repositories code website source sources material materials discussion "
    "forum documentation docs thread information info homepage pad phabricator github gitlab",
    Kind.STATUS: "status state availability",
}
_KIND_OF = {word: kind for kind, words in _KEYS.items() for word in words.split()}
_MODIFIERS = frozenset(
    "a an the of for to and or in on with this your by per s us possible potential expected estimated estimate "
    "expect approximate approximately approx required recommended recommend preferred suggested suggest "
    "desired desirable needed project projects idea ideas technical programming primary secondary backup back "
    "up assisting assistant coding lead leading main other additional more further relevant related useful "
    "general minimum minimal nice have must should be prior previous basic good gsoc google summer code "
    "outreachy intern internship student students contributor contributors candidate applicant applicants "
    "rating rate scale score skill experience study improve first next starting getting started start work "
    "weekly total upstream open short long brief full development developer software hardware key core area "
    "areas field bonus optional optionally extra learn helpful beneficial plus advanced list number name names "
    "person people knowledgeable type category overall initial available what why how we need you ll will know "
    "done assigned proposed current charge point working environment used constraints constraint suitable "
    "target co organization org admin administrators estimation measured range weeks week months month degree "
    "confirmed".split()
)
_PHRASES: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"^(?:suggested|proposed|submitted|reported|added|idea) by$|^author$"), Kind.SUGGESTED),
    (
        re.compile(
            r"\b(?:mentored|supervised|advised|tutored) by$|\bknowledgeable (?:people|persons?)$"
            r"|^(?:project )?(?:co ?)?leads?$|^who can (?:help|mentor)(?: me| you)?$"
            r"|^who (?:do|can|should) i (?:ask|contact|talk to)$"
        ),
        Kind.MENTOR,
    ),
    (
        re.compile(r"\bpoints? of contact$|^contact (?:persons?|people)$|^(?:talk|speak|write) to$|^ask$"),
        Kind.CONTACT,
    ),
    (
        re.compile(
            r"^(?:project |idea |working |topic )?(?:title|name|topic)$|^(?:project|idea|project idea)(?: #?\d+)?$"
        ),
        Kind.TITLE,
    ),
    (
        re.compile(
            r"^what (?:you|one) (?:will |should |need to |ll )*(?:learn|know)$|^you (?:should|need to) know$"
            r"|^(?:what )?(?:you|students?|contributors?) (?:will )?need$"
            r"|^what (?:do|should|must) (?:i|you|one) (?:need to |have to )?(?:know|learn)(?: first| before)?$"
        ),
        Kind.SKILLS,
    ),
    (
        re.compile(
            r"^nice to have$|^bonus(?: points)?$|^a plus$|^good to have$|^(?:desirable|desired|preferred|recommended|optional)$"
        ),
        Kind.OPTIONAL,
    ),
    (re.compile(r"^further details$|^more details$|^read more$|^see also$|^learn more$"), Kind.LINKS),
    (
        re.compile(
            r"^(?:skill|experience|knowledge|expertise|student|contributor) level(?:s)?\b"
            r"|^level(?:s)? of (?:difficulty|expertise|skill|experience)"
        ),
        Kind.LEVEL,
    ),
    (re.compile(r"\bchallenge (?:level|rating)s?$|\bdifficulty rating\b|^(?:project |idea )?ratings?$"), Kind.LEVEL),
    (
        re.compile(
            r"^(?:project |estimated |expected )*(?:time|effort) (?:estimate|estimation|required|commitment|frame"
            r"|needed)"
        ),
        Kind.SIZE,
    ),
    (re.compile(r"^(?:this )?project (?:type|kind)$"), Kind.OTHER),
    (
        re.compile(r"^who (?:will |would |can |could )?(?:be )?(?:the )?mentors?\b|^who (?:is|are) the mentors?$"),
        Kind.MENTOR,
    ),
    (re.compile(r"^who (?:co)?mentors(?: it| this| me)?$"), Kind.MENTOR),
    (
        re.compile(r"^how (?:hard|difficult|complex|challenging)(?:$| (?:is|will|would) (?:it|this|the)\b)"),
        Kind.LEVEL,
    ),
    (
        re.compile(
            r"^how (?:long|big|large|much time|much work|many hours)(?:$| (?:is|does|will|would) (?:it|this|the)\b)"
        ),
        Kind.SIZE,
    ),
    (
        re.compile(r"^(?:what|which) (?:\w+ )?(?:skills?|languages|technologies|knowledge) (?:do|are|is|will)\b"),
        Kind.SKILLS,
    ),
    (
        re.compile(
            r"^(?:possible |potential |assigned |interested )?(?:student|candidate|applicant|assignee|intern)s?$"
        ),
        Kind.STATUS,
    ),
    (re.compile(r"\bmentors? (?:avail\w*|count|time ?zones?)$|^(?:number|availability) of mentors$"), Kind.STATUS),
    (
        re.compile(r"^(?:programming |project |main |primary )*languages?$|^areas? (?:to study|of study)\b"),
        Kind.SKILLS,
    ),
    (
        re.compile(r"^(?:gsoc )?(?:tips|information|notes?|rules|ideas|guide(?:lines)?) (?:for|to|about)\b"),
        Kind.OTHER,
    ),
)
_OPTIONAL = re.compile(
    r"\b(?:preferred|optional(?:ly)?|nice|bonus|desirable|desired|plus|helpful|beneficial|additional)\b"
)
_PLURAL = re.compile(r"s?[(\[{](?:s|es|r/s)[)\]}]", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_WORD = re.compile(r"[a-z0-9#+]+")
_ASKED = re.compile(r"^\s*Q(?:uestion)?\s*(?:\d{1,2}\s*)?[:.)]\s*(?=\S)")  # before a question that is a label
_MOST_WORDS = 10
_FEW_WORDS = 4
_VALUED = re.compile(r"[\d:\n]|^[^A-Z\W]|[.,;!?]$")
_MEASURED = re.compile(r"\W{0,3}~?\d{2,3}\s*\+?\s*(?:hours?|hrs?|h)\b", re.IGNORECASE)  # a value, and no label
_FUZZY_FROM = 8


@lru_cache(maxsize=20_000)
def kinds_of(label: str, strangers: int = 0) -> tuple[Kind, ...]:
    """What a label means, in the order of its words; empty where it is none.

    Args:
        label: the words before the colon, or a heading.
        strangers: how many words may stand in it that labels do not usually have.
    """
    words = _words(label)
    if not words or len(words) > _MOST_WORDS or _MEASURED.match(label):
        return ()
    plain = " ".join(words)
    for pattern, kind in _PHRASES:
        if pattern.search(plain):
            return () if kind is Kind.OTHER else (kind,)
    kinds: list[Kind] = []
    for word in words:
        meant = _kind_of(word)
        if meant and meant not in kinds:
            kinds.append(meant)
        if not meant and word not in _MODIFIERS and not word.isdigit():
            strangers -= 1
    if strangers < 0 or not kinds:
        return ()
    return _settled(kinds, plain)


def is_phrase(label: str) -> bool:
    """Whether a label is known as a whole, such as 'who can help', and not by its words."""
    plain = " ".join(_words(label))
    return any(kind is not Kind.OTHER and pattern.search(plain) for pattern, kind in _PHRASES)


def is_label(line: str) -> bool:
    """Whether a line is nothing but a label, without its colon."""
    return len(line.split()) <= _FEW_WORDS and not _VALUED.search(line) and bool(kinds_of(line))


def _settled(kinds: list[Kind], plain: str) -> tuple[Kind, ...]:
    """One kind, unless the label joins several: `Difficulty & Requirements`, `Size/Level`."""
    joins = re.search(r"\b(?:and|or)\b|[/&,+]", plain)
    strong = [k for k in kinds if k in STRONG]
    if not joins or len(strong) < 2:
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
    label = _ASKED.sub("", label)
    plain = _BRACKETS.sub(" ", _PLURAL.sub("s", label.casefold())).replace("'s", "s").replace("\u2019s", "s")
    plain = (
        re.sub(r"\bpre[- ]?requisite", "prerequisite", plain)
        .replace("co-mentor", "comentor")
        .replace("skill set", "skillset")
    )
    plain = (
        plain.replace("&", " and ").replace("/", " and ").replace("time frame", "timeframe").replace("to-do", "todo")
    ).replace("summer of code", "gsoc")
    return _WORD.findall(plain.replace("'", "").replace("\u2019", ""))


@lru_cache(maxsize=20_000)
def _kind_of(word: str) -> Kind | None:
    if kind := _KIND_OF.get(word):
        return kind
    if len(word) >= _FUZZY_FROM and word not in _MODIFIERS:
        near = (
            known
            for known in _KIND_OF
            if len(known) >= _FUZZY_FROM and OSA.distance(word, known, score_cutoff=2) <= 1
        )
        return next((_KIND_OF[known] for known in near), None)
    return None
