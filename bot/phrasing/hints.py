"""Short words for when there is nothing to answer, or nothing new."""

from datetime import timedelta

from bot.markup import Markup, link, text
from bot.phrasing.names import quoted, typed
from bot.phrasing.times import span

JUST_NOW = timedelta(seconds=10)
"""Up to here an answer stands right above."""


def greeting(prefix: str) -> Markup:
    """Somebody greets us."""
    return "Hello! I answer questions about project ideas, mentors and deadlines. What I can do: " + typed(
        prefix, "help"
    )


def puzzled(prefix: str) -> Markup:
    """We were addressed, and do not know what is asked."""
    return "I don't know that one. I answer questions about project ideas, mentors and dates: " + typed(
        prefix, "help"
    )


def which(prefix: str, verb: str) -> Markup:
    """Somebody asks about "it", or for a field of an idea, and no single idea was spoken of."""
    return "Which idea or organisation do you mean? Name one, such as " + typed(prefix, f"{verb} virtiofsd") + "."


def no_such_command(verb: str, prefix: str) -> Markup:
    """An unknown command in a direct message."""
    return "I know no command " + quoted(verb, 30) + ". What I know: " + typed(prefix, "help") + "."


def answered_above(ago: timedelta, address: str = "") -> Markup:
    """The same question was answered in this room a moment ago; the address leads there, where there is one."""
    words = "Answered just above" if ago <= JUST_NOW else f"Answered above, {span(ago)} ago"
    return link(address, words) if address else text(words + ".")


def welcome() -> Markup:
    """Somebody said thanks."""
    return text("You are welcome.")


def broke(reference: str) -> Markup:
    """A bug; the log has the rest under the same reference."""
    return text(f"Something broke (ref {reference}).")
