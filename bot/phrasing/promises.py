"""What somebody hears who asks to be reminded, looks at what stands, or drops some of it."""

from collections.abc import Sequence
from datetime import datetime

from bot.markup import Markup, filled, instead, joined, lines, strong, text
from bot.phrasing.milestones import called
from bot.phrasing.names import listed, quoted, typed
from bot.phrasing.times import moment, span, until
from bot.promised import Personal
from bot.tongue import _, ngettext
from bot.when.settling import ClockChange
from bot.when.understanding import Understood

LONGEST_SHOWN = 200
"""Characters of a reminder's text that an answer repeats."""

SHOWN = 10
"""How many reminders a list tells one by one."""


def promised(reminder: Personal, remarks: Sequence[Markup | str], now: datetime, prefix: str) -> Markup:
    """When and of what somebody will be reminded.

    Args:
        reminder: what is promised.
        remarks: what has to be said about how it was understood, a line each.
        now: the present; aware.
        prefix: what commands begin with here.
    """
    first = joined([strong(_("I will remind you")), _when(reminder, now) + _what(reminder)])
    return lines([first, _moves(reminder), *remarks, _undo(reminder.promise.number, prefix)])


def remarks(understood: Understood, reminder: Personal) -> list[str]:
    """Where the time was not quite what was said."""
    hour = f"{reminder.due.astimezone(reminder.zone):%H:%M}"
    told = {
        ClockChange.SKIPPED: _("The clocks skip the hour you named that day; after the change it is {time}."),
        ClockChange.TWICE: _("The clocks show {time} twice that day; the time above is the one I take."),
    }
    chosen = "" if understood.complete else _("You named no hour, so I take {time}.")
    said = (chosen, told[understood.change] if understood.change else "")
    return [each.format(time=hour) for each in said if each]


def read_in(reminder: Personal, prefix: str) -> Markup:
    """In which zone the hour was read, for somebody who never named theirs."""
    words = _("I read hours in {zone}; {command} sets a zone of your own.")
    return filled(words, zone=str(reminder.zone), command=typed(prefix, "timezone CITY"))


def unchanged(number: int, prefix: str) -> Markup:
    """The request was corrected after it was promised."""
    words = _("It stands as it was first asked for; to change it, {command} and ask anew.")
    return filled(words, command=typed(prefix, f"forget {number}"))


def stands_already(reminder: Personal, now: datetime, prefix: str) -> Markup:
    """The very same was asked for before."""
    number = _("That stands already, as number {number}:").format(number=reminder.promise.number)
    first = joined([text(number), _when(reminder, now) + _what(reminder)])
    return lines([first, _undo(reminder.promise.number, prefix)])


def too_many(most: int, prefix: str) -> str:
    """No more are kept for this person."""
    words = _(
        "You have {count} reminders standing, and I keep no more for one person. "
        "{prefix}reminders mine lists them, and {prefix}forget NUMBER drops one."
    )
    return words.format(count=most, prefix=prefix)


def too_long(found: int, most: int) -> str:
    """The text has too many characters."""
    words = _("A reminder may have {most} characters, and this has {found}; nothing is promised.")
    return words.format(most=most, found=found)


def when_and_what(prefix: str) -> str:
    """Nothing was said behind the command."""
    words = _(
        "When shall I remind you, and of what? Write it behind the command: {prefix}remind in 3 hours mail the list, "
        "{prefix}remind fri 17:00 send the draft, or {prefix}remind 2 days before the application deadline."
    )
    return words.format(prefix=prefix)


def standing(mine: Sequence[Personal], elsewhere: int, now: datetime, prefix: str) -> Markup:
    """What somebody will be reminded of.

    Args:
        mine: theirs that are told here, the soonest first.
        elsewhere: how many stand in other conversations.
        now: the present; aware.
        prefix: what commands begin with here.
    """
    if not mine and not elsewhere:
        how = filled(_("Ask for one: {command}."), command=typed(prefix, "remind in 3 hours mail the list"))
        return lines([_("You have no reminder standing."), how])
    here = _("Your reminders here, the soonest first:") if elsewhere else _("Your reminders, the soonest first:")
    first = here if mine else _("None of yours stands here.")
    more = len(mine) - SHOWN
    rest = _("… and {count} more").format(count=more) if more > 0 else ""
    stand = ngettext(
        "{count} more stands in other conversations.", "{count} more stand in other conversations.", elsewhere
    )
    others = stand.format(count=elsewhere) if elsewhere else ""
    drop = filled(_("{command} drops one."), command=typed(prefix, "forget NUMBER"))
    return lines([first, *(_row(each, now) for each in mine[:SHOWN]), rest, others, drop])


def forget_which(numbers: Sequence[int], prefix: str) -> str:
    """No number was named."""
    if not numbers:
        return _none_stands()
    words = _("Name the number of the reminder to drop, such as {prefix}forget {number}; or {prefix}forget all.")
    return words.format(prefix=prefix, number=numbers[0])


def not_standing(unknown: Sequence[str], numbers: Sequence[int]) -> str:
    """Some of what was named is no number of a reminder that stands."""
    if not numbers:
        return _none_stands()
    yours = listed([str(number) for number in numbers]).plain
    wrong = listed([quoted(word) for word in unknown[:5]], "or").plain
    words = _("You have no reminder {wrong} standing, so I dropped none; there is {yours}.")
    return words.format(wrong=wrong, yours=yours)


def _none_stands() -> str:
    return _("You have no reminder standing, so I dropped none.")


def _when(reminder: Personal, now: datetime) -> str:
    words = _("{when}, on {date}")
    return words.format(when=until(reminder.due, now), date=moment(reminder.due, reminder.zone))


def _what(reminder: Personal) -> Markup:
    """': “send the draft”', or the name of the date alone."""
    words = reminder.promise.text
    name = called(reminder.milestone.name) if reminder.milestone else ""
    what = quoted(words, LONGEST_SHOWN) if words else text(name)
    return ": " + what if what else text(".")


def _row(reminder: Personal, now: datetime) -> Markup:
    return joined([f"{reminder.promise.number}.", _when(reminder, now) + _what(reminder)])


def _moves(reminder: Personal) -> str:
    """What a reminder hangs on, so that people see which date was understood."""
    anchor = reminder.promise.anchor
    if anchor is None or reminder.milestone is None:
        return ""
    before = _("That is {time} before “{name}”; should that date move, the reminder moves with it.")
    itself = _("That is the date of “{name}”; should that date move, the reminder moves with it.")
    return (before if anchor.lead else itself).format(time=span(anchor.lead), name=called(reminder.milestone.name))


def _undo(number: int, prefix: str) -> Markup:
    drop, which = typed(prefix, f"forget {number}"), str(number)
    words = _("It is number {number}; {command} drops it, and so does a cross (❌) under this message.")
    brief = _("It is number {number}; {command} drops it.")
    return instead(filled(words, number=which, command=drop), filled(brief, number=which, command=drop))
