"""What operators read in the terminal about reminders: the plan, the ledger, and reasons to look again."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.catalogue.model import Programme
from bot.phrasing.times import day, moment, span

OWN = "somebody asked to be reminded; the words are not kept here"
"""Of a person's own reminder."""

_INDENT = "    "


def local(at: datetime, zone: ZoneInfo) -> str:
    """'Tue 24 March 2026, 20:00', by the clock of the zone; seconds only where there are some."""
    here = at.astimezone(zone)
    return f"{day(here)}, {here:%H:%M:%S}" if here.second else f"{day(here)}, {here:%H:%M}"


def room(name: str, zone: ZoneInfo, posts: int) -> str:
    """The heading of what one room gets."""
    return f"{name}, times in {zone}: {posts} {'post' if posts == 1 else 'posts'}"


def post(at: datetime, zone: ZoneInfo, words: str) -> str:
    """When something is said, and below it, indented, what."""
    return "\n".join([local(at, zone), *(_INDENT + line for line in words.splitlines())])


def said(at: datetime, name: str, zone: ZoneInfo, words: str) -> str:
    """The same with the room's name, where posts of all rooms follow one another."""
    first, *others = post(at, zone, words).splitlines()
    return "\n".join([f"{first} in {zone}, {name}", *others])


def entry(due: datetime, name: str, standing: str, remarks: Iterable[str], words: str) -> str:
    """A line of the ledger with what belongs to it."""
    more = [*words.splitlines(), *filter(None, remarks)]
    return "\n".join([f"{moment(due, _UTC)}, {name}: {standing}", *(_INDENT + line for line in more)])


def about(programme: str, name: str, when: datetime | date | None) -> str:
    """Which date an entry tells, where nothing was said of it: 'gsoc-2026: Coding begins, Mon 25 May 2026'."""
    told = f"{programme}: {name}"
    return f"{told}, {moment(when, _UTC)}" if when else told


def lateness(due: datetime, at: datetime) -> str:
    """How late something was said."""
    return f"{span(at - due)} late" if at > due else "in time"


def over(programme: Programme, today: datetime) -> str:
    """Nothing of the programme lies ahead."""
    return f"{programme.id} has no date after {day(today.astimezone(UTC))}; is the next season's file missing?"


def crowded(name: str, one: tuple[datetime, str], other: tuple[datetime, str], zone: ZoneInfo) -> str:
    """Two posts come close together."""
    apart = span(other[0] - one[0])
    when = f"{apart} apart" if other[0] > one[0] else "at once"
    return f"{name} gets two posts {when}, {local(one[0], zone)}: {_point(one[1])} / {_point(other[1])}"


def at_night(name: str, posts: int, first: datetime, zone: ZoneInfo, words: str) -> str:
    """Posts come while people sleep."""
    many = "a post" if posts == 1 else f"{posts} posts"
    come = "on" if posts == 1 else "the first on"
    return f"{name} gets {many} in the night, {come} {local(first, zone)} in {zone}: {_point(words)}; set `quiet`"


def unverified(name: str, checked: date, days: int) -> str:
    """A deadline was last checked long before a room is told of it."""
    return f"“{name}” was last checked on {day(checked)}, {days} days before a room is told of it; check it anew"


def counted(planned: int, posted: int, late: int) -> str:
    """How the rehearsal went."""
    each = "each posted once" if posted == planned else f"{posted} posted"
    return f"{planned} reminders planned, {each}, {late} late."


def _point(words: str) -> str:
    """What a post says before it says when."""
    return words.partition("\n")[0].partition(" on ")[0].partition(", ")[0]


_UTC = ZoneInfo("UTC")
