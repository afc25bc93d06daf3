"""Why an answer is what it is, in three to five short lines."""

from collections.abc import Callable

from bot.catalogue.model import Idea, Organisation
from bot.markup import Markup, joined, lines, strong, text
from bot.matching.verdict import Explanation, Finding, Match, Wish
from bot.phrasing.names import entitled, listed, quoted

MOST = 6
"""How many words are told of."""

HOW = {
    "corrected": "read as",
    "completed": "as the beginning of",
    "shortened": "as short for",
    "synonym": "as another name of",
    "joined": "joined to",
    "split": "split into",
    "inflected": "as a form of",
    "part": "by its part",
}
"""How a word was taken for another, before that other word."""

TAKEN = {
    Wish.IDEA: "one idea",
    Wish.MENTOR: "a question about mentors",
    Wish.IDEAS: "a list of ideas",
    Wish.NOTHING: "nothing that I know",
}
"""What a sentence was taken for."""

Homed = Callable[[Idea], Organisation]


def explained(words: str, why: Explanation, home_of: Homed) -> Markup:
    """The words, what they were taken for, what matched, and how sure that is.

    Args:
        words: what was asked.
        why: what matching says of it.
        home_of: the page of an idea.
    """
    asked = "You asked " + quoted(words) + (f", which I took for {TAKEN[why.wish]}." if why.wish else ".")
    filters = "Filters: " + listed(map(text, why.filters), "and") + "." if why.filters else Markup()
    if why.people:
        people = listed((strong(person.called) for person in why.people), "and")
        return lines([asked, filters, "The words name " + people + "."])
    if why.listed is not None and not (why.findings or why.missed):
        met = "1 idea meets" if why.listed == 1 else f"{why.listed} ideas meet"
        return lines([asked, filters, f"{met} them." if why.filters else "Nothing was left out."])
    if why.first is None:
        nothing = "No idea has any of the words." if why.missed else "No words were left to look for in ideas."
        return lines([asked, filters, nothing])
    return lines([asked, filters, _matched(why, why.first, home_of), _unmatched(why), _sureness(why, home_of)])


def _matched(why: Explanation, first: Match, home_of: Homed) -> Markup:
    whole = "the question is one of its names; " if why.named else ""
    finds = joined((_found(finding) for finding in why.findings[:MOST]), "; ")
    return entitled(first.idea, home_of(first.idea)) + f": {whole}" + finds + "."


def _found(finding: Finding) -> Markup:
    how = HOW.get(finding.how)
    same = how is None or finding.typed.casefold() == finding.written.casefold()
    said = (
        quoted(finding.typed) if same else joined([quoted(finding.typed), text(how or ""), quoted(finding.written)])
    )
    return said + f" ({finding.field})"


def _unmatched(why: Explanation) -> Markup:
    if not why.missed:
        return Markup()
    return "It says nothing of " + listed(map(quoted, why.missed[:MOST]), "or") + "."


def _sureness(why: Explanation, home_of: Homed) -> Markup:
    score = why.first.score if why.first else 0.0
    told = "good enough" if why.enough else "too little to tell it as the answer"
    said = text(f"Score {score:.2f}, certainty {why.belief:+.1f} (from 0 it is told): {told}.")
    if why.second is None or why.margin is None:
        only = "Only its older edition has the words too." if why.older else "No other idea has the words."
        return said + " " + only
    behind = f", {round(100 * why.margin)} % behind." if why.margin > 0 else ", level with it."
    return said + " Next: " + entitled(why.second.idea, home_of(why.second.idea)) + behind
