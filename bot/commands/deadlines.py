"""`!deadlines WORDS`: what comes next and how long until then; when nothing comes, what was last.

Strategy: whose dates are meant decides first. A named organisation is answered from its own page alone, even when
that page states none; a named programme from its milestones. A name that nobody knows is said to be unknown. With no
name at all, the room's programme, then the latest page that states dates, unless that is over while the newest
programme still runs. Where both are over, all dates are those of whatever ended last.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.catalogue.model import Kind, Milestone, Organisation, PageDate, Programme
from bot.commands.command import Command, Request
from bot.markup import lines
from bot.matching.normalise import fold, tokens
from bot.matching.strangers import strange_name, strange_season
from bot.matching.verdict import DateVerdict
from bot.messages import Named, Reply
from bot.phrasing import deadlines as phrasing
from bot.phrasing import organisations
from bot.phrasing.closing import CLOSING
from bot.phrasing.deadlines import Calendar, Dated
from bot.phrasing.names import season
from bot.timeline import date_of, over_at

SHOWN = 4
"""How many dates an answer tells."""

Keyed = tuple[str, Dated]
"""A date with its key in the programme's terms."""


def answer(request: Request) -> Reply:
    """Tell the dates that are meant, and say so where a name or season is not known."""
    verdict = request.matcher.dates(request.words, request.scope)
    if name := strange_name(request.words, request.catalogue, sentence=bool(verdict.keys)):
        return _of_stranger(request, verdict, name)
    if unknown := strange_season(request.words, request.catalogue):
        return Reply(organisations.out_of_season(unknown, request.catalogue, request.homes, request.prefix))
    if verdict.programme and not _singled_out(request, verdict):
        return _of_programme(request, verdict, verdict.programme)
    if verdict.named and verdict.organisations:
        return _of_organisation(request, verdict)
    if request.home and request.home.dates and not _outlived(request, verdict, request.home):
        return _of_page(request, verdict, request.home)
    if programme := request.catalogue.programme(request.room.programme):
        return _of_programme(request, verdict, programme)
    return _of_whatever_is_next(request, verdict)


def _of_stranger(request: Request, verdict: DateVerdict, name: str) -> Reply:
    """Nothing is known of the name; a particular date is told as the programme has it for all organisations."""
    programme = verdict.programme or request.catalogue.programme(request.room.programme) or _newest(request)
    if not verdict.keys or programme is None:
        return Reply(organisations.dateless(name, request.catalogue, request.homes, request.prefix))
    reply = _of_programme(request, verdict, programme)
    return replace(reply, body=lines([organisations.general(name), reply.body]))


def _of_whatever_is_next(request: Request, verdict: DateVerdict) -> Reply:
    """The latest page that states dates, or the newest programme."""
    dated, newest = _latest(request.homes), _newest(request)
    if newest and (dated is None or _outlived(request, verdict, dated)):
        return _of_programme(request, verdict, newest)
    return _of_page(request, verdict, dated) if dated else Reply(phrasing.unknown())


def _outlived(request: Request, verdict: DateVerdict, home: Organisation) -> bool:
    """Whether the newest programme matters more than the page: it still runs, the page's dates being over, or is named.

    Where both are over, a particular date is the page's own affair; of all dates the latest matter.
    """
    programme = _newest(request)
    if programme is None:
        return False
    page, season = _page_ends(home), _ends(programme)
    if season <= request.now:
        return page <= request.now and page < season and not verdict.keys
    return _says(request, programme) or page <= request.now


def _newest(request: Request) -> Programme | None:
    return max(request.catalogue.programmes, key=lambda each: each.year, default=None)


def _says(request: Request, programme: Programme) -> bool:
    """Whether the programme is named, though no season of it."""
    return fold(programme.short) in {token.text for token in tokens(request.words)}


def _ends(programme: Programme) -> datetime:
    """When the last date of the season is over."""
    zone = ZoneInfo(programme.zone)
    return max((over_at(date_of(milestone), zone) for milestone in programme.milestones), default=LONG_AGO)


def _page_ends(home: Organisation) -> datetime:
    """When the last date that the page states is over."""
    return max((over_at(entry.when, UTC_ZONE) for entry in home.dates), default=LONG_AGO)


def _singled_out(request: Request, verdict: DateVerdict) -> bool:
    """Whether the words name organisations, rather than leave all that the room asks about."""
    meant = {home.id for home in verdict.organisations}
    return bool(meant) and meant != {home.id for home in request.homes}


def _latest(homes: Iterable[Organisation]) -> Organisation | None:
    """The page of the latest season that states dates."""
    return max((home for home in homes if home.dates), key=lambda home: home.year or 0, default=None)


def _of_organisation(request: Request, verdict: DateVerdict) -> Reply:
    if home := _latest(verdict.organisations):
        return _of_page(request, verdict, home)
    silent = verdict.organisations[0]
    programme = request.catalogue.programme(silent.programme)
    return Reply(phrasing.none_stated(silent, programme, request.prefix))


