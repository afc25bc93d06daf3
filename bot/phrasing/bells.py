"""What somebody hears who put a bell under a reminder, or a cross under a promise."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.markup import Markup, joined, lines, strong, text
from bot.personal import Promise
from bot.phrasing.names import listed
from bot.phrasing.times import moment


def rung(said: str, promises: Sequence[Promise]) -> Markup:
    """What will come in person.

    Args:
        said: the plain words of the reminder that the bell stands under.
        promises: what was promised; may be empty.
    """
    about = said.partition("\n")[0]
    if not promises:
        return lines([text("No later reminder of this is to come, so there is nothing to promise:"), text(about)])
    rows = [f"{promise.number}. {moment(promise.due, ZoneInfo(promise.zone))}" for promise in promises]
    drop = "A ❌ under this message drops them."
    return lines([joined([strong("I will remind you here"), text("of this:")]), text(about), *rows, text(drop)])


def dropped(promises: Sequence[Promise]) -> Markup:
    """These will not come."""
    which = listed([str(promise.number) for promise in promises])
    return joined([text("Dropped: reminder" if len(promises) == 1 else "Dropped: reminders"), which + "."])
