"""What is said where a file should have come with the words."""

from bot.markup import Markup, lines


def not_sent(words: Markup, *, picture: bool) -> Markup:
    """The words alone."""
    return lines([words, f"The {'picture' if picture else 'file'} that belongs here could not be sent."])
