"""A message → the command that is meant → a reply, or silence; the one place where errors become words."""

import secrets
from dataclasses import replace
from datetime import datetime

import structlog

from bot.catalogue.model import Catalogue
from bot.commands import MENU
from bot.commands.command import Command, Request
from bot.config import Choosers, RoomSettings
from bot.conversation import Conversation, Talk
from bot.errors import UserError, places
from bot.markup import Markup, text
from bot.matching.matcher import Matcher
from bot.meaning import LONGEST, Call, Meaning
from bot.messages import Asked, Message, Reply
from bot.personal import Kept, Person
from bot.phrasing import hints
from bot.phrasing.digest import digest
from bot.phrasing.styles import styled, worded
from bot.tongue import speaking

UNCONFIGURED = RoomSettings(room="!unconfigured")
"""How we speak where the operator set nothing: about everything, in UTC."""

log = structlog.get_logger(__name__)


class Desk:
    """Where messages are answered; remembers for minutes what numbers refer to.

    Args:
        catalogue: what is known.
        prefix: what commands begin with where a room has no prefix of its own.
        menu: the commands.
        matcher: that of the catalogue, where it is built already.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        prefix: str = "!",
        menu: tuple[Command, ...] = MENU,
        matcher: Matcher | None = None,
    ) -> None:
        self.catalogue = catalogue
        self.conversation = Conversation()
        self._matcher, self._prefix, self._menu = matcher or Matcher(catalogue), prefix, menu
        self._meaning = Meaning(catalogue, self._matcher, menu)

    def take_over(self, former: "Desk") -> None:
        """Go on with what was said lately at a desk whose catalogue ours replaces."""
        self.conversation = former.conversation
        self.conversation.carry_over(lambda idea: self.catalogue.same_as(idea, former.catalogue))

    def answer(
        self, message: Message, settings: RoomSettings | None, now: datetime, kept: Kept | None = None
    ) -> Reply | None:
        """The answer, or None where the message is none of ours.

        Args:
            message: what was said.
            settings: those of the room it was said in; None in a direct message and where nothing is configured.
            now: the present; aware.
            kept: what is kept of the asker and the room; None for nothing.
        """
        room = settings or UNCONFIGURED
        prefix = _as_typed(room.prefix or self._prefix)
        with speaking(room.language):
            reply = self._answer(message, room, prefix, now, kept)
            return styled(reply, room.style, prefix) if reply else None

    def digest(self, settings: RoomSettings | None, now: datetime) -> Markup:
        """What `!digest` says in a room, to be said unasked. Arguments as for `answer`."""
        room = settings or UNCONFIGURED
        with speaking(room.language):
            return worded(digest(self.catalogue, room, now, _as_typed(room.prefix or self._prefix)), room.style)

    def command(self, message: Message, settings: RoomSettings, now: datetime) -> Command | None:
        """The command that a message means, if it means one. Arguments as for `answer`; nothing is answered yet."""
        prefix = _as_typed(settings.prefix or self._prefix)
        meant = self._meaning.of(message, self._talk(message, settings, now), settings, prefix)
        return meant.command if isinstance(meant, Call) else None

    def _answer(
        self, message: Message, room: RoomSettings, prefix: str, now: datetime, kept: Kept | None
    ) -> Reply | None:
        try:
            talk = self._talk(message, room, now)
            meant = self._meaning.of(message, talk, room, prefix)
            if not isinstance(meant, Call):
                return self._puzzled(message, meant, now) if meant else None
            request = Request(
                meant.words,
                message,
                kept or Kept(Person(message.sender)),
                room,
                now,
                self.catalogue,
                self._matcher,
                prefix,
                self._menu,
                meant.aspect,
                meant.choices or talk.choices,
                talk.asked,
                meant.home,
            )
            reply = styled(meant.command.answer(request), room.style, prefix)
            return self._remembered(message, meant, reply, room, now)
        except UserError as error:
            return Reply(text(str(error)), repeatable=True)
        except Exception as error:  # noqa: BLE001  a bug must reach the log, and the person must hear of it
            return Reply(hints.broke(_logged(error)), repeatable=True)

    def _talk(self, message: Message, room: RoomSettings, now: datetime) -> Talk:
        """What the message goes on from: the answer that it replies to, else what was said last.

        An answer that is not remembered, as after a restart, is worked out once more.
        """
        if message.about is None:
            talk = self.conversation.talk(message.room, message.sender, now)
            shared = room.choices is Choosers.ANYBODY and self.conversation.choices(message.room, "", now)
            return replace(talk, choices=talk.choices or shared or None)
        about = message.about
        talk = self.conversation.talk_after(about.edits or about.key, now) or self._worked_out(about, room, now)
        mine = about.sender == message.sender or room.choices is Choosers.ANYBODY
        return talk if mine else replace(talk, choices=None)

    def _worked_out(self, asked: Message, room: RoomSettings, now: datetime) -> Talk:
        """What answering a message once more would leave to go on from."""
        scratch = Desk(self.catalogue, self._prefix, self._menu, self._matcher)
        scratch.answer(asked, room, now)
        return scratch.conversation.talk(asked.room, asked.sender, now)

    def _puzzled(self, message: Message, hint: Markup, now: datetime) -> Reply:
        """A hint; that the words were not understood can be explained too."""
        self.conversation.ask(message.room, message.sender, Asked("", message.text.strip()[:LONGEST]), now)
        return Reply(hint, repeatable=True)

    def _remembered(self, message: Message, call: Call, reply: Reply, room: RoomSettings, now: datetime) -> Reply:
        """The reply, or a pointer to the same one a moment ago; numbers refer to its list from now on.

        In a conversation of two nobody else has seen the answer: who asks again wants it again.
        """
        if call.command.name != "why":
            self.conversation.ask(message.room, message.sender, Asked(call.command.name, call.words), now)
        if reply.named.ideas:
            self.conversation.speak_of(message.room, message.sender, reply.named.ideas, now)
        if reply.choices:
            self.conversation.offer(message.room, message.sender, reply.choices, now)
            if room.choices is Choosers.ANYBODY:
                self.conversation.offer(message.room, "", reply.choices, now)
        self.conversation.keep_talk(
            message.edits or message.key, self.conversation.talk(message.room, message.sender, now), now
        )
        if message.edits:
            self.conversation.taken_back(message.edits)
        if reply.repeatable or message.direct:
            return reply
        asked = " ".join(call.words.casefold().split())
        question = (message.room, message.thread or "", call.command.name, call.aspect or "", asked)
        if above := self.conversation.answered(question, message.key, now):
            return Reply(hints.answered_above(above.ago, above.address), repeatable=True)
        self.conversation.note(question, message, now)
        return reply


def _as_typed(prefix: str) -> str:
    """The prefix as it stands before a command: after a word such as "mx" or "bot:" comes a space."""
    return f"{prefix} " if prefix[0].isalnum() else prefix


def _logged(error: Exception) -> str:
    """Log a bug without its message, which may quote what somebody said; the reference that finds it."""
    reference = secrets.token_hex(3)
    log.error("command failed", reference=reference, error=type(error).__name__, frames=places(error))
    return reference
