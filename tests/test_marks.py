"""Reading YAML with marks ends early and in words, whatever is nested, and never in the depths of a library."""

import pytest

from bot.catalogue.marks import MAX_BYTES, MAX_DEPTH, read_marked


@pytest.mark.parametrize("sign", ["[", "- ", "[[]", "{a: ", "a: [", "!!x ["])
def test_a_megabyte_of_nesting_is_a_fault_and_no_crash(sign: str) -> None:
    marked = read_marked((sign * (1_000_000 // len(sign))).encode())
    assert not marked.whole
    assert len(marked.problems) >= 1


@pytest.mark.parametrize("opening", ["[", "- "])
def test_the_deepest_level_is_named(opening: str) -> None:
    (problem,) = read_marked((opening * 1_000).encode()).problems
    assert problem.what == f"nested deeper than {MAX_DEPTH} levels"


def test_what_is_as_deep_as_allowed_is_read() -> None:
    assert read_marked(("[" * MAX_DEPTH + "1" + "]" * MAX_DEPTH).encode()).whole


def test_a_file_that_is_too_big_is_not_read() -> None:
    (problem,) = read_marked(b"a" * (MAX_BYTES + 1)).problems
    assert "at most 2 MB" in problem.what
