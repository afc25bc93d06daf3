"""What matching concludes: values that commands read and phrasing words."""

from dataclasses import dataclass
from enum import StrEnum

from bot.catalogue.model import Idea, Organisation, PageDate, Person, Programme, Question


class Outcome(StrEnum):
    """The three honest outcomes."""

    FOUND = "found"
    SEVERAL = "several"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Match:
    """One idea with how well it explains the question.

    Attributes:
        idea: the idea.
        score: comparable only within one search; higher is better.
    """

    idea: Idea
    score: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which idea was meant.

    Attributes:
        outcome: FOUND (matches[0] is meant), SEVERAL (offer matches as a choice), NOTHING.
        matches: best first; empty for NOTHING.
        near: for NOTHING, ideas that are near enough to be offered as suggestions, at most three.
        older: for FOUND, the same idea in superseded editions of the page.
        person: the person who was asked for, when the words name one and `matches` are what they mentor.
        people: when the words fit several people, those people.
    """

    outcome: Outcome
    matches: tuple[Match, ...] = ()
    near: tuple[Match, ...] = ()
    older: tuple[Idea, ...] = ()
    person: Person | None = None
    people: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A word of the question that an idea explains.

    Attributes:
        typed: the word as it was typed, folded.
        written: the idea's own word or words for it.
        field: where those stand: `title`, `keywords`, `summary`, …
        how: how one was taken for the other: `word`, `corrected`, `synonym`, `joined`, …
    """

    typed: str
    written: str
    field: str
    how: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an answer is what it is.

    Attributes:
        wish: what the sentence was taken for.
        findings: the words that the first idea explains.
        missed: the words that it does not.
        filters: conditions that were read from the question, such as "Rust".
        first: the idea that came first, with its score; None where no idea has any of the words.
        second: the runner-up with its score.
        belief: log-odds that the first is meant, less those from which it is told.
        named: the question is its title or another name of it.
        enough: whether it was good enough to be told.
        people: whom the words name, when the answer is about them.
        older: an older edition of an idea has the words too.
        listed: how many ideas were listed, where the answer was a list.
    """

    wish: "Wish | None" = None
    findings: tuple[Finding, ...] = ()
    missed: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    first: Match | None = None
    second: Match | None = None
    belief: float = 0.0
    named: bool = False
    enough: bool = False
    people: tuple[Person, ...] = ()
    older: bool = False
    listed: int | None = None

    @property
    def margin(self) -> float | None:
        """How far the runner-up is behind, as a share of the first score; None where there is none."""
        if self.first is None or self.second is None:
            return None
        return 1 - self.second.score / self.first.score


@dataclass(frozen=True, slots=True)
class Listing:
    """What a filter selected.

    Attributes:
        ideas: every idea that fits, best first or in the catalogue's order.
        understood: the filters in words, such as ("Rust", "175 hours"), for the heading.
        unknown: words that were neither a filter nor found in any idea.
        near: where no idea fits, those that fit all filters but one.
    """

    ideas: tuple[Idea, ...]
    understood: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    near: tuple[Idea, ...] = ()


class Wish(StrEnum):
    """What a sentence in plain words asks for."""

    IDEA = "idea"
    IDEAS = "ideas"
    MENTOR = "mentor"
    DEADLINE = "deadline"
    APPLY = "apply"
    PROPOSE = "propose"
    FAQ = "faq"
    ORGANISATIONS = "organisations"
    HELP = "help"
    ABOUT = "about"
    NOTHING = "nothing"


class Aspect(StrEnum):
    """The field of an idea that was asked for; it is answered in the first line."""

    SIZE = "size"
    LEVEL = "level"
    LANGUAGES = "languages"
    STATUS = "status"
    MENTORS = "mentors"
    CONTACT = "contact"
    SKILLS = "skills"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class Understanding:
    """A sentence, routed.

    Attributes:
        wish: which command answers it.
        aspect: the field of an idea that was asked for, if one was.
    """

    wish: Wish
    aspect: Aspect | None = None


@dataclass(frozen=True, slots=True)
class DateVerdict:
    """Which dates were asked for.

    Attributes:
        organisations: the organisations whose page dates are meant, best first; may have no dates.
        programme: the programme season that is meant, when one is named.
        dates: page dates asked for, the one asked for first; empty means "no particular one".
        keys: keys of milestones asked for in the programme's terms, the one asked for first.
        named: the words named an organisation or programme (otherwise the room's own is meant).
    """

    organisations: tuple[Organisation, ...] = ()
    programme: Programme | None = None
    dates: tuple[PageDate, ...] = ()
    keys: tuple[str, ...] = ()
    named: bool = False


@dataclass(frozen=True, slots=True)
class PageVerdict:
    """Which organisation's page, and which of its answers.

    Attributes:
        organisations: the pages meant; empty when the words name none and several are in scope.
        questions: entries of the page that answer the words, best first, each with its organisation.
        bare: nothing but the names of organisations was said.
    """

    organisations: tuple[Organisation, ...] = ()
    questions: tuple[tuple[Organisation, Question], ...] = ()
    bare: bool = False
