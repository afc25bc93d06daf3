"""What somebody hears who asks to be reminded, looks at what stands, or drops some of it."""

from collections.abc import Sequence
from datetime import datetime

from bot.markup import Markup, joined, lines, strong, text
from bot.phrasing.names import listed, quoted, typed
from bot.phrasing.times import moment, span, until
from bot.promised import Personal
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
    first = joined([strong("I will remind you"), _when(reminder, now) + _what(reminder)])
    return lines([first, _moves(reminder), *remarks, _undo(reminder.promise.number, prefix)])


def remarks(understood: Understood, reminder: Personal) -> list[str]:
    """Where the time was not quite what was said."""
    hour = f"{reminder.due.astimezone(reminder.zone):%H:%M}"
    told = {
        ClockChange.SKIPPED: f"The clocks skip the hour you named that day; after the change it is {hour}.",
        ClockChange.TWICE: f"The clocks show {hour} twice that day; the time above is the one I take.",
    }
    chosen = "" if understood.complete else f"You named no hour, so I take {hour}."
    return [each for each in (chosen, told[understood.change] if understood.change else "") if each]


def read_in(reminder: Personal, prefix: str) -> Markup:
    """In which zone the hour was read, for somebody who never named theirs."""
    return joined([f"I read hours in {reminder.zone};", typed(prefix, "timezone CITY"), "sets a zone of your own."])


def unchanged(number: int, prefix: str) -> Markup:
    """The request was corrected after it was promised."""
    drop = typed(prefix, f"forget {number}")
    return joined(["It stands as it was first asked for; to change it,", drop, "and ask anew."])


def stands_already(reminder: Personal, now: datetime, prefix: str) -> Markup:
    """The very same was asked for before."""
    number = f"That stands already, as number {reminder.promise.number}:"
    first = joined([text(number), _when(reminder, now) + _what(reminder)])
    return lines([first, _undo(reminder.promise.number, prefix)])


def too_many(most: int, prefix: str) -> str:
    """No more are kept for this person."""
    return (
        f"You have {most} reminders standing, and I keep no more for one person. "
        f"{prefix}reminders mine lists them, and {prefix}forget NUMBER drops one."
    )


def too_long(found: int, most: int) -> str:
    """The text has too many characters."""
    return f"A reminder may have {most} characters, and this has {found}; nothing is promised."


def when_and_what(prefix: str) -> str:
    """Nothing was said behind the command."""
    return (
        f"When shall I remind you, and of what? Write it behind the command: {prefix}remind in 3 hours mail the list, "
        f"{prefix}remind fri 17:00 send the draft, or {prefix}remind 2 days before the application deadline."
    )


def standing(mine: Sequence[Personal], elsewhere: int, now: datetime, prefix: str) -> Markup:
    """What somebody will be reminded of.

    Args:
        mine: theirs that are told here, the soonest first.
        elsewhere: how many stand in other conversations.
        now: the present; aware.
        prefix: what commands begin with here.
    """
    if not mine and not elsewhere:
        how = joined(["Ask for one:", typed(prefix, "remind in 3 hours mail the list") + "."])
        return lines(["You have no reminder standing.", how])
    first = (
        f"Your reminders{' here' if elsewhere else ''}, the soonest first:" if mine else "None of yours stands here."
    )
    more = len(mine) - SHOWN
    rest = f"… and {more} more" if more > 0 else ""
    others = (
        f"{elsewhere} more {'stands' if elsewhere == 1 else 'stand'} in other conversations." if elsewhere else ""
    )
    drop = joined([typed(prefix, "forget NUMBER"), "drops one."])
    return lines([first, *(_row(each, now) for each in mine[:SHOWN]), rest, others, drop])


def forget_which(numbers: Sequence[int], prefix: str) -> str:
    """No number was named."""
    if not numbers:
        return _none_stands()
    return f"Name the number of the reminder to drop, such as {prefix}forget {numbers[0]}; or {prefix}forget all."


def not_standing(unknown: Sequence[str], numbers: Sequence[int]) -> str:
    """Some of what was named is no number of a reminder that stands."""
    if not numbers:
        return _none_stands()
    yours = listed([str(number) for number in numbers]).plain
    wrong = listed([quoted(word) for word in unknown[:5]], "or").plain
    return f"You have no reminder {wrong} standing, so I dropped none; there is {yours}."


def _none_stands() -> str:
    return "You have no reminder standing, so I dropped none."


def _when(reminder: Personal, now: datetime) -> str:
    return f"{until(reminder.due, now)}, on {moment(reminder.due, reminder.zone)}"


def _what(reminder: Personal) -> Markup:
    """': “send the draft”', or the name of the date alone."""
    words = reminder.promise.text
    name = reminder.milestone.name if reminder.milestone else ""
    what = quoted(words, LONGEST_SHOWN) if words else text(name)
    return ": " + what if what else text(".")


def _row(reminder: Personal, now: datetime) -> Markup:
    return joined([f"{reminder.promise.number}.", _when(reminder, now) + _what(reminder)])


def _moves(reminder: Personal) -> str:
    """What a reminder hangs on, so that people see which date was understood."""
    anchor = reminder.promise.anchor
    if anchor is None or reminder.milestone is None:
        return ""
    before = f"{span(anchor.lead)} before" if anchor.lead else "the date of"
    return f"That is {before} “{reminder.milestone.name}”; should that date move, the reminder moves with it."


def _undo(number: int, prefix: str) -> Markup:
    drop = typed(prefix, f"forget {number}")
    return joined([f"It is number {number};", drop, "drops it, and so does a ❌ under this message."])
