"""The dates of a season, and words that hang a reminder on one: "2 days before the application deadline"."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.when.clocks import MORNING
from bot.when.spans import Span, span_at
from bot.when.words import Word, meant, text_at


@dataclass(frozen=True, slots=True)
class Known:
    """One date of the season.

    Attributes:
        key: the milestone's key.
        name: as a person would say it.
        when: an aware instant, or a day without an hour.
    """

    key: str
    name: str
    when: datetime | date


@dataclass(frozen=True, slots=True)
class Season:
    """The dates that a reminder can hang on.

    Attributes:
        programme: the programme's id.
        called: what people call it, such as 'GSoC 2026'.
        dates: its dates, in its order.
        find: the key of the date that some words mean, which are all about a season; None where they mean none.
    """

    programme: str
    called: tuple[str, ...]
    dates: tuple[Known, ...]
    find: Callable[[str], str | None]

    def named(self, words: str) -> Known | None:
        """The date that the words mean."""
        key = self.find(words)
        return next((each for each in self.dates if each.key == key), None)


@dataclass(frozen=True, slots=True)
class Hung:
    """A lead time and the words for a date.

    Attributes:
        lead: how long before it; None where "before" was said without a length.
        date: the words for the date, without an article.
        sure: the words are words of a season, and what follows them cannot belong to them.
    """

    lead: Span | None
    date: str
    sure: bool


HAPPENINGS = frozenset(
    (
        "deadline deadlines close closes closed closing open opens opened opening begin begins beginning start starts"
        " starting end ends ending due announced announce announcement announcements finish finishes"
    ).split()
)
"""Words for what happens on a date."""

TOPICS = frozenset(
    (
        "application applications apply applying proposal proposals registration submission submissions contributor"
        " contributors student students org orgs organisation organisations organization organizations mentor mentors"
        " code coding work bonding community midterm midterms mid-term mid-terms evaluation evaluations eval evals final"
        " finals results result project projects ranking rankings slot slots selection selections"
        " programme program internship internships extended"
    ).split()
)
"""Words for what it happens to, beside those of the dates' own names."""

LONGEST = 12
"""Words that the words for a date have at most."""

_SMALL = frozenset(
    "the of for is are be my our and by to from term period phase week day date time first last".split()
)
_FURTHER = frozenset("of for date day time period".split())
_SEAMS = frozenset({"to", "that", "about", ",", ";", "-", "\N{EN DASH}", "\N{EM DASH}"})
_ABOUT = frozenset({"of", "about"})
_AT = frozenset({"at", "on", "when"})
_AHEAD_OF = ("ahead", "of")


def due_before(when: datetime | date, lead: timedelta, zone: ZoneInfo) -> datetime:
    """The instant (aware) so long before a date; of a day without an hour, nine in the morning so many days before.

    Args:
        when: an aware instant, or a day.
        lead: elapsed time, or whole days before a day; what is less than a day is dropped there.
        zone: whose morning it is.
    """
    if isinstance(when, datetime):
        return when - lead
    return datetime.combine(when - timedelta(lead.days), MORNING, tzinfo=zone)


def hung_at(words: tuple[Word, ...], at: int, season: Season | None) -> tuple[Hung, int] | None:
    """A date with its lead time that begins in this place, and the place behind it.

    "Before" with a length is always about a date; the others are where their words are those of a season.
    """
    the = text_at(words, at) == "the"
    length = span_at(words, at + the) or (_one(words, at + 1) if the else None)
    if length:
        behind = _before(words, length[1])
        return _date_at(words, behind, length[0], season) if behind else None
    if text_at(words, at) in _ABOUT:
        return _ahead_of(words, at + 1, season)
    lead, behind = (Span(), at + 1) if text_at(words, at) in _AT else (None, _before(words, at))
    found = _date_at(words, behind, lead, season) if behind else None
    return found if found and found[0].sure and _happens(found[0].date) else None


def _ahead_of(words: tuple[Word, ...], at: int, season: Season | None) -> tuple[Hung, int] | None:
    """A date with the lead time behind it: 'of the deadline 2 days before'."""
    found = _date_at(words, at, None, season)
    length = span_at(words, found[1]) if found and found[0].sure and _happens(found[0].date) else None
    if not found or not length or text_at(words, length[1]) not in {"before", "ahead"}:
        return None
    return replace(found[0], lead=length[0]), length[1] + 1


def _one(words: tuple[Word, ...], at: int) -> tuple[Span, int] | None:
    """'the day before': one of it."""
    word = text_at(words, at)
    return {"day": (Span(days=1), at + 1), "week": (Span(days=7), at + 1), "hour": (Span(seconds=3_600), at + 1)}.get(
        word
    )


def _before(words: tuple[Word, ...], at: int) -> int:
    """The place behind "before"; 0 where that does not stand here."""
    if text_at(words, at) == "before":
        return at + 1
    return at + 2 if (text_at(words, at), text_at(words, at + 1)) == _AHEAD_OF else 0


def _date_at(words: tuple[Word, ...], at: int, lead: Span | None, season: Season | None) -> tuple[Hung, int] | None:
    """The words for a date: until what happens is said, else until a seam; "to", a comma or a colon is one."""
    vocabulary = _vocabulary(season)
    most = min(len(words), at + LONGEST)
    end = next(_seams(words, at, most), most)
    said = [meant(word.text, vocabulary) or word.text for word in words[at:end]]
    for place, word in enumerate(said):
        if word not in vocabulary:
            break
        follows = said[place + 1] if place + 1 < len(said) else ""
        if word in HAPPENINGS and follows not in _FURTHER and follows not in HAPPENINGS:
            return Hung(lead, _without_article(said[: place + 1]), sure=True), at + place + 1
    known = all(word in vocabulary for word in said)
    return (Hung(lead, _without_article(said), sure=known), end) if said else None


def _seams(words: tuple[Word, ...], at: int, most: int) -> Iterator[int]:
    """The places where the words for a date can end."""
    for place in range(at, most):
        if words[place].text in _SEAMS:
            yield place
        elif words[place].mark:
            yield place + 1


def _without_article(said: list[str]) -> str:
    return " ".join(said[1:] if said[:1] in (["the"], ["a"]) else said)


def _happens(date: str) -> bool:
    """Whether the words tell a date alone: "the application deadline", "coding ends"; not "the end" or "the final"."""
    said = set(date.split())
    return bool(said & {"deadline", "deadlines"}) or bool(said & HAPPENINGS and said - HAPPENINGS - _SMALL)


def _vocabulary(season: Season | None) -> frozenset[str]:
    """Every word that can be said of the season's dates."""
    names = (*season.called, *(each.name for each in season.dates)) if season else ()
    return HAPPENINGS | TOPICS | _SMALL | {word.casefold() for name in names for word in name.split()}
