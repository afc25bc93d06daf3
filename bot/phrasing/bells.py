"""What somebody hears who put a bell under a reminder, or a cross under a promise."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.markup import Markup, filled, lines, strong, text
from bot.personal import Promise
from bot.phrasing.names import listed
from bot.phrasing.times import moment
from bot.tongue import _, ngettext


def rung(said: str, promises: Sequence[Promise]) -> Markup:
    """What will come in person.

    Args:
        said: the plain words of the reminder that the bell stands under.
        promises: what was promised; may be empty.
    """
    about = said.partition("\n")[0]
    if not promises:
        return lines([text(_("No later reminder of this is to come, so there is nothing to promise:")), text(about)])
    rows = [f"{promise.number}. {moment(promise.due, ZoneInfo(promise.zone))}" for promise in promises]
    head = filled(_("{promise} of this:"), promise=strong(_("I will remind you here")))
    return lines([head, text(about), *rows, text(_("A cross (❌) under this message drops them."))])


def dropped(promises: Sequence[Promise]) -> Markup:
    """These will not come."""
    which = listed([str(promise.number) for promise in promises])
    return filled(
        ngettext("Dropped: reminder {numbers}.", "Dropped: reminders {numbers}.", len(promises)), numbers=which
    )
