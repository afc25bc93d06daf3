"""What a reply or a reminder looks like as event content; pure."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from bot.markup import Markup
from bot.messages import Attachment, Message, Reaction

LARGEST = 20_000
"""Bytes of either body; an event may have 65,536 in all (Client-Server API, size limits), and encrypted it is a third larger."""

LARGEST_FALLBACK = 2_000
"""Bytes of what an old client shows of a correction, beside the corrected bodies themselves."""

Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file that the homeserver has.

    Attributes:
        file: what it is.
        address: where it is, such as `mxc://example.org/abc`.
        length: in bytes.
        opener: what opens it where it is encrypted, as in `attachments.Sealed`; else None.
    """

    file: Attachment
    address: str
    length: int
    opener: Content | None = None


def answer(body: Markup, to: Message | Reaction, uploaded: Uploaded | None = None) -> Content:
    """An `m.notice` that replies to the question and stays in its thread; it pings nobody.

    With a file it is that file, and the words are its caption (Client-Server API, 11.2.1 Media captions).
    """
    shape = _file(uploaded) if uploaded else {"msgtype": "m.notice"}
    return shape | _words(body) | {"m.mentions": {}, "m.relates_to": _reply(to)}


def correction(corrected: Content, earlier: str) -> Content:
    """The same content in place of an earlier message of ours; it pings nobody.

    See Client-Server API, 11.8 Event replacements.

    Args:
        corrected: as it would be sent by itself.
        earlier: id of the message to correct.
    """
    instead = {key: value for key, value in corrected.items() if key != "m.relates_to"}
    return {
        "msgtype": "m.notice",
        "body": _cut(f"* {corrected['body']}", LARGEST_FALLBACK),
        "m.mentions": {},
        "m.new_content": instead,
        "m.relates_to": {"rel_type": "m.replace", "event_id": earlier},
    }


def announcement(body: Markup, *, ping_room: bool, mentions: Sequence[str] = (), asked: str = "") -> Content:
    """An `m.text` of its own that pings whom it is told to (Client-Server API, 11.3 User and room mentions).

    Args:
        body: the words.
        ping_room: whether to ping everybody in the room.
        mentions: the Matrix addresses of those to ping.
        asked: id of the message that asked for it, by which the announcement is found again.
    """
    pinged: Content = {"user_ids": list(mentions)} if mentions else {}
    whom = pinged | ({"room": True} if ping_room else {})
    about = {"m.relates_to": {"rel_type": "m.reference", "event_id": asked}} if asked else {}
    return {"msgtype": "m.text", **_words(body), "m.mentions": whom, **about}


def standing(body: Markup, asked: str) -> Content:
    """An `m.notice` that is to stand for itself, as when it is pinned; it refers to the message that asked for it."""
    return announcement(body, ping_room=False, asked=asked) | {"msgtype": "m.notice"}


def reminder(body: Markup) -> Content:
    """An `m.text`, so that phones ring as the reader has set them; it pings nobody."""
    return {"msgtype": "m.text", **_words(body), "m.mentions": {}}


def notice(body: Markup) -> Content:
    """An `m.notice` on its own."""
    return {"msgtype": "m.notice", **_words(body), "m.mentions": {}}


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


def answers(content: Mapping[str, Any]) -> str | None:
    """The id of the message that an event of ours was said because of; None where it corrects an earlier one."""
    relation = content.get("m.relates_to")
    if not isinstance(relation, Mapping) or relation.get("rel_type") == "m.replace":
        return None
    reply = relation.get("m.in_reply_to")
    named = reply if isinstance(reply, Mapping) else relation if relation.get("rel_type") == "m.reference" else {}
    found = named.get("event_id")
    return found if isinstance(found, str) else None


def _reply(to: Message | Reaction) -> Content:
    if isinstance(to, Reaction):
        return {"m.in_reply_to": {"event_id": to.target}}
    reply = {"m.in_reply_to": {"event_id": to.edits or to.key}}
    if to.thread:
        return {"rel_type": "m.thread", "event_id": to.thread, "is_falling_back": False} | reply
    return reply


def _words(body: Markup) -> Content:
    plain: Content = {"body": _cut(body.plain, LARGEST)}
    if not body.html or len(body.html.encode()) > LARGEST:
        return plain
    return plain | {"format": "org.matrix.custom.html", "formatted_body": body.html}


def _file(uploaded: Uploaded) -> Content:
    """See Client-Server API, 11.2.1.6 `m.image` and `m.file`, and "Sending encrypted attachments"."""
    file, url = uploaded.file, {"url": uploaded.address}
    info: Content = {"mimetype": file.media_type, "size": uploaded.length}
    if file.size:
        info |= {"w": file.size[0], "h": file.size[1]}
    kind = "m.image" if file.size and file.media_type.startswith("image/") else "m.file"
    where: Content = url if uploaded.opener is None else {"file": uploaded.opener | url}
    return {"msgtype": kind, "filename": file.name, "info": info} | where


def _cut(plain: str, most: int) -> str:
    raw = plain.encode()
    return plain if len(raw) <= most else raw[: most - 4].decode(errors="ignore") + " …"
