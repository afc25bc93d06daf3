"""Labelled questions, and whether an answer to one is right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import yaml

from bot.catalogue.model import Catalogue, Idea, Person
from bot.files import read_catalogue
from bot.matching import decide
from bot.matching.matcher import Matcher
from bot.matching.search import Hit
from bot.matching.verdict import Verdict, Wish

CATALOGUE = Path(__file__).parent.parent / "catalogue"
ASKED = frozenset({"idea", "mentor", "ideas-filter", "question"})
"""What a question may ask that is answered by ideas or mentors; dates and pages are not scored here."""


@dataclass(frozen=True, slots=True)
class Question:
    """One labelled question.

    Attributes:
        kind: what it tries: `typo`, `filter`, `none`, …
        ask: the command it goes to: `idea`, `mentor`, `ideas-filter`, or `question` for plain words.
        text: what somebody typed.
        relevant: ideas that are right in the first place; of a filter the whole set, as `file/idea`.
        also_ok: ideas that do no harm further down.
        mentors: names to be given; None where they are not asked for.
        none: nothing is to be found.
    """

    kind: str
    ask: str
    text: str
    relevant: frozenset[str]
    also_ok: frozenset[str]
    mentors: frozenset[str] | None
    none: bool


@dataclass(frozen=True, slots=True)
class Score:
    """How many questions were answered how, by kind: `right` of `asked`."""

    right: dict[str, int]
    asked: dict[str, int]
    none: frozenset[str]

    @property
    def answered(self) -> float:
        """Share of the questions with an answer that are answered rightly."""
        kinds = self.asked.keys() - self.none
        return sum(self.right[kind] for kind in kinds) / max(sum(self.asked[kind] for kind in kinds), 1)

    @property
    def false(self) -> float:
        """Share of the questions without an answer that are answered all the same."""
        return 1 - sum(self.right[kind] for kind in self.none) / max(sum(self.asked[kind] for kind in self.none), 1)

    def share(self, kind: str) -> float:
        """Share of a kind that is answered rightly."""
        return self.right[kind] / self.asked[kind]


def read_questions(paths: Iterable[Path]) -> list[Question]:
    """The questions of the files that ideas or mentors answer."""
    listed = (entry for path in paths for entry in yaml.safe_load(path.read_text("utf-8")))
    return [_question(entry) for entry in listed if entry["ask"] in ASKED and entry["kind"] != "page-info"]


def _question(entry: dict[str, Any]) -> Question:
    mentors = frozenset(entry["mentors"]) if entry.get("mentors") else None
    if entry.get("no_mentor"):
        mentors = frozenset()
    relevant, also = frozenset(entry.get("relevant", ())), frozenset(entry.get("also_ok", ()))
    return Question(entry["kind"], entry["ask"], entry["text"], relevant, also, mentors, bool(entry.get("none")))


class Judge:
    """Asks one matcher and judges its answers."""

    def __init__(self, catalogue: Catalogue | None = None) -> None:
        self._catalogue = catalogue or read_catalogue(CATALOGUE)
        self._matcher = Matcher(self._catalogue)
        self._keys = [f"{home.id}/{idea.id}" for home in self._catalogue.organisations for idea in home.ideas]

    def score(self, questions: Iterable[Question]) -> Score:
        """Ask everything and count."""
        right: dict[str, int] = {}
        asked: dict[str, int] = {}
        listed = list(questions)
        for question in listed:
            asked[question.kind] = asked.get(question.kind, 0) + 1
            right[question.kind] = right.get(question.kind, 0) + self.is_right(question)
        return Score(right, asked, frozenset(question.kind for question in listed if question.none))

    def is_right(self, question: Question) -> bool:
        """Whether the answer is what the label says."""
        ideas, mentors = self._answer(question)
        keys = [self.key_of(idea) for idea in ideas]
        if question.none:
            return not keys and not mentors
        if question.kind == "filter":
            return question.relevant <= set(keys) <= question.relevant | question.also_ok
        if not keys or keys[0] not in question.relevant:
            return False
        return question.ask != "mentor" or question.mentors is None or _called(mentors) == question.mentors

    def first_hit(self, question: Question) -> tuple[str, Hit] | None:
        """The idea that search puts first, with what it measured; None where nothing was left to decide on."""
        seen: list[Hit] = []

        def watching(hits: Sequence[Hit]) -> list[Hit]:
            seen[:] = hits[:1]
            return answers(hits)

        answers = decide.answers
        with patch.object(decide, "answers", watching):
            self._answer(question)
        return (self._keys[seen[0].document], seen[0]) if seen else None

    def key_of(self, idea: Idea) -> str:
        """The idea as labels write it."""
        return f"{self._catalogue.home_of(idea).id}/{idea.id}"

    def _answer(self, question: Question) -> tuple[tuple[Idea, ...], tuple[Person, ...]]:
        """The ideas an answer would name, best first, and the mentors where they are asked for."""
        words, ask = question.text, question.ask
        if ask == "question":
            wish = self._matcher.understand(words).wish
            ask = {Wish.IDEA: "idea", Wish.MENTOR: "idea", Wish.IDEAS: "ideas-filter"}.get(wish, "")
        if ask == "ideas-filter":
            return self._matcher.ideas(words).ideas, ()
        if ask == "mentor":
            verdict = self._matcher.mentor(words)
            return _ideas(verdict), self._mentors(verdict)
        return (_ideas(self._matcher.idea(words)) if ask else ()), ()

    def _mentors(self, verdict: Verdict) -> tuple[Person, ...]:
        if verdict.person or not verdict.matches:
            return verdict.people
        idea = verdict.matches[0].idea
        return self._catalogue.home_of(idea).mentors_of(idea)


def _ideas(verdict: Verdict) -> tuple[Idea, ...]:
    return tuple(match.idea for match in verdict.matches)


def _called(people: Iterable[Person]) -> frozenset[str]:
    return frozenset(person.name or person.called for person in people)
