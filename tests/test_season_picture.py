"""The season as a picture, and in words for those who cannot see it."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matching_setup import shipped
from PIL import Image
from season import CLOSE, OPEN, milestone, opening, programme

from bot.catalogue.model import Audience, Milestone
from bot.drawing.canvas import PALETTE, Colour
from bot.drawing.rows import rows_of
from bot.drawing.season import draw
from bot.phrasing.season import in_words

GSOC = shipped().programmes[-1]
SPRING = datetime(2026, 3, 20, 12, tzinfo=UTC)


def picture(now: datetime, *milestones: Milestone) -> Image.Image:
    return Image.open(io.BytesIO(draw(programme(*milestones), now))).convert("RGBA")


def columns(image: Image.Image, colour: Colour) -> list[int]:
    """Where, from left to right, a colour stands between head and foot; smoothed edges count."""
    data = image.tobytes()

    def near(x: int, y: int) -> bool:
        place = 4 * (y * image.width + x)
        return all(abs(one - other) < 24 for one, other in zip(data[place : place + 3], colour, strict=True))

    return [x for x in range(image.width) if any(near(x, y) for y in range(200, image.height - 90))]


def test_it_is_a_png_of_a_phones_width_three_times_over() -> None:
    image = Image.open(io.BytesIO(draw(GSOC, SPRING, [Audience.APPLICANTS])))
    assert (image.format, image.width) == ("PNG", 1200)
    assert 500 < image.height < 1000


def test_it_has_paper_of_its_own_and_corners_that_show_the_theme_behind() -> None:
    image = picture(SPRING)
    assert image.getpixel((0, 0)) == (0, 0, 0, 0)
    assert image.getpixel((600, 8)) == (*PALETTE.paper, 255)


def test_today_is_marked_and_moves_to_the_right() -> None:
    dates = (opening(), milestone(at=CLOSE + timedelta(days=60)))
    early, late = (columns(picture(OPEN + timedelta(days=days), *dates), PALETTE.today) for days in (2, 50))
    assert early
    assert max(early) < min(late)


def test_today_outside_the_season_is_not_marked() -> None:
    assert columns(picture(CLOSE + timedelta(days=300)), PALETTE.today) == []


def test_what_is_over_is_pale() -> None:
    assert columns(picture(CLOSE - timedelta(days=1)), PALETTE.due)
    assert columns(picture(CLOSE + timedelta(days=1)), PALETTE.due) == []


def test_an_opening_and_its_deadline_share_a_line() -> None:
    (row,) = rows_of(programme(opening(), milestone()))
    assert (row.name, row.first, row.last, row.is_due) == ("Contributor applications", OPEN, CLOSE, True)


def test_dates_of_different_things_have_lines_of_their_own() -> None:
    other = milestone(key="other", name="Contributor interviews end")
    assert len(rows_of(programme(opening(name="Mentor applications open"), other))) == 2


def test_every_date_of_the_shipped_season_is_on_a_line() -> None:
    shown = {when for row in rows_of(GSOC) for when in (row.first, row.last)}
    assert {each.when for each in GSOC.milestones} <= shown


def test_the_words_tell_every_date_what_is_over_and_what_comes_next() -> None:
    rows = in_words(GSOC, SPRING).splitlines()
    assert rows[0] == "GSoC 2026 on Fri 20 March 2026. Next in 11 days 6 hours: Contributor applications close."
    assert len(rows) == len(GSOC.milestones) + 2
    assert "16 Mar, 18:00 UTC: Contributor applications open (over)" in rows
    assert "1 to 24 May: Community bonding" in rows
    assert rows[-1].endswith(str(GSOC.url))


def test_a_season_that_has_passed_is_said_to_be_over() -> None:
    assert "The season is over." in in_words(GSOC, datetime(2027, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("audience", [[Audience.ADMINS], list(Audience), []])
def test_nobodys_dates_are_a_picture_as_well(audience: list[Audience]) -> None:
    assert draw(programme(milestone(audience=["mentors"])), SPRING, audience).startswith(b"\x89PNG")


@settings(max_examples=15, deadline=None)
@given(
    st.text(min_size=1, max_size=300).filter(str.strip),
    st.dates(date(2005, 1, 1), date(2100, 12, 31)),
    st.integers(0, 900),
)
def test_whatever_the_names_and_dates_it_can_be_drawn(name: str, day: date, lasts: int) -> None:
    period = milestone("period", name=name, start=day, end=day + timedelta(lasts))
    assert draw(programme(period), SPRING).startswith(b"\x89PNG")
