"""What sentences tell of an idea that has no field for it, and what they do not."""

import pytest

from bot.importer import told
from bot.importer.blocks import Item, Paragraph, Text


def mentors(words: str) -> list[str]:
    found = told.mentors_in([Paragraph(Text(words), 3)])
    return [person.called for person in found.people] if found else []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Ida Moe and Jo Ek have offered to mentor this.", ["Ida Moe", "Jo Ek"]),
        ("It is fun. Ida Moe is happy to mentor it; Jo Ek helps.", ["Ida Moe"]),
        ("Ask Ida Moe (ida@moss.example), who would mentor you.", ["Ida Moe"]),
        ("@mossy and @fern mentor.", ["mossy", "fern"]),
        ("Per van Dahl has\nagreed to co-mentor this.", ["Per van Dahl"]),
        ("Mentored by Ida Moe. Jo Ek wrote the code.", ["Ida Moe"]),
        ("Mentors are needed.", []),
        ("The Moss Foundation can help. You will mentor nobody.", []),
        ("Possible mentors will be named soon.", []),
        ("Ida Moe wrote the first version.", []),
        ("A mentor will be found.", []),
    ],
)
def test_who_mentors_is_read_from_sentences_that_say_so(words: str, expected: list[str]) -> None:
    assert mentors(words) == expected


def test_the_line_of_the_sentence_is_told() -> None:
    found = told.mentors_in([Paragraph(Text("Words."), 1), Paragraph(Text("Ida Moe will mentor."), 7)])
    assert found is not None
    assert found.line == 7


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Some knowledge of python is needed.", ("Python",)),
        ("You should be at home in javascript.", ("JavaScript",)),
        ("c++, c# or java would do.", ("C++", "C#", "Java")),
        ("Keep the curve. Python or Ruby. 175 hours.", ("Python", "Ruby")),
        ("A viewer (Mentor: Ida Moe; 90h; TypeScript)", ("TypeScript",)),
        ("Python bindings have no tests.", ()),
        ("Go through the log and find the fault.", ()),
        ("Moss grows in C-shaped rings.", ()),
    ],
)
def test_languages_are_read_from_sentences_that_ask_for_them(words: str, expected: tuple[str, ...]) -> None:
    assert told.languages_in([Paragraph(Text(words), 1)]) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Rust, MQTT", ("Rust",)),
        ("C++", ("C++",)),
        ("Python + a bit of HTML", ("Python", "HTML")),
        ("Python scripts for the lamp", ()),
        ("draw the map, then Python", ()),
    ],
)
def test_an_item_that_lists_languages_asks_for_them(words: str, expected: tuple[str, ...]) -> None:
    assert told.languages_in([Item(Text(words), 1, 1)]) == expected
