"""Which of the other questions that a page answers is meant; pure."""

import math
from collections import defaultdict

from bot.catalogue.model import Organisation, Question
from bot.matching.lexicon import Lexicon
from bot.matching.normalise import Token, stems, tokens

TOPIC, ANSWER = 1.0, 0.25
"""What a word is worth in the topic or keywords, and in the answer."""

SMALL = frozenset(
    "how what when where who which why much many long do does is are will can i my me in on of to a the for and or it if".split()
)
"""Words that never tell one question from another."""


class Pages:
    """Everything that pages answer beyond ideas, by its words."""

    def __init__(self, organisations: tuple[Organisation, ...], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._entries: list[tuple[Organisation, Question]] = [(o, q) for o in organisations for q in o.questions]
        self._postings: dict[str, dict[int, float]] = defaultdict(dict)
        self._phrases: list[list[tuple[str, ...]]] = []
        for number, (_, question) in enumerate(self._entries):
            named = (question.topic, *question.keywords)
            self._phrases.append([stems(text) for text in named])
            for weight, text in [*((TOPIC, t) for t in named), (ANSWER, question.answer)]:
                for token in tokens(text, len(text)):
                    found = self._postings[token.stem]
                    found[number] = max(found.get(number, 0.0), weight)

    def look(
        self, words: tuple[Token, ...], whole: tuple[Token, ...], houses: frozenset[str]
    ) -> list[tuple[float, Organisation, Question]]:
        """The entries that answer the words, best first, each with its score.

        Args:
            words: the question without the names of organisations.
            whole: the question, in which whole keywords are looked for.
            houses: organisation files to look in; empty for all.
        """
        scores: dict[int, float] = defaultdict(float)
        for token in {t.stem: t for t in words if t.text not in SMALL}.values():
            found = self._postings.get(token.stem, {})
            telling = 0.35 if token.text in self._lexicon.silent else 1.0
            for number, weight in found.items():
                scores[number] += telling * weight / (1 + 0.2 * math.log(len(found)))
        text = f" {' '.join(t.stem for t in whole)} "
        for number in scores:
            said = [len(p) for p in self._phrases[number] if f" {' '.join(p)} " in text]
            scores[number] += 0.4 * max(said, default=0)
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
        return [
            (score, *self._entries[number])
            for number, score in ranked
            if not houses or self._entries[number][0].id in houses
        ]
