"""Who is made out of a mentor field, and who is not."""

import pytest

from bot.importer.blocks import Paragraph, Text
from bot.importer.fields import Entry
from bot.importer.people import people_in
from bot.importer.readers import markdown


def people(words: str) -> list[tuple[str | None, str | None, list[str]]]:
    """`(name, email, nicks)` of everybody in a line of Markdown."""
    block = markdown.read(words)[0]
    text = block.text if isinstance(block, Paragraph) else Text(words)
    found = people_in(Entry(line, 1) for line in text.lines())
    return [(p.name, p.email, [n.name for n in p.nicks] + ([p.matrix] if p.matrix else [])) for p in found]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Ida Moe", [("Ida Moe", None, [])]),
        ("Ida Moe, Jo Ek", [("Ida Moe", None, []), ("Jo Ek", None, [])]),
        ("Ida Moe and Jo Ek", [("Ida Moe", None, []), ("Jo Ek", None, [])]),
        ("None (bring it up on IRC to find one)", []),
        ("Nobody yet; ask on the list", []),
        ("Ida Moe (Jo Ek as backup)", [("Ida Moe", None, []), ("Jo Ek", None, [])]),
        ("Ida Moe — 175 hours — medium — C++", [("Ida Moe", None, [])]),
        ("Ida Moe, or Jo Ek", [("Ida Moe", None, []), ("Jo Ek", None, [])]),
        ("Ida Moe and/or Jo Ek", [("Ida Moe", None, []), ("Jo Ek", None, [])]),
        ("Probably Ida Moe", [("Ida Moe", None, [])]),
        ("[@idamoe](https://github.com/idamoe)", [(None, None, ["idamoe"])]),
        ("Ida Moe + Jo Ek", [("Ida Moe", None, []), ("Jo Ek", None, [])]),
        ("Ida Moe \\<ida@moss.example\\>, Jo Ek", [("Ida Moe", "ida@moss.example", []), ("Jo Ek", None, [])]),
        ("Ida Moe (ida AT moss DOT example)", [("Ida Moe", "ida@moss.example", [])]),
        ("Ida Moe (ida at moss dot example)", [("Ida Moe", "ida@moss.example", [])]),
        ("Ida Moe - ida@moss.example - idam", [("Ida Moe", "ida@moss.example", ["idam"])]),
        ("Ida Moe, @idamoe, ida@moss.example", [("Ida Moe", "ida@moss.example", ["idamoe"])]),
        ("Ida Moe, mossy, ida@moss.example", [("Ida Moe", "ida@moss.example", ["mossy"])]),
        ("Ida Moe, jo, Jo Ek", [("Ida Moe", None, []), ("jo", None, []), ("Jo Ek", None, [])]),
        ("Ida Moe \\<ida@moss.example\\> for the moss only", [("Ida Moe", "ida@moss.example", [])]),
        ("Ida Moe @idamoe, Jo Ek @joek", [("Ida Moe", None, ["idamoe"]), ("Jo Ek", None, ["joek"])]),
        ("Ida Moe (@idamoe), @mossy", [("Ida Moe", None, ["idamoe"]), (None, None, ["mossy"])]),
        ("[Ida Moe](https://github.com/idamoe)", [("Ida Moe", None, ["idamoe"])]),
        ("[Ida Moe](mailto:ida@moss.example)", [("Ida Moe", "ida@moss.example", [])]),
        ("Ida Moe (github: idamoe, IRC: moe)", [("Ida Moe", None, ["idamoe", "moe"])]),
        ("Ida Moe (moe on IRC)", [("Ida Moe", None, ["moe"])]),
        ("Ida Moe (@ida:moss.example)", [("Ida Moe", None, ["@ida:moss.example"])]),
        ("Dr. Ida J. Moe", [("Dr. Ida J. Moe", None, [])]),
        ("ida@moss.example", [(None, "ida@moss.example", [])]),
        ("mossy_ida", [("mossy_ida", None, [])]),
        ("Moss mapping team", [("Moss mapping team", None, [])]),
        ("Ida Moe (more mentors TBA).", [("Ida Moe", None, [])]),
    ],
)
def test_people_are_told_apart_with_what_belongs_to_them(
    words: str, expected: list[tuple[str | None, str | None, list[str]]]
) -> None:
    assert people(words) == expected


@pytest.mark.parametrize(
    "words",
    ["TBD", "TBA.", "To be added.", "?", "???", "N/A", "none", "the team", "any core developer", "someone from the team",
     "Mentor needed", "looking for mentors", "gsoc", "Your name", "the maintainers", "--"],
)  # fmt: skip
def test_nobody_is_made_out_of_a_placeholder(words: str) -> None:
    assert people(words) == []
