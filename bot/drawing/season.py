"""The season as a picture of about 1200 pixels by 800, made to be read on a phone at a third of that.

One line for each thing: what it is called and when it is, and below the words, on the scale of months, a bar or a mark.
Deadlines are diamonds, single dates discs, so nothing depends on colours alone. What is over is pale.
"""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.catalogue.model import Audience, Programme
from bot.drawing.canvas import PALETTE, Canvas, Colour, pale
from bot.drawing.rows import Row, rows_of
from bot.phrasing.deadlines import trusted
from bot.phrasing.season import next_date, short_days
from bot.phrasing.times import short_day

WIDTH = 1200
MARGIN = 44
ROW = 63
TOP, HEAD, FOOT = 62, 258, 80
SHORTEST = 32
"""How long a bar is at least, so that one of a few days shows beside its deadline."""

TITLE, NEXT, WORDS, SMALL = 62, 37, 36, 30


def draw(programme: Programme, now: datetime, audience: Collection[Audience] = ()) -> bytes:
    """The picture.

    Args:
        programme: whose season.
        now: the present, aware; marked where it lies within the season.
        audience: only dates of these; empty for all.

    Returns:
        A PNG file. `bot.phrasing.season.in_words` tells the same in words.
    """
    rows = rows_of(programme, audience)
    canvas = Canvas(*size_of(programme, audience))
    canvas.text(MARGIN, TOP, f"{programme.short} {programme.year}", TITLE, PALETTE.ink, bold=True)
    _next(canvas, programme, now, audience)
    if rows:
        scale = Scale.around(rows)
        _months(canvas, scale)
        _today(canvas, scale, now)
        for number, row in enumerate(rows):
            _draw_row(canvas, scale, row, HEAD + number * ROW, now, ZoneInfo(programme.zone))
    _foot(canvas, f"Days in {programme.zone}. {trusted(programme)}.")
    return canvas.png()


def size_of(programme: Programme, audience: Collection[Audience] = ()) -> tuple[int, int]:
    """Width and height of the picture in pixels, known before it is drawn."""
    return WIDTH, HEAD + len(rows_of(programme, audience)) * ROW + FOOT


class Scale:
    """Instants across the picture, in whole months.

    Args:
        first: the first day.
        last: the day after the last.
    """

    def __init__(self, first: date, last: date) -> None:
        self.begins = datetime(first.year, first.month, 1, tzinfo=UTC)
        self.ends = datetime(last.year, last.month, 1, tzinfo=UTC)

    @classmethod
    def around(cls, rows: Collection[Row]) -> "Scale":
        """The months in which the rows lie."""
        ends = max(row.ends for row in rows)
        return cls(min(row.begins for row in rows).date(), (ends.replace(day=1) + timedelta(days=32)).date())

    def at(self, instant: datetime) -> float:
        """Where an instant is."""
        share = (instant - self.begins) / (self.ends - self.begins)
        return MARGIN + share * (WIDTH - 2 * MARGIN)

    def months(self) -> list[datetime]:
        """The first instant of each month."""
        found = [self.begins]
        while found[-1] < self.ends:
            found.append((found[-1] + timedelta(days=32)).replace(day=1))
        return found[:-1]


def _next(canvas: Canvas, programme: Programme, now: datetime, audience: Collection[Audience]) -> None:
    """The line below the title: what comes next and how soon."""
    words = canvas.shortened(next_date(programme, now, audience), NEXT, WIDTH - 2 * MARGIN)
    canvas.text(MARGIN, TOP + 60, words, NEXT, PALETTE.ink, bold=True)


def _foot(canvas: Canvas, words: str) -> None:
    """What must be known to read it, and what a diamond means."""
    y, legend = canvas.height - FOOT / 2, "deadline"
    left = WIDTH - MARGIN - canvas.length(legend, SMALL)
    canvas.text(MARGIN, y, canvas.shortened(words, SMALL, left - MARGIN - 60), SMALL, PALETTE.muted)
    canvas.diamond(left - 22, y, 12, PALETTE.due)
    canvas.text(left, y, legend, SMALL, PALETTE.muted)


def _months(canvas: Canvas, scale: Scale) -> None:
    bottom = canvas.height - FOOT
    months = scale.months()
    every = -(-len(months) // 14)
    for number, month in enumerate(months):
        x = scale.at(month)
        canvas.line(x, HEAD - 32, bottom, PALETTE.grid)
        if number % every == 0:
            canvas.text(x + 6, HEAD - 42, f"{month:%b}", SMALL, PALETTE.muted)


def _today(canvas: Canvas, scale: Scale, now: datetime) -> None:
    if scale.begins <= now < scale.ends:
        x = scale.at(now)
        canvas.line(x, HEAD - 88, canvas.height - FOOT, PALETTE.today, 4)
        canvas.label(x, HEAD - 87, f"today, {short_day(now.astimezone(UTC))}", SMALL, PALETTE.today)


def _draw_row(canvas: Canvas, scale: Scale, row: Row, top: float, now: datetime, zone: ZoneInfo) -> None:
    """Words above, and below them the bar or mark at its place."""
    over = row.ends <= now
    left, right = scale.at(row.begins), scale.at(row.ends)
    days = short_days(row.first, row.last, zone)
    gap, room = 18.0, WIDTH - 2 * MARGIN
    wide = canvas.length(days, WORDS)
    name = canvas.shortened(row.name, WORDS, room - wide - gap)
    x = max(MARGIN, min(left, WIDTH - MARGIN - wide - gap - canvas.length(name, WORDS)))
    canvas.blank(x - 6, x + wide + gap + canvas.length(name, WORDS) + 6, top + 22, WORDS)
    canvas.text(x, top + 22, days, WORDS, _faded(PALETTE.due if row.is_due else PALETTE.ink, over=over), bold=True)
    canvas.text(x + wide + gap, top + 22, name, WORDS, PALETTE.muted if over else PALETTE.ink)
    _mark(canvas, row, (left, right, top + 51), over=over)


def _mark(canvas: Canvas, row: Row, place: tuple[float, float, float], *, over: bool) -> None:
    left, right, y = place
    if not row.is_single:
        colour = PALETTE.window if row.is_due else PALETTE.period
        canvas.bar(min(left, right - SHORTEST), right, y, 14, _faded(colour, over=over))
    if row.is_due:
        canvas.diamond(right, y, 12, _faded(PALETTE.due, over=over))
    elif row.is_single:
        canvas.disc(left, y, 9, _faded(PALETTE.news, over=over))


def _faded(colour: Colour, *, over: bool) -> Colour:
    return pale(colour) if over else colour
