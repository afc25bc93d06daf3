"""The words of the field as frozen values: Idea, Person, Organisation, Programme, Milestone, Catalogue.

Files hold these shapes as YAML (see `bot.catalogue.parse`); the field descriptions become the JSON Schema that
editors use. Nothing here reads a file or knows the time.
"""

from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cached_property

from pydantic import EmailStr, Field

from bot.catalogue.programme import Audience, Kind, Milestone, Programme
from bot.catalogue.ratings import Level, grade_of, hours_of, levels_of
from bot.catalogue.shapes import ADDRESS, Address, Line, MatrixId, Prose, Shape, Slug, WebAddress

__all__ = [
    "ADDRESS", "Address", "Audience", "Catalogue", "Contact", "Idea", "Kind", "Level", "Line", "Link", "MatrixId",
    "Milestone", "Nick", "Organisation", "Page", "PageDate", "Person", "Programme", "Prose", "Question", "Shape", "Slug",
    "Status", "WebAddress", "grade_of", "hours_of", "levels_of",
]  # fmt: skip


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
        return grade_of(self.level)


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
    emails: bool = Field(
        default=True, description="Whether answers may show the e-mail addresses of people that the page publishes."
    )


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
