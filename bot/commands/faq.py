"""`!faq WORDS`: what an organisation's page answers beyond its ideas."""

from bot.commands.command import Command, Request
from bot.messages import Reply
from bot.phrasing import page


def answer(request: Request) -> Reply:
    """Answer from the page, and from another organisation's beside it where that fits too; or name the topics."""
    if not request.words.strip():
        return Reply(page.topics(request.homes, request.prefix))
    verdict = request.matcher.page(request.words, request.scope)
    if verdict.questions:
        best = verdict.questions[0]
        others = [pair for pair in verdict.questions if pair[0].organisation != best[0].organisation]
        return Reply(page.answers([best, *others[:1]]))
    named = [home for home in verdict.organisations if home.questions] or list(verdict.organisations)
    return Reply(page.unanswered(named[:1]))


COMMAND = Command(
    name="faq",
    aliases=(),
    summary="what an organisation's page answers: interview, pay, who can take part",
    usage="faq WORDS",
    examples=("faq", "faq qemu interview"),
    answer=answer,
)
