"""`!timeline` and `!calendar`: a file, and words that tell the same."""

from io import BytesIO

import pytest
from icalendar import Calendar
from PIL import Image
from small_catalogue import Talk

from bot.messages import Attachment, Reply


def asked(words: str) -> tuple[Reply, Attachment]:
    reply = Talk().reply(words)
    assert reply
    assert reply.attachment
    return reply, reply.attachment


def test_the_season_comes_as_a_picture_of_the_size_that_was_told() -> None:
    reply, picture = asked("!timeline")
    drawn = Image.open(BytesIO(picture.make()))
    assert (picture.name, picture.media_type, drawn.format) == ("gsoc-2031.png", "image/png", "PNG")
    assert drawn.size == picture.size
    assert "Contributor applications close" in reply.body.plain


def test_the_words_of_the_picture_tell_what_is_next_and_link_the_page_last() -> None:
    reply, _ = asked("!timeline")
    rows = reply.body.plain.splitlines()
    assert rows[0] == "GSoC 2031 on Sat 1 March 2031. Next in 2 days 6 hours: Contributor applications open."
    assert rows[-1].endswith("https://summer.example.org/timeline")
    assert 'href="https://summer.example.org/timeline"' in reply.body.html


def test_the_calendar_is_one_that_calendar_programs_read() -> None:
    reply, file = asked("!calendar")
    calendar = Calendar.from_ical(file.make())
    assert (file.name, file.media_type) == ("gsoc-2031.ics", "text/calendar")
    assert len(calendar.walk("VEVENT")) == 3
    assert "GSoC 2031" in reply.body.plain


@pytest.mark.parametrize("verb", ["timeline", "calendar"])
@pytest.mark.parametrize("words", ["gsoc 2031", "gsoc-2031", "GSoC", "", "please"])
def test_a_season_is_meant_by_its_name_or_by_none(verb: str, words: str) -> None:
    asked(f"!{verb} {words}")


@pytest.mark.parametrize("words", ["!timeline gsoc 2099", "!calendar outreachy"])
def test_a_season_that_is_not_known_is_said_to_be_unknown(words: str) -> None:
    reply = Talk().reply(words)
    assert reply
    assert reply.attachment is None
    assert reply.body.plain.startswith("I have no dates of ")
    assert "GSoC 2031" in reply.body.plain
