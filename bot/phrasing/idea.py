"""One idea, found."""

from collections.abc import Sequence
from datetime import date

from bot.catalogue.model import Idea, Organisation, Status
from bot.markup import Markup, aside, capitalised, filled, joined, later, lines, strong, text
from bot.matching.verdict import Aspect
from bot.phrasing.absences import ALL_THERE, Attendance, Remarks
from bot.phrasing.names import address, facts, languages, level, listed, people, place, season, sentence, shortened
from bot.phrasing.times import day
from bot.tongue import N_, _

_STATUS = {
    Status.OPEN: N_("open"),
    Status.SUSPENDED: N_("suspended"),
    Status.PLACEHOLDER: N_("only a placeholder so far"),
    Status.TAKEN: N_("already taken"),
    Status.COMPLETED: N_("already completed"),
    Status.WITHDRAWN: N_("withdrawn"),
}

_UNSTATED = {"level": N_("no level"), "size": N_("no size"), "language": N_("no language")}
"""Fields that a page is silent about, as they stand in '{fields} stated'."""


def found(
    idea: Idea,
    home: Organisation,
    aspect: Aspect | None = None,
    older: Sequence[Organisation] = (),
    closed: date | None = None,
    there: Attendance = ALL_THERE,
) -> Markup:
    """The idea in a few lines; what was asked for stands in the first.

    Args:
        idea: the idea.
        home: the page it stands on.
        aspect: the field that was asked for, if one was.
        older: pages with an earlier edition of it.
        closed: the day on which its season took the last applications, where that is past.
        there: who of the mentors is away or full.
    """
    remarks = there.of(home, idea)
    note = shortened(idea.note, 240) if idea.note else ""
    return lines(
        [
            _first(idea, home, aspect, closed, remarks),
            later(text(shortened(idea.summary))),
            text(note),
            _others(idea, home, aspect, remarks),
            aside(earlier(older)),
            address(home.url_of(idea)),
        ]
    )


def mentors(idea: Idea, home: Organisation, remarks: Remarks | None = None) -> Markup:
    """Who mentors it and where to ask, in a line."""
    return _named(idea, home, remarks) + " " + _where(home)


def earlier(older: Sequence[Organisation]) -> Markup:
    """That earlier editions of a page have it too."""
    if not older:
        return Markup()
    pages = listed(address(str(o.page.url), season(o)) for o in older)
    return filled(_("An earlier edition lists it too: {pages}"), pages=pages)


def status_of(idea: Idea) -> str:
    """The status as one would say it."""
    return _(_STATUS[idea.status])


def _others(idea: Idea, home: Organisation, aspect: Aspect | None, remarks: Remarks) -> Markup:
    """What the first line has not told yet of the mentors and of where to ask."""
    if aspect is Aspect.MENTORS:
        return Markup()
    return _named(idea, home, remarks) if aspect is Aspect.CONTACT else mentors(idea, home, remarks)


def _named(idea: Idea, home: Organisation, remarks: Remarks | None) -> Markup:
    named = people(home.mentors_of(idea), remarks)
    if idea.mentors:
        return filled(_("Mentors: {people}."), people=named)
    if home.mentors:
        return filled(_("Mentors named for the whole page, not for this idea: {people}."), people=named)
    return text(_("The page names no mentor."))


def _where(home: Organisation) -> Markup:
    places = home.contact.places[:1]
    if not places:
        return text(sentence(shortened(home.contact.how, 200)))
    return filled(_("Ask in public: {place}"), place=place(places[0]))


def _first(idea: Idea, home: Organisation, aspect: Aspect | None, closed: date | None, remarks: Remarks) -> Markup:
    asked = _asked(idea, home, aspect, remarks)
    if closed and aspect is Aspect.STATUS and idea.status is Status.OPEN:
        words = _("open on the page of {organisation}, but applications closed on {day}")
        asked = filled(words, organisation=season(home), day=day(closed))
    shut = "" if idea.status is Status.OPEN or aspect is Aspect.STATUS else status_of(idea)
    head = joined([asked, shut], "; ")
    title = strong(idea.title) + f" ({season(home)})"
    if aspect is Aspect.CONTACT:
        return joined([title, f" ({shut})" if shut else "", ". ", _where(home)], "")
    if head:
        head = capitalised(head) + ": "
    if aspect is not None:
        return head + title
    return head + title + ": " + joined([facts(idea), aside(_silent(idea))], "; ")


def _asked(idea: Idea, home: Organisation, aspect: Aspect | None, remarks: Remarks) -> Markup:
    match aspect:
        case Aspect.SIZE:
            return text(idea.size or _("the page states no size"))
        case Aspect.LEVEL:
            return text(level(idea) or _("the page states no level"))
        case Aspect.LANGUAGES:
            return text(languages(idea) or _page_languages(home))
        case Aspect.SKILLS:
            return joined([level(idea), languages(idea)], ", ") or text(
                _("the page states neither level nor language")
            )
        case Aspect.HOME:
            return text(season(home))
        case Aspect.STATUS:
            return text(status_of(idea))
        case Aspect.MENTORS:
            return _drop_stop(mentors(idea, home, remarks))
    return Markup()


def _page_languages(home: Organisation) -> str:
    if home.languages:
        words = _("no language stated for this idea, {languages} for the page as a whole")
        return words.format(languages=listed(home.languages).plain)
    return _("the page states no language")


def _drop_stop(words: Markup) -> Markup:
    return Markup(*(face.removesuffix(".") for face in (words.plain, words.html, words.brief)))


def _silent(idea: Idea) -> str:
    stated = {"level": level(idea), "size": idea.size, "language": languages(idea)}
    missing = [_(_UNSTATED[field]) for field, value in stated.items() if not value]
    return _("{fields} stated").format(fields=listed(missing).plain) if missing else ""
