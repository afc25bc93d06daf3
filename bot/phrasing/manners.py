"""Words that keep a room calm: a hello, why there is no answer for a while, where a long list went."""

from bot.markup import Markup, filled, text
from bot.phrasing.names import typed
from bot.tongue import _


def hello(prefix: str, *, direct: bool) -> Markup:
    """Said once in a room that we come into, with how to ask."""
    if direct:
        words = _("Hello! Ask me in plain words about project ideas, their mentors and deadlines; or type {help}.")
    else:
        words = _(
            "Hello! I answer questions about project ideas, their mentors and deadlines. Type {ideas} for the list, "
            "or {help}; or mention me and ask in plain words."
        )
    return filled(words, ideas=typed(prefix, "ideas"), help=typed(prefix, "help"))


def too_much() -> Markup:
    """Somebody asked more than one person gets answered; said once, then there is silence."""
    return text(_("That is a lot at once. I answer you here again after a minute without questions."))


def crowded() -> Markup:
    """Everybody together asked more than a room can bear; said once."""
    return text(_("Many questions here just now. I first answer those who have asked little; or ask me directly."))


def sent_directly() -> Markup:
    """A long list went to the asker alone."""
    return text(_("The list is long, so I sent it to you directly."))
