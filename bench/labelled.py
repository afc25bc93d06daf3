"""Labelled questions, asked as in a room, and whether the answer to one is right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import yaml

from bot.catalogue.model import Catalogue, Idea
from bot.cli.ask import COMMANDS
from bot.dispatch import Desk
from bot.files import read_catalogue
from bot.markup import Markup
from bot.matching import decide
from bot.matching.search import Hit
from bot.messages import Message, Reply

CATALOGUE = Path(__file__).parent.parent / "catalogue"

NOW = datetime(2023, 1, 15, 12, tzinfo=UTC)
"""When the questions are asked: before the dates of every page that states any."""


@dataclass(frozen=True, slots=True)
class Question:
    """One labelled question.

    Attributes:
        kind: what it tries: `typo`, `filter`, `none`, …
        ask: the command it goes to: `idea`, `mentor`, `ideas-filter`, `deadline`, or `question` for plain words.
        text: what somebody typed.
        relevant: ideas that are right in the first place; of a filter the whole set, as `file/idea`.
        also_ok: ideas that do no harm further down.
        mentors: names to be given; None where they are not asked for.
        none: nothing is to be found.
        expect: what the answer of a page must hold.
        dates: dates of which one must be named first; None where none is asked for.
    """

    kind: str
    ask: str
    text: str
    relevant: frozenset[str]
    also_ok: frozenset[str]
    mentors: frozenset[str] | None
    none: bool
    expect: tuple[str, ...] = ()
    dates: frozenset[str] | None = None


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
    """The questions of the files."""
    return [_question(entry) for path in paths for entry in yaml.safe_load(path.read_text("utf-8"))]


def _question(entry: dict[str, Any]) -> Question:
    mentors = frozenset(entry["mentors"]) if entry.get("mentors") else None
    dates = frozenset(map(str, entry["dates"])) if entry.get("dates") else None
    relevant, also = frozenset(entry.get("relevant", ())), frozenset(entry.get("also_ok", ()))
    return Question(
        entry["kind"],
        entry["ask"],
        entry["text"],
        relevant,
        also,
        frozenset() if entry.get("no_mentor") else mentors,
        bool(entry.get("none")),
        tuple(entry.get("expect", ())),
        frozenset() if entry.get("no_date") else dates,
    )


def plain(catalogue: Catalogue) -> Catalogue:
    """The catalogue as if nobody had written keywords and other names: the text of its pages alone."""
    bare = {"keywords": (), "aliases": ()}
    organisations = (
        home.model_copy(update={"ideas": tuple(idea.model_copy(update=bare) for idea in home.ideas)})
        for home in catalogue.organisations
    )
    return Catalogue(organisations=tuple(organisations), programmes=catalogue.programmes)


class Judge:
    """Asks one desk and judges its answers."""

    def __init__(self, catalogue: Catalogue | None = None) -> None:
        self._catalogue = catalogue or read_catalogue(CATALOGUE)
        self._desk = Desk(self._catalogue, "!")
        self._keys = [f"{home.id}/{idea.id}" for home in self._catalogue.organisations for idea in home.ideas]
        self._rooms = 0

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
        reply = self._reply(question)
        keys = [self.key_of(idea) for idea in reply.named.ideas]
        if question.none:
            return not keys and not reply.named.mentors
        if question.dates is not None:
            first = [when.isoformat() for when in reply.named.dates[:1]]
            return any(first[0].startswith(day) for day in question.dates) if first else not question.dates
        if question.expect:
            return all(piece.casefold() in reply.body.plain.casefold() for piece in question.expect)
        if question.kind == "filter":
            return question.relevant <= set(keys) <= question.relevant | question.also_ok
        if not keys or keys[0] not in question.relevant:
            return False
        named = frozenset(person.name or person.called for person in reply.named.mentors)
        return question.ask != "mentor" or question.mentors is None or named == question.mentors

    def first_hit(self, question: Question) -> tuple[str, Hit] | None:
        """The idea that search puts first, with what it measured; None where nothing was left to decide on."""
        seen: list[Hit] = []

        def watching(hits: Sequence[Hit]) -> list[Hit]:
            seen[:] = hits[:1]
            return answers(hits)

        answers = decide.answers
        with patch.object(decide, "answers", watching):
            self._reply(question)
        return (self._keys[seen[0].document], seen[0]) if seen else None

    def key_of(self, idea: Idea) -> str:
        """The idea as labels write it."""
        return f"{self._catalogue.home_of(idea).id}/{idea.id}"

    def _reply(self, question: Question) -> Reply:
        """The answer, asked in a room of its own, so that no question refers to the one before."""
        self._rooms += 1
        verb = COMMANDS[question.ask]
        words = f"!{verb} {question.text}" if verb else question.text
        room = f"room-{self._rooms}"
        message = Message(key=room, room=room, sender="somebody", text=words, at=NOW, direct=True)
        return self._desk.answer(message, None, NOW) or Reply(Markup())
