"""Which of the other questions that a page answers is meant; pure."""

import math
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from bot.catalogue.model import Organisation, Question
from bot.matching.lexicon import Lexicon, text_of
from bot.matching.normalise import Token, stem_of, stems, tokens

TOPIC, ANSWER = 1.0, 0.25
"""What a word is worth in the topic or keywords, and in the answer."""

ALIKE = 0.6
"""What another word for nearly the same is worth."""

SEASON, SILENT = 0.6, 0.35
"""How telling a word is that says nothing of a subject: one about the season, and any other."""

WHOLE, LONGEST = 0.4, 6
"""What each word of a keyword adds that is named whole, and the words of the longest that is looked for."""

SMALL = frozenset(
    "how what when where who which why much many long do does is are will can i my me in on of to a the for and or it if".split()
)
"""Words that never tell one question from another."""

Entry = tuple[Organisation, Question]


class Pages:
    """Everything that pages answer beyond ideas, by its words."""

    def __init__(self, organisations: tuple[Organisation, ...], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._entries: list[Entry] = [(o, q) for o in organisations for q in o.questions]
        self._postings: dict[str, dict[int, float]] = defaultdict(dict)
        self._phrases: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for number, (_, question) in enumerate(self._entries):
            named = (question.topic, *question.keywords)
            for text in named:
                self._phrases[stems(text)].append(number)
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
            telling = 1.0 if token.text not in self._lexicon.silent else SEASON if token.stem in _alike() else SILENT
            for number, worth in self._worth(token.stem).items():
                scores[number] += telling * worth
        for number, length in self._named(whole).items():
            scores[number] += WHOLE * length
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
        return [
            (score, *self._entries[number])
            for number, score in ranked
            if not houses or self._entries[number][0].id in houses
        ]

    def _worth(self, stem: str) -> dict[int, float]:
        """What a word is worth in each entry that has it or a word for nearly the same."""
        found: dict[int, float] = {}
        for other, trust in ((stem, 1.0), *((alike, ALIKE) for alike in _alike().get(stem, ()))):
            standing = self._postings.get(other, {})
            for number, weight in standing.items():
                worth = trust * weight / (1 + 0.2 * math.log(len(standing)))
                found[number] = max(worth, found.get(number, 0.0))
        return found

    def _named(self, whole: tuple[Token, ...]) -> dict[int, int]:
        """The entries of which a keyword is named whole, with the words of the longest."""
        found: dict[int, int] = {}
        for phrase in _runs(tuple(token.stem for token in whole)):
            for number in self._phrases.get(phrase, ()):
                found[number] = max(len(phrase), found.get(number, 0))
        return found


def _runs(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for start in range(len(words)):
        for length in range(1, min(LONGEST, len(words) - start) + 1):
            yield words[start : start + length]


@cache
def _alike() -> dict[str, frozenset[str]]:
    """For each word the others that stand on a line with it in `words/procedure.txt`, as stems."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in text_of("procedure.txt").splitlines():
        if line.startswith("#"):
            continue
        group = {stem_of(word) for word in line.split()}
        for stem in group:
            found[stem] |= group - {stem}
    return {stem: frozenset(others) for stem, others in found.items()}
