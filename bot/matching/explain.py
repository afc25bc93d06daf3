"""Why an answer is what it is: which words matched which field, what was corrected, how sure that is; pure.

Made only when somebody asks, by searching once more, so that ordinary answers do not pay for it.
"""

from collections.abc import Sequence

from bot.catalogue.model import Idea, Organisation
from bot.matching.concepts import Concept
from bot.matching.decide import ENOUGH, belief, is_answer
from bot.matching.index import fields_of
from bot.matching.normalise import stem_of, stems, tokens
from bot.matching.search import Hit
from bot.matching.verdict import Explanation, Finding, Match


def explained(
    hits: Sequence[Hit], ideas: Sequence[Idea], homes: Sequence[Organisation], concepts: Sequence[Concept]
) -> Explanation:
    """What speaks for the first hit, and what came next.

    Args:
        hits: best first; may be empty.
        ideas: the documents.
        homes: the page of each document.
        concepts: the question, to which the hits' reasons refer.
    """
    if not hits:
        return Explanation(missed=tuple(concept.text for concept in concepts))
    first = hits[0]
    idea, home = ideas[first.document], homes[first.document]
    findings = tuple(_finding(concepts[place], first.why[place][0], idea, home) for place in sorted(first.why))
    missed = tuple(concept.text for place, concept in enumerate(concepts) if place not in first.why)
    second = Match(ideas[hits[1].document], hits[1].score) if len(hits) > 1 else None
    return Explanation(
        findings=findings,
        missed=missed,
        first=Match(idea, first.score),
        second=second,
        belief=belief(first) - ENOUGH,
        named=first.named,
        enough=is_answer(first),
    )


def _finding(concept: Concept, phrase: str, idea: Idea, home: Organisation) -> Finding:
    wanted = tuple(phrase.split())
    how = next((reading.how for reading in concept.readings if reading.phrase == wanted), "word")
    for name, _, text in sorted(fields_of(idea, home), key=lambda field: -field[1]):
        said, written = f" {' '.join(stems(text))} ", f" {' '.join(wanted)} "
        if written in said or (len(wanted) == 1 and wanted[0] in said.replace(" ", "")):
            return Finding(concept.text, _as_written(wanted, text), name, how)
    return Finding(concept.text, phrase, "text", how)


def _as_written(wanted: tuple[str, ...], text: str) -> str:
    """The words of the text that have these stems, as they stand there."""
    words = text.split()
    for length in range(1, len(wanted) + 2):
        for start in range(len(words) - length + 1):
            piece = " ".join(words[start : start + length])
            folded = stems(piece)
            if folded == wanted or (stem_of("".join(token.text for token in tokens(piece))),) == wanted:
                return piece.strip(".,;:()`'\"")
    return " ".join(wanted)
