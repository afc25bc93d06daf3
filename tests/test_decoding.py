"""A page's bytes become text, or a sentence about what they are instead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.importer.decoding import MAX_BYTES, decoded, text_of

WORDS = "Größe und Maß: das Café am Hafen\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
def test_text_is_read_in_the_encodings_that_pages_have(encoding: str) -> None:
    assert text_of(WORDS.encode(encoding)) == WORDS


def test_the_encoding_that_a_server_names_is_tried_where_it_is_not_utf_8() -> None:
    assert text_of("Привет, гавань".encode("koi8-r"), "koi8-r") == "Привет, гавань"
    assert text_of(WORDS.encode(), "koi8-r") == WORDS
    assert text_of(WORDS.encode("latin-1"), "no-such-encoding") == WORDS


def test_bytes_that_fit_no_encoding_keep_what_can_be_read() -> None:
    assert text_of(b"Hafen " * 40 + b"\x85\xff").startswith("Hafen Hafen")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "the page is empty"),
        (b" \n", "the page is empty"),
        (b"%PDF-1.4\x00", "a PDF file"),
        (b"PK\x03\x04\x00\x00", "a ZIP archive or an office document"),
        (b"\x7fELF\x02\x00", "a program"),
        (b"a\x00b", "made of bytes"),
        (b"\x01\x02\x03\xff" * 50, "made of bytes"),
        (b"a" * (MAX_BYTES + 1), "longer than 20 MB"),
    ],
)
def test_what_is_no_text_is_named(data: bytes, said: str) -> None:
    with pytest.raises(UserError, match=said):
        text_of(data)


@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        ("Предложения для студентов: маяк и гавань", "cp1251"),
        ("Маяк, lamp, scheduler, гавань и порт", "koi8-r"),
        ("Της θάλασσας το λιμάνι και ο φάρος", "iso8859-7"),  # noqa: RUF001 (it is Greek)
        ("灯台のランプを書き直す", "shift_jis"),
    ],
)
def test_letters_of_another_script_are_refused_and_not_turned_into_accents(words: str, encoding: str) -> None:
    with pytest.raises(UserError, match="save the page as UTF-8"):
        text_of(words.encode(encoding))
    assert text_of(words.encode(encoding), encoding) == words


@pytest.mark.parametrize(
    "tag", ['<meta charset="windows-1251">', "<meta http-equiv=x content='text/html; charset=cp1251'>"]
)
def test_the_encoding_that_a_page_of_html_names_is_tried(tag: str) -> None:
    page = f"<html><head>{tag}</head><body>Маяк и гавань</body></html>"
    assert decoded(page.encode("cp1251")).text == page
    assert decoded(page.encode()).text == page


def test_what_was_guessed_of_an_encoding_is_told() -> None:
    assert decoded(WORDS.encode()).guess == ""
    assert "Windows-1252" in decoded(WORDS.encode("cp1252")).guess
    curly = "Herr Müller schrieb \u201cdas Café\u201d \u2013 und ging an den Hafen"
    assert decoded(curly.encode("cp1252")).text == curly
    broken = decoded(WORDS.encode() + b"\xff")
    assert broken.text == f"{WORDS}\ufffd"
    assert broken.guess == "some bytes of it are not UTF-8; 1 sign cannot be read"


@given(st.binary(max_size=400), st.sampled_from([None, "utf-8", "latin-1", "utf-7", "x"]))
def test_any_bytes_are_text_or_refused_with_a_sentence(data: bytes, charset: str | None) -> None:
    try:
        said = text_of(data, charset)
    except UserError as error:
        said = str(error)
    assert said
