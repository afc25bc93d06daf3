"""Labelled questions over the catalogue that ships: how many are answered right, and how many wrongly at all."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from matching_setup import key_of, shipped

from bot.catalogue.model import Idea, Person
from bot.matching.matcher import Matcher
from bot.matching.verdict import Verdict, Wish

QUESTIONS = Path(__file__).parent / "data" / "questions_own.yaml"

FLOORS = {
    "exact": 0.95,
    "typo": 0.95,
    "paraphrase": 0.85,
    "natural": 0.9,
    "idea-by-mentor": 0.95,
    "mentor-by-idea": 0.95,
    "filter": 0.95,
    "ambiguous": 0.95,
    "none": 0.96,
}
"""Least share of each kind that is answered right."""


@cache
def questions() -> list[dict[str, Any]]:
    return list(yaml.safe_load(QUESTIONS.read_text("utf-8")))


@cache
def matcher() -> Matcher:
    return Matcher(shipped())


def found(question: dict[str, Any]) -> tuple[tuple[Idea, ...], tuple[Person, ...]]:
    """The ideas an answer would name, best first, and the mentors where they are asked for."""
    words, ask = question["text"], question["ask"]
    if ask == "question":
        ask = {Wish.IDEA: "idea", Wish.MENTOR: "idea", Wish.IDEAS: "ideas-filter"}.get(
            matcher().understand(words).wish, ""
        )
    if ask == "ideas-filter":
        return matcher().ideas(words).ideas, ()
    if ask == "mentor":
        verdict = matcher().mentor(words)
        return ideas_of(verdict), mentors_of(verdict)
    return (ideas_of(matcher().idea(words)) if ask else ()), ()


def ideas_of(verdict: Verdict) -> tuple[Idea, ...]:
    return tuple(match.idea for match in verdict.matches)


def mentors_of(verdict: Verdict) -> tuple[Person, ...]:
    if verdict.person or not verdict.matches:
        return verdict.people
    idea = verdict.matches[0].idea
    return shipped().home_of(idea).mentors_of(idea)


def names(people: Iterable[Person]) -> set[str | None]:
    return {person.name for person in people}


def is_right(question: dict[str, Any]) -> bool:
    ideas, mentors = found(question)
    keys = [key_of(idea) for idea in ideas]
    if question.get("none"):
        return not keys and not mentors
    if question["kind"] == "filter":
        return set(keys) == set(question["relevant"])
    if not keys or keys[0] not in question["relevant"]:
        return False
    return question["ask"] != "mentor" or names(mentors) == set(question.get("mentors", []))


@pytest.mark.parametrize("kind", FLOORS)
def test_enough_questions_of_each_kind_are_answered_right(kind: str) -> None:
    asked = [question for question in questions() if question["kind"] == kind]
    wrong = [question["text"] for question in asked if not is_right(question)]
    assert 1 - len(wrong) / len(asked) >= FLOORS[kind], wrong


def test_every_kind_of_question_has_a_floor() -> None:
    assert {question["kind"] for question in questions()} == set(FLOORS)


@pytest.mark.parametrize("idea", [key_of(idea) for home in shipped().organisations for idea in home.ideas])
def test_every_title_typed_as_it_stands_finds_its_idea_first(idea: str) -> None:
    title = next(i.title for home in shipped().organisations for i in home.ideas if key_of(i) == idea)
    verdict = matcher().idea(title)
    same = {key_of(each) for each in (verdict.matches[0].idea, *verdict.older)}
    assert idea in same
