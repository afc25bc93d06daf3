"""Short words for when there is nothing to answer, or nothing new."""

from datetime import timedelta

from bot.markup import Markup, text
from bot.phrasing.names import quoted, typed
from bot.phrasing.times import span

JUST_NOW = timedelta(seconds=10)
"""Up to here an answer stands right above."""


def greeting(prefix: str) -> Markup:
    """Small talk in a direct message."""
    return "I answer questions about project ideas, mentors and deadlines. What I can do: " + typed(prefix, "help")


def puzzled(prefix: str) -> Markup:
    """We were addressed, and do not know the answer."""
    return "I don't know that one. What I can answer: " + typed(prefix, "help") + "."


def no_such_command(verb: str, prefix: str) -> Markup:
    """An unknown command in a direct message."""
    return "I know no command " + quoted(verb, 30) + ". What I know: " + typed(prefix, "help") + "."


def answered_above(ago: timedelta) -> Markup:
    """The same question was answered in this room a moment ago."""
    if ago <= JUST_NOW:
        return text("Answered just above.")
    return text(f"Answered above, {span(ago)} ago.")


def broke(reference: str) -> Markup:
    """A bug; the log has the rest under the same reference."""
    return text(f"Something broke (ref {reference}).")
