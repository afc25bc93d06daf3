"""A message → the command that is meant → a reply, or silence; the one place where errors become words.

Strategy: in a room of several only the prefix with a word of the menu is ours, everything else is left alone. Spoken
to directly, the order is: a number, a word of the menu, plain words as the matcher understands them, and last a word
that is nearly on the menu. Plain words come before near misses, since "ideal" is not "idea".
"""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from bot.catalogue.model import Catalogue, Idea, Organisation
from bot.commands import MENU
from bot.commands.command import Command, Request
from bot.config import Choosers, RoomSettings
from bot.conversation import Conversation, Talk
from bot.errors import UserError, places
from bot.markup import Markup, text
from bot.matching.matcher import Matcher
from bot.matching.routing import asks_field, asks_similar, aspect_of, courtesy, is_log, refers
from bot.matching.verdict import Aspect, Wish
from bot.menu import Menu, exact, named, near
from bot.messages import Asked, Choices, Message, Reply
from bot.personal import Kept, Person
from bot.phrasing import hints
from bot.phrasing.digest import digest
from bot.phrasing.styles import styled, worded
from bot.tongue import speaking

LONGEST = 2_000
"""Characters of a message that are looked at; what asks for an idea is never longer."""

TERSE = 8
"""Up to so many words, a command's name in front is meant as one; a longer sentence may merely begin with it."""

UNCONFIGURED = RoomSettings(room="!unconfigured")
"""How we speak where the operator set nothing: about everything, in UTC."""

