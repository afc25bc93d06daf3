"""What operators hear of the bot itself: the catalogue's files, and how everything stands."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.catalogue.changes import Change, Changes
from bot.catalogue.model import Catalogue, Programme
from bot.errors import Fault
from bot.markup import Markup, lines, text
from bot.personal import Pause
from bot.phrasing.names import listed
from bot.phrasing.times import moment, span, until
from bot.timeline import Reminder

SHOWN = 5
"""How many faults a message names."""

_UTC = ZoneInfo("UTC")


def still_the_earlier(faults: Sequence[Fault]) -> str:
    """The catalogue was changed and cannot be used as it is."""
    return "\n".join(["The catalogue was changed and has faults, so I go on with the earlier one.", *_first(faults)])


def not_reloaded(faults: Sequence[Fault]) -> Markup:
    """The catalogue cannot be read as it is, though somebody wants it to be."""
    return lines(["The files have faults, so nothing was taken over and I go on with what I know.", *_first(faults)])


def reloaded(changed: Changes, now_known: Catalogue) -> Markup:
    """The catalogue was read."""
    kinds = (("page", changed.pages), ("idea", changed.ideas), ("programme", changed.programmes))
    told = [_changed(kind, change) for kind, change in kinds if change != Change()]
    now_there = known(now_known)
    if not told:
        return text(f"The files say what I know already: {now_there}. I look at them every 20 seconds by myself.")
    return lines([f"Taken over: {'; '.join(told)}.", f"Now I know {now_there}."])


def stands(catalogue: Catalogue) -> Markup:
    """The catalogue as it is."""
    return text(f"I know {known(catalogue)}.")


def status(rows: Sequence[str]) -> Markup:
    """All that is to be told, a row each; in brief the first ones."""
    return lines(rows)


def version(number: str, catalogue: Catalogue) -> str:
    """Which bot this is, and what it knows."""
    return f"Mentorix {number} with {known(catalogue)}."


def following(named: str | None, programme: Programme | None, ahead: Sequence[Reminder], now: datetime) -> str:
    """Which season the room hears of, and when next; `named` is the id that is set."""
    if programme is None and named:
        return f"This room is to follow {named}, which the catalogue has no more, so nothing is said here unasked."
    if programme is None:
        return "This room follows no programme, so nothing is said here unasked."
    season = f"This room follows {programme.short} {programme.year}"
    if not ahead:
        return f"{season}; no reminder is to come."
    return f"{season}; the next reminder comes {until(ahead[0].due, now)}, {_count(len(ahead), 'reminder')} in all."


def held_back(pause: Pause | None, zone: ZoneInfo) -> str:
    """That the room is paused; empty where it is not."""
    if pause is None:
        return ""
    return f"Reminders are paused until {moment(pause.until, zone) if pause.until else 'somebody resumes'}."


def set_here(number: int, prefix: str) -> str:
    """How much was set in the room; empty for nothing."""
    if not number:
        return ""
    return f"{_count(number, 'setting')} of this room {'was' if number == 1 else 'were'} set here; {prefix}settings tells all."


def known(catalogue: Catalogue) -> str:
    """'5 pages, 38 ideas and 6 programmes'."""
    ideas = sum(len(page.ideas) for page in catalogue.organisations)
    kinds = ((len(catalogue.organisations), "page"), (ideas, "idea"), (len(catalogue.programmes), "programme"))
    return listed([_count(number, what) for number, what in kinds]).plain


def running(since: datetime, now: datetime) -> str:
    """For how long the bot runs."""
    return f"Running for {span(now - since)}, since {moment(since.replace(microsecond=0), _UTC)}."


def places(here: int, missing: Sequence[str]) -> str:
    """The rooms it is in, and those it should be in."""
    lacking = f"; not in {listed(missing).plain} yet" if missing else ""
    return f"In {_count(here, 'room')}{lacking}."


def device(trust: str) -> str:
    """Whether others trust its device."""
    return f"Device: {trust}."


def reminders(ahead: int, said: int, failed: int, following: str) -> str:
    """What became of reminders; `following` tells when the next one comes, if one does."""
    return (
        f"Reminders: {ahead} to come{f' (the next {following})' if following else ''}, {said} said, {failed} failed."
    )


def stored(database: str, synced: datetime | None, now: datetime) -> str:
    """The database, and up to when the homeserver was read."""
    read = f"{span(now - synced)} ago" if synced else "never"
    return f"Database: {database}. How far I have read was written down last {read}."


def ill(database: str) -> str:
    """The database does not answer."""
    return f"Database: {database}, which does not answer now; the log tells why."


def _first(faults: Sequence[Fault]) -> list[str]:
    """The first faults, and how many more there are."""
    left = len(faults) - SHOWN
    more = [f"… and {left} more; `mentorix check` shows all"] if left > 0 else []
    return [*map(str, faults[:SHOWN]), *more]


def _changed(kind: str, change: Change) -> str:
    parts = ((change.new, "new"), (change.other, "changed"), (change.gone, "gone"))
    (number, how), *rest = [(number, how) for number, how in parts if number]
    return ", ".join([f"{_count(number, kind)} {how}", *(f"{number} {how}" for number, how in rest)])


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
