"""What `mentorix ask` does: the same desk as in a room, asked from a terminal or by a script."""

import io
import json
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from time import perf_counter
from typing import Any, TextIO

from bot.catalogue.model import Catalogue, Idea, Person
from bot.config import RoomSettings, Style
from bot.dispatch import Desk
from bot.errors import UserError
from bot.markup import Markup
from bot.messages import Message, Reply
from bot.phrasing.terminal import beside
from bot.transcript import in_style

COMMANDS = {"idea": "idea", "mentor": "mentor", "ideas-filter": "ideas", "deadline": "deadlines", "question": ""}
"""What `ask` of a line stands for; a question is said in plain words, as in a direct message."""

_NOBODY = "somebody"
_PREFIX = "!"


def ask_once(
    question: str, catalogue: Catalogue, now: datetime, *, explain: bool = False, style: Style | None = None
) -> str:
    """The plain answer to one question, in plain words or as a command.

    Args:
        question: as it would be said in a direct message.
        catalogue: what is known.
        now: the time to answer at; aware.
        explain: tell below it how the answer came about.
        style: of the answer.
    """
    desk, settings = Desk(catalogue, _PREFIX), in_style(None, style)
    reply = _asked(desk, question, "question", now, settings=settings)
    answer = reply.body.plain + beside(reply)
    if not explain:
        return answer
    return f"{answer}\n\n{_asked(desk, f'{_PREFIX}why', 'question', now, settings=settings).body.plain}"


def ask_lines(
    lines_in: Iterable[str], out: TextIO, catalogue: Catalogue, now: datetime, errors: TextIO | None = None
) -> int:
    """Answer many questions, each by itself.

    Each line in is `{"id": …, "ask": "idea|mentor|ideas-filter|deadline|question", "text": …}`. Each line out is
    `{"id", "ideas": [{"organisation", "title"}], "mentors": [{"name", "email", "nick"}], "dates": [ISO 8601], "text",
    "ms"}`: what the answer names, the plain answer, and the milliseconds it took to match and word it.

    Args:
        lines_in: JSON lines; empty ones are skipped.
        out: where answers go, in the order of the questions.
        catalogue: what is known.
        now: the time to answer at; aware.
        errors: where bad lines are reported, standard error by default.

    Returns:
        The exit code: 0, or 1 if there was a bad line.
    """
    if isinstance(lines_in, io.TextIOWrapper):
        lines_in.reconfigure(encoding="utf-8", errors="surrogateescape")  # one bad byte spoils its own line only
    desk, bad = Desk(catalogue, _PREFIX), 0
    for number, line in enumerate(lines_in, 1):
        if not line.strip():
            continue
        try:
            asked = _parsed(line)
        except UserError as error:
            bad += 1
            (errors or sys.stderr).write(f"line {number}: {error}\n")
            continue
        out.write(json.dumps(_answered(desk, asked, f"line-{number}", now), ensure_ascii=False) + "\n")
        out.flush()
    return 1 if bad else 0


def _parsed(line: str) -> dict[str, Any]:
    """A line's object.

    Raises:
        UserError: it is not one; says why.
    """
    try:
        asked = json.loads(line.encode().decode())
    except UnicodeEncodeError as error:
        raise UserError("not UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise UserError("not JSON") from error
    if not isinstance(asked, dict):
        raise UserError('not an object such as {"id": "1", "ask": "idea", "text": "fanotify"}')
    if missing := [key for key in ("id", "ask", "text") if key not in asked]:
        raise UserError(f"lacks {', '.join(missing)}")
    if not isinstance(asked["text"], str):
        raise UserError("its text is not a string")
    if not isinstance(asked["ask"], str) or asked["ask"] not in COMMANDS:
        raise UserError(f"its ask is {asked['ask']!r}; known are {', '.join(COMMANDS)}")
    return asked


def _answered(desk: Desk, asked: dict[str, Any], room: str, now: datetime) -> dict[str, Any]:
    began = perf_counter()
    reply = _asked(desk, asked["text"], asked["ask"], now, room)
    took = (perf_counter() - began) * 1_000
    return {
        "id": asked["id"],
        "ideas": [_idea(desk.catalogue, idea) for idea in reply.named.ideas],
        "mentors": [_person(person) for person in reply.named.mentors],
        "dates": [when.isoformat() for when in reply.named.dates],
        "text": reply.body.plain,
        "ms": round(took, 3),
    }


def _asked(
    desk: Desk, words: str, ask: str, now: datetime, room: str = "terminal", settings: RoomSettings | None = None
) -> Reply:
    verb = COMMANDS[ask]
    line = f"{_PREFIX}{verb} {words}" if verb else words
    message = Message(key=room, room=room, sender=_NOBODY, text=line, at=now.astimezone(UTC), direct=True)
    return desk.answer(message, settings, now) or Reply(Markup())


def _idea(catalogue: Catalogue, idea: Idea) -> dict[str, str]:
    return {"organisation": catalogue.home_of(idea).organisation, "title": idea.title}


def _person(person: Person) -> dict[str, str | None]:
    nick = person.nicks[0].name if person.nicks else None
    return {"name": person.name or person.inferred_name, "email": person.email, "nick": nick}
