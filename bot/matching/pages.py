"""Which of the other questions that a page answers is meant; pure."""

import math
from collections import defaultdict
from functools import cache, lru_cache
from heapq import nlargest

from bot.catalogue.model import Organisation, Question
from bot.matching.lexicon import Lexicon, text_of
from bot.matching.normalise import Token, stem_of, stems, tokens
from bot.matching.spelling import Speller

TOPIC, ANSWER = 1.0, 0.25
"""What a word is worth in the topic or keywords, and in the answer."""

ALIKE = 0.6
"""What another word for nearly the same is worth."""

SEASON, SILENT = 0.6, 0.35
"""How telling a word is that says nothing of a subject: one about the season, and any other."""

WHOLE = 0.4
"""What each word of a keyword adds that is named whole."""

MOST = 4
"""How many entries are found at most."""

KEPT = 2_000
"""How many words' worths are remembered; people use the same ones again and again."""

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
        self._phrases: dict[str, dict[tuple[str, ...], list[int]]] = defaultdict(lambda: defaultdict(list))
        for number, (_, question) in enumerate(self._entries):
            named = _named_by(question)
            for phrase in filter(None, map(stems, named)):
                self._phrases[phrase[0]][phrase].append(number)
            for weight, text in [*((TOPIC, t) for t in named), (ANSWER, question.answer)]:
                for token in tokens(text, len(text)):
                    found = self._postings[token.stem]
                    found[number] = max(found.get(number, 0.0), weight)
        self._worth = lru_cache(KEPT)(self._worths)
        said = {token.text for _, question in self._entries for text in _named_by(question) for token in tokens(text)}
        self._speller = Speller(frozenset(said - lexicon.silent), lexicon)

    def look(
        self, words: tuple[Token, ...], whole: tuple[Token, ...], houses: frozenset[str]
    ) -> list[tuple[float, Organisation, Question]]:
        """The entries that answer the words, at most four, best first, each with its score; of equals the earlier ones.

        Args:
            words: the question without the names of organisations.
            whole: the question, in which whole keywords are looked for.
            houses: organisation files to look in; empty for all.
        """
        scores: dict[int, float] = defaultdict(float)
        meant = {token: self._meant(token) for token in {*words, *whole}}
        for stem, word in {meant[t]: t.text for t in words if t.text not in SMALL}.items():
            telling = 1.0 if word not in self._lexicon.silent else SEASON if stem in _alike() else SILENT
            for number, worth in self._worth(stem).items():
                scores[number] += telling * worth
        for number, length in self._named(tuple([meant[token] for token in whole])).items():
            scores[number] += WHOLE * length
        inside = [(s, -number) for number, s in scores.items() if not houses or self._entries[number][0].id in houses]
        return [(score, *self._entries[-behind]) for score, behind in nlargest(MOST, inside)]

    def is_topic(self, token: Token) -> bool:
        """Whether the word by itself is a topic or keyword of an entry."""
        stem = self._meant(token)
        return (stem,) in self._phrases.get(stem, ())

    def _meant(self, token: Token) -> str:
        """The word's stem, a slip in it mended."""
        right = () if token.stem in self._postings else self._speller.corrections(token.text)
        return stem_of(right[0][0]) if right else token.stem

    def _worths(self, stem: str) -> dict[int, float]:
        """What a word is worth in each entry that has it or a word for nearly the same."""
        found: dict[int, float] = {}
        for other, trust in ((stem, 1.0), *((alike, ALIKE) for alike in _alike().get(stem, ()))):
            standing = self._postings.get(other, {})
            for number, weight in standing.items():
                worth = trust * weight / (1 + 0.2 * math.log(len(standing)))
                found[number] = max(worth, found.get(number, 0.0))
        return found

    def _named(self, said: tuple[str, ...]) -> dict[int, int]:
        """The entries of which a keyword is named whole, with the words of the longest."""
        found: dict[int, int] = {}
        for place in [place for place, stem in enumerate(said) if stem in self._phrases]:
            for phrase, numbers in self._phrases[said[place]].items():
                if said[place : place + len(phrase)] == phrase:
                    found.update({number: max(len(phrase), found.get(number, 0)) for number in numbers})
        return found


def _named_by(question: Question) -> tuple[str, ...]:
    return (question.topic, *question.keywords)


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
