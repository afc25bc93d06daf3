"""Whatever is left out to read reStructuredText quickly, the blocks are those of docutils as it comes."""

from pathlib import Path

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.importer.blocks import Block
from bot.importer.readers import rst, rst_states

PAGES = sorted((Path(__file__).parent / "data" / "pages").glob("*.rst"))
QUIET = {"report_level": 5, "halt_level": 5, "file_insertion_enabled": False, "raw_enabled": False,
         "_disable_config": True, "warning_stream": False, "doctitle_xform": False, "docinfo_xform": False}  # fmt: skip
PIECES = (
    "Moss map\n--------",
    "Ideas\n=====",
    "~~~~\nBark\n~~~~",
    "Some words with *stress*, **weight** and ``code``, and one_ that refers.",
    "Nothing but words, over\ntwo lines.",
    "Write to ida@moss.example.org or see https://moss.example.org/map_(old).",
    "See `the map`_, `the bark <https://bark.example.org>`_, `nothing`_, this__ and `that`__.",
    ".. _one: https://one.example.org\n.. _the map: one_",
    "__ https://this.example.org\n\n.. __: https://that.example.org",
    "A |sign|, a note [1]_, another [#]_, and a [lichen]_; |unknown|.",
    ".. |sign| replace:: small *sign*",
    ".. [1] The first.\n.. [#] The next.\n.. [lichen] A book.",
    "- **Mentor:** Ida Moe\n- *Size*: 175 hours\n\n  - within\n\n    further words\n- last",
    "1. first\n2. second\n\n   a. inner\n   b. another\n#. third",
    "Term : of a kind\n    What it *is*.\n\n    - a list in it\nOther\n    more",
    ":Mentor: Ida Moe\n:Size: 90 hours\n  and more\n:Empty:",
    "-v  be loud\n--long=PATH  where\n           it is",
    "Like this::\n\n    code *as* it_ is\n\nand\n\n::\n\n> quoted\n> lines",
    ">>> print(1)\n1",
    "| a line\n|   of a poem_\n| by *somebody*",
    "  A quoted paragraph.\n\n  -- Ida Moe",
    "----",
    "=====  =====\none    two\n=====  =====\n*a*    b_\nc      d\n=====  =====",
    "+-----+------+\n| one | two  |\n+=====+======+\n| a   | - b  |\n+     +------+\n|     | c    |\n+-----+------+",
    ".. note:: Mind *this*.\n\n   - and that",
    ".. contents:: All\n   :depth: 1",
    ".. list-table::\n   :header-rows: 1\n\n   * - Title\n     - Mentor\n   * - Moss\n     - Ida",
    ".. class:: big\n\nOf a class.",
    ".. unknown:: Moss\n   :mentor: Ida Moe\n\n   Words.",
    ".. a comment\n   of two lines",
    "Broken *stress, ``code and `roles` |so",
    "Escaped \\*stars\\* and \\_bars, e\\ **m**\\ bedded, null \x00 sign.",
    "_`anchor` and :emphasis:`role`, a*b*c, x_y, _private, dunder__init__, 2 * 3 * 4",
    "   Indented at once\n without sense",
    "Title too long for its line\n===",
)


def _plain(text: str) -> nodes.document:
    return publish_doctree(text, settings_overrides=QUIET)


def _by_docutils(text: str) -> tuple[Block, ...]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rst_states, "document", _plain)
        return rst.read(text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_has_the_blocks_that_docutils_finds(page: Path) -> None:
    text = page.read_text()
    assert rst.read(text) == _by_docutils(text)


@pytest.mark.parametrize("piece", PIECES)
def test_each_kind_of_markup_is_read_as_docutils_reads_it(piece: str) -> None:
    text = f"Before.\n\n{piece}\n\nAfter.\n"
    assert rst.read(text) == _by_docutils(text)


@pytest.mark.slow
@given(st.lists(st.sampled_from(PIECES), max_size=14), st.sampled_from(["\n\n", "\n", "\n\n  "]))
@settings(max_examples=300, deadline=None)
def test_any_mixture_is_read_as_docutils_reads_it(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    assert rst.read(text) == _by_docutils(text)


def test_a_long_page_is_read_in_parts_as_docutils_reads_it_whole() -> None:
    idea = "Idea {0}\n~~~~~~~~~~~~~\n\n" + "\n\n".join(PIECES[3:6]) + "\n\n- **Mentor:** Ida Moe {0}\n- see one_\n\n"
    text = "Ideas\n=====\n\n.. _one: https://one.example.org\n\n" + "".join(idea.format(n) for n in range(200))
    long = rst.read(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.importer.readers.rst_parts.LONGEST", len(text))
        assert long == _by_docutils(text)
    assert len(long) > 1000
