"""One idea, found."""

from collections.abc import Sequence
from datetime import date

from bot.catalogue.model import Idea, Organisation, Status
from bot.markup import Markup, joined, lines, strong, text
from bot.matching.verdict import Aspect
from bot.phrasing.names import address, facts, languages, level, listed, people, place, season, sentence, shortened
from bot.phrasing.times import day

_STATUS = {
    Status.OPEN: "open",
    Status.SUSPENDED: "suspended",
    Status.PLACEHOLDER: "only a placeholder so far",
    Status.TAKEN: "already taken",
    Status.COMPLETED: "already completed",
    Status.WITHDRAWN: "withdrawn",
}


def found(
    idea: Idea,
    home: Organisation,
    aspect: Aspect | None = None,
    older: Sequence[Organisation] = (),
    closed: date | None = None,
) -> Markup:
    """The idea in a few lines; what was asked for stands in the first.

    Args:
        idea: the idea.
        home: the page it stands on.
        aspect: the field that was asked for, if one was.
        older: pages with an earlier edition of it.
        closed: the day on which its season took the last applications, where that is past.
    """
    note = shortened(idea.note, 240) if idea.note else ""
    return lines(
        [
            _first(idea, home, aspect, closed),
            text(shortened(idea.summary)),
            text(note),
            _others(idea, home, aspect),
            earlier(older),
            address(home.url_of(idea)),
        ]
    )


def mentors(idea: Idea, home: Organisation) -> Markup:
    """Who mentors it and where to ask, in a line."""
    return _named(idea, home) + " " + _where(home)


def earlier(older: Sequence[Organisation]) -> Markup:
    """That earlier editions of a page have it too."""
    if not older:
        return Markup()
    return "An earlier edition lists it too: " + listed(address(str(o.page.url), season(o)) for o in older)


def status_of(idea: Idea) -> str:
    """The status as one would say it."""
    return _STATUS[idea.status]


def _others(idea: Idea, home: Organisation, aspect: Aspect | None) -> Markup:
    """What the first line has not told yet of the mentors and of where to ask."""
    if aspect is Aspect.MENTORS:
        return Markup()
    return _named(idea, home) if aspect is Aspect.CONTACT else mentors(idea, home)


def _named(idea: Idea, home: Organisation) -> Markup:
    if idea.mentors:
        return "Mentors: " + people(home.mentors_of(idea)) + "."
    if home.mentors:
        return "Mentors named for the whole page, not for this idea: " + people(home.mentors_of(idea)) + "."
    return text("The page names no mentor.")


def _where(home: Organisation) -> Markup:
    places = home.contact.places[:1]
    if not places:
        return text(sentence(shortened(home.contact.how, 200)))
    return "Ask in public: " + place(places[0])


def _first(idea: Idea, home: Organisation, aspect: Aspect | None, closed: date | None) -> Markup:
    asked = _asked(idea, home, aspect)
    if closed and aspect is Aspect.STATUS and idea.status is Status.OPEN:
        asked = text(f"open on the page of {season(home)}, but applications closed on {day(closed)}")
    shut = "" if idea.status is Status.OPEN or aspect is Aspect.STATUS else status_of(idea)
    head = joined([asked, shut], "; ")
    title = strong(idea.title) + f" ({season(home)})"
    if aspect is Aspect.CONTACT:
        return joined([title, f" ({shut})" if shut else "", ". ", _where(home)], "")
    if head:
        head = Markup(head.plain[0].upper() + head.plain[1:], head.html[0].upper() + head.html[1:]) + ": "
    if aspect is not None:
        return head + title
    return head + title + ": " + joined([facts(idea), _silent(idea)], "; ")


def _asked(idea: Idea, home: Organisation, aspect: Aspect | None) -> Markup:
    match aspect:
        case Aspect.SIZE:
            return text(idea.size or "the page states no size")
        case Aspect.LEVEL:
            return text(level(idea) or "the page states no level")
        case Aspect.LANGUAGES:
            return text(languages(idea) or _page_languages(home))
        case Aspect.SKILLS:
            return joined([level(idea), languages(idea)], ", ") or text("the page states neither level nor language")
        case Aspect.HOME:
            return text(season(home))
        case Aspect.STATUS:
            return text(status_of(idea))
        case Aspect.MENTORS:
            return _drop_stop(mentors(idea, home))
    return Markup()


def _page_languages(home: Organisation) -> str:
    if home.languages:
        return f"no language stated for this idea, {listed(home.languages).plain} for the page as a whole"
    return "the page states no language"


def _drop_stop(words: Markup) -> Markup:
    return Markup(words.plain.removesuffix("."), words.html.removesuffix("."))


def _silent(idea: Idea) -> str:
    stated = {"level": level(idea), "size": idea.size, "language": languages(idea)}
    missing = [f"no {field}" for field, value in stated.items() if not value]
    return f"{listed(missing).plain} stated" if missing else ""
