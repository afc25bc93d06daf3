"""Lists that are asked for in plain words: what fits, what nearly fits, and words that belong to a filter."""

from functools import cache

import pytest
from matching_setup import key_of, shipped_matcher

from bot.matching.matcher import Matcher
from bot.matching.verdict import Outcome, Wish

GO = {"criu-newer/k8s-operator", "criu-older/crit-go", "unikraft-2022/devops"}
PYTHON = {"criu-newer/anonymise-images", "criu-older/anonymize-images"}
EASY = PYTHON | {"gvisor-2021/setns"}
RATED = {"unikraft-2022/vmms", "unikraft-2022/embedded-drivers", "unikraft-2022/security"}
EXPERT = RATED | {
    "criu-newer/iouring",
    "criu-newer/spfs",
    "gvisor-2021/io-uring",
    "gvisor-2021/message-queues",
    "qemu-2023/libnbd-rust",
}


@cache
def matcher() -> Matcher:
    return shipped_matcher()


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("is there anything for someone who knows go?", GO),
        ("something for go developers", GO),
        ("I have learnt Go at work, is there anything?", GO),
        ("I'm only fluent in Python, what could I do?", PYTHON),
        ("anything a python person could do?", PYTHON),
        ("I am quite good at Python, anything for me?", PYTHON),
        ("got anything easy?", EASY),
        ("what would suit a total beginner?", EASY),
        ("which ones are for experts?", EXPERT),
        ("are there suspended ideas in criu that need Python?", {"criu-newer/anonymise-images"}),
        ("criu ideas in go from the newer page", {"criu-newer/k8s-operator"}),
        ("show all unikraft projects rated 4/5", RATED),
        ("I don't like C. what's left at unikraft?", {"unikraft-2022/posix-apps"}),
        ("something in rust for a beginner", set()),
        ("do you have anything for rust beginners", set()),
        ("anything hard in python?", set()),
    ],
)
def test_who_takes_anything_that_fits_gets_the_list_of_what_fits(words: str, right: set[str]) -> None:
    assert matcher().understand(words).wish is Wish.IDEAS
    assert {key_of(idea) for idea in matcher().ideas(words).ideas} == right


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("is there anything to know about the interview in C?", Wish.FAQ),
        ("is there anything to do where I go?", Wish.NOTHING),
        ("let's go", Wish.NOTHING),
        ("I read something about io_uring, who mentors it at gvisor?", Wish.MENTOR),
    ],
)
def test_anything_else_is_no_list(words: str, wish: Wish) -> None:
    assert matcher().understand(words).wish is wish


def test_where_nothing_fits_the_level_gives_way_before_the_language() -> None:
    listed = matcher().ideas("something in rust for a beginner")
    assert not listed.ideas
    assert {"Rust" in idea.languages for idea in listed.near} == {True}


def test_a_filter_that_nothing_meets_gives_way_to_the_others() -> None:
    assert {key_of(idea) for idea in matcher().ideas("easy cobol").near} == EASY


def test_what_is_not_wanted_is_not_near_either() -> None:
    near = matcher().ideas("hard, in python, not from criu").near
    assert near
    assert not {key_of(idea).split("-")[0] for idea in near} & {"criu"}


def test_a_list_of_all_that_fits_has_nothing_near_it() -> None:
    assert matcher().ideas("easy python").near == ()
    assert matcher().ideas("easy teapots").near == ()


def test_one_idea_by_filters_that_none_meets_is_nothing_with_the_nearest() -> None:
    verdict = matcher().idea("easy rust")
    assert verdict.outcome is Outcome.NOTHING
    assert {"Rust" in match.idea.languages for match in verdict.near} == {True}


def test_small_after_something_is_a_size() -> None:
    short = matcher().ideas("something short, 175 hours, without rust")
    assert {175 in idea.hours for idea in short.ideas} == {True}


@pytest.mark.parametrize("words", ["name_to_handle_at", "open_by_handle_at", "Open_By_Handle_At"])
def test_an_identifier_of_small_words_is_found_as_a_keyword(words: str) -> None:
    assert [key_of(match.idea) for match in matcher().idea(words).matches] == ["criu-newer/detached-mounts"]


def test_a_status_that_stands_against_one_word_is_still_a_filter() -> None:
    assert {idea.status.value for idea in matcher().ideas("still-open ideas").ideas} == {"open"}


def test_a_foreign_word_that_looks_like_an_english_slip_does_not_speak_against_the_answer() -> None:
    words = "hola, me interesa el proyecto de kubernetes, alguien me puede orientar?"
    assert [key_of(match.idea) for match in matcher().idea(words).matches] == ["criu-newer/k8s-operator"]
