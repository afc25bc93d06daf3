"""Several answers in one message, for when the homeserver limits our rate and they would come one by one; pure.

Each is addressed to its asker by name, and nobody is pinged. Answers in different threads are never joined.
"""

import html
from collections.abc import Mapping, Sequence
from typing import Any

from bot.matrix.content import LARGEST, Content

MARK = "org.mentorix.answers"
"""The field of a joint message that holds which answers it is made of: their transaction ids."""

MOST = 25
"""Answers in one message."""


def thread_of(content: Mapping[str, Any]) -> str | None:
    """The thread that an answer belongs to; empty for none. None where it cannot be joined with others."""
    relation = content.get("m.relates_to")
    relation = relation if isinstance(relation, Mapping) else {}
    kind = relation.get("rel_type")
    plain_answer = content.get("msgtype") == "m.notice" and not content.get("m.mentions")
    if not plain_answer or "m.in_reply_to" not in relation or kind not in {None, "m.thread"}:
        return None
    return str(relation.get("event_id")) if kind else ""


def fits(together: Sequence[Content], another: Content) -> bool:
    """Whether another answer still fits beside those."""
    size = sum(
        len(face.encode()) for content in (*together, another) for face in (str(content["body"]), _html(content))
    )
    return len(together) < MOST and size < LARGEST


def joint(answers: Sequence[tuple[str, str, Content]]) -> Content:
    """One message of several answers.

    Args:
        answers: for each the asker's address, its transaction id, and its content; all of one thread.
    """
    plain = "\n\n".join(f"{_name(asker)}: {content['body']}" for asker, _, content in answers)
    made: Content = {"msgtype": "m.notice", "body": plain, "m.mentions": {}}
    if any("formatted_body" in content for _, _, content in answers):
        faces = (f"<p><strong>{html.escape(_name(asker))}</strong>: {_html(said)}</p>" for asker, _, said in answers)
        made |= {"format": "org.matrix.custom.html", "formatted_body": "".join(faces)}
    if thread := thread_of(answers[0][2]):
        made["m.relates_to"] = {"rel_type": "m.thread", "event_id": thread}
    return made | {MARK: [transaction for _, transaction, _ in answers]}


def _name(user_id: str) -> str:
    """What somebody is called where an address would be long: its first part."""
    return user_id.removeprefix("@").partition(":")[0]


def _html(content: Content) -> str:
    """The HTML face, made of the plain one where there is none."""
    shown = content.get("formatted_body")
    return str(shown) if shown else html.escape(str(content["body"])).replace("\n", "<br>")
