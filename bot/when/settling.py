"""What was said of a time, and the present → an instant; or a sentence that tells what is wrong with it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.catalogue.wording import quoted
from bot.errors import UserError
from bot.personal import Anchor
from bot.when.clocks import Clock, Part, time_of
from bot.when.phrases import Again, Ahead, Dated, Phrase
from bot.when.seasons import Hung, Known, Season, due_before
from bot.when.spans import Span
from bot.when.zones import zone_of

ROUNDED_FROM = timedelta(minutes=30)
"""A length from now of so much or more ends at a whole minute."""

FARTHEST = timedelta(days=731)
"""How far ahead one can be reminded."""

_TO_COME = "name a time that is to come, such as 'tomorrow 9:00'"

OFFERED = 6
"""How many dates of a season are offered where none is understood."""


class ClockChange(StrEnum):
    """What a change of the clocks does to an hour that was named."""

    SKIPPED = "skipped"
    """The clocks jump over it; the hour after the jump is meant."""
    TWICE = "twice"
    """It comes twice; the first is meant, unless that has passed."""


@dataclass(frozen=True, slots=True)
class Settled:
    """An instant.

    Attributes:
        at: aware, UTC.
        anchor: the date it hangs on, if it hangs on one.
        complete: the hour was said, not chosen by us.
        change: what a change of the clocks does to the hour.
        local: its hour is one of the person's own zone.
    """

    at: datetime
    anchor: Anchor | None = None
    complete: bool = True
    change: ClockChange | None = None
    local: bool = False


def settled(phrase: Phrase, said: str, now: datetime, zone: ZoneInfo, season: Season | None) -> Settled:
    """The instant that is meant, later than now.

    Args:
        phrase: what was said of a time.
        said: the same in the person's words.
        now: aware.
        zone: the person's zone.
        season: the dates that a reminder can hang on.

    Raises:
        UserError: it is past, too far away, or cannot be told for sure.
    """
    meaning = phrase.meaning
    if isinstance(meaning, Again):
        raise UserError(f"I remind once, not {quoted(meaning.said)}; name the first time, such as 'monday 9:00'.")
    if isinstance(meaning, Hung):
        return _of_season(meaning, now, zone, season)
    try:
        found = _ahead(meaning, now, zone) if isinstance(meaning, Ahead) else _dated(meaning, now, zone)
    except OverflowError:
        raise UserError(_too_far(said)) from None
    _check_ahead(found, said, now, zone)
    return found


def _check_ahead(found: Settled, said: str, now: datetime, zone: ZoneInfo) -> None:
    """Raises UserError where an instant is not after now, or too far after it."""
    if found.at <= now:
        raise UserError(_past(said, found, now, zone))
    if found.at > now + FARTHEST:
        raise UserError(_too_far(said))


def _ahead(meaning: Ahead, now: datetime, zone: ZoneInfo) -> Settled:
    """A length from now, or the hour of a day so many days from now."""
    if meaning.span.about > 2 * FARTHEST.days:
        raise OverflowError
    moved = meaning.span.after(now, zone)
    if meaning.clock is None and meaning.part is None:
        return Settled(_to_the_minute(moved.astimezone(UTC), now))
    return _at_hour(moved.date(), meaning.clock, meaning.part, now, zone)


def _to_the_minute(instant: datetime, now: datetime) -> datetime:
    """Rounded up to a whole minute where nobody who asked can have meant the second."""
    if instant - now < ROUNDED_FROM:
        return instant
    return instant + timedelta(seconds=-instant.second % 60, microseconds=-instant.microsecond)


def _dated(meaning: Dated, now: datetime, zone: ZoneInfo) -> Settled:
    """A day with its hour; without a day the next such hour."""
    _check_alone(meaning)
    named = zone_of(meaning.clock.zone) if meaning.clock and meaning.clock.zone else zone
    hour_alone = meaning.day is None
    today = now.astimezone(named if hour_alone else zone).date()
    day, again = meaning.day.on(today) if meaning.day else (today, _tomorrow(today, meaning.part))
    found = _at_hour(day, meaning.clock, meaning.part, now, named)
    if found.at <= now and again:
        found = _at_hour(again, meaning.clock, meaning.part, now, named)
    if meaning.echo:
        _check_echo(meaning.echo, found)
    return found


def _tomorrow(today: date, part: Part | None) -> date | None:
    return None if part and part.today else today + timedelta(1)


def _at_hour(day: date, clock: Clock | None, part: Part | None, now: datetime, zone: tzinfo) -> Settled:
    """The hour of a day, by the clocks of a zone."""
    hour = time_of(clock, part)
    local = datetime.combine(day, hour, tzinfo=zone)
    change = _change(local, zone)
    instant = local.astimezone(UTC)
    if change is ClockChange.TWICE and instant <= now:
        instant = local.replace(fold=1).astimezone(UTC)
    return Settled(instant, complete=clock is not None, change=change, local=not (clock and clock.zone))


def _change(local: datetime, zone: tzinfo) -> ClockChange | None:
    """Whether the clocks of a zone show a local time (of the first reading) not at all, or twice."""
    first, second = (local.replace(fold=fold).utcoffset() for fold in (0, 1))
    if first == second:
        return None
    back = local.astimezone(UTC).astimezone(zone)
    return ClockChange.TWICE if back.replace(tzinfo=None) == local.replace(tzinfo=None) else ClockChange.SKIPPED


def _check_alone(meaning: Dated) -> None:
    """Raises UserError where an hour needs a day beside it, or cannot have one."""
    clock, alone = meaning.clock, not meaning.day and not meaning.part
    if clock and clock.said == "midnight" and not alone:
        raise UserError("Midnight belongs to two days; write the hour as 0:00 or 23:59.")
    if clock and clock.length and not clock.sign and alone:
        raise UserError(f"Do you mean 'in {clock.said}' or 'at {clock.hour}:{clock.minute:02}'? Write it so.")


def _check_echo(echo: Dated, found: Settled) -> None:
    """Raises UserError where the bracket tells another time."""
    if echo.clock is None:
        return
    there = found.at.astimezone(zone_of(echo.clock.zone))
    day = echo.day.on(there.date())[0] if echo.day else there.date()
    if (day, time_of(echo.clock, None)) != (there.date(), there.time()):
        raise UserError(f"The two times differ: there it is {_hour(there)} then; write one of them.")


def _of_season(meaning: Hung, now: datetime, zone: ZoneInfo, season: Season | None) -> Settled:
    """The instant so long before a date of the season."""
    if season is None:
        raise UserError(
            "No season's dates are known here to count from; name a day, such as '31 March 18:00', or say 'in 2 days'."
        )
    known = season.named(meaning.date) if meaning.sure else None
    if known is None:
        raise UserError(_unknown(meaning.date, season, now, zone))
    lead = _lead(meaning.lead, known)
    due = due_before(known.when, lead, zone).astimezone(UTC)
    if due <= now:
        raise UserError(_missed(known, lead, now, zone))
    return Settled(due, Anchor(season.programme, known.key, lead))


def _lead(span: Span | None, known: Known) -> timedelta:
    if span is None:
        raise UserError(f"How long before '{known.name}'? Say '2 days before …', or '3 hours before …'.")
    lead = span.elapsed if span.about <= FARTHEST.days else None
    if lead is None:
        raise UserError("How many days before is that? Say '30 days before …'; two years before is the most.")
    if not isinstance(known.when, datetime) and lead % timedelta(1):
        raise UserError(f"'{known.name}' is a day without an hour; say how many days before it.")
    return lead


def _unknown(words: str, season: Season, now: datetime, zone: ZoneInfo) -> str:
    ahead = [each.name for each in season.dates if due_before(each.when, timedelta(), zone) > now]
    offered = "; ".join(ahead[:OFFERED])
    return f"I know no date {quoted(words)}." + (f" To come are: {offered}." if ahead else " None is to come.")


def _missed(known: Known, lead: timedelta, now: datetime, zone: ZoneInfo) -> str:
    when = due_before(known.when, timedelta(), zone)
    on = _written(when, zone) if isinstance(known.when, datetime) else _day(known.when)
    if when <= now or not lead:
        return f"'{known.name}' was on {on}; nothing is left to remind of before it."
    return f"'{known.name}' is on {on}, sooner than that; take a shorter time before it, or say 'in 2 hours'."


def _past(said: str, found: Settled, now: datetime, zone: ZoneInfo) -> str:
    at, here = found.at.astimezone(zone), now.astimezone(zone)
    if found.complete:
        return f"{quoted(said)} is past: that was {_hour(at)}, and now it is {_hour(here)}; {_TO_COME}."
    if at.date() < here.date():
        return f"{quoted(said)} is past: that was {_day(at)}, and today is {_day(here)}; {_TO_COME}."
    return f"{quoted(said)} alone means {at:%H:%M}, which is past; name the hour too, such as 'today 23:00'."


def _too_far(said: str) -> str:
    return f"{quoted(said)} is more than two years away; I remind at most two years ahead."


def _written(at: datetime, zone: ZoneInfo) -> str:
    return f"{_hour(at.astimezone(zone))} in {zone}"


def _hour(at: datetime) -> str:
    """'Fri 20 March 2026, 18:00', by its own clock."""
    return f"{_day(at)}, {at:%H:%M}"


def _day(when: date) -> str:
    """'Fri 20 March 2026'."""
    return f"{when:%a} {when.day} {when:%B %Y}"
