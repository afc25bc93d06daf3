"""What a reply or a reminder looks like as event content; pure."""

import hashlib
from typing import Any
from urllib.parse import quote

from bot.markup import Markup
from bot.messages import Message

LARGEST = 24_000
"""Bytes of either body; an event may have 65,536 in all (Client-Server API, size limits)."""


def answer(body: Markup, to: Message) -> dict[str, Any]:
    """An `m.notice` that replies to the question and stays in its thread; it pings nobody."""
    relation: dict[str, Any] = {"m.in_reply_to": {"event_id": to.key}}
    if to.thread:
        relation |= {"rel_type": "m.thread", "event_id": to.thread, "is_falling_back": False}
    return _content("m.notice", body) | {"m.relates_to": relation}


def reminder(body: Markup) -> dict[str, Any]:
    """An `m.text`, so that phones ring as the reader has set them; it pings nobody."""
    return _content("m.text", body)


def notice(body: Markup) -> dict[str, Any]:
    """An `m.notice` on its own."""
    return _content("m.notice", body)


def transaction(kind: str, key: str) -> str:
    """The transaction id of what is said because of `key`: the same for ever, so the homeserver keeps one of two.

    See Client-Server API, "Transaction identifiers".
    """
    return f"{kind}-{hashlib.sha256(key.encode()).hexdigest()[:32]}"


def permalink(room: str, event: str) -> str:
    """The address by which clients open an event; only for people in the room, since it names no server to join by.

    See Matrix specification, appendices, "matrix.to navigation".
    """
    return f"https://matrix.to/#/{quote(room, safe='!:')}/{quote(event, safe='$:')}"


def _content(kind: str, body: Markup) -> dict[str, Any]:
    content: dict[str, Any] = {"msgtype": kind, "body": _cut(body.plain), "m.mentions": {}}
    if len(body.html.encode()) <= LARGEST:
        content |= {"format": "org.matrix.custom.html", "formatted_body": body.html}
    return content


def _cut(plain: str) -> str:
    raw = plain.encode()
    return plain if len(raw) <= LARGEST else raw[: LARGEST - 4].decode(errors="ignore") + " …"
