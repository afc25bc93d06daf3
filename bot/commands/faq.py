"""`!faq WORDS`: what an organisation's page answers beyond its ideas."""

from bot.catalogue.model import Question
from bot.commands.command import Command, Request
from bot.markup import lines
from bot.matching.lexicon import lexicon
from bot.matching.normalise import stems, tokens
from bot.matching.strangers import BRIEF, strange_name
from bot.messages import Reply
from bot.phrasing import page


def answer(request: Request) -> Reply:
    """Answer from the page, and from another organisation's beside it where that fits too; or name the topics."""
    if not request.words.strip():
        return Reply(page.topics(request.homes, request.prefix))
    verdict = request.matcher.page(request.words, request.pages)
    if verdict.bare and verdict.organisations:
        named = [home for home in verdict.organisations if home.questions] or list(verdict.organisations)
        return Reply(page.topics(named[:1], request.prefix))
    if verdict.questions:
        best = verdict.questions[0]
        others = [pair for pair in verdict.questions if pair[0].organisation != best[0].organisation]
        told = [best, *others[:1]]
        explained = frozenset(stem for _, entry in told for stem in stems(_said(entry)))
        name = _stranger(request, explained)
        return Reply(lines([page.others(name) if name else "", page.answers(told)]))
    known = frozenset(stem for home in request.homes for entry in home.questions for stem in stems(_said(entry)))
    if name := _stranger(request, known if request.home else frozenset()):
        return Reply(page.neither(name, request.homes, request.prefix))
    named = [home for home in verdict.organisations if home.questions] or list(verdict.organisations)
    return Reply(page.unanswered(named[:1]))


def _stranger(request: Request, explained: frozenset[str] = frozenset()) -> str | None:
    """The unknown organisation that a brief question names; one with small words may have other strange words too."""
    words = tokens(request.words)
    spoken = any(token.text in lexicon().silent for token in words)
    if len(words) > BRIEF:
        return None
    return strange_name(request.words, request.catalogue, sentence=spoken, explained=explained)


def _said(entry: Question) -> str:
    return " ".join((entry.topic, *entry.keywords, entry.answer))


COMMAND = Command(
    name="faq",
    aliases=(),
    summary="what an organisation's page answers: interview, pay, who can take part",
    usage="faq WORDS",
    examples=("faq", "faq qemu interview"),
    answer=answer,
)
