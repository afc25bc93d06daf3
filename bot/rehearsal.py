"""What a rehearsed season has said, and what in it is a reason to look again before it is said in earnest. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise
from zoneinfo import ZoneInfo

from bot.catalogue.model import Programme
from bot.phrasing import plan as phrasing
from bot.timeline import TOLD_AHEAD, Reminder, date_of, over_at

CLOSE_TOGETHER = timedelta(hours=1)
"""Posts nearer to one another than this, in one room, are a crowd."""

NIGHT_ENDS = 6
"""Before this hour by the room's clock, a post wakes people."""

STALE = timedelta(days=60)
"""How long ago a date may have been checked when a room is told of it."""


@dataclass(frozen=True, slots=True)
class Post:
    """One thing that was said.

    Attributes:
        at: when; aware, UTC.
        reminder: what was to be said.
        words: what was said, plain.
    """

    at: datetime
    reminder: Reminder
    words: str


def concerns(posts: Sequence[Post], programme: Programme, today: datetime) -> list[str]:
    """What an operator should know of the season, one sentence each.

    Args:
        posts: the season's, in any order.
        programme: whose dates they are.
        today: the present, aware; the programme should have dates after it.
    """
    ordered = sorted(posts, key=lambda post: (post.reminder.room, post.at))
    return [*_over(programme, today), *_crowds(ordered), *_nights(ordered), *_unverified(ordered)]


def _over(programme: Programme, today: datetime) -> Iterator[str]:
    zone = ZoneInfo(programme.zone)
    if not any(over_at(date_of(milestone), zone) > today for milestone in programme.milestones):
        yield phrasing.over(programme, today)


def _crowds(ordered: Sequence[Post]) -> Iterator[str]:
    for room, posts in groupby(ordered, lambda post: post.reminder.room):
        for one, other in pairwise(posts):
            if other.at - one.at < CLOSE_TOGETHER:
                yield phrasing.crowded(room, (one.at, one.words), (other.at, other.words), one.reminder.zone)


def _nights(ordered: Sequence[Post]) -> Iterator[str]:
    for room, posts in groupby(ordered, lambda post: post.reminder.room):
        nightly = [post for post in posts if post.at.astimezone(post.reminder.zone).hour < NIGHT_ENDS]
        if nightly:
            first = nightly[0]
            yield phrasing.at_night(room, len(nightly), first.at, first.reminder.zone, first.words)


def _unverified(ordered: Iterable[Post]) -> Iterator[str]:
    """Deadlines that rooms are told of long after somebody last looked whether they still hold; each once."""
    told: dict[str, date] = {}
    for post in sorted(ordered, key=lambda post: post.at, reverse=True):
        milestone = post.reminder.milestone
        checked = milestone.verified or post.reminder.programme.verified
        if milestone.kind in TOLD_AHEAD and post.at.date() - checked > STALE and milestone.key not in told:
            told[milestone.key] = checked
            yield phrasing.unverified(milestone.name, checked, (post.at.date() - checked).days)
