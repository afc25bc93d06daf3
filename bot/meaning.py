"""Which command a message means, by prefix or in plain words; pure.

Strategy: in a room of several only the prefix with a word of the menu is ours, everything else is left alone. Spoken
to directly, the order is: a number, a word of the menu, plain words as the matcher understands them, and last a word
that is nearly on the menu. Plain words come before near misses, since "ideal" is not "idea". A reply to an answer is
ours where it goes on from that.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.catalogue.model import Catalogue, Idea, Organisation
from bot.commands.command import Command
from bot.config import RoomSettings
from bot.conversation import Talk
from bot.markup import Markup
from bot.matching.matcher import Matcher
from bot.matching.routing import asks_field, asks_similar, aspect_of, courtesy, is_log, refers
from bot.matching.verdict import Aspect, Wish
from bot.menu import Menu, exact, named, near
from bot.messages import Choices, Message
from bot.phrasing import hints

LONGEST = 2_000
"""Characters of a message that are looked at; what asks for an idea is never longer."""

TERSE = 8
"""Up to so many words, a command's name in front is meant as one; a longer sentence may merely begin with it."""

_VERB = re.compile(r"([^\W\d_][\w-]*)[:,.;?!]*(?:\s+|$)(.*)", re.DOTALL)
_REMIND = re.compile(r"(?is)(?:(?:please|can|could|would|will|you)[\s,]+)*remind\s+(me\b.*)")
_NUMBER = re.compile(r"#?\d{1,3}[.)]?")


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


OF_SEASON = frozenset({Wish.DEADLINE, Wish.APPLY})
"""What a question below an answer may turn to: when and how one applies there."""


class Meaning:
    """Knows what is meant.

    Args:
        catalogue: what is known.
        matcher: that of the catalogue.
        menu: the commands.
    """

    def __init__(self, catalogue: Catalogue, matcher: Matcher, menu: Menu) -> None:
        self._catalogue, self._matcher, self._menu = catalogue, matcher, menu

    def of(self, message: Message, talk: Talk, room: RoomSettings, prefix: str) -> Call | Markup | None:
        """The command that is meant, a hint, or None for silence.

        Args:
            message: what was said.
            talk: what it can go on from.
            room: the settings of the room it was said in.
            prefix: what commands begin with there.
        """
        line, direct = message.text.strip()[:LONGEST], message.direct or message.addressed
        rest = _after(prefix, line)
        if rest is not None and (verb := _VERB.fullmatch(rest)):
            return self._typed(verb[1], verb[2].strip(), prefix, direct=direct)
        if not direct and not (message.about and self._goes_on(line, talk)):
            return None
        line = line if rest is None else rest.strip()
        if is_log(line):
            return hints.puzzled(prefix)
        idea, choices = talk.idea, talk.choices
        several = len(room.organisations or self._catalogue.organisations) > 1
        if idea and asks_similar(line) and (command := exact(self._menu, "ideas")):
            return Call(command, "like 1", None, Choices(Wish.IDEA, (idea,), 1))
        if refers(line) or (asks_field(line) and (idea or several)):
            return self._of_it(idea, line, prefix)
        call = self._spoken(line, prefix, choices)
        return replace(call, home=self._catalogue.home_of(idea)) if idea and isinstance(call, Call) else call

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

    def _goes_on(self, line: str, talk: Talk) -> bool:
        """Whether a reply to an answer goes on from it, rather than being said to other people."""
        if _NUMBER.fullmatch(line) or line.casefold() == "more":
            return talk.choices is not None
        if refers(line) or asks_field(line) or asks_similar(line):
            return True
        return line.endswith("?") and self._matcher.understand(line).wish in OF_SEASON

    def _led(self, verb: str, words: str, find: Callable[[Menu, str], Command | None]) -> Call | None:
        """The command that the first word is, if the rest can follow it without a prefix that marks it as one."""
        command = find(self._menu, verb)
        if command and (command.free or not words or exact(self._menu, words)):
            return Call(command, words)
        return None


def _after(prefix: str, line: str) -> str | None:
    """What follows the prefix; None where the line does not begin with it. The space is left out only after a sign."""
    bare = prefix.rstrip()
    if line[: len(bare)].casefold() != bare.casefold():
        return None
    rest = line[len(bare) :]
    if bare == prefix:
        return rest
    return rest.strip() if rest[:1].isspace() or not bare[-1].isalnum() else None
