"""What an organisation's page says beyond its ideas: applying, proposing, its questions."""

from collections.abc import Sequence

from bot.catalogue.model import Organisation, Question
from bot.markup import Markup, blocks, entries, filled, joined, later, lines, numbered, strong, text
from bot.phrasing.mentor import how_to_ask
from bot.phrasing.names import address, listed, quoted, season, sentence, shortened, typed
from bot.phrasing.organisations import for_example, none_here
from bot.tongue import _

TOPICS = 8
"""How many topics are named at most."""

Answered = tuple[Organisation, Question]
"""An entry of a page with the page."""


def apply(home: Organisation, prefix: str) -> Markup:
    """The steps of an application."""
    if not home.apply:
        first = filled(_("The page of {organisation} gives no application steps."), organisation=season(home))
        return lines([first, how_to_ask(home), address(str(home.page.url))])
    dates = filled(_("Dates: {command}"), command=typed(prefix, f"deadlines {home.organisation.lower()}"))
    return _steps(_("How to apply to {organisation}:"), home.apply, dates, home)


def contact(home: Organisation) -> Markup:
    """How the organisation wants to be asked."""
    return lines([strong(season(home)) + ". " + how_to_ask(home), address(str(home.page.url))])


def propose(home: Organisation) -> Markup:
    """The steps for an idea of one's own."""
    if not home.propose:
        words = _("The page of {organisation} does not say how to propose an idea of your own.")
        first = filled(words, organisation=season(home))
        return lines([first, how_to_ask(home), address(str(home.page.url))])
    return _steps(_("How to propose your own idea to {organisation}:"), home.propose, how_to_ask(home), home)


def answers(found: Sequence[Answered]) -> Markup:
    """The page's answer, and another page's beside it."""
    rows = [strong(f"{season(home)}, {entry.topic}") + ": " + sentence(entry.answer) for home, entry in found]
    pages = dict.fromkeys(str(home.page.url) for home, _entry in found)
    return lines([*rows, *map(address, pages)])


def others(name: str) -> Markup:
    """Before answers of pages that are not that of the organisation that was asked about."""
    return filled(_("I know no organisation called {name}; this is what other pages say."), name=quoted(name))


def neither(name: str, homes: Sequence[Organisation], prefix: str) -> Markup:
    """A word that is no organisation's name, and that no page answers."""
    names = list(dict.fromkeys(home.organisation for home in homes))
    first = filled(_("I know no organisation called {name}, and no page's answer about it."), name=quoted(name))
    words = _("Pages of {organisations} answer what {command} lists.")
    return lines([first, filled(words, organisations=listed(names), command=typed(prefix, "faq"))])


def topics(homes: Sequence[Organisation], prefix: str) -> Markup:
    """What can be asked about each page."""
    rows = [_topics(home) for home in homes]
    example = next((f"faq {h.organisation.lower()} {h.questions[0].topic}" for h in homes if h.questions), "faq")
    told = entries(rows) if len(rows) > 1 else lines(rows)
    return lines([told, filled(_("Ask for one, such as {command}."), command=typed(prefix, example))])


def unanswered(homes: Sequence[Organisation]) -> Markup:
    """The page says nothing of it, as far as is known."""
    if len(homes) != 1:
        return text(_("I have no answer to that from any page I know. Try it with the organisation's name."))
    words = _("The page of {organisation} does not answer that, as far as I know.")
    return lines(
        [
            filled(words, organisation=season(homes[0])),
            later(_topics(homes[0])),
            how_to_ask(homes[0]),
            address(str(homes[0].page.url)),
        ]
    )


def which(homes: Sequence[Organisation], prefix: str, verb: str) -> Markup:
    """Several pages are in question."""
    names = list(dict.fromkeys(home.organisation for home in homes))
    if not names:
        return none_here()
    example = for_example(typed(prefix, f"{verb} {names[0].lower()}"))
    return joined([filled(_("Which organisation? {names}."), names=listed(names, "or")), example])


def _steps(title: str, steps: Sequence[str], after: Markup, home: Organisation) -> Markup:
    rows = [text(shortened(step, 240)) for step in steps]
    return blocks(
        [strong(title.format(organisation=season(home))), numbered(rows), after, address(str(home.page.url))]
    )


def _topics(home: Organisation) -> Markup:
    named = [question.topic for question in home.questions]
    if not named:
        return filled(_("{organisation} answers no questions"), organisation=strong(season(home)))
    more = [_("{count} more").format(count=len(named) - TOPICS)] if len(named) > TOPICS else []
    told = listed([*named[:TOPICS], *more])
    return filled(_("{organisation} answers: {topics}"), organisation=strong(season(home)), topics=told)
