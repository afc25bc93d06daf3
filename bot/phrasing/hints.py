"""Short words for when there is nothing to answer, or nothing new."""

from datetime import timedelta

from bot.markup import Markup, filled, link, text
from bot.phrasing.names import quoted, typed
from bot.phrasing.times import long_ago
from bot.tongue import _

JUST_NOW = timedelta(seconds=10)
"""Up to here an answer stands right above."""


def greeting(prefix: str) -> Markup:
    """Somebody greets us."""
    words = _("Hello! I answer questions about project ideas, mentors and deadlines. What I can do: {command}")
    return filled(words, command=typed(prefix, "help"))


def puzzled(prefix: str) -> Markup:
    """We were addressed, and do not know what is asked."""
    words = _("I don't know that one. I answer questions about project ideas, mentors and dates: {command}")
    return filled(words, command=typed(prefix, "help"))


def which(prefix: str, verb: str) -> Markup:
    """Somebody asks about "it", or for a field of an idea, and no single idea was spoken of."""
    words = _("Which idea or organisation do you mean? Name one, such as {command}.")
    return filled(words, command=typed(prefix, f"{verb} virtiofsd"))


def no_such_command(verb: str, prefix: str) -> Markup:
    """An unknown command in a direct message."""
    words = _("I know no command {verb}. What I know: {command}.")
    return filled(words, verb=quoted(verb, 30), command=typed(prefix, "help"))


def answered_above(ago: timedelta, address: str = "") -> Markup:
    """The same question was answered in this room a moment ago; the address leads there, where there is one."""
    words = _("Answered just above") if ago <= JUST_NOW else _("Answered above, {ago}").format(ago=long_ago(ago))
    return link(address, words) if address else text(words + ".")


def welcome() -> Markup:
    """Somebody said thanks."""
    return text(_("You are welcome."))


def broke(reference: str) -> Markup:
    """A bug; the log has the rest under the same reference."""
    return text(_("Something broke (ref {reference}).").format(reference=reference))
