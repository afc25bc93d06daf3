"""Labelled questions over the catalogue that ships: how many are answered right, and how many wrongly at all."""

import json
from datetime import UTC, datetime
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from matching_setup import key_of, shipped, shipped_matcher

from bot.cli.ask import ask_lines
from bot.matching.matcher import Matcher

pytestmark = pytest.mark.slow

DATA = Path(__file__).parent / "data"
NOW = datetime(2023, 1, 15, 12, tzinfo=UTC)

OWN = {
    "exact": 0.95,
    "typo": 0.97,
    "paraphrase": 0.9,
    "natural": 0.94,
    "idea-by-mentor": 0.97,
    "mentor-by-idea": 0.97,
    "filter": 0.94,
    "ambiguous": 0.95,
    "deadline": 1.0,
    "page-info": 0.94,
    "none": 0.96,
}
"""Least share of each kind that is answered right of the questions that the engine was made with."""

HELDOUT = {
    "exact": 1.0,
    "typo": 0.95,
    "paraphrase": 0.8,
    "natural": 0.85,
    "idea-by-mentor": 0.95,
    "mentor-by-idea": 0.9,
    "filter": 0.95,
    "ambiguous": 1.0,
    "deadline": 1.0,
    "page-info": 0.9,
    "none": 0.95,
}
"""The same of questions by another hand, which nothing was learnt from."""

FLOORS = {"questions_own.yaml": OWN, "questions_heldout.yaml": HELDOUT}


@cache
def questions(file: str) -> list[dict[str, Any]]:
    return list(yaml.safe_load((DATA / file).read_text("utf-8")))


@cache
def answers() -> dict[str, dict[str, Any]]:
    """What `mentorix ask` answers to all of them, by the question's id."""
    lines = (
        json.dumps({key: question[key] for key in ("id", "ask", "text")})
        for file in FLOORS
        for question in questions(file)
    )
    out = StringIO()
    assert ask_lines(lines, out, shipped(), NOW) == 0
    return {answer["id"]: answer for answer in map(json.loads, out.getvalue().splitlines())}


@cache
def titled() -> dict[str, tuple[str, str]]:
    """The organisation and title of each idea, by its key; the same on two editions of a page."""
    return {key_of(idea): (home.organisation, idea.title) for home in shipped().organisations for idea in home.ideas}


def is_right(question: dict[str, Any]) -> bool:
    answer = answers()[question["id"]]
    ideas = [(idea["organisation"], idea["title"]) for idea in answer["ideas"]]
    if question.get("none"):
        return not ideas and not answer["mentors"]
    if question["kind"] == "page-info":
        return all(piece.casefold() in answer["text"].casefold() for piece in question["expect"])
    if question["kind"] == "deadline":
        return is_dated(answer["dates"], [str(date) for date in question.get("dates", ())])
    relevant = {titled()[key] for key in question["relevant"]}
    if question["kind"] == "filter":
        return relevant <= set(ideas) <= relevant | {titled()[key] for key in question.get("also_ok", ())}
    if not ideas or ideas[0] not in relevant:
        return False
    named = {mentor["name"] for mentor in answer["mentors"]}
    return question["ask"] != "mentor" or named == set(question.get("mentors", ()))


def is_dated(named: list[str], right: list[str]) -> bool:
    """Whether a right date is named first, or none where there is none."""
    return any(named[0].startswith(date) for date in right) if named else not right


@pytest.mark.parametrize(("file", "kind"), [(file, kind) for file, floors in FLOORS.items() for kind in floors])
def test_enough_questions_of_each_kind_are_answered_right(file: str, kind: str) -> None:
    asked = [question for question in questions(file) if question["kind"] == kind]
    wrong = [question["text"] for question in asked if not is_right(question)]
    assert 1 - len(wrong) / len(asked) >= FLOORS[file][kind], wrong


@pytest.mark.parametrize("file", FLOORS)
def test_every_kind_of_question_has_a_floor(file: str) -> None:
    assert {question["kind"] for question in questions(file)} == set(FLOORS[file])


@pytest.mark.parametrize("idea", [key_of(idea) for home in shipped().organisations for idea in home.ideas])
def test_every_title_typed_as_it_stands_finds_its_idea_first(idea: str) -> None:
    title = next(i.title for home in shipped().organisations for i in home.ideas if key_of(i) == idea)
    verdict = matcher().idea(title)
    same = {key_of(each) for each in (verdict.matches[0].idea, *verdict.older)}
    assert idea in same


@cache
def matcher() -> Matcher:
    return shipped_matcher()
