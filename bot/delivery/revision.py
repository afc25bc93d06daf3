"""What a plan does to the ledger, and which rooms must hear that a date has moved. Pure.

Strategy: an entry whose earlier try may have reached the room is left alone when its date moves or leaves the plan. What
became of that try is found out first (`bot.delivery`); then the entry is either said, with the date it told, or revised
here like any other. So two dates are never told under one transaction id, and no room is taken to have heard what it
has not.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.catalogue.model import Kind, Milestone, Programme
from bot.delivery.ledger import (
    EXPIRED,
    OVERTAKEN,
    PAST_WHEN_PLANNED,
    PAUSED,
    WITHDRAWN,
    Due,
    Entry,
    Standing,
    date_told,
    move_key,
    planned,
    told,
)
from bot.moved import Follower, Moved
from bot.timeline import date_of, over_at


def revised(known: Mapping[str, Entry], plan: Mapping[str, Due], now: datetime) -> list[Entry]:
    """The entries to write so that the ledger follows the plan.

    What was said stays as it is. A moved date never makes a room's reminder due that lies in the past; what was due
    under an unchanged date, and was missed, stays open.
    """
    gone = (entry for key, entry in known.items() if key not in plan and entry.is_open)
    return [*written(known, plan.values(), now), *filter(None, (_withdrawn(entry, now) for entry in gone))]


def written(known: Mapping[str, Entry], dues: Iterable[Due], now: datetime) -> list[Entry]:
    """The entries to write for these things to say, whatever else the ledger holds."""
    return [entry for due in dues if (entry := _revised(known.get(due.key), due, now))]


def withdrawn(entries: Iterable[Entry], now: datetime) -> list[Entry]:
    """The entries to write so that these are not said."""
    return [closed for entry in entries if entry.is_open and (closed := _withdrawn(entry, now))]


def settled(entry: Entry, due: Due | None, now: datetime) -> Entry:
    """The entry to write when it is known that no earlier try has reached the room."""
    untried = replace(entry, standing=Standing.PLANNED, since=now, first_tried=None, turn=0, reason="", said="")
    if due is None:
        return untried.skipped(WITHDRAWN, now)
    return _revised(untried, due, now) or untried


def _revised(entry: Entry | None, due: Due, now: datetime) -> Entry | None:
    """The entry to write for one thing to say; None where what stands is right."""
    fresh = planned(due, now)
    replanned = fresh if due.due > now or due.promised else fresh.skipped(PAST_WHEN_PLANNED, now)
    if entry is None:
        return replanned
    moved = (entry.due, entry.tells) != (fresh.due, fresh.tells)
    if entry.is_open and moved and not entry.first_tried:
        return replace(replanned, tries=entry.tries)
    if entry.is_open:
        same = moved or (entry.expires, entry.name) == (due.expires, due.name)
        return _kept_up(entry, entry if same else replace(entry, expires=due.expires, name=due.name), now)
    if not _may_return(entry, due, now, moved=moved):
        return None
    if entry.first_tried:
        return replace(entry, standing=Standing.SENDING, since=now, wake=max(entry.due, now), reason="")
    return replace(fresh, tries=entry.tries)


def _may_return(entry: Entry, due: Due, now: datetime, *, moved: bool) -> bool:
    """Whether what was closed is to be said after all."""
    if entry.standing is not Standing.SKIPPED and not (entry.standing is Standing.FAILED and moved):
        return False
    clock_was_ahead = not moved and entry.since > now and entry.reason.startswith((EXPIRED, OVERTAKEN))
    return due.due > now or (due.expires > now and (due.promised or clock_was_ahead))


def _withdrawn(entry: Entry, now: datetime) -> Entry | None:
    return _kept_up(entry, entry, now) if entry.first_tried else entry.skipped(WITHDRAWN, now)


def _kept_up(before: Entry, entry: Entry, now: datetime) -> Entry | None:
    """The entry, not to wait any longer for a next try, or for a clock that was ahead when it was written.

    None where nothing is to be written.
    """
    trying = entry.standing is Standing.SENDING and entry.reason != PAUSED
    if entry.wake > max(entry.due, now) and (trying or entry.since > now):
        entry = replace(entry, since=min(entry.since, now), wake=max(entry.due, now))
    return None if entry is before else entry


def notices(entries: Iterable[Entry], followers: Iterable[Follower], now: datetime) -> list[Moved]:
    """What rooms must hear about dates that are not what they were told last.

    Args:
        entries: the whole ledger.
        followers: the rooms with the programmes that they follow; what was said in other rooms is left alone.
        now: aware.
    """
    following = {(each.room, each.programme.id): each for each in followers}
    places: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        programme, _, rest = entry.subject.partition("/")
        if (entry.room, programme) in following and "/" not in rest:
            places[entry.room, entry.subject].append(entry)
    found = (
        _notice(following[room, subject.partition("/")[0]], subject, about, now)
        for (room, subject), about in places.items()
    )
    return [notice for notice in found if notice]


def _notice(follower: Follower, subject: str, about: Sequence[Entry], now: datetime) -> Moved | None:
    """What one room must hear about one date; None where it knows, or where it is all over."""
    heard = sorted((entry for entry in about if entry.heard), key=_order)
    if not heard:
        return None
    answered = [*heard, *(entry for entry in about if entry.is_move and _refused(entry))]
    milestone = _milestone(follower.programme, subject)
    when, zone = _stated(milestone), ZoneInfo(follower.programme.zone)
    if told(when) in {heard[-1].tells, max(answered, key=_order).tells}:
        return None
    was = date_told(_last_tells(heard, told(when)))
    expires = max((over_at(each, zone) for each in (was, when) if each), default=now)
    if expires <= now:
        return None
    key = _key(follower, subject, about)
    standing = next((each for each in about if each.key == key and _still_right(each, told(when), now)), None)
    noticed = _spoken_at(follower, over_at(when, zone) if when else None, expires, now)
    return Moved(
        key=key,
        room=follower.room,
        due=standing.due if standing else noticed,
        expires=expires,
        programme=follower.programme,
        subject=subject,
        name=milestone.name if milestone else _last_name(heard, subject),
        milestone=milestone,
        when=when,
        was=was,
        zone=follower.zone,
        language=follower.language,
    )


def _milestone(programme: Programme, subject: str) -> Milestone | None:
    return next((each for each in programme.milestones if f"{programme.id}/{each.key}" == subject), None)


def _key(follower: Follower, subject: str, about: Iterable[Entry]) -> str:
    """Of the move that is to be told, the same until that was said or closed for good."""
    spent = sum(entry.is_move and _spent(entry) for entry in about)
    return f"{move_key(subject)}{follower.room}/{spent + 1}"


def _last_tells(heard: Sequence[Entry], now_tells: str) -> str:
    """The date that the room was told last for certain, else the one that it may have been told."""
    sent = [entry for entry in heard if entry.standing is Standing.SENT]
    return next(entry.tells for entry in (*sent[-1:], heard[-1]) if entry.tells != now_tells)


def _order(entry: Entry) -> tuple[int, datetime]:
    return entry.turn, entry.since


def _refused(entry: Entry) -> bool:
    return entry.standing in {Standing.FAILED, Standing.DROPPED}


def _spent(move: Entry) -> bool:
    """Whether the key of a move must not be used again."""
    return not move.is_open and (move.standing is not Standing.SKIPPED or move.heard)


def _stated(milestone: Milestone | None) -> datetime | date | None:
    """The date that counts; of a deadline that was made a period, its end."""
    if milestone is None:
        return None
    if milestone.kind is Kind.PERIOD and milestone.end:
        return date_of(milestone.model_copy(update={"kind": Kind.ENDS}))
    return date_of(milestone)


def _still_right(move: Entry, tells: str, now: datetime) -> bool:
    """Whether it is to be said as it was planned, if not by a clock that was ahead."""
    return move.is_open and move.tells == tells and move.since <= now


def _last_name(heard: Sequence[Entry], subject: str) -> str:
    """What a date was called that is gone; in the words of its key where the ledger is older than the names in it."""
    names = (entry.name for entry in reversed(heard) if entry.name)
    return next(names, subject.partition("/")[2].replace("-", " ").capitalize())


def _spoken_at(follower: Follower, over: datetime | None, expires: datetime, now: datetime) -> datetime:
    """At once, or after the quiet hours if the new date is not over by then and something is left to say."""
    spell = follower.quiet.around(now, follower.zone) if follower.quiet else None
    if spell is None:
        return now
    ends = spell[1]
    urgent = over is not None and now < over <= ends
    return now if urgent or ends >= expires else ends
