"""What is an answer does not depend on how many other ideas the catalogue has."""

import random
from functools import cache

import pytest
from matching_setup import key_of, shipped

from bot.catalogue.model import Catalogue, Organisation
from bot.matching.matcher import Matcher
from bot.matching.verdict import Outcome

pytestmark = pytest.mark.slow

THOUSANDS = 3_000
FOUND = [
    ("fanotify", "gvisor-2021/fanotify"),
    ("setns syscall", "gvisor-2021/setns"),
    ("mesage queues in gvisor", "gvisor-2021/message-queues"),
    ("watch a directory for changes", "gvisor-2021/fanotify"),
    ("hola, me interesa el proyecto de fanotify", "gvisor-2021/fanotify"),
]
REFUSED = ["network marketing", "kubeflow pipelines", "sourdough bread", "my cat sleeps on the router", "setuid bit"]


def stranger(number: int) -> Organisation:
    """A page of thirty ideas in made-up words, with a few ordinary ones between, as every page has them."""
    rng = random.Random(number)
    ordinary = "support improve network driver interface testing tool module server files system memory".split()

    def name() -> str:
        return "".join(rng.choice("bcdfghjklmnpqrstvwxz") + rng.choice("aeiou") for _ in range(4)) + "q"

    ideas = [
        {
            "id": f"idea-{place}",
            "title": f"{name()} {name()} {rng.choice(ordinary)}",
            "summary": " ".join([name(), rng.choice(ordinary), name(), rng.choice(ordinary), name()]),
            "keywords": [name(), name()],
        }
        for place in range(30)
    ]
    return Organisation.model_validate(
        {
            "id": f"zz-{number}",
            "organisation": name().capitalize(),
            "about": f"{name()} {name()}",
            "page": {"title": "Ideas", "url": f"https://page-{number}.example.org/"},
            "contact": {"how": "Ask."},
            "ideas": ideas,
        }
    )


@cache
def matcher(size: str) -> Matcher:
    pages = shipped().organisations
    sizes = {
        "a page": tuple(home for home in pages if home.id == "gvisor-2021"),
        "as shipped": pages,
        "thousands": (*pages, *(stranger(number) for number in range(THOUSANDS // 30))),
    }
    return Matcher(Catalogue(organisations=sizes[size]))


EVERY_SIZE = pytest.mark.parametrize("size", ["a page", "as shipped", "thousands"])


@EVERY_SIZE
@pytest.mark.parametrize(("words", "idea"), FOUND)
def test_an_idea_is_found_in_a_catalogue_of_any_size(size: str, words: str, idea: str) -> None:
    verdict = matcher(size).idea(words)
    assert verdict.outcome is Outcome.FOUND
    assert key_of(verdict.matches[0].idea) == idea


@EVERY_SIZE
@pytest.mark.parametrize("words", REFUSED)
def test_what_is_something_else_is_refused_in_a_catalogue_of_any_size(size: str, words: str) -> None:
    assert matcher(size).idea(words).outcome is Outcome.NOTHING


@pytest.mark.parametrize("words", ["fanotify", "setns syscall", "rdp server for windows clients", "shadow virtqueue"])
def test_how_sure_an_answer_is_hardly_depends_on_the_size(words: str) -> None:
    small, large = (matcher(size).explain(words) for size in ("as shipped", "thousands"))
    assert small.belief == pytest.approx(large.belief, abs=0.5)  # hundreds of the new ideas speak of servers too


def test_a_word_that_hundreds_of_ideas_share_is_no_answer_by_itself() -> None:
    home = shipped().organisations[0]
    ideas = tuple(
        home.ideas[0].model_copy(
            update={"id": f"idea-{place}", "title": f"Frobnicator for {'abcdefgh'[place % 8]}{place}"}
        )
        for place in range(600)
    )
    crowd = Matcher(Catalogue(organisations=(home.model_copy(update={"ideas": ideas}),)))
    assert crowd.idea("plumbus frobnicator").outcome is Outcome.NOTHING
    assert crowd.idea("frobnicator for c250").outcome is not Outcome.NOTHING
