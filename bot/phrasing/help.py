"""What the bot says of itself: its commands, and what it is and keeps."""

from collections.abc import Sequence

from bot.markup import Markup, aside, entries, filled, instead, joined, later, lines, strong, text
from bot.phrasing.names import listed, quoted, typed
from bot.tongue import N_, _

KEPT = N_(
    "Kept on disk: how far I have read, the rooms I am in, which reminders were posted, which mentors are away, what was "
    "set in a room and by whom, and what you ask to be reminded of, with your time zone; its words are forgotten 30 days "
    "after its time. No messages beyond that, and nothing about who asks what; what a number or “it” refers to is "
    "forgotten after 15 minutes."
)
KEPT_IN_BRIEF = N_(
    "Kept: which rooms I am in, which reminders were posted, and what you ask to be reminded of, with your time zone. "
    "No other messages; counts of questions, but nothing about who asks what."
)
COUNTED = N_(
    "Counted for those who run me: how often an idea is asked for, and how many searches find nothing. The words of such a "
    "search are kept once it was made on three occasions, by different people or on different days; never by whom."
)
NOT_COUNTED = N_("Questions are not counted.")

Entry = tuple[str, str]
"""A command as one types it, without the prefix, and what it does."""


def overview(commands: Sequence[Entry], moderators: Sequence[Entry], prefix: str) -> Markup:
    """All commands on one screen, where little can be said only their names; of those for moderators only the names."""
    names = joined([typed(prefix, usage.split()[0]) for usage, _summary in moderators], ", ")
    theirs = _("Moderators can type:")
    more = _("More on one: {command}. In a direct message plain words will do.")
    return lines(
        [
            text(_("I know project ideas, their mentors and dates. You can type:")),
            _listed(commands, prefix),
            later(instead(joined([theirs, names]), lines([theirs, _listed(moderators, prefix)]))),
            filled(more, command=typed(prefix, "help idea")),
        ]
    )


def command(entry: Entry, aliases: Sequence[str], examples: Sequence[str], prefix: str) -> Markup:
    """One command in full."""
    others = listed(typed(prefix, alias) for alias in aliases)
    also = filled(_("Also: {commands}"), commands=others) if aliases else Markup()
    shown = filled(_("For example: {commands}"), commands=joined([typed(prefix, each) for each in examples], ", "))
    return lines([strong(typed(prefix, entry[0])) + f": {_(entry[1])}", also, shown])


def no_command(words: str, prefix: str) -> Markup:
    """Help was asked for something that is no command."""
    told = _("There is no command {words}. What I know: {command}.")
    return filled(told, words=quoted(words), command=typed(prefix, "help"))


def about(version: str, ideas: int, pages: int, *, counting: bool) -> Markup:
    """Version, source, what is kept about people, and what is counted, if anything is."""
    first = _("Mentorix {version}, answering from {ideas} ideas on {pages} published pages.")
    return lines(
        [
            filled(first, version=version, ideas=str(ideas), pages=str(pages)),
            instead(_(KEPT), _(KEPT_IN_BRIEF)),
            aside(_(COUNTED if counting else NOT_COUNTED)),
            text(_("Free software under the Apache License 2.0; its source is the Python package “mentorix”.")),
        ]
    )


def _listed(commands: Sequence[Entry], prefix: str) -> Markup:
    """Each with what it does, or by its name alone."""
    return entries(
        instead(typed(prefix, usage) + f": {_(summary)}", typed(prefix, usage.split()[0]))
        for usage, summary in commands
    )
