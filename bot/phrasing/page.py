"""What an organisation's page says beyond its ideas: applying, proposing, its questions."""

from collections.abc import Sequence

from bot.catalogue.model import Organisation, Question
from bot.markup import Markup, blocks, joined, lines, numbered, strong, text
from bot.phrasing.mentor import how_to_ask
from bot.phrasing.names import address, listed, quoted, season, sentence, shortened, typed

TOPICS = 8
"""How many topics are named at most."""

Answered = tuple[Organisation, Question]
"""An entry of a page with the page."""


def apply(home: Organisation, prefix: str) -> Markup:
    """The steps of an application."""
    if not home.apply:
        first = text(f"The page of {season(home)} gives no application steps.")
        return lines([first, how_to_ask(home), address(str(home.page.url))])
    dates = "Dates: " + typed(prefix, f"deadlines {home.organisation.lower()}")
    return _steps(f"How to apply to {season(home)}:", home.apply, dates, home)


def contact(home: Organisation) -> Markup:
    """How the organisation wants to be asked."""
    return lines([strong(season(home)) + ". " + how_to_ask(home), address(str(home.page.url))])


def propose(home: Organisation) -> Markup:
    """The steps for an idea of one's own."""
    if not home.propose:
        first = text(f"The page of {season(home)} does not say how to propose an idea of your own.")
        return lines([first, how_to_ask(home), address(str(home.page.url))])
    return _steps(f"How to propose your own idea to {season(home)}:", home.propose, how_to_ask(home), home)


def answers(found: Sequence[Answered]) -> Markup:
    """The page's answer, and another page's beside it."""
    rows = [strong(f"{season(home)}, {entry.topic}") + ": " + sentence(entry.answer) for home, entry in found]
    return lines([*rows, address(str(found[0][0].page.url))])


def others(name: str) -> Markup:
    """Before answers of pages that are not that of the organisation that was asked about."""
    return "I know no organisation called " + quoted(name) + "; this is what other pages say."


def neither(name: str, homes: Sequence[Organisation], prefix: str) -> Markup:
    """A word that is no organisation's name, and that no page answers."""
    names = list(dict.fromkeys(home.organisation for home in homes))
    first = "I know no organisation called " + quoted(name) + ", and no page's answer about it."
    return lines([first, f"Pages of {listed(names).plain} answer what " + typed(prefix, "faq") + " lists."])


def topics(homes: Sequence[Organisation], prefix: str) -> Markup:
    """What can be asked about each page."""
    rows = [_topics(home) for home in homes]
    example = next((f"faq {h.organisation.lower()} {h.questions[0].topic}" for h in homes if h.questions), "faq")
    return lines([*rows, "Ask for one, such as " + typed(prefix, example) + "."])


def unanswered(homes: Sequence[Organisation]) -> Markup:
    """The page says nothing of it, as far as is known."""
    if len(homes) != 1:
        return text("I have no answer to that from any page I know. Try it with the organisation's name.")
    first = f"The page of {season(homes[0])} does not answer that, as far as I know."
    return lines([text(first), _topics(homes[0]), how_to_ask(homes[0]), address(str(homes[0].page.url))])


def which(homes: Sequence[Organisation], prefix: str, verb: str) -> Markup:
    """Several pages are in question."""
    names = list(dict.fromkeys(home.organisation for home in homes))
    if not names:
        return text("My catalogue holds no organisation for this room.")
    example = typed(prefix, f"{verb} {names[0].lower()}")
    return "Which organisation? " + listed(names, "or") + ". For example " + example + "."


def _steps(title: str, steps: Sequence[str], after: Markup, home: Organisation) -> Markup:
    rows = [text(shortened(step, 240)) for step in steps]
    return blocks([strong(title), numbered(rows), after, address(str(home.page.url))])


def _topics(home: Organisation) -> Markup:
    named = [question.topic for question in home.questions]
    if not named:
        return joined([strong(season(home)), " answers no questions"], "")
    more = [f"{len(named) - TOPICS} more"] if len(named) > TOPICS else []
    return strong(season(home)) + " answers: " + listed([*named[:TOPICS], *more])