_VERB = re.compile(r"([^\W\d_][\w-]*)[:,.;?!]*(?:\s+|$)(.*)", re.DOTALL)
_REMIND = re.compile(r"(?is)(?:(?:please|can|could|would|will|you)[\s,]+)*remind\s+(me\b.*)")
_NUMBER = re.compile(r"#?\d{1,3}[.)]?")

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Call:
    """A command with what it is asked.

    Attributes:
        command: the command.
        words: what it is asked.
        aspect: the field of an idea that is asked for, if one is.
        choices: where the words are a number of another list than the last one, that list.
        home: the page of the idea that is spoken of, where plain words may be about that page.
    """

    command: Command
    words: str
    aspect: Aspect | None = None
    choices: Choices | None = None
    home: Organisation | None = None


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
        meant = self._meant(message, self._talk(message, settings, now), settings, prefix)
        return meant.command if isinstance(meant, Call) else None

    def _answer(
        self, message: Message, room: RoomSettings, prefix: str, now: datetime, kept: Kept | None
    ) -> Reply | None:
        try:
            talk = self._talk(message, room, now)
            meant = self._meant(message, talk, room, prefix)
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
        talk = self.conversation.talk_after(message.about.key, now) or self._worked_out(message.about, room, now)
        mine = message.about.sender == message.sender or room.choices is Choosers.ANYBODY
        return talk if mine else replace(talk, choices=None)

    def _worked_out(self, asked: Message, room: RoomSettings, now: datetime) -> Talk:
        """What answering a message once more would leave to go on from."""
        scratch = Desk(self.catalogue, self._prefix, self._menu, self._matcher)
        scratch.answer(asked, room, now)
        return scratch.conversation.talk(asked.room, asked.sender, now)

    def _meant(self, message: Message, talk: Talk, room: RoomSettings, prefix: str) -> Call | Markup | None:
        """The command that is meant, a hint, or None for silence."""
        line, direct = message.text.strip()[:LONGEST], message.direct or message.addressed
        rest = _after(prefix, line)
        if rest is not None and (verb := _VERB.fullmatch(rest)):
            return self._typed(verb[1], verb[2].strip(), prefix, direct=direct)
        if not direct and not (message.about and _goes_on(line, talk)):
            return None
        line = line if rest is None else rest.strip()
        if is_log(line):
            return hints.puzzled(prefix)
        idea, choices = talk.idea, talk.choices
        several = len(room.organisations or self.catalogue.organisations) > 1
        if idea and asks_similar(line) and (command := exact(self._menu, "ideas")):
            return Call(command, "like 1", None, Choices(Wish.IDEA, (idea,), 1))
        if refers(line) or (asks_field(line) and (idea or several)):
            return self._of_it(idea, line, prefix)
        call = self._spoken(line, prefix, choices)
        return replace(call, home=self.catalogue.home_of(idea)) if idea and isinstance(call, Call) else call

    def _puzzled(self, message: Message, hint: Markup, now: datetime) -> Reply:
        """A hint; that the words were not understood can be explained too."""
        self.conversation.ask(message.room, message.sender, Asked("", message.text.strip()[:LONGEST]), now)
        return Reply(hint, repeatable=True)

    def _typed(self, verb: str, words: str, prefix: str, *, direct: bool) -> Call | Markup | None:
        """What was typed with the prefix: a word of the menu, or in a direct message nearly one."""
        command = exact(self._menu, verb) or (near(self._menu, verb) if direct else None)
        if command:
            return Call(command, words)
        return hints.no_such_command(verb, prefix) if direct else None

    def _spoken(self, line: str, prefix: str, choices: Choices | None) -> Call | Markup:
        """What was said to us without the prefix."""
        if choices and _NUMBER.fullmatch(line) and (command := exact(self._menu, choices.verb)):
            return Call(command, line)
        if polite := courtesy(line):
            return hints.welcome() if polite == "thanks" else hints.greeting(prefix)
        if (wish := _REMIND.fullmatch(line)) and (command := exact(self._menu, "remind")):
            return Call(command, wish[1])
        verb = _VERB.fullmatch(line)
        if verb and len(line.split()) <= TERSE and (call := self._led(verb[1], verb[2].strip(), named)):
            return call
        understood = self._matcher.understand(line)
        if understood.wish is not Wish.NOTHING and (command := exact(self._menu, understood.wish)):
            return Call(command, line if command.free else "", understood.aspect)
        if verb and (call := self._led(verb[1], verb[2].strip(), near)):
            return call
        return hints.puzzled(prefix)

    def _of_it(self, idea: Idea | None, line: str, prefix: str) -> Call | Markup:
        """What is asked about the idea that was spoken of last; no other page is asked instead."""
        aspect = aspect_of(line)
        wish = Wish.MENTOR if aspect is Aspect.MENTORS else Wish.IDEA
        command = exact(self._menu, wish)
        if idea is None or command is None:
            return hints.which(prefix, wish)
        return Call(command, "1", aspect, Choices(wish, (idea,), 1))

    def _led(self, verb: str, words: str, find: Callable[[Menu, str], Command | None]) -> Call | None:
        """The command that the first word is, if the rest can follow it without a prefix that marks it as one."""
        command = find(self._menu, verb)
        if command and (command.free or not words or exact(self._menu, words)):
            return Call(command, words)
        return None

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


def _goes_on(line: str, talk: Talk) -> bool:
    """Whether a reply to an answer goes on from it, rather than being said to other people."""
    if _NUMBER.fullmatch(line) or line.casefold() == "more":
        return talk.choices is not None
    return refers(line) or asks_field(line) or asks_similar(line)


def _as_typed(prefix: str) -> str:
    """The prefix as it stands before a command: after a word such as "mx" or "bot:" comes a space."""
    return f"{prefix} " if prefix[0].isalnum() else prefix


def _after(prefix: str, line: str) -> str | None:
    """What follows the prefix; None where the line does not begin with it. The space is left out only after a sign."""
    bare = prefix.rstrip()
    if line[: len(bare)].casefold() != bare.casefold():
        return None
    rest = line[len(bare) :]
    if bare == prefix:
        return rest
    return rest.strip() if rest[:1].isspace() or not bare[-1].isalnum() else None


def _logged(error: Exception) -> str:
    """Log a bug without its message, which may quote what somebody said; the reference that finds it."""
    reference = secrets.token_hex(3)
    log.error("command failed", reference=reference, error=type(error).__name__, frames=places(error))
    return reference