def _of_page(request: Request, verdict: DateVerdict, home: Organisation) -> Reply:
    over = _page_ends(home) <= request.now
    calendar = Calendar(season(home), str(home.page.url), request.room.tz, request.now, over=over)
    pairs = [(entry.key, Dated(entry.name, entry.when)) for entry in home.dates]
    wanted = [_of_entry(entry) for entry in verdict.dates if entry in home.dates] or _keyed(pairs, verdict.keys)
    particular = bool(verdict.dates or verdict.keys)
    return _answered(calendar, pairs, wanted, UTC_ZONE, particular=particular)


def _of_programme(request: Request, verdict: DateVerdict, programme: Programme) -> Reply:
    name = f"{programme.short} {programme.year}"
    trust = phrasing.trusted(programme)
    over = _ends(programme) <= request.now
    calendar = Calendar(name, str(programme.url), request.room.tz, request.now, trust, over)
    zone = ZoneInfo(programme.zone)
    shape = _shaper(request.now, zone)
    everything = [(each.key, shape(each)) for each in programme.milestones]
    audience = set(request.room.audience)
    concerning = [(m.key, shape(m)) for m in programme.milestones if audience & set(m.audience)]
    keys = verdict.keys or tuple(entry.key for entry in verdict.dates)
    wanted = _keyed(everything, keys)
    return _answered(calendar, concerning or everything, wanted, zone, particular=bool(keys))


def _answered(
    calendar: Calendar, pairs: Sequence[Keyed], wanted: Sequence[Dated], zone: ZoneInfo, *, particular: bool
) -> Reply:
    """The dates asked for; without a particular one what comes next, else what was."""
    if wanted:
        shown = wanted[:SHOWN]
        over = _over(shown[0], zone) <= calendar.now
        return Reply(phrasing.asked(shown, calendar, over=over), Named(dates=_told(shown)))
    if particular or not pairs:
        return Reply(phrasing.not_that_one(calendar))
    if ahead := _ahead(pairs, zone, calendar.now):
        return Reply(phrasing.coming(ahead[:SHOWN], calendar), Named(dates=_told(ahead[:SHOWN])))
    closing = next((dated for key, dated in pairs if key == CLOSING), None)
    last = max((dated for _, dated in pairs), key=lambda dated: _over(dated, zone))
    shown = [dated for dated in (closing, last) if dated]
    return Reply(phrasing.past(closing, last if last != closing else None, calendar), Named(dates=_told(shown)))


def _ahead(pairs: Iterable[Keyed], zone: ZoneInfo, now: datetime) -> list[Dated]:
    """What is not over, soonest first; of two at once, a single date goes before a period."""
    left = [dated for _, dated in pairs if _over(dated, zone) > now]

    def soonest(dated: Dated) -> tuple[datetime, bool]:
        return over_at(dated.dates[0], zone), dated.end is not None

    return sorted(left, key=soonest)


def _keyed(pairs: Iterable[Keyed], keys: Sequence[str]) -> list[Dated]:
    """The dates of these keys, in the order of the keys."""
    by_key = dict(pairs)
    return [by_key[key] for key in keys if key in by_key]


def _shaper(now: datetime, zone: ZoneInfo) -> Callable[[Milestone], Dated]:
    """How a milestone looks at this moment."""

    def shape(milestone: Milestone) -> Dated:
        if milestone.kind is not Kind.PERIOD or milestone.end is None:
            return Dated(milestone.name, date_of(milestone))
        begun = _begins(milestone.when, zone) <= now < over_at(milestone.end, zone)
        return Dated(milestone.name, milestone.when, milestone.end, under_way=begun)

    return shape


def _begins(when: datetime | date, zone: ZoneInfo) -> datetime:
    if isinstance(when, datetime):
        return when
    return datetime(when.year, when.month, when.day, tzinfo=zone)


def _of_entry(entry: PageDate) -> Dated:
    return Dated(entry.name, entry.when)


def _over(dated: Dated, zone: ZoneInfo) -> datetime:
    return over_at(dated.end or dated.when, zone)


def _told(dates: Iterable[Dated]) -> tuple[datetime | date, ...]:
    return tuple(each.astimezone(UTC) if isinstance(each, datetime) else each for d in dates for each in d.dates)


LONG_AGO = datetime.min.replace(tzinfo=UTC)
"""When something without dates was over."""

UTC_ZONE = ZoneInfo("UTC")
"""A page's day without an hour is meant in UTC, since a page names no zone."""

COMMAND = Command(
    name="deadlines",
    aliases=("deadline", "dates"),
    summary="what comes next and how long until then, in UTC and in the room's zone",
    usage="deadlines [ORGANISATION or PROGRAMME]",
    examples=("deadlines", "deadlines qemu", "deadlines gsoc-2026"),
    answer=answer,
)
