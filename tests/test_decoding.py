"""A page's bytes become text, or a sentence about what they are instead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.importer.decoding import MAX_BYTES, text_of

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


@given(st.binary(max_size=400), st.sampled_from([None, "utf-8", "latin-1", "utf-7", "x"]))
def test_any_bytes_are_text_or_refused_with_a_sentence(data: bytes, charset: str | None) -> None:
    try:
        said = text_of(data, charset)
    except UserError as error:
        said = str(error)
    assert said
