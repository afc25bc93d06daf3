"""A room event becomes a `Message` or a `Reaction`, or nothing: pure, and afraid of no content.

Whatever a client or bridge puts into an event, only what a person newly said, corrected or did in the present comes
through.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.matrix.content import permalink
from bot.messages import Message, Reaction
from bot.whereabouts import LONG_AGO

Event = Mapping[str, Any]

LONGEST_TEXT = 8_000
"""Characters; a longer text is cut, since no question needs more and a homeserver allows 65,536 bytes."""

LONGEST_SIGN = 64
"""Characters of a reaction; a longer one is no sign of ours, since the longest emoji are sequences of some ten."""

_VARIATION = re.compile("[\ufe0e\ufe0f]")
"""Tells whether a sign is drawn in colour; not every client says so."""

_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_ASKS = re.compile(
    r"[?\uff1f\u061f]|^\s*#?\d{1,3}[.)]?\s*$"
    r"|^\s*(?:(?:and|so|but|ok(?:ay)?|hi|hey|hello)[\s,]+)*"
    r"(?:(?:how|what)(?! an? | the | cool| nice| great)|who|whose|which|when|where|tell me|show me|any(?:thing|one|body)?"
    r"|is (?:it|there|this|that)|are (?:there|they|you)|(?:can|could|should|do) (?:i|we|you)|does (?:it|this|that))\b",
    re.IGNORECASE,
)
"""What asks: a question mark, a number to choose by, or words with which a question begins."""

_QUOTE = re.compile(r"^(?:> ?[^\n]*\n)+\n?")


@dataclass(frozen=True, slots=True)
class Addressee:
    """The bot as people name it.

    Attributes:
        user_id: its Matrix address.
        names: display name and localpart, as they may stand in a message.
    """

    user_id: str
    names: tuple[str, ...]

    def pattern(self) -> re.Pattern[str]:
        """Any of the names with the punctuation that clients put around a mention."""
        known = sorted({self.user_id.removeprefix("@"), *self.names}, key=len, reverse=True)
        alternatives = "|".join(re.escape(name) for name in known if name)
        greeting = r"(?:(?P<greeting>hi|hey|hello|dear|ok)[\s,]+)?"
        name = rf"(?<!\w)(?P<at>@)?(?:{alternatives})(?!\w)"
        return re.compile(rf"{greeting}{name}\s*(?P<mark>[:,])?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Head:
    """What every event has that is of concern: what it is called, by whom and when it was sent, and its content."""

    key: str
    sender: str
    at: datetime
    content: Event


@dataclass(frozen=True, slots=True)
class _Related:
    """What a message stands with (Client-Server API, 11.6 Rich replies and 11.10 Threading).

    Attributes:
        thread: the event that its thread began with.
        replies_to: the event that it replies to; None where a client only says so for those which know no threads.
        quotes: whether its text may begin with a quotation.
    """

    thread: str | None
    replies_to: str | None
    quotes: bool


@dataclass(slots=True)
class Inbox:
    """What counts as said to the bot, or done; only its names may change.

    Attributes:
        me: the bot.
        names: the pattern of its names.
        patience: how old a message may be and still be answered.
    """

    me: str
    names: re.Pattern[str]
    patience: timedelta

    @classmethod
    def of(cls, me: Addressee, patience: timedelta) -> "Inbox":
        """For one bot."""
        return cls(me.user_id, me.pattern(), patience)

    def rename(self, me: Addressee) -> None:
        """The same bot has other names from now on."""
        self.names = me.pattern()

    def is_past(self, event: Event, now: datetime, *, joined: datetime = LONG_AGO) -> bool:
        """Whether an event is of before we came, or too old to be answered; arguments as for `read`."""
        sent = event.get("origin_server_ts")
        return type(sent) is not int or sent <= joined.timestamp() * 1000 or self._too_old(event, sent, now)

    def read(self, room: str, event: Event, now: datetime, *, joined: datetime = LONG_AGO) -> Message | None:
        """The message that an event is, if it is one for us.

        Args:
            room: room id.
            event: as `/sync` or `/messages` gives it.
            now: aware.
            joined: when the bot joined, by the server's clock; what is older is the past.
        """
        head = self._head("m.room.message", event, now, joined)
        if not head:
            return None
        content, edits = _corrected(head.content)
        body = content.get("body")
        if content.get("msgtype") != "m.text" or not isinstance(body, str):
            return None
        related = _related(head.content)
        said = _CONTROL.sub("", _QUOTE.sub("", body) if related.quotes else body).strip()[:LONGEST_TEXT]
        addressed, words = self._addressed(said, content, reply=edits is not None or related.replies_to is not None)
        if not words:
            return None
        return Message(
            key=head.key,
            room=room,
            sender=head.sender,
            text=words,
            at=head.at,
            addressed=addressed,
            thread=related.thread,
            address=permalink(room, edits or head.key),
            edits=edits,
            replies_to=related.replies_to,
        )

    def reaction(self, room: str, event: Event, now: datetime, *, joined: datetime = LONG_AGO) -> Reaction | None:
        """The reaction that an event is, if it is one; arguments as for `read`.

        See Client-Server API, 11.9 Event annotations and reactions.
        """
        head = self._head("m.reaction", event, now, joined)
        relation = _mapping(head.content.get("m.relates_to")) if head else {}
        target, sign = relation.get("event_id"), relation.get("key")
        if not head or relation.get("rel_type") != "m.annotation":
            return None
        if not isinstance(target, str) or not isinstance(sign, str) or len(sign) > LONGEST_SIGN:
            return None
        sign = _VARIATION.sub("", sign)
        return Reaction(head.key, room, head.sender, target, sign, head.at) if target and sign else None

    def taken_back(self, event: Event) -> str | None:
        """The id of the event that a redaction by somebody else takes back, if it is a redaction.

        See Client-Server API, 11.11 Redactions; room version 11 moved the id into the content.
        """
        if event.get("type") != "m.room.redaction" or "state_key" in event or event.get("sender") == self.me:
            return None
        target = event.get("redacts") or _mapping(event.get("content")).get("redacts")
        return target if isinstance(target, str) and target else None

    def _head(self, kind: str, event: Event, now: datetime, joined: datetime) -> _Head | None:
        """Of an event of that type which somebody else sent lately."""
        content = event.get("content")
        key, sender, sent = event.get("event_id"), event.get("sender"), event.get("origin_server_ts")
        if not isinstance(content, Mapping) or not isinstance(key, str) or not isinstance(sender, str):
            return None
        if event.get("type") != kind or "state_key" in event or sender == self.me:
            return None
        if type(sent) is not int or self.is_past(event, now, joined=joined):
            return None
        return _Head(key, sender, instant(sent, now), content)

    def _too_old(self, event: Event, sent: int, now: datetime) -> bool:
        """By the age our own server reckons where it gives one, since clocks differ."""
        age = _mapping(event.get("unsigned")).get("age")
        milliseconds = age if type(age) is int else now.timestamp() * 1000 - sent
        return milliseconds > self.patience.total_seconds() * 1000

    def _addressed(self, said: str, content: Event, *, reply: bool) -> tuple[bool, str]:
        """Whether the bot is meant by name, and the words without that name.

        A name in front counts where a sign marks it, where nothing follows, or where a question does. Clients mention
        whoever they reply to; such a reply is meant for the bot where it asks or picks a number, so
        that "thanks" stays unanswered. So is a correction, which does not tell whether it corrects a reply.
        """
        start = self.names.match(said)
        rest = said[start.end() :].strip() if start else ""
        if start and (start["at"] or start["mark"] or not rest or _ASKS.search(rest)):
            return True, rest or start["greeting"] or "help"
        mentioned = _mapping(content.get("m.mentions")).get("user_ids")
        if isinstance(mentioned, list) and self.me in mentioned:
            inside = self.names.search(said)
            if inside:
                return True, f"{said[: inside.start()]} {said[inside.end() :]}".strip()
            return not reply or bool(_ASKS.search(said)), said
        return False, said


def _corrected(content: Event) -> tuple[Event, str | None]:
    """What is said, and which event it corrects, if it corrects one (Client-Server API, 11.8 Event replacements)."""
    relation = _mapping(content.get("m.relates_to"))
    if relation.get("rel_type") != "m.replace":
        return content, None
    edits = relation.get("event_id")
    return (_mapping(content.get("m.new_content")), edits) if isinstance(edits, str) and edits else ({}, None)


def _related(content: Event) -> _Related:
    relation = _mapping(content.get("m.relates_to"))
    thread = relation.get("event_id") if relation.get("rel_type") == "m.thread" else None
    target = _mapping(relation.get("m.in_reply_to")).get("event_id")
    replies_to = target if isinstance(target, str) and not relation.get("is_falling_back") else None
    return _Related(thread if isinstance(thread, str) else None, replies_to, quotes=isinstance(target, str))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def instant(milliseconds: int, otherwise: datetime) -> datetime:
    """The moment of a timestamp, which may be any number."""
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (OverflowError, OSError, ValueError):
        return otherwise
