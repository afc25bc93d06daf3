"""What `mentorix chat` does: the same conversation in a terminal, without a homeserver."""

import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import TextIO

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, InMemoryHistory

from bot.catalogue.model import Catalogue
from bot.commands import MENU
from bot.config import Style
from bot.dispatch import Desk
from bot.messages import Message
from bot.phrasing.terminal import beside
from bot.transcript import in_style

PREFIX = "!"
GREETING = "Ask in plain words or with commands; !help lists them, quit or Ctrl-D ends."

ENDS = frozenset({"quit", "exit"})
"""What ends the talk at a prompt."""


def chat(
    catalogue: Catalogue, clock: Callable[[], datetime], history: Path | None = None, style: Style | None = None
) -> None:
    """Talk until the input ends; without a terminal, answer each line of standard input.

    Args:
        catalogue: what is known.
        clock: tells the time, aware.
        history: a file that keeps what was typed; left out, it is forgotten at the end.
        style: of the answers.
    """
    if sys.stdin.isatty():
        sys.stdout.write(GREETING + "\n")
        talk(_typed(catalogue, history), sys.stdout, catalogue, clock, style)
    else:
        talk(sys.stdin, sys.stdout, catalogue, clock, style)


def talk(
    lines_in: Iterable[str],
    out: TextIO,
    catalogue: Catalogue,
    clock: Callable[[], datetime],
    style: Style | None = None,
) -> None:
    """Answer each line as in a direct message; numbers and `!more` refer to what was said before."""
    desk, numbers, settings = Desk(catalogue, PREFIX), count(), in_style(None, style)
    for line in lines_in:
        if not line.strip():
            continue
        now = clock()
        message = Message(str(next(numbers)), "terminal", "you", line, now, direct=True)
        if reply := desk.answer(message, settings, now):
            out.write(reply.body.plain + beside(reply) + "\n\n")
            out.flush()


class Suggestions(Completer):
    """Completes commands first, then what they can be asked: titles, other names, people, organisations."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._verbs = sorted(PREFIX + command.name for command in MENU)
        self._subjects = sorted(set(_subjects(catalogue)), key=str.casefold)

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:  # noqa: ARG002
        """What can follow the text before the cursor."""
        verb, space, rest = document.text_before_cursor.lstrip().partition(" ")
        known, begun = (self._subjects, rest.lstrip()) if space else (self._verbs, verb)
        wanted = begun.casefold()
        if begun or not space:
            yield from (Completion(each, -len(begun)) for each in known if each.casefold().startswith(wanted))


def _subjects(catalogue: Catalogue) -> Iterator[str]:
    for home in catalogue.organisations:
        yield home.organisation
        yield from (person.called for person in home.people.values())
        for idea in home.ideas:
            yield idea.title
            yield from idea.aliases


def _typed(catalogue: Catalogue, history: Path | None) -> Iterator[str]:
    """What is typed, until `ENDS`, the end of the input or an interrupt."""
    session: PromptSession[str] = PromptSession(
        history=FileHistory(str(history)) if history else InMemoryHistory(), completer=Suggestions(catalogue)
    )
    while True:
        try:
            line = session.prompt("> ")
        except (EOFError, KeyboardInterrupt):
            return
        if line.strip().casefold() in ENDS:
            return
        yield line
