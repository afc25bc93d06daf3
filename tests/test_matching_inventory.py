"""The catalogue's words are read once, kept between two starts, and found alike however they are held in memory."""

import random
import re
import string
from functools import cache
from pathlib import Path

import pytest
import snowballstemmer
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from matching_setup import key_of, shipped
from small_catalogue import catalogue

from bot.catalogue.model import Catalogue, Organisation
from bot.data_folder import DataFolder
from bot.errors import StorageError
from bot.matching import inventory, spelling
from bot.matching.keeping import inventory_of
from bot.matching.matcher import Matcher
from bot.matching.normalise import stem_of

pytestmark = pytest.mark.slow

QUESTIONS = yaml.safe_load((Path(__file__).parent / "data" / "questions_own.yaml").read_text("utf-8"))
BRITISH = re.compile(r"is(e|es|ed|er|ers|ing|ation|ations)$|our(s|al|ed|ing)?$|ll(ing|ed|er)$|^programmes?$")
CATALOGUE = catalogue()
STEMMER = snowballstemmer.stemmer("english")


def told(matcher: Matcher, words: str) -> object:
    """All that a matcher says of the words, with its figures."""
    verdict = matcher.idea(words)
    explanation = matcher.explain(words)
    hits = [(key_of(match.idea), match.score) for match in (*verdict.matches, *verdict.near)]
    return verdict.outcome, hits, explanation.findings, explanation.missed, explanation.belief


@cache
def packed() -> bytes:
    """What is to be kept of the small catalogue."""
    _, fresh = inventory_of(CATALOGUE, None)
    assert fresh is not None
    return fresh


def test_a_matcher_from_a_kept_inventory_answers_like_one_that_read_the_catalogue() -> None:
    _, fresh = inventory_of(shipped(), None)
    kept, nothing_new = inventory_of(shipped(), fresh)
    assert nothing_new is None
    cold, warm = Matcher(shipped()), Matcher(shipped(), kept)
    for question in QUESTIONS:
        assert told(warm, question["text"]) == told(cold, question["text"])


@given(st.integers(0), st.integers(0, 255), st.sampled_from(["change", "cut", "insert", "double"]))
@settings(max_examples=300, deadline=None)
def test_a_damaged_inventory_is_taken_anew(place: int, byte: int, how: str) -> None:
    place %= len(packed())
    head, tail = packed()[:place], packed()[place:]
    damaged = {
        "change": head + bytes([byte]) + tail[1:],
        "cut": head,
        "insert": head + bytes([byte]) + tail,
        "double": packed() + tail,
    }[how]
    assume(damaged != packed())
    whole, fresh = inventory_of(CATALOGUE, damaged)
    assert whole == inventory_of(CATALOGUE, packed())[0]
    assert fresh == packed()


@pytest.mark.parametrize("kept", [None, b"", b"\n", b"mentorix-inventory", b"\x80\x04]\x94."])
def test_what_is_no_inventory_is_passed_over(kept: bytes | None) -> None:
    assert inventory_of(CATALOGUE, kept)[1] == packed()


def test_an_inventory_of_another_catalogue_is_taken_anew() -> None:
    idea = CATALOGUE.organisations[0].ideas[0]
    other = idea.model_copy(update={"summary": f"{idea.summary} Xylograph."})
    home = CATALOGUE.organisations[0]
    changed = home.model_copy(update={"ideas": (other, *home.ideas[1:])})
    grown = Catalogue(organisations=(changed, *CATALOGUE.organisations[1:]), programmes=CATALOGUE.programmes)
    whole, fresh = inventory_of(grown, packed())
    assert fresh is not None
    assert "xylograph" in whole.vocabulary


def test_the_data_folder_keeps_an_inventory_for_its_owner_alone(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    assert folder.inventory() is None
    folder.keep_inventory(packed())
    assert folder.inventory() == packed()
    assert (tmp_path / "inventory").stat().st_mode & 0o777 == 0o600


def test_an_inventory_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    folder.keep_inventory(packed())
    (tmp_path / "inventory.new").mkdir()
    with pytest.raises(StorageError, match="cannot be written"):
        folder.keep_inventory(b"new")
    assert folder.inventory() == packed()


def test_dictionaries_and_flat_arrays_hold_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = Matcher(shipped())
    monkeypatch.setattr(inventory, "LARGE", 1)
    monkeypatch.setattr(spelling, "MANY", 1)
    flat = Matcher(shipped())
    for question in QUESTIONS:
        assert told(flat, question["text"]) == told(plain, question["text"])


def test_dictionaries_and_flat_arrays_choose_the_same_where_many_ideas_share_a_word(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rng = random.Random(1)
    words = [f"{a}{b}" for a in "balon cadir fugo gimel hano".split() for b in ("", "ster", "port", "mint")]
    ideas = [
        {"id": f"idea-{place}", "title": " ".join(rng.sample(words, 3)), "summary": " ".join(rng.choices(words, k=9))}
        for place in range(150)
    ]
    page = {
        "id": "many-2026",
        "organisation": "Many",
        "about": "Many.",
        "page": {"title": "Many", "url": "https://many.example.org/"},
        "contact": {"how": "Ask."},
        "ideas": ideas,
    }
    many = Catalogue(organisations=(Organisation.model_validate(page),))
    plain = Matcher(many)
    monkeypatch.setattr(inventory, "LARGE", 1)
    monkeypatch.setattr(spelling, "MANY", 1)
    flat = Matcher(many)
    for _ in range(200):
        asked = " ".join(rng.sample(words, rng.choice((1, 2, 3))))
        typed = asked[:2] + asked[3:] if rng.random() < 0.5 else asked
        assert plain.idea(typed) == flat.idea(typed)
        assert plain.ideas(typed) == flat.ideas(typed)


@given(st.text(string.ascii_lowercase, min_size=4, max_size=14))
@settings(max_examples=500, deadline=None)
def test_a_word_has_the_stem_that_the_stemmer_gives_it(word: str) -> None:
    assume(not BRITISH.search(word))
    assert stem_of(word) == STEMMER.stemWord(word)
