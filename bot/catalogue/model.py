"""The words of the field as frozen values: Idea, Person, Organisation, Programme, Milestone, Catalogue.

Files hold these shapes as YAML (see `bot.catalogue.parse`); the field descriptions become the JSON Schema that
editors use. Nothing here reads a file or knows the time.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, EmailStr, Field, HttpUrl

ADDRESS = (
    r'^(https?://[^\s"<>\\`@/?#]+([/?#][^\s"<>\\`]*)?'
    r'|mailto:[^\s"<>\\`@]+@[^\s"<>\\`@]+)$'
)
"""A web or e-mail address without a login, and without signs that end an address in a text or a page."""


def _without_login(url: HttpUrl) -> HttpUrl:
    if url.username or url.password:
        raise ValueError("an address with a login; leave out what stands before the '@'")
    return url


Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Line = Annotated[str, Field(min_length=1, max_length=300)]
Prose = Annotated[str, Field(min_length=1, max_length=5_000)]
Address = Annotated[str, Field(pattern=ADDRESS, max_length=2_000)]
WebAddress = Annotated[HttpUrl, AfterValidator(_without_login)]
MatrixId = Annotated[str, Field(pattern=r"^@[^:\s]+:\S+$", max_length=255)]


class Shape(BaseModel):
    """What all shapes share: no unknown keys, no changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))


class Level(StrEnum):
    """How hard an idea is, in the words most programmes use."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


class Status(StrEnum):
    """Whether an idea can still be worked on."""

    OPEN = "open"
    SUSPENDED = "suspended"
    PLACEHOLDER = "placeholder"
    TAKEN = "taken"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"


class Nick(Shape):
    """A name that somebody goes by in one place."""

    name: Line = Field(description="The nick as it is typed.")
    network: Line | None = Field(
        None, description="Where: IRC, GitHub, Gitter, …; left out where the page is silent."
    )


class Person(Shape):
    """Somebody whom a page names.

    At least one of name, email and nicks must be given. An e-mail address is in the catalogue only because the
    organisation's own page publishes it.
    """

    name: Line | None = Field(None, description="As the page spells it; left out where the page gives none.")
    inferred_name: Line | None = Field(
        None, description="A name that a reader of the page concludes, though the page does not state it."
    )
    email: EmailStr | None = Field(None, description="Only where the organisation publishes it.")
    nicks: tuple[Nick, ...] = Field((), description="Nicks, with the network where the page names it.")
    matrix: MatrixId | None = Field(None, description="Matrix address, such as '@user:example.org'.")

    @property
    def called(self) -> str:
        """The best name to print."""
        nick = self.nicks[0].name if self.nicks else None
        return self.name or self.inferred_name or nick or self.email or self.matrix or ""


class Link(Shape):
    """An address with what it leads to."""

    label: Line
    url: Address


class Idea(Shape):
    """One project idea of one published page."""

    id: Slug = Field(description="Short and stable within the file; answers and aliases refer to it.")
    title: Line = Field(description="As the page has it, without markup.")
    status: Status = Field(Status.OPEN, description="What the page says of it; open where it says nothing.")
    level: Line | None = Field(None, description="Difficulty as the page writes it: 'easy', 'intermediate', '3/5'.")
    size: Line | None = Field(
        None, description="Project size as the page writes it: '175 hours', '175 or 350 hours'."
    )
    languages: tuple[Line, ...] = Field((), description="Programming languages that are required.")
    languages_optional: tuple[Line, ...] = Field((), description="Programming languages that are only a plus.")
    mentors: tuple[Slug, ...] = Field((), description="Keys of `people`; empty where the page names nobody.")
    suggested_by: tuple[Slug, ...] = Field((), description="Keys of `people`; who suggests is not thereby a mentor.")
    summary: Prose = Field(description="Two or three sentences in your own words; the first one carries the point.")
    tasks: tuple[Prose, ...] = Field((), description="What is to be done, in your own words.")
    prerequisites: tuple[Prose, ...] = Field((), description="What one should know or learn, in your own words.")
    links: tuple[Link, ...] = Field((), description="Reading that the page gives.")
    url: Address | None = Field(None, description="Where this idea stands; left out, the page's address is used.")
    aliases: tuple[Line, ...] = Field((), description="Other names of this very idea, as people would type them.")
    keywords: tuple[Line, ...] = Field((), description="Words of the subject that lead here.")
    note: Prose | None = Field(None, description="Something people must be told, such as why it is suspended.")

    @property
    def hours(self) -> tuple[int, ...]:
        """Sizes in hours, ascending; empty where the page gives none. Words follow GSoC: 90, 175, 350."""
        return hours_of(self.size)

    @property
    def levels(self) -> tuple[Level, ...]:
        """The normalised levels; empty where the page gives none or only the template's whole list."""
        return levels_of(self.level)

    @property
    def grade(self) -> tuple[int, int] | None:
        """A level on a scale, such as `(3, 5)` for '3/5'; None where it is not written so."""
        found = _GRADE.search(self.level or "")
        return (int(found[1]), int(found[2])) if found else None


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


