"""What is handed on from a page: ideas with evidence, what was left out, and the facts of the page."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.importer.people import Mentor


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where something was read: the line (from 1) and the words there."""

    line: int
    words: str


@dataclass(frozen=True, slots=True)
class FoundLink:
    """An address with the words that lead to it, and the line where it stands, from 1; 0 where nobody asks."""

    label: str
    url: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date that the page states, or one end of a period.

    Attributes:
        name: what happens, in the page's words.
        when: the date in the page's words.
        line: where it stands, from 1.
        key: what happens, in the programme's terms where they are known.
    """

    name: str
    when: str
    line: int
    key: str


@dataclass(frozen=True, slots=True)
class FoundWords:
    """Words of the page, to be rewritten, and the line where they begin, from 1."""

    words: str
    line: int


@dataclass(frozen=True, slots=True)
class FoundAnswer:
    """Something that the page answers beyond its ideas.

    Attributes:
        topic: a heading's words.
        keywords: other words that lead to it.
        answer: the first sentences; to be rewritten.
        line: where they stand, from 1.
    """

    topic: str
    keywords: tuple[str, ...]
    answer: str
    line: int


@dataclass(frozen=True, slots=True)
class ImportedIdea:
    """One idea as the page has it; what the page does not say stays empty.

    Attributes:
        title: without markup.
        line: where its title stands, from 1.
        status: 'open', 'suspended', 'withdrawn', 'taken', 'completed' or 'placeholder'.
        mentors: people and named teams.
        mentors_asked: whether the page has a mentor field for it, though perhaps an empty one.
        level: difficulty as written.
        size: as written.
        hours: that the size names, ascending.
        languages: that are required; `languages_optional` are only a plus.
        prose: the description's own words, line by line; to be rewritten, never copied into a catalogue.
        section: the headings above it, innermost first.
        evidence: by field name: where it was read.
    """

    title: str
    line: int
    status: str = "open"
    mentors: tuple[Mentor, ...] = ()
    mentors_asked: bool = False
    suggested_by: tuple[Mentor, ...] = ()
    level: str | None = None
    size: str | None = None
    hours: tuple[int, ...] = ()
    languages: tuple[str, ...] = ()
    languages_optional: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    links: tuple[FoundLink, ...] = ()
    prose: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    evidence: Mapping[str, Evidence] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that looks like an idea and was not imported, with the reason."""

    title: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the page says beyond its ideas.

    Attributes:
        title: the page's own.
        year: the first one that its title and beginning name.
        intro: what stands before the ideas, as running text.
        languages: that it asks for in general.
        mentors: people named for the page as a whole.
        contacts: public places to ask in; `how_to_ask` is what it says about them, if anything.
        apply: the steps of an application.
        propose: how to propose an idea of one's own.
        answers: what its other sections answer.
        dates: that it states.
    """

    title: str | None = None
    year: int | None = None
    intro: str = ""
    languages: tuple[str, ...] = ()
    mentors: tuple[Mentor, ...] = ()
    contacts: tuple[FoundLink, ...] = ()
    how_to_ask: FoundWords | None = None
    apply: tuple[FoundWords, ...] = ()
    propose: tuple[FoundWords, ...] = ()
    answers: tuple[FoundAnswer, ...] = ()
    dates: tuple[FoundDate, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """A page as it was understood. `name` is the page's; `form` the format it was read as."""

    name: str
    form: str
    ideas: tuple[ImportedIdea, ...]
    left_out: tuple[LeftOut, ...] = ()
    page: PageFacts = PageFacts()