class Page(Shape):
    """The published page that a file was written from."""

    title: Line
    url: WebAddress
    edition: Line | None = Field(None, description="Which edition, where a page has several: 'newer', 'older'.")
    superseded_by: Slug | None = Field(None, description="The file id of a newer edition of the same page.")


class Contact(Shape):
    """How the organisation wants to be asked."""

    how: Prose = Field(description="One or two sentences in your own words: where and in which way to ask.")
    places: tuple[Link, ...] = Field((), description="Public places, best first: mailing list, room, forum.")


class Question(Shape):
    """Something that the page answers beyond its ideas."""

    topic: Line = Field(description="A few words, such as 'interview'.")
    keywords: tuple[Line, ...] = Field((), description="Words people ask it with.")
    answer: Prose = Field(description="Short, in your own words; names, addresses and figures as they are.")


class PageDate(Shape):
    """A date which the organisation's own page states."""

    key: Slug = Field(description="What happens, in the programme's terms, such as 'contributor-applications-close'.")
    name: Line = Field(description="As a person would say it.")
    at: datetime | None = Field(None, description="An instant with its zone, where the page names the hour.")
    day: date | None = Field(None, description="A day, where the page names no hour.")

    @property
    def when(self) -> datetime | date:
        """The instant (UTC) or the day."""
        return self.at.astimezone(UTC) if self.at else self.day  # type: ignore[return-value]


class Organisation(Shape):
    """One organisation's page for one season: its ideas, people, steps and answers."""

    id: Slug = Field(description="The file's own name without '.yaml', such as 'qemu-2023'.")
    organisation: Line = Field(description="The organisation's name, as it writes itself.")
    aliases: tuple[Line, ...] = Field((), description="Other names of the organisation.")
    synonyms: tuple[tuple[Line, ...], ...] = Field(
        (), description="Lists of words that mean the same in this field, such as ['checkpoint', 'snapshot']."
    )
    programme: Slug | None = Field(None, description="The id of a programme in this catalogue.")
    year: int | None = Field(None, ge=2005, le=2100, description="The season; left out where the page names none.")
    about: Prose = Field(description="What the organisation makes, in a sentence or two.")
    page: Page
    source: WebAddress | None = Field(
        None, description="Where the page is read from, to see each day whether it changed; it may be its raw text."
    )
    languages: tuple[Line, ...] = Field((), description="Languages the page asks for in general.")
    contact: Contact
    apply: tuple[Prose, ...] = Field((), description="The steps of an application, in order.")
    propose: tuple[Prose, ...] = Field((), description="The steps for proposing an idea of one's own.")
    questions: tuple[Question, ...] = Field((), description="Other questions which the page answers.")
    dates: tuple[PageDate, ...] = Field((), description="Dates stated on the page itself.")
    people: dict[Slug, Person] = Field(default_factory=dict, description="Everybody the page names, by a key.")
    mentors: tuple[Slug, ...] = Field((), description="Mentors named for the page as a whole, keys of `people`.")
    mentors_note: Prose | None = Field(None, description="What the page says about the page-wide mentors.")
    ideas: tuple[Idea, ...] = Field(description="The ideas, in the page's order.")

    def mentors_of(self, idea: Idea) -> tuple[Person, ...]:
        """The idea's own mentors, else the page-wide ones."""
        return tuple(self.people[key] for key in idea.mentors or self.mentors)

    def url_of(self, idea: Idea) -> str:
        """Where the idea stands."""
        return idea.url or str(self.page.url)


class Kind(StrEnum):
    """What kind of date a milestone is; it decides how it is announced."""

    OPENS = "opens"
    DEADLINE = "deadline"
    ANNOUNCED = "announced"
    BEGINS = "begins"
    ENDS = "ends"
    PERIOD = "period"


class Audience(StrEnum):
    """Whom a date concerns."""

    APPLICANTS = "applicants"
    CONTRIBUTORS = "contributors"
    MENTORS = "mentors"
    ADMINS = "admins"


class Source(Shape):
    """Where dates were found."""

    address: WebAddress
    what: Line


class Milestone(Shape):
    """One date of a programme: an instant (`at`), a day without an hour (`day`), or a period (`from`, `to`).

    Instants are aware; days are meant in the programme's zone. Each end of a period is an instant or a day.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    key: Slug = Field(description="Stable: reminders are remembered by it.")
    name: Line = Field(description="As a person would say it, such as 'Contributor applications close'.")
    kind: Kind
    audience: tuple[Audience, ...] = Field(min_length=1, description="Whom it concerns.")
    at: datetime | None = Field(None, description="The instant with its zone, such as '2026-03-31T18:00:00Z'.")
    day: date | None = Field(None, description="The day, where no hour is known.")
    start: datetime | date | None = Field(None, alias="from", description="When a period begins.")
    end: datetime | date | None = Field(None, alias="to", description="When a period ends; a day is meant whole.")
    source: Source | None = Field(None, description="Where this very date was found; left out, the programme's.")
    zone: Line | None = Field(None, description="The zone the source states it in; left out, the programme's.")
    verified: date | None = Field(None, description="The day it was last checked; left out, the programme's.")
    note: Line | None = None

    @property
    def when(self) -> datetime | date:
        """The instant (UTC) or day it is known by; of a period, its beginning."""
        moment = self.at or self.day or self.start
        return moment.astimezone(UTC) if isinstance(moment, datetime) else moment  # type: ignore[return-value]


class Programme(Shape):
    """A mentoring programme's season, such as GSoC 2026."""

    id: Slug = Field(description="The file's own name without '.yaml', such as 'gsoc-2026'.")
    name: Line = Field(description="Such as 'Google Summer of Code'.")
    short: Line = Field(description="Such as 'GSoC'.")
    year: int = Field(ge=2005, le=2100)
    url: WebAddress = Field(description="The programme's own page of dates.")
    zone: Line = Field(description="IANA zone in which days without an hour are meant.")
    verified: date = Field(description="The day the dates were last checked against the sources.")
    trust: Literal["official", "second-hand"] = Field(
        description="How near to the programme's own word the source is."
    )
    sources: tuple[Source, ...] = Field(min_length=1)
    sizes: tuple[int, ...] = Field((), description="Project sizes in hours; left out where none are set.")
    note: Prose | None = None
    milestones: tuple[Milestone, ...]


class Catalogue(Shape):
    """Everything that was loaded: files in the order of their ids."""

    organisations: tuple[Organisation, ...] = ()
    programmes: tuple[Programme, ...] = ()

    @cached_property
    def by_idea(self) -> dict[int, Organisation]:
        """The organisation file of each idea, by the idea's identity."""
        return {id(idea): org for org in self.organisations for idea in org.ideas}

    def home_of(self, idea: Idea) -> Organisation:
        """The organisation file the idea stands in."""
        return self.by_idea[id(idea)]

    def same_as(self, idea: Idea, former: "Catalogue") -> Idea | None:
        """The idea that has the place of another catalogue's idea: of the same file and id."""
        home = self.organisation(former.home_of(idea).id)
        return next((each for each in home.ideas if each.id == idea.id), None) if home else None

    def programme(self, key: str | None) -> Programme | None:
        """The programme of that id, if there is one."""
        return next((p for p in self.programmes if p.id == key), None)

    def organisation(self, key: str | None) -> Organisation | None:
        """The organisation file of that id, if there is one."""
        return next((o for o in self.organisations if o.id == key), None)


def ideas_of(organisations: Iterable[Organisation]) -> list[Idea]:
    """All ideas, in the files' order."""
    return [idea for org in organisations for idea in org.ideas]
